"""ClickMatte. Without arguments, or with `open CLIP`, the window opens; any other verb works without one."""

import sys

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] == "open":
        from app.application import main as open_window

        sys.exit(open_window(sys.argv[2:]))
    from engine.cli import main

    sys.exit(main(sys.argv[1:]))
