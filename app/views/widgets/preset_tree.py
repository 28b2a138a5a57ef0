"""Export presets, grouped by where the clip is going."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from app.views import icons, theme
from app.views.labels import label
from app.views.models import PresetRow

_NAME = Qt.ItemDataRole.UserRole


class PresetTree(QTreeWidget):
    """Says nothing of its own: `currentItemChanged` is enough."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._shown: tuple[PresetRow, ...] = ()
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(10)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_presets(self, presets: tuple[PresetRow, ...]) -> None:
        """All of them, in the order of their groups' first."""
        if presets == self._shown:
            return
        self._shown = presets
        self.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for preset in presets:
            if preset.goes_to not in groups:
                groups[preset.goes_to] = self._group(preset.goes_to)
            item = QTreeWidgetItem(groups[preset.goes_to], [label(preset.title)])
            item.setData(0, _NAME, preset.name)
            item.setToolTip(0, label(preset.detail))
            item.setIcon(0, icons.icon("checker" if preset.alpha else "film"))
            self._items[preset.name] = item
        self.expandAll()

    def choose(self, name: str) -> None:
        """Raises KeyError."""
        self.setCurrentItem(self._items[name])

    def chosen(self) -> str:
        """The preset's name; '' where none is chosen."""
        item = self.currentItem()
        return str(item.data(0, _NAME) or "") if item is not None else ""

    def _group(self, goes_to: str) -> QTreeWidgetItem:
        group = QTreeWidgetItem(self, [label(goes_to)])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        group.setFont(0, theme.font(theme.SMALL_PX, bold=True))
        group.setForeground(0, theme.DIM)
        return group
