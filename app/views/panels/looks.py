"""The looks panel: how the result is shown, and effects on the object or on everything else."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.views import icons, theme
from app.views.labels import label
from app.views.models import LookItem, LooksModel, Parameter
from app.views.texts import translate
from app.views.widgets.parameter_form import ParameterForm
from app.views.widgets.section import column, heading, rule, scrolling

LOOK_ICONS = {
    "original": "image",
    "overlay": "looks",
    "outline": "objects",
    "matte": "hypothesis",
    "checker": "checker",
    "colour": "stop",
    "background": "film",
    "wipe": "wipe",
}


class LooksPanel(QWidget):
    """Looks as a grid (keys 1 to 8), their parameters, and the effect.

    Signals:
        look_chosen(str): look id.
        effect_chosen(str, bool): effect id, on the object (else on everything else).
        parameter_changed(str, str, object, bool): look or effect id, parameter id, value, final.
    """

    look_chosen = Signal(str)
    effect_chosen = Signal(str, bool)
    parameter_changed = Signal(str, str, object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("looks")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(translate("Looks", "Looks"))
        self._model = LooksModel()
        self._buttons: dict[str, QToolButton] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        self._group = QButtonGroup(self)
        self._look_form, self._effect_form = ParameterForm(self), ParameterForm(self)
        self._effect = QComboBox(self)
        self._effect.setAccessibleName(translate("Looks", "Effect"))
        self._effect.setToolTip(translate("Looks", "An effect on the object or on everything else"))
        self._on_object = self._side(translate("Looks", "On the object"))
        self._on_rest = self._side(translate("Looks", "On everything else"))
        self._lay_out()
        self._look_form.changed.connect(lambda *said: self.parameter_changed.emit(self._model.current, *said))
        self._effect_form.changed.connect(lambda *said: self.parameter_changed.emit(self._model.effect, *said))
        self._effect.activated.connect(self._say_effect)
        self._on_object.clicked.connect(self._say_effect)
        self._on_rest.clicked.connect(self._say_effect)

    def set_looks(self, model: LooksModel) -> None:
        """Looks, effects and what is chosen."""
        if model == self._model:
            return
        if _names(model.looks) != _names(self._model.looks):
            self._build_grid(model.looks)
        if _names(model.effects) != _names(self._model.effects):
            self._build_effects(model.effects)
        self._model = model
        for name, button in self._buttons.items():
            button.setChecked(name == model.current)
        with QSignalBlocker(self._effect):
            self._effect.setCurrentIndex(max(self._effect.findData(model.effect), 0))
        (self._on_object if model.on_object else self._on_rest).setChecked(True)
        for side in (self._on_object, self._on_rest):
            side.setEnabled(model.effect != "none")
        self._look_form.set_parameters(_parameters(model.looks, model.current))
        self._effect_form.set_parameters(_parameters(model.effects, model.effect))

    def _lay_out(self) -> None:
        inner = QWidget()
        body = column(inner)
        body.addLayout(self._grid)
        body.addWidget(self._look_form)
        body.addSpacing(4)
        body.addWidget(rule())
        body.addWidget(heading(translate("Looks", "Effect")))
        body.addWidget(self._effect)
        sides = QHBoxLayout()
        sides.setSpacing(4)
        sides.addWidget(self._on_object)
        sides.addWidget(self._on_rest)
        body.addLayout(sides)
        body.addWidget(self._effect_form)
        body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inner))

    def _build_grid(self, looks: tuple[LookItem, ...]) -> None:
        for button in self._buttons.values():
            self._group.removeButton(button)
            button.deleteLater()
        self._buttons = {look.id: self._look_button(look) for look in looks}
        for place, button in enumerate(self._buttons.values()):
            self._grid.addWidget(button, place // 4, place % 4)

    def _look_button(self, look: LookItem) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIcon(icons.icon(LOOK_ICONS.get(look.id, "looks")))
        button.setIconSize(QSize(20, 20))
        title = label(look.title)
        button.setText(title)
        button.setFont(theme.font(theme.SMALL_PX))
        button.setMinimumHeight(48)
        button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
        button.setMinimumWidth(40)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(f"{title} ({look.key})" if look.key else title)
        button.setAccessibleName(title)
        button.clicked.connect(lambda: self.look_chosen.emit(look.id))
        self._group.addButton(button)
        return button

    def _build_effects(self, effects: tuple[LookItem, ...]) -> None:
        with QSignalBlocker(self._effect):
            self._effect.clear()
            for effect in effects:
                self._effect.addItem(label(effect.title), effect.id)

    def _side(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setStyleSheet(
            f"QPushButton {{ padding: 3px 6px; }} "
            f"QPushButton:checked {{ background: #24445d; border-color: {theme.ACCENT_DEEP.name()}; }}"
        )
        return button

    def _say_effect(self) -> None:
        self.effect_chosen.emit(str(self._effect.currentData()), self._on_object.isChecked())


def _names(items: tuple[LookItem, ...]) -> list[tuple[str, str, str]]:
    return [(item.id, item.title, item.key) for item in items]


def _parameters(items: tuple[LookItem, ...], current: str) -> tuple[Parameter, ...]:
    return next((item.parameters for item in items if item.id == current), ())
