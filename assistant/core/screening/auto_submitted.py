"""Auto-Submitted other than ``no``: sent by a program, never answered by one (RFC 3834 section 5)."""

from __future__ import annotations

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding


def judge(facts: Facts) -> Finding | None:
    """A finding for auto-generated, auto-replied and unknown values; none for ``no``."""
    value = facts.headers.get("auto-submitted", "").partition(";")[0].partition("(")[0].strip().lower()
    if not value or value == "no":
        return None
    return Finding(
        "auto_submitted", "machine", f"De kop Auto-Submitted zegt '{value[:40]}': een programma stuurde dit."
    )
