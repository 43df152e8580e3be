"""Out-of-office replies by their subject, without standard headers."""

from __future__ import annotations

import re

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_SUBJECT = re.compile(
    r"^(?:automatisch antwoord|automatic reply|auto(?:matic)?[- ]?reply|out of (?:the )?office|afwezigheid|afwezig\b|réponse automatique|abwesen)"
)


def judge(facts: Facts) -> Finding | None:
    """A finding for the subjects that mail programs give to absence replies."""
    if _SUBJECT.match(facts.subject):
        return Finding(
            "out_of_office", "out_of_office", "certain", "Het onderwerp is dat van een afwezigheidsbericht."
        )
    return None
