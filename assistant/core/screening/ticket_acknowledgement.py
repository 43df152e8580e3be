"""Confirmations of ticket systems and mailboxes ("wij hebben uw bericht ontvangen")."""

from __future__ import annotations

import re

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_SHORT = 400  # folded characters of a system's notice
_NUMBER = re.compile(r"[\[(](?:inc|ticket|case|req|ref|zaak|melding|tt|sr)?[ #:_-]{0,3}\d{3,12}[\])]")


def judge(facts: Facts) -> Finding | None:
    """A finding where the text says that it is automatic, or where it confirms receipt in a system's
    words.
    """
    declared, confirms = len(facts.said["self_declared"]), len(facts.said["acknowledged"])
    subject = len(facts.subject_said["acknowledged"]) + (1 if _NUMBER.search(facts.full_subject) else 0)
    mentions = len(facts.said["automatic"])
    if declared and (confirms or subject):
        return Finding("ticket_acknowledgement", "machine", "Dit is een automatische ontvangstbevestiging.")
    if facts.is_letter:
        return None
    if declared or (mentions and (confirms or subject)):
        reason = "De tekst zegt dat het bericht automatisch is gemaakt."
        return Finding("ticket_acknowledgement", "machine", reason, weak=True)
    if mentions and len(facts.folded) < _SHORT and not facts.is_personal:
        return Finding("ticket_acknowledgement", "machine", "Een korte melding van een systeem.", weak=True)
    if confirms >= 3 or (confirms >= 2 and subject) or (subject and confirms and facts.mail.in_reply_to):
        return Finding(
            "ticket_acknowledgement",
            "machine",
            "De tekst is die van een automatische ontvangstbevestiging.",
            weak=True,
        )
    return None
