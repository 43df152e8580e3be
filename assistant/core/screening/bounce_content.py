"""Bounces without standard headers, by subject and text, in the languages of mail servers."""

from __future__ import annotations

import re

from assistant.core.screening import words_bounce
from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_CODE = re.compile(
    r"(?:^|[^\d.])[45]\.\d{1,2}\.\d{1,3}(?![\d.]*\d)|\b(?:said|replied|returned|response|error|antwoord|"
    r"code)[^\n]{0,40}?\b[45][0-5]\d\b|\b5[05][0-9][- ]#?5\.|<<< ?[45]\d\d "
)


def judge(facts: Facts) -> Finding | None:
    """A finding for a subject that only servers write, or for a looser one that the text bears out, or for
    the text alone.
    """
    plain, technical = len(facts.said["bounce_plain"]), len(facts.said["bounce_technical"])
    technical += 1 if _CODE.search(facts.folded) else 0
    if facts.is_forward and facts.is_request:
        return None
    if facts.subject.startswith(words_bounce.STARTS):
        # "Re: Undeliverable" may be a person who answers a bounce; a server's own text says more than that.
        weak = plain + technical < (2 if facts.full_subject.startswith(("re:", "antw:", "fw")) else 1)
        return Finding(
            "bounce_content",
            "bounce",
            "Het onderwerp is dat van een bericht dat niet bezorgd kon worden.",
            weak=weak,
        )
    if facts.subject_said["bounce"] and (plain or technical or not facts.own_text.strip()):
        return Finding(
            "bounce_content",
            "bounce",
            "Onderwerp en tekst melden dat een bericht niet bezorgd kon worden.",
            weak=True,
        )
    if facts.is_letter:
        return None
    if (technical and plain >= 1 and technical + plain >= 3) or technical >= 4:
        return Finding(
            "bounce_content", "bounce", "De tekst is die van een mailserver die niet kon bezorgen.", weak=True
        )
    return None
