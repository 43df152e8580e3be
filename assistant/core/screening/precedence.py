"""Precedence: bulk, junk and auto_reply, the oldest mark of mass and automatic mail (RFC 3834 section 2)."""

from __future__ import annotations

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding


def judge(facts: Facts) -> Finding | None:
    """A finding for the three values; ``list`` belongs to the rule on lists."""
    value = facts.headers.get("precedence", "").strip().lower().replace("-", "_")
    if value in ("auto_reply", "autoreply"):
        return Finding("precedence", "machine", "De kop Precedence noemt een automatisch antwoord.")
    if value in ("bulk", "junk"):
        return Finding(
            "precedence",
            "machine",
            f"De kop Precedence zegt '{value}': massaal of automatisch verzonden.",
            weak=True,
        )
    return None
