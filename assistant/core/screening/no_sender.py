"""Nobody to answer: no usable From, Reply-To or form field."""

from __future__ import annotations

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Screening


def judge(facts: Facts) -> Screening | None:
    """A verdict for a person, because the message may still hold a request."""
    if facts.reply_to is not None:
        return None
    return Screening(
        False, "no_sender", "Het bericht noemt geen adres dat beantwoord kan worden.", None, True, "doubt"
    )
