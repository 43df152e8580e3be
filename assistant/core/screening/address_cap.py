"""No more than so many automatic mails to one address in a day: two programs must not keep each other
awake.
"""

from __future__ import annotations

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Screening


def judge(facts: Facts) -> Screening | None:
    """A verdict once the cap is reached; the mail itself is handled as ever."""
    if facts.context.sent_to_address_today < facts.context.cap_per_address:
        return None
    reason = "Dit adres kreeg vandaag al het hoogste aantal automatische berichten."
    return Screening(False, "address_cap", reason, facts.reply_to, False, "person")
