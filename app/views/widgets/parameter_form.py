"""The parameters of a look or an effect: one control each, by their kind."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.views.labels import label
from app.views.models import Parameter, ParameterKind
from app.views.texts import translate
from app.views.widgets.colour_button import ColourButton
from app.views.widgets.slider_field import SliderField


class ParameterForm(QWidget):
    """Controls for a tuple of parameters; made anew only where the parameters are others.

    Signals:
        changed(str, object, bool): parameter id, value, final.
    """

    changed = Signal(str, object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._shown: tuple[Parameter, ...] = ()
        self._controls: dict[str, QWidget] = {}

    def set_parameters(self, parameters: tuple[Parameter, ...]) -> None:
        """Show these, in order."""
        if parameters == self._shown:
            return
        if [(p.id, p.kind, p.choices) for p in parameters] != [(p.id, p.kind, p.choices) for p in self._shown]:
            self._build(parameters)
        self._shown = parameters
        for parameter in parameters:
            _show(self._controls[parameter.id], parameter)

    def control(self, parameter_id: str) -> QWidget:
        """The control of one parameter. Raises KeyError."""
        return self._controls[parameter_id]

    def _build(self, parameters: tuple[Parameter, ...]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._controls = {}
        for parameter in parameters:
            control, row = self._make(parameter)
            self._controls[parameter.id] = control
            self._column.addWidget(row)

    def _make(self, parameter: Parameter) -> tuple[QWidget, QWidget]:
        name = parameter.id
        if parameter.kind is ParameterKind.NUMBER:
            field = SliderField(
                label(parameter.title),
                parameter.minimum,
                parameter.maximum,
                parameter.step,
                has_home=False,
                parent=self,
            )
            field.changed.connect(lambda value, final: self.changed.emit(name, value, final))
            return field, field
        if parameter.kind is ParameterKind.SWITCH:
            switch = QCheckBox(label(parameter.title), self)
            switch.setToolTip(label(parameter.title))
            switch.setAccessibleName(label(parameter.title))
            switch.toggled.connect(lambda on: self.changed.emit(name, on, True))
            return switch, switch
        return self._labelled(parameter)

    def _labelled(self, parameter: Parameter) -> tuple[QWidget, QWidget]:
        name = parameter.id
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        said = QLabel(label(parameter.title), row)
        said.setMinimumWidth(92)
        line.addWidget(said)
        control: QWidget
        if parameter.kind is ParameterKind.COLOUR:
            swatch = ColourButton(label(parameter.title), 18, row)
            swatch.chosen.connect(lambda rgb: self.changed.emit(name, rgb, True))
            line.addWidget(swatch)
            line.addStretch(1)
            return swatch, row
        if parameter.kind is ParameterKind.CHOICE:
            combo = QComboBox(row)
            for value, title in parameter.choices:
                combo.addItem(label(title), value)
            combo.currentIndexChanged.connect(lambda place: self.changed.emit(name, combo.itemData(place), True))
            control = combo
        else:
            control = FileButton(parameter, row)
            control.chosen.connect(lambda path: self.changed.emit(name, path, True))
        control.setAccessibleName(label(parameter.title))
        control.setToolTip(label(parameter.title))
        line.addWidget(control, 1)
        return control, row


class FileButton(QPushButton):
    """Names a file and asks for another without blocking.

    Signals:
        chosen(str): the path.
    """

    chosen = Signal(str)

    def __init__(self, parameter: Parameter, parent: QWidget) -> None:
        super().__init__(parent)
        self._filter, self._title = label(parameter.filter), label(parameter.title)
        self.clicked.connect(self._ask)

    def _ask(self) -> None:
        dialog = QFileDialog(self.window(), self._title, "", self._filter)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _show(control: QWidget, parameter: Parameter) -> None:
    value = parameter.value
    with QSignalBlocker(control):
        if isinstance(control, SliderField) and isinstance(value, (int, float)):
            control.set_value(float(value), None)
        elif isinstance(control, QCheckBox):
            control.setChecked(bool(value))
        elif isinstance(control, ColourButton) and isinstance(value, tuple):
            control.set_rgb((int(value[0]), int(value[1]), int(value[2])))
        elif isinstance(control, QComboBox):
            control.setCurrentIndex(control.findData(value))
        elif isinstance(control, FileButton):
            text = str(value).replace("\\", "/").rsplit("/", 1)[-1]
            control.setText(text or translate("Parameters", "Choose…"))
