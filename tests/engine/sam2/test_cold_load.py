"""Laying out a model must not load torch's compiler and sympy: they took two seconds of every cold start."""

from __future__ import annotations

import subprocess
import sys

LAY_OUT = """
import sys
import torch
from engine.sam2.model import Sam2
from tests.tiny_models import TINY
with torch.device("meta"):
    Sam2(TINY)
print({"torch._dynamo", "sympy"} & sys.modules.keys())
"""


def test_a_model_is_laid_out_without_the_compiler():
    done = subprocess.run([sys.executable, "-c", LAY_OUT], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "set()"
