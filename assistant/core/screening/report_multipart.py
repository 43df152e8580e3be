"""multipart/report: delivery status, read receipt or abuse report (RFC 6522)."""

from __future__ import annotations

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_PARTS = {"message/delivery-status", "message/global-delivery-status"}
_MACHINE = {
    "message/disposition-notification",
    "message/global-disposition-notification",
    "message/feedback-report",
}


def judge(facts: Facts) -> Finding | None:
    """A finding for every report, whatever it reports."""
    parts = set(facts.mail.auto_generated_parts)
    if parts & _PARTS:
        return Finding(
            "report_multipart", "bounce", "absolute", "Dit is een afleverbericht van een mailserver."
        )
    if parts & _MACHINE or facts.mail.content_type == "multipart/report":
        return Finding(
            "report_multipart",
            "machine",
            "absolute",
            "Dit is een leesbevestiging of ander rapport van een mailprogramma.",
        )
    return None
