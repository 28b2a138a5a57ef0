"""The start page: open something, try the sample, or go on where you were."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFontMetricsF, QIcon, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.views import icons, paint, theme
from app.views.models import RecentRow
from app.views.texts import translate
from app.views.widgets.icon_button import IconButton

CARD = QSize(216, 172)
_GAP = 14
_THUMB_HEIGHT = 121


class StartPage(QWidget):
    """What the window shows while nothing is open.

    Signals:
        open_requested(): choose a clip.
        sample_requested(): open the sample clip.
        recent_chosen(object): Path of a project.
        recent_removed(object): Path to forget.
    """

    open_requested = Signal()
    sample_requested = Signal()
    recent_chosen = Signal(object)
    recent_removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start_page")
        self._rows: tuple[RecentRow, ...] = ()
        self._cards: list[RecentCard] = []
        self._page = QWidget()
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        self._heading = QLabel(translate("Start", "Recent projects"))
        self._heading.setProperty("role", "heading")
        middle = QWidget()
        middle.setFixedWidth(4 * CARD.width() + 3 * _GAP)
        self._middle = middle
        outside = QHBoxLayout(self._page)
        outside.addStretch(1)
        outside.addWidget(middle)
        outside.addStretch(1)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 32)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(_Drop(self))
        column.addSpacing(30)
        column.addWidget(self._heading)
        column.addSpacing(10)
        shelf = QHBoxLayout()
        shelf.addLayout(self._grid)
        shelf.addStretch(1)
        column.addLayout(shelf)
        column.addStretch(3)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._page)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._heading.hide()

    def set_recent(self, rows: tuple[RecentRow, ...]) -> None:
        """Recent projects, newest first."""
        self._rows = rows
        for card in self._cards:
            self._grid.removeWidget(card)
            card.deleteLater()
        self._cards = [self._card(row) for row in rows]
        self._heading.setVisible(bool(rows))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _card(self, row: RecentRow) -> RecentCard:
        card = RecentCard(row, self._page)
        card.clicked.connect(lambda: self.recent_chosen.emit(row.path))
        card.removed.connect(lambda: self.recent_removed.emit(row.path))
        return card

    def _arrange(self) -> None:
        columns = min(4, max(1, (self.width() - 48 + _GAP) // (CARD.width() + _GAP)))
        self._middle.setFixedWidth(max(columns * (CARD.width() + _GAP) - _GAP, min(520, self.width() - 24)))
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // columns, place % columns)


class _Drop(QWidget):
    """The invitation: name, two buttons, and a place to drop things."""

    def __init__(self, page: StartPage) -> None:
        super().__init__(page)
        self.setMinimumHeight(230)
        title = QLabel("ClickMatte", self)
        title.setFont(theme.font(theme.TITLE_PX + 4, bold=True))
        line = QLabel(translate("Start", "Open a clip, click a thing, get its matte."), self)
        line.setProperty("role", "dim")
        line.setFont(theme.font(14))
        mark = QLabel(self)
        mark.setPixmap(icons.pixmap("clickmatte", 60, theme.TEXT, self.devicePixelRatioF()))
        opens = QPushButton(icons.icon("open"), translate("Start", "Open a clip…"), self)
        opens.setProperty("primary", True)
        opens.setToolTip(translate("Start", "Open a clip, a folder of stills or a project (Ctrl+O)"))
        sample = QPushButton(icons.icon("film"), translate("Start", "Try the sample clip"), self)
        sample.setToolTip(translate("Start", "A short clip that comes with ClickMatte"))
        for button in (opens, sample):
            button.setAccessibleName(button.text())
            button.setMinimumHeight(32)
        opens.clicked.connect(page.open_requested)
        sample.clicked.connect(page.sample_requested)
        hint = QLabel(
            translate("Start", "or drop a clip, a folder of stills, a picture or a project anywhere on this window")
        )
        hint.setProperty("role", "small")
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(title)
        texts.addWidget(line)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addStretch(1)
        head.addWidget(mark)
        head.addLayout(texts)
        head.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(opens)
        buttons.addSpacing(8)
        buttons.addWidget(sample)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 28, 24, 24)
        column.addLayout(head)
        column.addSpacing(18)
        column.addLayout(buttons)
        column.addSpacing(10)
        column.addWidget(hint, 0, Qt.AlignmentFlag.AlignHCenter)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor("#4a4a4a"), 1.4, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 5])
        painter.setPen(pen)
        painter.setBrush(QColor("#222222"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)


class RecentCard(QAbstractButton):
    """One recent project: its picture, name and what is known of it.

    Signals:
        removed(): take it off the list.
    """

    removed = Signal()

    def __init__(self, row: RecentRow, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = row
        self.setFixedSize(CARD)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(row.title)
        self.setAccessibleName(row.title)
        self.setAccessibleDescription(row.detail)
        self.setToolTip(str(row.path))
        self.setIcon(QIcon())
        self._close = IconButton("close", translate("Start", "Take {0} off this list").format(row.title), self, 12)
        self._close.move(CARD.width() - 28, 6)
        self._close.setStyleSheet("background: rgba(16, 16, 16, 200);")
        self._close.clicked.connect(self.removed)
        self._close.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._close.show()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._close.setVisible(self._close.hasFocus())
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.hasFocus()
        room = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.ACCENT if self.hasFocus() else theme.HOVER if lit else QColor("#303030"), 1))
        painter.setBrush(QColor("#2b2b2b") if lit else theme.PANEL)
        painter.drawRoundedRect(room, 6, 6)
        self._draw_thumbnail(painter)
        text = QRectF(10, _THUMB_HEIGHT + 6, CARD.width() - 20, 18)
        painter.setFont(theme.font(bold=True))
        painter.setPen(theme.FAINT if self._row.missing else theme.TEXT)
        metrics = QFontMetricsF(painter.font())
        painter.drawText(text, metrics.elidedText(self._row.title, Qt.TextElideMode.ElideMiddle, text.width()))
        painter.setFont(theme.font(theme.SMALL_PX))
        painter.setPen(theme.DOUBT if self._row.missing else theme.DIM)
        detail = translate("Start", "The file is not there any more") if self._row.missing else self._row.detail
        metrics = QFontMetricsF(painter.font())
        line = text.translated(0, 19)
        painter.drawText(line, metrics.elidedText(detail, Qt.TextElideMode.ElideRight, text.width()))

    def _draw_thumbnail(self, painter: QPainter) -> None:
        if self._row.thumbnail is not None:
            size = (CARD.width() - 2, _THUMB_HEIGHT)
            painter.setOpacity(0.35 if self._row.missing else 1.0)
            painter.drawPixmap(1, 1, paint.thumbnail(self._row.thumbnail, *size, self.devicePixelRatioF(), 5))
            painter.setOpacity(1.0)
        else:
            glyph = icons.pixmap("film", 36, theme.FAINT, self.devicePixelRatioF())
            painter.drawPixmap(round(CARD.width() / 2) - 18, round(_THUMB_HEIGHT / 2) - 18, glyph)
