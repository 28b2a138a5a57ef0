"""Published figures to print beside ours: other data and other machines, so a rough guide and not a comparison."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """J&F in percent from a first-frame mask on DAVIS 2017 val, and where it was published."""

    method: str
    davis17_val: float
    source: str


_SAM2_PAPER = "SAM 2 paper (arXiv 2408.00714), table 7"

PUBLISHED: tuple[PublishedRow, ...] = (
    PublishedRow("STCN", 85.4, _SAM2_PAPER),
    PublishedRow("SwinB-DeAOT", 86.2, _SAM2_PAPER),
    PublishedRow("XMem", 86.0, _SAM2_PAPER),
    PublishedRow("Cutie-base", 87.9, _SAM2_PAPER),
    PublishedRow("Cutie-base+", 88.1, _SAM2_PAPER),
    PublishedRow("SAM 2 B+", 90.9, _SAM2_PAPER),
    PublishedRow("SAM 2 L", 91.6, _SAM2_PAPER),
    PublishedRow("EdgeTAM", 87.7, "EdgeTAM README"),
    PublishedRow("SAM 2.1 L", 90.7, "SAM 3 paper (arXiv 2511.16719), table 6"),
)
