"""A letter that does not say how to reach the organisation and its FG."""

from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule, Severity
from replies.lint.reading import BOTH


def _check(draft: Draft) -> Iterable[Hit]:
    organisation = draft.facts.organisation
    body = draft.body.lower()
    contact = organisation.contact or (
        organisation.contact_note if draft.language == "nl" else "contact form"
    )
    if contact and contact.lower() not in body:
        yield Hit("Er staat niet hoe de lezer de organisatie kan bereiken")
    if organisation.fg_address and organisation.fg_address.lower() not in body:
        yield Hit("Het adres van de FG staat niet in de brief")


RULE = Rule(
    "contact_missing",
    why="art. 13 lid 1 onder a en b AVG; LEGAL.md (c) 1",
    how="Zet het contactadres en het adres van de FG in de brief.",
    check=_check,
    severity=Severity.WARNING,
    languages=BOTH,
)
