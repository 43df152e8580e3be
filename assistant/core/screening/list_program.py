"""Administrative mail of list programs: subscriptions to confirm, moderation, results of commands."""

from __future__ import annotations

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding


def judge(facts: Facts) -> Finding | None:
    """A finding where subject and text both speak as a list program."""
    if facts.subject_said["list_program"] and (
        len(facts.said["list_program"]) >= 2 or facts.said["self_declared"]
    ):
        return Finding(
            "list_program",
            "list",
            "Dit is een bericht van een programma dat mailinglijsten beheert.",
            weak=True,
        )
    return None
