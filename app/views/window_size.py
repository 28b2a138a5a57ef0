"""How large the window is, as it is kept between sessions and as the screen lets it be."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_LARGEST = 16000


@dataclass(frozen=True, slots=True)
class WindowSize:
    """Width and height in view pixels."""

    width: int
    height: int
    is_maximised: bool = False

    @classmethod
    def of(cls, window: QWidget) -> WindowSize:
        """As it is now."""
        return cls(window.width(), window.height(), window.isMaximized())

    @classmethod
    def read(cls, text: bytes) -> WindowSize | None:
        """What `written` wrote; None for anything else."""
        numbers = text.rstrip(b"m").split(b"x")
        if len(numbers) != 2 or not all(part.isdigit() for part in numbers):
            return None
        width, height = (min(int(part), _LARGEST) for part in numbers)
        return cls(width, height, text.endswith(b"m"))

    def written(self) -> bytes:
        """'1440x900', with an m where the window fills the screen."""
        return f"{self.width}x{self.height}{'m' if self.is_maximised else ''}".encode()

    def give_to(self, window: QWidget) -> None:
        """As large as this, but no larger than the screen: what hangs over its edge cannot be reached."""
        wanted = QSize(self.width, self.height)
        drawn_nowhere = QGuiApplication.platformName() == "offscreen"  # says 800 x 800, whatever is drawn
        window.resize(wanted if drawn_nowhere else fitting(wanted, window.screen().availableGeometry().size()))
        if self.is_maximised:
            window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def fitting(wanted: QSize, room: QSize) -> QSize:
    """The size a window may take in this room."""
    return wanted.boundedTo(room)
