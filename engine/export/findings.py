"""What a proof finds, one thing at a time, and all of it in a sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked."""

    what: str
    passed: bool
    detail: str


@dataclass(frozen=True, slots=True)
class ProofReport:
    """All of it."""

    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing differs."""
        return all(finding.passed for finding in self.findings)

    def sentence(self) -> str:
        """For people: 'pass', or what differs."""
        wrong = [f"{finding.what}: {finding.detail}" for finding in self.findings if not finding.passed]
        return f"{len(self.findings)} checks passed." if not wrong else "Differs: " + "; ".join(wrong) + "."
