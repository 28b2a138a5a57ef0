"""Texts in the chosen language."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from app.views.theme import RESOURCES


def translate(context: str, text: str) -> str:
    """The text in the chosen language. Numbers and names come in by `.format`."""
    return QCoreApplication.translate(context, text)


def languages() -> tuple[tuple[str, str], ...]:
    """(code, own name) of every language the interface speaks."""
    return (("en", "English"), ("de", "Deutsch"))


def install_language(app: QCoreApplication, code: str) -> QTranslator | None:
    """Speak `code` from now on; None where it is not there. Keep the answer for `removeTranslator`."""
    translator = QTranslator(app)
    file = Path(RESOURCES) / "translations" / f"clickmatte_{code}.qm"
    if not translator.load(str(file)):
        return None
    app.installTranslator(translator)
    return translator


def install_all(app: QCoreApplication, code: str) -> tuple[QTranslator, ...]:
    """`install_language`, and the language of what Qt itself says: file dialogs, the field for a key."""
    own = QTranslator(app)
    if own.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(own)
    ours = install_language(app, code)
    return tuple(made for made in (own, ours) if made is not None)
