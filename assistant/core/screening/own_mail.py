"""Our own mail coming back, or mail from our own addresses."""

from __future__ import annotations

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding


def judge(facts: Facts) -> Finding | None:
    """A finding when we are the author."""
    if facts.mail.message_id and facts.context.own_message_id(facts.mail.message_id):
        return Finding("own_mail", "own", "absolute", "Dit bericht hebben wij zelf verstuurd.")
    if facts.author in facts.context.own_addresses and facts.reply_to in (None, facts.author):
        return Finding("own_mail", "own", "certain", "De afzender is een van onze eigen adressen.")
    return None
