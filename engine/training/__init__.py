"""How the shipped model is made: data, simulated prompts, losses and the trainer. `main` is the verb `train`."""

from engine.training.command import main

__all__ = ["main"]
