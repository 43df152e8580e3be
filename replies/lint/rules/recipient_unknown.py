"""A letter to an address that is not known to be the person's."""

from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import BOTH


def _check(draft: Draft) -> Iterable[Hit]:
    if not draft.recipients:
        yield Hit("De brief heeft geen ontvanger")
    known = {address.lower() for address in draft.facts.case.known_addresses}
    if known and any(recipient.lower() not in known for recipient in draft.recipients):
        yield Hit("De brief gaat naar een adres dat niet bij deze persoon hoort")


RULE = Rule(
    "recipient_unknown",
    why="LEGAL.md (b) 7: antwoord alleen aan het bekende adres; art. 32 AVG",
    how="Stuur de brief naar het adres van het verzoek of het adres dat bekend was.",
    check=_check,
    languages=BOTH,
)
