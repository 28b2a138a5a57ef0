"""The refine panel: how the mask's edge becomes a matte."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.views import icons
from app.views.models import RefineModel
from app.views.texts import translate
from app.views.widgets.icon_button import IconButton
from app.views.widgets.section import column, heading, rule, scrolling
from app.views.widgets.slider_field import SliderField
from engine.project.model import RefineSettings

_HOME = RefineSettings()


@dataclass(frozen=True, slots=True)
class _Number:
    """One number of RefineSettings: its field, its range and how it is said."""

    field: str
    low: float
    high: float
    step: float
    unit: str


_EDGE = (_Number("soft_edge_px", 0, 20, 0.1, "px"), _Number("choke", -1, 1, 0.01, ""))
_BAND = (_Number("edge_band_px", 1, 64, 1, "px"), _Number("hair_px", 0, 300, 1, "px"))
_SHAPE = (
    _Number("grow_px", -20, 20, 0.1, "px"),
    _Number("feather_px", 0, 50, 0.1, "px"),
    _Number("smooth_px", 0, 20, 0.1, "px"),
    _Number("fill_holes_px2", 0, 5000, 1, "px²"),
    _Number("drop_specks_px2", 0, 5000, 1, "px²"),
    _Number("drop_islands", 0, 1, 0.01, ""),
    _Number("border_fix_px", 0, 16, 1, "px"),
)
_MOTION = (_Number("temporal", 0, 1, 0.01, ""), _Number("blend_frames", 0, 24, 1, ""))


def _said(field: str) -> tuple[str, str]:
    """Title and tip of a setting."""
    texts = {
        "soft_edge_px": (
            translate("Refine", "Soft edge"),
            translate("Refine", "How wide the step from inside to outside is"),
        ),
        "choke": (
            translate("Refine", "Choke"),
            translate("Refine", "Pull the edge in or push it out, and harden it"),
        ),
        "edge_band_px": (
            translate("Refine", "Band"),
            translate("Refine", "How far from the edge the picture is looked at for hair and fur"),
        ),
        "hair_px": (
            translate("Refine", "Strands"),
            translate("Refine", "How far from the edge single strands of hair are looked for"),
        ),
        "grow_px": (translate("Refine", "Grow"), translate("Refine", "Grow the matte, or shrink it below zero")),
        "feather_px": (translate("Refine", "Feather"), translate("Refine", "Blur the matte's edge")),
        "smooth_px": (translate("Refine", "Smooth"), translate("Refine", "Round off a ragged outline")),
        "fill_holes_px2": (translate("Refine", "Fill holes"), translate("Refine", "Close holes up to this area")),
        "drop_specks_px2": (translate("Refine", "Drop specks"), translate("Refine", "Remove specks up to this area")),
        "drop_islands": (
            translate("Refine", "Drop islands"),
            translate(
                "Refine",
                "Remove pieces far from the object that are smaller than this share of it; near ones need less",
            ),
        ),
        "border_fix_px": (
            translate("Refine", "Frame border"),
            translate("Refine", "Carry the matte to the border of the frame over this width"),
        ),
        "temporal": (
            translate("Refine", "De-flicker"),
            translate("Refine", "Calm an edge that chatters from frame to frame, without lag on real motion"),
        ),
        "blend_frames": (
            translate("Refine", "Blend painted"),
            translate("Refine", "Over how many frames on each side a painted frame fades into the tracked ones"),
        ),
    }
    return texts[field]


class RefinePanel(QWidget):
    """The active object's settings on the shown frame.

    Signals:
        settings_changed(object, bool): RefineSettings, final (False while a slider moves).
        key_set(bool): a key frame here, or none.
    """

    settings_changed = Signal(object, bool)
    key_set = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(translate("Refine", "Refine"))
        self._model = RefineModel()
        self._fields: dict[str, SliderField] = {}
        self._name = QLabel(self)
        self._name.setProperty("role", "dim")
        self._key = IconButton("key", translate("Refine", "Key frame: hold these settings from here on"), self, 16)
        self._key.setCheckable(True)
        self._key.clicked.connect(self.key_set)
        self._reset = QPushButton(icons.icon("reset"), translate("Refine", "Reset all"), self)
        self._reset.setToolTip(translate("Refine", "Back to the settings every object begins with"))
        self._reset.setAccessibleName(self._reset.text())
        self._reset.setProperty("flat", True)
        self._reset.clicked.connect(lambda: self._say(_HOME, True))
        self._edge = self._choice("edge", translate("Refine", "How the edge is matched to the picture"))
        self._despill = self._choice("despill", translate("Refine", "Take the screen's colour off the edge"))
        self._garbage = self._choice("garbage", translate("Refine", "Nothing outside this object's matte remains"))
        self._core = self._choice("core", translate("Refine", "Everything inside this object's matte is solid"))
        self._clean = QCheckBox(translate("Refine", "Remove fringe"), self)
        self._clean.setToolTip(translate("Refine", "Take the old background's colour out of soft edges"))
        self._clean.setAccessibleName(self._clean.text())
        self._clean.clicked.connect(lambda on: self._say(replace(self._model.settings, decontaminate=on), True))
        self._fill_choices()
        self._lay_out()
        self._show()

    def set_refine(self, model: RefineModel) -> None:
        """The settings to show."""
        if model != self._model:
            self._model = model
            self._show()

    def field(self, name: str) -> SliderField:
        """The control of one number, by its name in RefineSettings. Raises KeyError."""
        return self._fields[name]

    def _lay_out(self) -> None:
        self._inner = QWidget()
        body = column(self._inner)
        for title, numbers, extra in (
            (translate("Refine", "Edge"), _EDGE, self._labelled(translate("Refine", "Match"), self._edge)),
            ("", _BAND, None),
            (translate("Refine", "Shape"), _SHAPE, None),
            (translate("Refine", "Over time"), _MOTION, None),
        ):
            if title:
                body.addWidget(heading(title))
            for number in numbers:
                body.addWidget(self._number(number))
            if extra is not None:
                body.addWidget(extra)
            else:
                body.addSpacing(4)
        body.addWidget(heading(translate("Refine", "Colour")))
        body.addWidget(self._clean)
        body.addWidget(self._labelled(translate("Refine", "Despill"), self._despill))
        body.addWidget(heading(translate("Refine", "Rough masks")))
        body.addWidget(self._labelled(translate("Refine", "Garbage"), self._garbage))
        body.addWidget(self._labelled(translate("Refine", "Core"), self._core))
        body.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(10, 6, 6, 4)
        head.addWidget(self._key)
        head.addWidget(self._name, 1)
        head.addWidget(self._reset)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(rule())
        outer.addWidget(scrolling(self._inner), 1)

    def _number(self, number: _Number) -> SliderField:
        title, tip = _said(number.field)
        field = SliderField(title, number.low, number.high, number.step, number.unit, tip, parent=self)
        field.changed.connect(lambda value, final: self._take(number.field, value, final))
        self._fields[number.field] = field
        return field

    def _take(self, name: str, value: float, final: bool) -> None:
        whole = isinstance(getattr(_HOME, name), int)
        values: dict[str, object] = {name: round(value) if whole else value}
        self._say(replace(self._model.settings, **values), final)  # type: ignore[arg-type]

    def _say(self, settings: RefineSettings, final: bool) -> None:
        self._model = replace(self._model, settings=settings)
        self._show()
        self.settings_changed.emit(settings, final)

    def _choice(self, name: str, tip: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setToolTip(tip)
        combo.setAccessibleName(tip)
        combo.activated.connect(lambda: self._say(_with(self._model.settings, name, combo.currentData()), True))
        return combo

    def _fill_choices(self) -> None:
        with QSignalBlocker(self._edge), QSignalBlocker(self._despill):
            self._edge.clear()
            self._edge.addItem(translate("Refine", "Not at all"), "none")
            self._edge.addItem(translate("Refine", "Follow the picture"), "guided")
            self._edge.addItem(translate("Refine", "Hair and fur"), "matting")
            self._despill.clear()
            self._despill.addItem(translate("Refine", "None"), "none")
            self._despill.addItem(translate("Refine", "Green screen"), "green")
            self._despill.addItem(translate("Refine", "Blue screen"), "blue")

    def _fill_others(self) -> None:
        """The other objects, for rough masks; one that is no longer there counts as none."""
        for combo, chosen in ((self._garbage, self._model.settings.garbage), (self._core, self._model.settings.core)):
            with QSignalBlocker(combo):
                combo.clear()
                combo.addItem(translate("Refine", "None"), None)
                for object_id, name in self._model.others:
                    combo.addItem(name, object_id)
                combo.setCurrentIndex(max(0, combo.findData(chosen)) if chosen is not None else 0)

    def _labelled(self, text: str, control: QWidget) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        label = QLabel(text, row)
        label.setMinimumWidth(92)
        line.addWidget(label)
        line.addWidget(control, 1)
        return row

    def _show(self) -> None:
        model, settings = self._model, self._model.settings
        nothing = translate("Refine", "Choose an object to refine its matte")
        self._name.setText(model.object_name if model.enabled else nothing)
        self._inner.setEnabled(model.enabled)
        self._key.setEnabled(model.enabled)
        self._key.setChecked(model.keyed_here)
        self._reset.setEnabled(model.enabled and settings != _HOME)
        for name, field in self._fields.items():
            field.set_value(float(getattr(settings, name)), float(getattr(_HOME, name)))
        self._fields["edge_band_px"].setEnabled(settings.edge != "none")
        self._fields["hair_px"].setEnabled(settings.edge == "matting")
        self._fill_others()
        self._edge.setCurrentIndex(self._edge.findData(settings.edge))
        self._despill.setCurrentIndex(self._despill.findData(settings.despill))
        self._clean.setChecked(settings.decontaminate)


def _with(settings: RefineSettings, name: str, value: object) -> RefineSettings:
    return replace(settings, **{name: value})  # type: ignore[arg-type]
