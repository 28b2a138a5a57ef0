"""Bring the translations up to date: `python resources/translations/update.py`.

Reads every text of app/views into the .ts files (new ones come unfinished: edit them by hand or with Qt Linguist) and
compiles the .qm files. The tests fail while a text is missing.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VIEWS = HERE.parents[1] / "app" / "views"
LANGUAGES = ("de",)


def tool(name: str) -> str:
    """The tool beside this Python."""
    return str(Path(sys.executable).parent / f"pyside6-{name}")


def read_sources(target: Path, language: str) -> None:
    """Merge the texts of the views into a .ts file."""
    subprocess.run(
        [
            tool("lupdate"), "-silent", "-tr-function-alias", "QT_TRANSLATE_NOOP+=_n", "-extensions", "py",
            "-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language,
            str(VIEWS), "-ts", str(target),
        ],
        check=True,
    )  # fmt: skip


def main() -> None:
    for language in LANGUAGES:
        ts = HERE / f"clickmatte_{language}.ts"
        read_sources(ts, language)
        subprocess.run([tool("lrelease"), "-silent", str(ts), "-qm", str(ts.with_suffix(".qm"))], check=True)


if __name__ == "__main__":
    main()
