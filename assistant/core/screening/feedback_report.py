"""Complaint reports of mail providers about mail that we would have sent, where they are no
multipart/report.
"""

from __future__ import annotations

import re

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_SUBJECT = re.compile(
    r"^(?:complaint about message from|email feedback report|e-?mail abuse report|abuse report|spam report|"
    r"\[?abuse)\b"
)
_HEADERS = (
    "x-hmxmroriginalrecipient",
    "x-original-recipient-hotmail",
    "x-abuse-report",
    "x-arf",
    "x-loop-feedback",
)


def judge(facts: Facts) -> Finding | None:
    """A finding for Hotmail's junk reports and for texts in the format of RFC 5965."""
    inside = any(attached.header("x-hmxmroriginalrecipient") for attached in facts.mail.attached_messages)
    marked = inside or any(name in facts.headers for name in _HEADERS) or "feedback-type:" in facts.folded
    if marked or (_SUBJECT.match(facts.subject) and not facts.is_request):
        return Finding(
            "feedback_report",
            "machine",
            "Dit is een klachtmelding van een mailprovider over een verzonden bericht.",
        )
    return None
