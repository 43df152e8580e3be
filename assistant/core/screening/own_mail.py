"""Our own mail coming back, or mail from our own addresses."""

from __future__ import annotations

import re

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_OURS = re.compile(r"(?i)[a-z]{2,8}-20\d\d-\d{3,7}\.[a-z_]{3,40}\.[^@\s]+@")


def judge(facts: Facts) -> Finding | None:
    """A finding when we are the author."""
    if facts.context.is_ours or _OURS.match(facts.mail.message_id):
        return Finding("own_mail", "own", "absolute", "Dit bericht hebben wij zelf verstuurd.")
    if facts.author in facts.context.own_addresses and facts.reply_to in (None, facts.author):
        return Finding("own_mail", "own", "certain", "De afzender is een van onze eigen adressen.")
    return None
