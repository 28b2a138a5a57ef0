"""The command palette: every action by its name."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.views import actions as table
from app.views import theme
from app.views.texts import translate

_WIDTH, _ROWS = 540, 11


def score(wanted: str, text: str) -> float | None:
    """How well `text` answers what was typed: higher is better, None where letters are missing.

    Letters must appear in order; runs, beginnings of words and early places count more.
    """
    text, total, place, run = text.casefold(), 0.0, -1, 0
    for letter in wanted.casefold().replace(" ", ""):
        found = text.find(letter, place + 1)
        starts = text.find(" " + letter, max(place, 0))
        if place >= 0 and found != place + 1 and starts >= 0:
            found = starts + 1
        if found < 0:
            return None
        run = run + 1 if found == place + 1 else 0
        total += 1 + 2 * run + (3 if found == 0 or text[found - 1] == " " else 0) - 0.02 * found
        place = found
    return total


class CommandPalette(QFrame):
    """A field and a list over the window; Enter does it, Escape goes away.

    Signals:
        action_triggered(str): an action id.
    """

    action_triggered = Signal(str)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self._actions, self._window = actions, parent
        self._before: QWidget | None = None
        self._field = QLineEdit(self)
        self._field.setPlaceholderText(translate("Palette", "Type what you want to do"))
        self._field.setAccessibleName(translate("Palette", "Command"))
        self._field.setToolTip(translate("Palette", "Type a few letters; Enter does it, Escape closes"))
        self._field.setFont(theme.font(15))
        self._field.setMinimumHeight(34)
        self._field.textChanged.connect(self._filter)
        self._field.installEventFilter(self)
        self._list = QListWidget(self)
        self._list.setAccessibleName(translate("Palette", "Commands found"))
        self._list.setToolTip(translate("Palette", "Commands found"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(_Delegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.itemClicked.connect(self._do)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self._field)
        column.addWidget(self._list)
        self.setStyleSheet(
            f"QFrame#palette {{ background: {theme.PANEL.name()}; border: 1px solid #505050; border-radius: 8px; }}"
        )
        self.hide()

    def open(self) -> None:
        """Show it with everything in it."""
        self._before = self.window().focusWidget()
        self._field.clear()
        self._filter("")
        self._place()
        self.show()
        self.raise_()
        self._field.setFocus()

    def type_text(self, text: str) -> None:
        """As if it were typed."""
        self._field.setText(text)

    def found(self) -> list[str]:
        """Ids of what is listed, best first."""
        return [str(self._list.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self._list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(Qt.Key(event.key()))
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
            return True
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        self._place()
        super().showEvent(event)

    def _key(self, key: Qt.Key) -> bool:
        row, last = self._list.currentRow(), self._list.count() - 1
        moves = {
            Qt.Key.Key_Down: min(row + 1, last),
            Qt.Key.Key_Up: max(row - 1, 0),
            Qt.Key.Key_PageDown: min(row + _ROWS, last),
            Qt.Key.Key_PageUp: max(row - _ROWS, 0),
        }
        if key in moves:
            self._list.setCurrentRow(moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do(self._list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            return False
        return True

    def _filter(self, text: str) -> None:
        found = []
        for place, row in enumerate(table.ACTIONS):
            name = f"{table.title_of(row)} {_menu_name(row)}"
            points = score(text, name)
            if points is not None and row.id != "view.palette":
                found.append((-points if text.strip() else 0.0, place, row))
        self._list.clear()
        for _points, _place, row in sorted(found, key=lambda entry: entry[:2]):
            self._list.addItem(self._item(row))
        self._list.setCurrentRow(0)

    def _item(self, row: table.ActionSpec) -> QListWidgetItem:
        action = self._actions[row.id]
        item = QListWidgetItem(action.icon(), table.title_of(row))
        item.setData(Qt.ItemDataRole.UserRole, row.id)
        item.setData(_KEY, action.shortcut().toString(action.shortcut().SequenceFormat.NativeText))
        item.setData(_MENU, _menu_name(row))
        item.setToolTip(table.tip_of(row))
        if not action.isEnabled():
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
        return item

    def _do(self, item: QListWidgetItem | None) -> None:
        if item is None or not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        self._leave()
        self.action_triggered.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def _leave(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def _place(self) -> None:
        room = self._window.rect()
        width = min(_WIDTH, room.width() - 40)
        height = min(62 + _ROWS * _Delegate.ROW, room.height() - 80)
        self.setGeometry((room.width() - width) // 2, max(40, room.height() // 8), width, height)


_KEY = Qt.ItemDataRole.UserRole + 1
_MENU = Qt.ItemDataRole.UserRole + 2


def _menu_name(row: table.ActionSpec) -> str:
    return table.menu_title(row.menu).replace("&", "")


class _Delegate(QStyledItemDelegate):
    """Icon, name, menu, key."""

    ROW = 30

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, self.ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = QRectF(option.rect)
        state = option.state
        enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor("#24445d"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 4, 4)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if icon is not None and not icon.isNull():
            icon.paint(painter, rect.adjusted(8, 0, 0, 0).toRect().adjusted(0, 6, 18 - int(rect.width()), -6))
        painter.setFont(theme.font())
        painter.setPen(theme.TEXT if enabled else theme.FAINT)
        name = str(index.data(Qt.ItemDataRole.DisplayRole))
        painter.drawText(rect.adjusted(36, 0, -150, 0), Qt.AlignmentFlag.AlignVCenter, name)
        width = painter.fontMetrics().horizontalAdvance(name)
        painter.setPen(theme.FAINT)
        painter.setFont(theme.font(theme.SMALL_PX))
        menu = str(index.data(_MENU))
        painter.drawText(rect.adjusted(36 + width + 12, 0, -100, 0), Qt.AlignmentFlag.AlignVCenter, menu)
        painter.setPen(theme.DIM)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(rect.adjusted(0, 0, -10, 0), flags, str(index.data(_KEY)))
        painter.restore()
