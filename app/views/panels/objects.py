"""The objects panel: what is being cut out, in which colour and order, and which one the next click belongs to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from app.views import icons, theme
from app.views.labels import label
from app.views.models import ObjectRow
from app.views.texts import translate
from app.views.widgets.colour_button import ColourButton
from app.views.widgets.elided_label import ElidedLabel
from app.views.widgets.icon_button import IconButton
from app.views.widgets.section import scrolling

ROW = 42
_ROW_KEYS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}


class ObjectsPanel(QWidget):
    """Rows front to back; the active one is lit.

    Signals:
        activated(int): the next click belongs to this object.
        renamed(int, str): id, name.
        colour_chosen(int, tuple): id, (r, g, b).
        visible_set(int, bool): id, shown.
        lock_set(int, bool): id, locked.
        solo_set(int, bool): id, shown alone.
        order_set(list): ids front to back.
        front_set(int, int, bool): id, the other's id: it is cut out of the other, or no longer.
        removed(int): id.
        added(): another object.
    """

    activated = Signal(int)
    renamed = Signal(int, str)
    colour_chosen = Signal(int, tuple)
    visible_set = Signal(int, bool)
    lock_set = Signal(int, bool)
    solo_set = Signal(int, bool)
    order_set = Signal(list)
    front_set = Signal(int, int, bool)
    removed = Signal(int)
    added = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("objects")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(translate("Objects", "Objects"))
        self._rows: tuple[ObjectRow, ...] = ()
        self._widgets: dict[int, ObjectRowWidget] = {}
        self._list = _RowList()
        self._empty = QLabel(translate("Objects", "No objects yet.\nClick something in the picture to begin."))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setProperty("role", "dim")
        self._empty.setMinimumHeight(72)
        add = QPushButton(icons.icon("add"), translate("Objects", "New object"), self)
        add.setProperty("flat", True)
        add.setToolTip(translate("Objects", "Start another object; the next click belongs to it (N)"))
        add.setAccessibleName(translate("Objects", "New object"))
        add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        add.clicked.connect(self.added)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(0)
        column.addWidget(self._empty)
        column.addWidget(scrolling(self._list), 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(6, 2, 6, 0)
        foot.addWidget(add)
        foot.addStretch(1)
        column.addLayout(foot)

    def set_objects(self, rows: tuple[ObjectRow, ...]) -> None:
        """All objects, front to back."""
        if rows == self._rows:
            return
        self._rows = rows
        wanted = {row.object_id for row in rows}
        for object_id in [name for name in self._widgets if name not in wanted]:
            gone = self._widgets.pop(object_id)
            gone.hide()
            gone.deleteLater()
        for row in rows:
            if row.object_id not in self._widgets:
                self._widgets[row.object_id] = ObjectRowWidget(self, self._list)
            self._widgets[row.object_id].set_row(row)
            self._widgets[row.object_id].set_others(tuple(other for other in rows if other is not row))
        self._list.arrange([self._widgets[row.object_id] for row in rows])
        self._empty.setVisible(not rows)

    def row(self, object_id: int) -> ObjectRowWidget:
        """The row of one object. Raises KeyError."""
        return self._widgets[object_id]

    def reorder(self, object_id: int, place: int) -> None:
        """The person dropped a row before the one at `place`."""
        order = [row.object_id for row in self._rows]
        if object_id not in order:
            return
        now = order.index(object_id)
        order.remove(object_id)
        order.insert(place - (now < place), object_id)
        if order != [row.object_id for row in self._rows]:
            self.order_set.emit(order)

    def step(self, object_id: int, by: int) -> None:
        """The person moved the focus up or down by `by` rows."""
        order = [row.object_id for row in self._rows]
        place = order.index(object_id) + by
        if 0 <= place < len(order):
            self._widgets[order[place]].setFocus(Qt.FocusReason.TabFocusReason)
            self.activated.emit(order[place])


class ObjectRowWidget(QWidget):
    """One object. Enter activates, F2 renames, arrows move between rows, Alt + arrows change the order."""

    def __init__(self, panel: ObjectsPanel, rows: _RowList) -> None:
        super().__init__(rows)
        self._panel, self._list = panel, rows
        self._row = ObjectRow(0, "", (0, 0, 0))
        self._others: tuple[ObjectRow, ...] = ()
        self._pressed: QPoint | None = None
        self._dragging = False
        self.setFixedHeight(ROW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._colour = ColourButton(translate("Objects", "Colour"), 16, self)
        self._name = QLineEdit(self)
        self._name.setFrame(False)
        self._name.setStyleSheet("background: transparent; border: 0; padding: 0;")
        self._name.setAccessibleName(translate("Objects", "Name"))
        self._name.setToolTip(translate("Objects", "Double-click or F2 to rename"))
        self._note = ElidedLabel(self)
        self._note.setProperty("role", "small")
        self._front = self._toggle("holdout", translate("Objects", "In front of: cut this object out of others"))
        self._solo = self._toggle("solo", translate("Objects", "Solo: show this one alone"))
        self._lock = self._toggle("unlock", translate("Objects", "Lock: nothing changes this object"))
        self._eye = self._toggle("eye", translate("Objects", "Show or hide"))
        self._remove = IconButton("delete", translate("Objects", "Remove this object; undo brings it back"), self, 16)
        self._lay_out()
        self._edit(False)
        self._colour.chosen.connect(lambda rgb: panel.colour_chosen.emit(self._row.object_id, rgb))
        self._name.editingFinished.connect(self._finish_name)
        self._front.clicked.connect(self._open_front_menu)
        self._solo.clicked.connect(lambda on: panel.solo_set.emit(self._row.object_id, on))
        self._lock.clicked.connect(lambda on: panel.lock_set.emit(self._row.object_id, on))
        self._eye.clicked.connect(lambda on: panel.visible_set.emit(self._row.object_id, on))
        self._remove.clicked.connect(lambda: panel.removed.emit(self._row.object_id))

    def set_row(self, row: ObjectRow) -> None:
        """Show this object."""
        if row == self._row:
            return
        self._row = row
        self._colour.set_rgb(row.colour)
        if not self._name.hasFocus():
            self._name.setText(row.name)
        note = label(row.note)
        self._note.setText(note)
        self._note.setVisible(bool(row.note))
        self._name.setFont(theme.font(bold=row.active))
        self._solo.setChecked(row.solo)
        self._lock.setChecked(row.locked)
        self._lock.setIcon(icons.icon("lock" if row.locked else "unlock"))
        self._eye.setChecked(row.visible)
        self._eye.setIcon(icons.icon("eye" if row.visible else "eye-off"))
        self._front.setChecked(bool(row.in_front_of))
        self.setAccessibleName(row.name)
        state = translate("Objects", "active") if row.active else ""
        self.setAccessibleDescription(" · ".join(part for part in (state, note) if part))
        self.setToolTip(note)
        self.update()

    def set_others(self, others: tuple[ObjectRow, ...]) -> None:
        """What else there is: it can be cut out of those."""
        self._others = others
        self._front.setVisible(bool(others))

    def front_menu(self) -> QMenu:
        """The other objects, with a mark before those this one is cut out of."""
        menu = QMenu(translate("Objects", "In front of"), self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        menu.addAction(translate("Objects", "{0} is in front of").format(self._row.name.replace("&", "&&"))).setEnabled(
            False
        )
        for other in self._others:
            action = menu.addAction(other.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(other.object_id in self._row.in_front_of)
            tip = translate("Objects", "{0} is cut out of the matte of {1}, in the picture and in exports")
            action.setToolTip(tip.format(self._row.name, other.name))
            action.triggered.connect(lambda on, behind=other.object_id: self._say_front(behind, on))
        return menu

    def _say_front(self, behind: int, on: bool) -> None:
        self._panel.front_set.emit(self._row.object_id, behind, on)

    def _open_front_menu(self) -> None:
        self._front.setChecked(bool(self._row.in_front_of))  # lit where something is chosen, not by the press
        self.front_menu().popup(self._front.mapToGlobal(self._front.rect().bottomLeft()))

    def rename(self) -> None:
        """Let the person type another name."""
        self._edit(True)
        self._name.setFocus()
        self._name.selectAll()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._row.active:
            painter.fillRect(self.rect(), QColor("#2d3a45"))
            painter.fillRect(0, 0, 3, self.height(), theme.ACCENT)
        elif self.underMouse():
            painter.fillRect(self.rect(), QColor("#2a2a2a"))
        if self.hasFocus():
            painter.setPen(theme.ACCENT)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        self._panel.activated.emit(self._row.object_id)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.rename()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed is None or (at - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        self._dragging = True
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._list.show_line(self.mapTo(self._list, at).y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self.unsetCursor()
            place = self._list.place_at(self.mapTo(self._list, event.position().toPoint()).y())
            self._panel.reorder(self._row.object_id, place)
        self._list.show_line(None)
        self._pressed, self._dragging = None, False

    def event(self, event: QEvent) -> bool:
        """Keys the row works with itself go before the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            bare = not event.modifiers() & ~(Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.KeypadModifier)
            if bare and event.key() in _ROW_KEYS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key))
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._panel.activated.emit(self._row.object_id)
        elif key == Qt.Key.Key_F2:
            self.rename()
        elif by is not None and alt:
            place = self._list.place_of(self)
            self._panel.reorder(self._row.object_id, place - 1 if by < 0 else place + 2)
        elif by is not None:
            self._panel.step(self._row.object_id, by)
        else:
            super().keyPressEvent(event)

    def _toggle(self, icon: str, tip: str) -> IconButton:
        button = IconButton(icon, tip, self, 16)
        button.setCheckable(True)
        button.setStyleSheet("QToolButton:checked { background: transparent; border-color: transparent; }")
        return button

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addWidget(self._name)
        texts.addWidget(self._note)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 6, 0)
        row.setSpacing(1)
        row.addWidget(self._colour)
        row.addSpacing(8)
        row.addLayout(texts, 1)
        for button in (self._front, self._solo, self._lock, self._eye, self._remove):
            row.addWidget(button)

    def _edit(self, on: bool) -> None:
        self._name.setReadOnly(not on)
        self._name.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not on)
        self._name.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.NoFocus)

    def _finish_name(self) -> None:
        if self._name.isReadOnly():
            return
        self._edit(False)
        name = self._name.text().strip()
        if name and name != self._row.name:
            self._panel.renamed.emit(self._row.object_id, name)
        else:
            self._name.setText(self._row.name)


class _RowList(QWidget):
    """The column of rows; shows where a dragged row would go."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[ObjectRowWidget] = []
        self._line = _DropLine(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def arrange(self, rows: list[ObjectRowWidget]) -> None:
        """Show these rows in this order."""
        if rows == self._rows:
            return
        for row in self._rows:
            self._column.removeWidget(row)
        for place, row in enumerate(rows):
            self._column.insertWidget(place, row)
            row.show()
        self._rows = rows

    def place_of(self, row: ObjectRowWidget) -> int:
        """Its place from the top."""
        return self._rows.index(row)

    def place_at(self, y: int) -> int:
        """Before which row something dropped at y goes."""
        return min(max(round(y / ROW), 0), len(self._rows))

    def show_line(self, y: int | None) -> None:
        """A line where a row dropped at y would go; None: no line."""
        self._line.setVisible(y is not None)
        if y is not None:
            self._line.setGeometry(0, max(self.place_at(y) * ROW - 1, 0), self.width(), 2)
            self._line.raise_()


class _DropLine(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.ACCENT)
