"""Confirmations of ticket systems and mailboxes ("wij hebben uw bericht ontvangen")."""

from __future__ import annotations

import re

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_SHORT = 400  # folded characters of a system's notice
_MARKED = re.compile(
    r"[\[(<*]{1,3} ?auto(?:matic|mated|matisch)?(?:[ -](?:generated|reply|response|antwoord|bericht|"
    r"gegenereerd))? ?[\])>*]"
)
_NUMBER = re.compile(r"[\[(](?:inc|ticket|case|req|ref|zaak|melding|tt|sr)?[ #:_-]{0,3}\d{3,12}[\])]")


def judge(facts: Facts) -> Finding | None:
    """A finding where the text says that it is automatic, or where it confirms receipt in a system's words."""
    declared, confirms = len(facts.said["self_declared"]), len(facts.said["acknowledged"])
    mentions = len(facts.said["automatic"])
    subject = len(facts.subject_said["acknowledged"]) + (1 if _NUMBER.search(facts.full_subject) else 0)
    supported = bool(confirms or subject)
    in_system_words = (
        confirms >= 3 or (confirms >= 2 and subject) or (confirms and subject and facts.mail.in_reply_to)
    )
    # Condition, what it shows, and whether a person who asks something outweighs it.
    signs: tuple[tuple[object, str, bool], ...] = (
        (declared and supported, "Dit is een automatische ontvangstbevestiging.", False),
        (_MARKED.match(facts.full_subject), "Het onderwerp noemt het bericht automatisch.", True),
        (facts.is_letter, "", True),
        (declared or (mentions and supported), "De tekst zegt dat het bericht automatisch is gemaakt.", True),
        (
            mentions and len(facts.folded) < _SHORT and not facts.is_personal,
            "Een korte melding van een systeem.",
            True,
        ),
        (in_system_words, "De tekst is die van een automatische ontvangstbevestiging.", True),
    )
    reason, weak = next(((reason, weak) for holds, reason, weak in signs if holds), ("", True))
    return Finding("ticket_acknowledgement", "machine", reason, weak=weak) if reason else None
