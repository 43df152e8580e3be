"""Read and delivery receipts that are no multipart/report."""

from __future__ import annotations

from assistant.core.screening import words_automatic
from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding


def judge(facts: Facts) -> Finding | None:
    """A finding for a receipt's subject with a receipt's text or none, or for its text alone."""
    named = facts.full_subject.startswith(words_automatic.RECEIPT_SUBJECTS)
    if (named and len(facts.folded) < 400) or (facts.said["receipt"] and len(facts.folded) < 1_500):
        return Finding(
            "read_receipt",
            "machine",
            "Dit is een lees- of ontvangstbevestiging van een mailprogramma.",
            weak=True,
        )
    return None
