"""Our own mail coming back, or mail from our own addresses."""

from __future__ import annotations

import re

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

# <vng-2026-0042.acknowledgement.x7k2…@vng.nl>: the form in which stages/dispatch names what we send.
_OURS = re.compile(r"(?i)[a-z]{2,8}-20\d\d-\d{3,7}\.[a-z_]{3,40}\.[^@\s]+@")


def judge(facts: Facts) -> Finding | None:
    """A finding when we are the author; a contact form that writes from our address is a person's."""
    if facts.context.is_ours or _OURS.match(facts.mail.message_id):
        return Finding("own_mail", "own", "Dit bericht hebben wij zelf verstuurd.", final=True)
    if facts.author in facts.context.own_addresses and facts.reply_to in (None, facts.author):
        return Finding("own_mail", "own", "De afzender is een van onze eigen adressen.", final=True)
    if facts.author and [address.email for address in facts.mail.to] == [facts.author]:
        # People who write to many in BCC do this too; a request among it is theirs.
        return Finding("own_mail", "own", "Het bericht is aan zichzelf gericht.", weak=True)
    return None
