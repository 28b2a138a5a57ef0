"""Which objects: a list with a box before each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.views import paint
from app.views.models import ObjectRow

_ID = Qt.ItemDataRole.UserRole


class ObjectChecks(QListWidget):
    """Says nothing of its own: `itemChanged` is enough."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[tuple[int, str]] = []
        self._visible: tuple[int, ...] = ()

    def set_objects(self, rows: tuple[ObjectRow, ...], chosen: tuple[int, ...]) -> None:
        """`chosen`: ids; empty: the visible ones."""
        wanted = [(row.object_id, row.name) for row in rows]
        if wanted != self._shown:
            self._shown = wanted
            self._fill(rows)
        self._visible = tuple(row.object_id for row in rows if row.visible)
        for place, row in enumerate(rows):
            on = row.object_id in chosen or (not chosen and row.visible)
            self.item(place).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def chosen(self) -> tuple[int, ...]:
        """Ids; empty where all are, and nothing is hidden."""
        checked = tuple(
            int(self.item(place).data(_ID))
            for place in range(self.count())
            if self.item(place).checkState() is Qt.CheckState.Checked
        )
        return () if len(checked) == len(self._visible) == self.count() else checked

    def _fill(self, rows: tuple[ObjectRow, ...]) -> None:
        self.clear()
        flag = Qt.ItemFlag
        for row in rows:
            item = QListWidgetItem(paint.swatch(row.colour), row.name, self)
            item.setData(_ID, row.object_id)
            item.setFlags(flag.ItemIsEnabled | flag.ItemIsUserCheckable | flag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked)
