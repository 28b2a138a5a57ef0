#!/usr/bin/env python3
"""Set ClickMatte up and start it, in one step.

    python3 installer/bootstrap.py run [ARGUMENTS…]   make the environment where it is missing, then start the program
    python3 installer/bootstrap.py test [ARGUMENTS…]  the same, then run every check (format, lint, types, walls, tests)

Needs Python 3.11 or newer and nothing else; works from any fresh clone on Linux, Windows and macOS. The second start
finds the environment ready and takes no time. Standard library only.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST_PYTHON = (3, 11)

# What Qt loads at run time on Debian and Ubuntu: package, and a library that tells whether it is there.
QT_LIBRARIES = {
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libfreetype6": "libfreetype.so.6",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libx11-6": "libX11.so.6",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxcb-util1": "libxcb-util.so.1",
    "libpulse0": "libpulse.so.0",
}


def say(text: str) -> None:
    print(text, flush=True)


def stop(sentence: str) -> None:
    sys.exit(f"ClickMatte: {sentence}")


def loadable(library: str) -> bool:
    """Whether the dynamic linker finds the library, asked in a process of its own: loading may print or fail hard."""
    probe = f"import ctypes; ctypes.CDLL({library!r})"
    return subprocess.run([sys.executable, "-c", probe], capture_output=True, check=False).returncode == 0


def need_system_libraries() -> None:
    """On Linux: find what Qt lacks; install it where that is allowed, else say the one command that does."""
    if platform.system() != "Linux":
        return
    missing = [package for package, library in QT_LIBRARIES.items() if not loadable(library)]
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if shutil.which("apt-get") is None:
        say(f"The window needs system libraries that are missing: {', '.join(QT_LIBRARIES[m] for m in missing)}.")
        say("Install them with your package manager; everything without a window works without them.")
        return
    if os.geteuid() != 0:  # type: ignore[attr-defined,unused-ignore]
        say("The window needs system libraries that are missing. Install them once with:")
        say("  sudo " + " ".join(command))
        return
    say(f"Installing system libraries that Qt needs: {' '.join(missing)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive", **os.environ}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
    # Package names differ between releases (t64): one at a time, so that one unknown name costs only itself.
    if subprocess.run([*command[:4], "-qq", *missing], env=quiet, check=False, stdout=subprocess.DEVNULL).returncode:
        for package in missing:
            for name in (package, f"{package}t64"):
                done = subprocess.run([*command[:4], "-qq", name], env=quiet, check=False, capture_output=True)
                if not done.returncode:
                    break


def wanted(groups: tuple[str, ...]) -> str:
    """A mark of everything the environment depends on; another mark means: install again."""
    digest = hashlib.sha256(repr((groups, sys.version_info[:3], str(ROOT))).encode())
    digest.update((ROOT / "pyproject.toml").read_bytes())
    return digest.hexdigest()


def make_environment() -> None:
    """The virtual environment itself, with pip inside."""
    if PYTHON.exists() and not subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True).returncode:
        return
    say(f"Making the environment in {ENVIRONMENT} …")
    try:
        import venv

        venv.EnvBuilder(with_pip=True, clear=ENVIRONMENT.exists()).create(ENVIRONMENT)
    except (ImportError, subprocess.CalledProcessError, SystemExit):
        if os.name != "nt" and shutil.which("apt-get") and os.geteuid() == 0:  # type: ignore[attr-defined,unused-ignore]
            say("Installing python3-venv …")
            quiet = {"DEBIAN_FRONTEND": "noninteractive", **os.environ}
            subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
            subprocess.run(["apt-get", "install", "-y", "-qq", "python3-venv"], env=quiet, check=True)
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
            return
        stop(
            "this Python has no venv. Install it (Debian and Ubuntu: sudo apt-get install python3-venv) and run again."
        )


def install(groups: tuple[str, ...]) -> None:
    """Bring the environment to what pyproject.toml asks for; no work where it already is."""
    stamp = ENVIRONMENT / f"clickmatte-{'-'.join(('run', *groups))}.stamp"
    mark = wanted(groups)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == mark:
        return
    make_environment()
    need_system_libraries()
    say("Installing what the program needs (about 500 MB the first time) …")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    import tomllib

    data = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    requirements = list(data["project"]["dependencies"])
    for group in groups:
        requirements += data["dependency-groups"][group]
    # torch first and alone: its exact version decides which build everything else is resolved against.
    torch = [r for r in requirements if r.startswith("torch==")]
    for step in (torch, requirements):
        if subprocess.run([*pip, *step], check=False).returncode:
            stop("installing failed; the lines above say why. Check the network connection and run again.")
    stamp.write_text(mark)


def has_display() -> bool:
    """Whether a window can be opened here."""
    if platform.system() != "Linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(arguments: list[str]) -> int:
    """Start the program; without arguments the window, or the demo where there is no display."""
    install(())
    if not arguments and not has_display():
        say("No display here: running the demo instead of opening the window.")
        arguments = ["demo"]
    return subprocess.run([str(PYTHON), str(ROOT / "main.py"), *arguments], check=False).returncode


def test(arguments: list[str]) -> int:
    """Every check, one after the other; the first that fails ends it. With arguments: pytest alone, with them."""
    install(("dev",))
    python = [str(PYTHON), "-m"]
    lint_imports = "from importlinter.cli import lint_imports_command as run; run()"
    checks = {
        "format": [*python, "ruff", "format", "--check", "--quiet", "."],
        "lint": [*python, "ruff", "check", "--quiet", "."],
        "walls": [str(PYTHON), "-c", lint_imports],
        "types": [*python, "mypy"],
        "tests": [*python, "pytest", *arguments],
    }
    if arguments:
        checks = {"tests": checks["tests"]}
    for name, command in checks.items():
        say(f"== {name}")
        if code := subprocess.run(command, cwd=ROOT, check=False).returncode:
            say(f"== {name} failed")
            return code
    return 0


def main() -> int:
    if sys.version_info < OLDEST_PYTHON:
        stop(f"Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer is needed; this is {platform.python_version()}.")
    verbs = {"run": run, "test": test}
    if len(sys.argv) < 2 or sys.argv[1] not in verbs:
        stop("say 'run' or 'test': python3 installer/bootstrap.py run")
    try:
        return verbs[sys.argv[1]](sys.argv[2:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
