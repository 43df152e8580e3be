"""X-Auto-Response-Suppress: the sender's program asks not to be answered by one (MS-OXCMAIL 2.2.3.2.14)."""

from __future__ import annotations

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_OURS = {"all", "autoreply"}


def judge(facts: Facts) -> Finding | None:
    """A finding for values that cover automatic replies; ``OOF``, ``NRN`` and the like forbid other things."""
    words = {word.strip().lower() for word in facts.headers.get("x-auto-response-suppress", "").split(",")}
    if words & _OURS:
        return Finding(
            "auto_response_suppress",
            "machine",
            "De kop X-Auto-Response-Suppress vraagt om geen automatisch antwoord.",
        )
    return None
