"""Filters that want the sender to prove that they are a person."""

from __future__ import annotations

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_HEADERS = (
    "x-boxbe",
    "x-boxbe-state",
    "x-spamarrest-requestid",
    "x-spamarrest-requestid",
    "x-tmda-fingerprint",
    "x-uol-antispam",
    "x-choicemail-registration-request",
    "x-qurb",
)


def judge(facts: Facts) -> Finding | None:
    """A finding for the known products and for texts that ask for such a proof."""
    said = len(facts.said["challenge"]) + len(facts.subject_said["challenge"])
    if said >= 2 or any(name in facts.headers for name in _HEADERS):
        return Finding(
            "challenge_response",
            "machine",
            "Een spamfilter vraagt de afzender te bewijzen dat hij een mens is.",
        )
    return None
