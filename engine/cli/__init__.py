"""Every verb without a window: `python main.py VERB …`. One module per verb under `verbs`.

Nothing heavy is imported before a verb runs, so that `--help` answers at once.
"""

from engine.cli.runner import main

__all__ = ["main"]
