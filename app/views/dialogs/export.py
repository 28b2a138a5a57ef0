"""The export dialog: where the clip goes, what of it, and what it will cost. It blocks nothing behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.views import icons, theme
from app.views.labels import label
from app.views.models import ExportChoice, ExportModel
from app.views.texts import translate
from app.views.widgets.companion_button import CompanionButton
from app.views.widgets.fitting import FittingDialog
from app.views.widgets.icon_button import IconButton
from app.views.widgets.object_checks import ObjectChecks
from app.views.widgets.preset_tree import PresetTree
from app.views.widgets.section import heading, scrolling

SIZES_PERCENT = (100, 75, 50, 25)


class ExportDialog(FittingDialog):
    """Presets on the left, by destination; the choice on the right.

    Signals:
        choice_changed(object): ExportChoice; estimate and warning follow by `set_model`.
        export_requested(object): ExportChoice, to be queued.
    """

    choice_changed = Signal(object)
    export_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(840, 680))
        self.setObjectName("export_dialog")
        self.setWindowTitle(translate("Export", "Export"))
        self._model = ExportModel()
        self._tree = PresetTree(translate("Export", "Where the clip goes"), self)
        self._tree.currentItemChanged.connect(self._take_preset)
        self._make_content()
        self._make_shape()
        self._make_foot()
        self._lay_out()

    def _make_content(self) -> None:
        """What of the clip is in the file."""
        self._title = heading("", self)
        self._detail = QLabel(self)
        self._detail.setWordWrap(True)
        self._detail.setProperty("role", "dim")
        self._objects = ObjectChecks(self)
        self._objects.setAccessibleName(translate("Export", "Objects"))
        self._objects.setToolTip(translate("Export", "Which objects are in the file; none checked: all visible ones"))
        self._objects.setFixedHeight(96)
        self._objects.itemChanged.connect(self._take)
        self._separate = self._switch(
            translate("Export", "One file for each object"),
            translate("Export", "{object} in the name becomes each object's name"),
            self._separate_set,
        )
        self._start = self._frame_field(translate("Export", "First frame"))
        self._stop = self._frame_field(translate("Export", "Last frame"))
        self._whole = self._button(
            translate("Export", "Whole clip"), translate("Export", "From the first frame to the last"), self._take_whole
        )
        self._tracked = self._switch(
            translate("Export", "Only tracked frames"), translate("Export", "Leave out what has no mask at either end")
        )

    def _make_shape(self) -> None:
        """How it is written."""
        expected = translate("Export", "As the destination expects")
        self._picture = self._combo(
            translate("Export", "Picture"),
            translate("Export", "The matte, or the look and effect of the window"),
            ((expected, False), ("", True)),
        )
        self._inverted = self._switch(
            translate("Export", "Inverted"), translate("Export", "Everything but the objects: a clean plate's matte")
        )
        self._alpha = self._combo(
            translate("Export", "Alpha"),
            translate("Export", "Straight keeps the colours whole; premultiplied has them multiplied by alpha"),
            (
                (expected, None),
                (translate("Export", "Straight"), False),
                (translate("Export", "Premultiplied"), True),
            ),
        )
        self._size = self._combo(
            translate("Export", "Size"),
            translate("Export", "Smaller than the clip, for previews and pages"),
            tuple((f"{percent} %", percent) for percent in SIZES_PERCENT),
        )
        self._cropped = self._switch(
            translate("Export", "Cut to the objects"),
            translate("Export", "Only the box that the objects need over the whole range; where it lies is noted"),
        )

    def _make_foot(self) -> None:
        """Where it goes, what it costs, and go."""
        self._path = QLineEdit(self)
        self._path.setAccessibleName(translate("Export", "File"))
        self._path.setToolTip(translate("Export", "{clip}, {object} and {preset} in the name are filled in"))
        self._path.editingFinished.connect(self._take)
        self._browse = IconButton("folder", translate("Export", "Choose where to write"), self)
        self._browse.clicked.connect(self._ask_path)
        self._beside = CompanionButton(self)
        self._beside.changed.connect(self._take)
        self._estimate, self._warning = QLabel(self), QLabel(self)
        self._estimate.setFont(theme.number_font())
        self._warning.setProperty("role", "warn")
        self._warning.setWordWrap(True)
        self._go = self._button(
            translate("Export", "Add to the queue"),
            translate("Export", "Exports run in the background, one after another"),
            self._export,
        )
        self._go.setIcon(icons.icon("export"))
        self._go.setProperty("primary", True)
        self._go.setDefault(True)
        self._cancel = self._button(
            translate("Export", "Cancel"), translate("Export", "Close without exporting"), self.reject
        )

    def set_model(self, model: ExportModel) -> None:
        """Presets, objects, what is chosen, and what it will cost."""
        if model == self._model:
            return
        self._model = model
        blocked: tuple[QWidget, ...] = (
            *(self._tree, self._objects, self._separate, self._tracked, self._inverted, self._cropped),
            *(self._size, self._start, self._stop, self._alpha, self._picture),
        )
        blockers = [QSignalBlocker(widget) for widget in blocked]
        self._tree.set_presets(model.presets)
        self._objects.set_objects(model.objects, model.choice.object_ids)
        self._show_choice(model)
        del blockers
        self._estimate.setText(label(model.estimate) or "–")
        self._warning.setText(label(model.warning))
        self._warning.setVisible(bool(model.warning))
        self._go.setEnabled(bool(model.choice.preset) and model.frame_count > 0)

    def choice(self) -> ExportChoice:
        """What the controls say now."""
        return replace(
            self._model.choice,
            preset=self._tree.chosen() or self._model.choice.preset,
            path=Path(self._path.text().strip()),
            object_ids=self._objects.chosen(),
            start=self._start.value(),
            stop=self._stop.value() + 1,
            separate=self._separate.isChecked(),
            premultiplied=self._alpha.currentData(),
            as_shown=bool(self._picture.currentData()),
            beside=self._beside.chosen(),
            cropped=self._cropped.isChecked(),
            scale_percent=int(self._size.currentData()),
            tracked_only=self._tracked.isChecked(),
            inverted=self._inverted.isChecked(),
        )

    def choose_preset(self, name: str) -> None:
        """Select a preset as a person would. Raises KeyError."""
        self._tree.choose(name)

    def _show_choice(self, model: ExportModel) -> None:
        choice = model.choice
        preset = next((row for row in model.presets if row.name == choice.preset), None)
        if preset is not None:
            self._tree.choose(preset.name)
        self._title.setText(label(preset.title) if preset is not None else "")
        self._detail.setText(label(preset.detail) if preset is not None else "")
        self._alpha.setEnabled(preset is not None and preset.alpha)
        self._alpha.setCurrentIndex({None: 0, False: 1, True: 2}[choice.premultiplied])
        self._picture.setItemText(1, translate("Export", "As shown: {0}").format(label(model.shown)))
        self._picture.setCurrentIndex(int(choice.as_shown and bool(model.shown)))
        self._picture.setEnabled(bool(model.shown))
        last = max(model.frame_count - 1, 0)
        self._start.setRange(0, last)
        self._stop.setRange(0, last)
        self._start.setValue(choice.start)
        self._stop.setValue(max(choice.stop - 1, 0))
        self._separate.setChecked(choice.separate)
        self._tracked.setChecked(choice.tracked_only)
        self._cropped.setChecked(choice.cropped)
        self._size.setCurrentIndex(max(self._size.findData(choice.scale_percent), 0))
        self._beside.set_companions(model.companions, choice.beside)
        self._inverted.setChecked(choice.inverted)
        if not self._path.hasFocus():
            self._path.setText(str(choice.path) if choice.path != Path() else "")

    def _take_preset(self, *_items: object) -> None:
        if self._tree.chosen():
            self._take()

    def _separate_set(self, on: bool) -> None:
        path = Path(self._path.text())
        if on and path.stem and "{object}" not in path.name:
            self._path.setText(str(path.with_name(f"{path.stem}_{{object}}{path.suffix}")))
        elif not on:
            self._path.setText(self._path.text().replace("_{object}", ""))
        self._take()

    def _take_whole(self) -> None:
        with QSignalBlocker(self._start), QSignalBlocker(self._stop):
            self._start.setValue(0)
            self._stop.setValue(max(self._model.frame_count - 1, 0))
        self._take()

    def _take(self, *_said: object) -> None:
        choice = self.choice()
        if choice.stop > choice.start and choice != self._model.choice:
            self._model = replace(self._model, choice=choice)
            self.choice_changed.emit(choice)

    def _export(self) -> None:
        choice = self.choice()
        if choice.stop > choice.start:
            self.accept()
            self.export_requested.emit(choice)

    def _ask_path(self) -> None:
        dialog = QFileDialog(self, translate("Export", "Export to"), self._path.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(self._take_path)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_path(self, path: str) -> None:
        self._path.setText(path)
        self._take()

    def _switch(self, text: str, tip: str, toggled: Callable[[bool], None] | None = None) -> QCheckBox:
        switch = QCheckBox(text, self)
        switch.setToolTip(tip)
        switch.setAccessibleName(text)
        switch.toggled.connect(toggled or self._take)
        return switch

    def _combo(self, name: str, tip: str, items: tuple[tuple[str, object], ...]) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setToolTip(tip)
        for text, value in items:
            combo.addItem(text, value)
        combo.activated.connect(self._take)
        return combo

    def _button(self, text: str, tip: str, pressed: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: pressed())
        return button

    def _frame_field(self, name: str) -> QSpinBox:
        field = QSpinBox(self)
        field.setAccessibleName(name)
        field.setToolTip(name)
        field.setFont(theme.number_font())
        field.setFixedWidth(84)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setKeyboardTracking(False)
        field.valueChanged.connect(self._take)
        return field

    def _lay_out(self) -> None:
        self._tree.setFixedWidth(300)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        span, target = QHBoxLayout(), QHBoxLayout()
        span.setSpacing(8)
        span.addWidget(self._start)
        span.addWidget(QLabel("–"))
        span.addWidget(self._stop)
        span.addWidget(self._whole)
        span.addStretch(1)
        target.addWidget(self._path, 1)
        target.addWidget(self._browse)
        form.addRow(translate("Export", "Objects"), self._objects)
        form.addRow("", self._separate)
        form.addRow(translate("Export", "Frames"), span)
        form.addRow("", self._tracked)
        form.addRow(translate("Export", "Picture"), self._picture)
        form.addRow("", self._inverted)
        form.addRow(translate("Export", "Alpha"), self._alpha)
        shape = QHBoxLayout()
        shape.addWidget(self._size)
        shape.addSpacing(12)
        shape.addWidget(self._cropped)
        shape.addStretch(1)
        form.addRow(translate("Export", "Size"), shape)
        form.addRow(translate("Export", "File"), target)
        form.addRow(translate("Export", "Beside it"), self._beside)
        inner = QWidget()
        inner.setLayout(form)
        form.setContentsMargins(0, 0, 8, 0)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._go)
        costs = QHBoxLayout()
        costs.setSpacing(14)
        costs.addWidget(QLabel(translate("Export", "Estimate")))
        costs.addWidget(self._estimate, 1)
        right = QVBoxLayout()
        right.setContentsMargins(12, 14, 16, 14)
        right.setSpacing(10)
        right.addWidget(self._title)
        right.addWidget(self._detail)
        right.addWidget(scrolling(inner), 1)
        right.addLayout(costs)
        right.addWidget(self._warning)
        right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._tree)
        row.addLayout(right, 1)
