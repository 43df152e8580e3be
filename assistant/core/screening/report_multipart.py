"""multipart/report and its parts: delivery status, read receipt, abuse report (RFC 3464, 8098, 5965)."""

from __future__ import annotations

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_DELIVERY = {"message/delivery-status", "message/global-delivery-status"}
_OTHER = {
    "message/disposition-notification",
    "message/global-disposition-notification",
    "message/feedback-report",
}


def judge(facts: Facts) -> Finding | None:
    """A finding for every report, whatever it reports."""
    parts = set(facts.mail.auto_generated_parts)
    if parts & _DELIVERY and not facts.is_forward:
        return Finding(
            "report_multipart", "bounce", "Dit is een afleverbericht van een mailserver.", final=True
        )
    if parts & _OTHER or facts.mail.content_type == "multipart/report":
        return Finding(
            "report_multipart",
            "machine",
            "Dit is een leesbevestiging of rapport van een mailprogramma.",
            final=True,
        )
    return None
