"""A reason asked for a removal that the organisation promised without one."""

from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import present

_ASKED = present(
    r"\bwaarom\b[^.\n]{0,60}(?:verwijder|uitschrij|gewist|weg wilt)|\b(?:je|uw) (?:reden|motivatie"
    r"|beweegreden)\b"
    r"|\bmotiveer\b|\bleg (?:even )?uit waarom\b",
    "Er wordt om een reden gevraagd",
    unless_denied=True,
)


def _check(draft: Draft) -> Iterable[Hit]:
    if draft.facts.organisation.removal_without_reason and "erasure" in draft.facts.case.labels:
        yield from _ASKED(draft)


RULE = Rule(
    "removal_reason_asked",
    why="privacyverklaring VVSG: 'Deze aanvraag moet je niet motiveren'",
    how="Vraag geen reden en weeg niets af.",
    check=_check,
)
