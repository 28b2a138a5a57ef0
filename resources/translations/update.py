"""Bring the translations up to date: `python resources/translations/update.py`.

Reads every text of app/views, and what `messages.py` collects elsewhere, into the .ts files (new ones come unfinished:
edit them by hand or with Qt Linguist, then run this again) and compiles the .qm files. The tests fail while a text is
missing.
"""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
VIEWS = HERE.parents[1] / "app" / "views"
MESSAGES = HERE / "messages.json"
CONTEXT = "messages"
"""Under which `app.views.messages` looks them up."""
LANGUAGES = ("de",)


def tool(name: str) -> str:
    """The tool beside this Python."""
    return str(Path(sys.executable).parent / f"pyside6-{name}")


def read_sources(target: Path, language: str) -> None:
    """Merge the texts of the views and the collected messages into a .ts file."""
    with TemporaryDirectory() as folder:
        said = Path(folder) / "messages.py"
        said.write_text(as_source(json.loads(MESSAGES.read_text(encoding="utf-8"))), encoding="utf-8")
        subprocess.run(
            [
                tool("lupdate"), "-silent", "-tr-function-alias", "QT_TRANSLATE_NOOP+=_n", "-extensions", "py",
                "-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language,
                str(VIEWS), str(said), "-ts", str(target),
            ],
            check=True,
        )  # fmt: skip


def as_source(texts: list[str]) -> str:
    """Python that marks these texts: `lupdate` reads source only."""
    return "".join(f"QT_TRANSLATE_NOOP({_quoted(CONTEXT)}, {_quoted(text)})\n" for text in texts)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main() -> None:
    runpy.run_path(str(HERE / "messages.py"), run_name="__main__")
    for language in LANGUAGES:
        ts = HERE / f"clickmatte_{language}.ts"
        read_sources(ts, language)
        subprocess.run([tool("lrelease"), "-silent", str(ts), "-qm", str(ts.with_suffix(".qm"))], check=True)


if __name__ == "__main__":
    main()
