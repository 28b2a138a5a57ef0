"""Errors become one sentence and an exit code; help is instant; a bar is drawn on terminals only."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from engine.cli import main, runner
from engine.cli.console import Console, Progress
from engine.cli.verb import Verb
from engine.cli.verbs import VERBS
from engine.errors import ClickMatteError, MediaError, UsageError
from engine.paths import home_dir


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(words, out, err), out.getvalue(), err.getvalue()


def install(monkeypatch: pytest.MonkeyPatch, action: Callable[[argparse.Namespace, Console], None]) -> None:
    monkeypatch.setattr(runner, "VERBS", (Verb("test", "a test", lambda parser: None, action),))


def raising(error: BaseException) -> Callable[[argparse.Namespace, Console], None]:
    def action(_: argparse.Namespace, __: Console) -> None:
        raise error

    return action


@pytest.mark.parametrize(
    ("error", "code"), [(MediaError("It broke.", "Mend it."), 1), (UsageError("No.", "Mend it."), 2)]
)
def test_an_error_is_one_sentence_and_a_code(
    monkeypatch: pytest.MonkeyPatch, error: ClickMatteError, code: int
) -> None:
    install(monkeypatch, raising(error))
    assert run("test") == (code, "", f"{error.sentence} Mend it.\n")


def test_an_error_is_json_where_json_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, raising(MediaError("It broke.", "Mend it.")))
    code, out, _ = run("test", "--json")
    assert (code, json.loads(out)) == (1, {"error": "It broke.", "remedy": "Mend it."})


def test_ctrl_c_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, raising(KeyboardInterrupt()))
    code, out, err = run("test")
    assert (code, out) == (130, "")
    assert len(err.splitlines()) == 1


def test_a_fault_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, raising(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        run("test")


def test_with_json_the_output_is_json_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def action(_: argparse.Namespace, console: Console) -> None:
        console.say("Hello.")
        console.give({"frames": 3})

    install(monkeypatch, action)
    assert run("test") == (0, "Hello.\n", "")
    assert run("test", "--json") == (0, '{"frames": 3}\n', "Hello.\n")


def test_a_bar_is_drawn_on_terminals_only() -> None:
    now = iter(range(100))
    terminal = Terminal()
    with Progress(terminal, True, "tracking", 4, clock=lambda: float(next(now))) as bar:
        for _ in range(4):
            bar.step()
    assert terminal.getvalue().count("\r") >= 4
    assert "100 %  4/4" in terminal.getvalue()
    assert terminal.getvalue().endswith("\n")
    silent = io.StringIO()
    with Console(io.StringIO(), silent).progress("tracking", 4) as bar:
        bar.step()
    assert silent.getvalue() == ""


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_every_verb_explains_itself(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([verb, "--help"])
    assert caught.value.code == 0
    assert "--json" in capsys.readouterr().out


def test_an_unknown_verb_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["matte"])
    assert caught.value.code == 2
    assert "matte" in capsys.readouterr().err


def test_help_loads_neither_torch_nor_av_nor_qt() -> None:
    code = (
        "import sys\n"
        "from engine.cli.runner import make_parser\n"
        "make_parser().format_help()\n"
        "print([m for m in ('torch', 'av', 'cv2', 'PySide6', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=home_dir(), capture_output=True, text=True, check=True)
    assert done.stdout.strip() in ("[]", "['numpy']")
