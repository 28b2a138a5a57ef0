"""The export dialog: where the clip goes, what of it, and what it will cost. It blocks nothing behind it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.views import icons, paint, theme
from app.views.labels import label
from app.views.models import ExportChoice, ExportModel, ObjectRow, PresetRow
from app.views.texts import translate
from app.views.widgets.companion_button import CompanionButton
from app.views.widgets.icon_button import IconButton
from app.views.widgets.section import heading

_ID = Qt.ItemDataRole.UserRole
SIZES_PERCENT = (100, 75, 50, 25)


class ExportDialog(QDialog):
    """Presets on the left, by destination; the choice on the right.

    Signals:
        choice_changed(object): ExportChoice; estimate and warning follow by `set_model`.
        export_requested(object): ExportChoice, to be queued.
    """

    choice_changed = Signal(object)
    export_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_dialog")
        self.setWindowTitle(translate("Export", "Export"))
        self.resize(840, 680)
        self._model = ExportModel()
        self._presets: dict[str, QTreeWidgetItem] = {}
        self._tree = QTreeWidget(self)
        self._tree.setHeaderHidden(True)
        self._tree.setRootIsDecorated(False)
        self._tree.setIndentation(10)
        self._tree.setAccessibleName(translate("Export", "Where the clip goes"))
        self._tree.setToolTip(self._tree.accessibleName())
        self._tree.currentItemChanged.connect(self._take_preset)
        self._detail = QLabel(self)
        self._detail.setWordWrap(True)
        self._detail.setProperty("role", "dim")
        self._objects = QListWidget(self)
        self._objects.setAccessibleName(translate("Export", "Objects"))
        self._objects.setToolTip(translate("Export", "Which objects are in the file; none checked: all visible ones"))
        self._objects.setFixedHeight(96)
        self._objects.itemChanged.connect(self._take)
        self._separate = QCheckBox(translate("Export", "One file for each object"), self)
        self._separate.setToolTip(translate("Export", "{object} in the name becomes each object's name"))
        self._separate.setAccessibleName(self._separate.text())
        self._separate.toggled.connect(self._separate_set)
        self._tracked = self._switch(
            translate("Export", "Only tracked frames"), translate("Export", "Leave out what has no mask at either end")
        )
        self._inverted = self._switch(
            translate("Export", "Inverted"), translate("Export", "Everything but the objects: a clean plate's matte")
        )
        self._cropped = self._switch(
            translate("Export", "Cut to the objects"),
            translate("Export", "Only the box that the objects need over the whole range; where it lies is noted"),
        )
        self._size = QComboBox(self)
        self._size.setAccessibleName(translate("Export", "Size"))
        self._size.setToolTip(translate("Export", "Smaller than the clip, for previews and pages"))
        for percent in SIZES_PERCENT:
            self._size.addItem(f"{percent} %", percent)
        self._size.activated.connect(self._take)
        self._beside = CompanionButton(self)
        self._beside.changed.connect(self._take)
        self._start = self._frame_field(translate("Export", "First frame"))
        self._stop = self._frame_field(translate("Export", "Last frame"))
        self._whole = QPushButton(translate("Export", "Whole clip"), self)
        self._whole.setToolTip(translate("Export", "From the first frame to the last"))
        self._whole.setAccessibleName(self._whole.text())
        self._whole.clicked.connect(self._take_whole)
        self._alpha = QComboBox(self)
        self._alpha.setAccessibleName(translate("Export", "Alpha"))
        self._alpha.setToolTip(
            translate("Export", "Straight keeps the colours whole; premultiplied has them multiplied by alpha")
        )
        for text, value in (
            (translate("Export", "As the destination expects"), None),
            (translate("Export", "Straight"), False),
            (translate("Export", "Premultiplied"), True),
        ):
            self._alpha.addItem(text, value)
        self._alpha.activated.connect(self._take)
        self._picture = QComboBox(self)
        self._picture.setAccessibleName(translate("Export", "Picture"))
        self._picture.setToolTip(translate("Export", "The matte, or the look and effect of the window"))
        self._picture.addItem(translate("Export", "As the destination expects"), False)
        self._picture.addItem("", True)
        self._picture.activated.connect(self._take)
        self._path = QLineEdit(self)
        self._path.setAccessibleName(translate("Export", "File"))
        self._path.setToolTip(translate("Export", "{clip}, {object} and {preset} in the name are filled in"))
        self._path.editingFinished.connect(self._take)
        self._browse = IconButton("folder", translate("Export", "Choose where to write"), self)
        self._browse.clicked.connect(self._ask_path)
        self._estimate, self._warning = QLabel(self), QLabel(self)
        self._estimate.setFont(theme.number_font())
        self._warning.setProperty("role", "warn")
        self._warning.setWordWrap(True)
        self._go = QPushButton(icons.icon("export"), translate("Export", "Add to the queue"), self)
        self._go.setProperty("primary", True)
        self._go.setDefault(True)
        self._go.setToolTip(translate("Export", "Exports run in the background, one after another"))
        self._go.setAccessibleName(self._go.text())
        self._go.clicked.connect(self._export)
        self._cancel = QPushButton(translate("Export", "Cancel"), self)
        self._cancel.setToolTip(translate("Export", "Close without exporting"))
        self._cancel.setAccessibleName(self._cancel.text())
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self.reject)
        self._lay_out()

    def set_model(self, model: ExportModel) -> None:
        """Presets, objects, what is chosen, and what it will cost."""
        if model == self._model:
            return
        old, self._model = self._model, model
        blocked: tuple[QWidget, ...] = (
            *(self._tree, self._objects, self._separate, self._tracked, self._inverted, self._cropped),
            *(self._size, self._start, self._stop, self._alpha, self._picture),
        )
        blockers = [QSignalBlocker(widget) for widget in blocked]
        if model.presets != old.presets:
            self._fill_presets(model.presets)
        if [(o.object_id, o.name) for o in model.objects] != [(o.object_id, o.name) for o in old.objects]:
            self._fill_objects(model.objects)
        self._show_choice(model)
        del blockers
        self._estimate.setText(label(model.estimate) or "–")
        self._warning.setText(label(model.warning))
        self._warning.setVisible(bool(model.warning))
        self._go.setEnabled(bool(model.choice.preset) and model.frame_count > 0)

    def choice(self) -> ExportChoice:
        """What the controls say now."""
        item = self._tree.currentItem()
        checked = [
            int(self._objects.item(i).data(_ID))
            for i in range(self._objects.count())
            if self._objects.item(i).checkState() is Qt.CheckState.Checked
        ]
        return replace(
            self._model.choice,
            preset=str(item.data(0, _ID)) if item is not None and item.data(0, _ID) else self._model.choice.preset,
            path=Path(self._path.text().strip()),
            object_ids=() if len(checked) == self._objects.count() else tuple(checked),
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
        self._tree.setCurrentItem(self._presets[name])

    def _fill_presets(self, presets: tuple[PresetRow, ...]) -> None:
        self._tree.clear()
        self._presets = {}
        groups: dict[str, QTreeWidgetItem] = {}
        for preset in presets:
            if preset.goes_to not in groups:
                group = QTreeWidgetItem(self._tree, [label(preset.goes_to)])
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
                group.setFont(0, theme.font(theme.SMALL_PX, bold=True))
                group.setForeground(0, theme.DIM)
                groups[preset.goes_to] = group
            item = QTreeWidgetItem(groups[preset.goes_to], [label(preset.title)])
            item.setData(0, _ID, preset.name)
            item.setToolTip(0, label(preset.detail))
            item.setIcon(0, icons.icon("checker" if preset.alpha else "film"))
            self._presets[preset.name] = item
        self._tree.expandAll()

    def _fill_objects(self, objects: tuple[ObjectRow, ...]) -> None:
        self._objects.clear()
        for row in objects:
            swatch = QPixmap(12, 12)
            swatch.fill(paint.colour(row.colour))
            item = QListWidgetItem(QIcon(swatch), row.name, self._objects)
            item.setData(_ID, row.object_id)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked)

    def _show_choice(self, model: ExportModel) -> None:
        choice = model.choice
        preset = next((row for row in model.presets if row.name == choice.preset), None)
        if preset is not None:
            self._tree.setCurrentItem(self._presets[preset.name])
        self._detail.setText(label(preset.detail) if preset is not None else "")
        self._alpha.setEnabled(preset is not None and preset.alpha)
        self._alpha.setCurrentIndex({None: 0, False: 1, True: 2}[choice.premultiplied])
        self._picture.setItemText(1, translate("Export", "As shown: {0}").format(label(model.shown)))
        self._picture.setCurrentIndex(int(choice.as_shown and bool(model.shown)))
        self._picture.setEnabled(bool(model.shown))
        for i, row in enumerate(model.objects):
            chosen = row.object_id in choice.object_ids or (not choice.object_ids and row.visible)
            self._objects.item(i).setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
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

    def _take_preset(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if item is not None and item.data(0, _ID):
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

    def _switch(self, text: str, tip: str) -> QCheckBox:
        switch = QCheckBox(text, self)
        switch.setToolTip(tip)
        switch.setAccessibleName(text)
        switch.toggled.connect(self._take)
        return switch

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
        shape.addWidget(self._cropped)
        shape.addStretch(1)
        form.addRow(translate("Export", "Size"), shape)
        form.addRow(translate("Export", "File"), target)
        form.addRow(translate("Export", "Beside it"), self._beside)
        form.addRow(translate("Export", "Estimate"), self._estimate)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(heading(translate("Export", "What is written")))
        right.addWidget(self._detail)
        right.addLayout(form)
        right.addWidget(self._warning)
        right.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._go)
        right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._tree)
        inner = QVBoxLayout()
        inner.setContentsMargins(12, 14, 16, 14)
        inner.addLayout(right)
        row.addLayout(inner, 1)
