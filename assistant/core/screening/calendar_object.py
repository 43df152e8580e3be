"""Invitations, answers and cancellations of calendar programs (iTIP, RFC 5546)."""

from __future__ import annotations

import re

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_SUBJECT = re.compile(
    r"^(?:(?:geaccepteerd|geweigerd|voorlopig(?: geaccepteerd)?|geannuleerd|afgezegd|bijgewerkte? uitnodiging|"
    r"uitnodiging|nieuwe tijd voorgesteld|accepted|declined|"
    r"tentative(?:ly accepted)?|cancell?ed|updated invitation|invitation|new time proposed|accepte|refuse|"
    r"annule|invitation mise a jour|provisoire|zugesagt|abgesagt|"
    r"mit vorbehalt|besprechung)(?: event)?\s?:)"
)
_CLASS = re.compile(r"(?i)urn:content-classes:calendarmessage|ipm\.schedule\.meeting")


def judge(facts: Facts) -> Finding | None:
    """A finding for a calendar part or subject; weak, because people also attach an appointment to a
    letter.
    """
    parts = facts.mail.auto_generated_parts
    marked = (
        "text/calendar" in parts
        or facts.mail.content_type == "text/calendar"
        or _CLASS.search(facts.headers.get("content-class", ""))
    )
    if marked or (_SUBJECT.match(facts.full_subject) and "application/ics" in parts):
        return Finding(
            "calendar_object", "machine", "Dit is een uitnodiging of antwoord van een agenda.", weak=True
        )
    if _SUBJECT.match(facts.full_subject) and not facts.own.text.strip():
        return Finding(
            "calendar_object", "machine", "Het onderwerp is dat van een antwoord van een agenda.", weak=True
        )
    return None
