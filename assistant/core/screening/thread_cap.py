"""No more than so many automatic mails in one conversation."""

from __future__ import annotations

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Screening


def judge(facts: Facts) -> Screening | None:
    """A verdict once the cap is reached; the mail itself is handled as ever."""
    if facts.context.sent_in_thread < facts.context.cap_per_thread:
        return None
    reason = "In dit gesprek ging al het hoogste aantal automatische berichten."
    return Screening(False, "thread_cap", reason, facts.reply_to, False, "person")
