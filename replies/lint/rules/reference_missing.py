"""A letter without the reference by which a reply finds its case."""

from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import BOTH


def _check(draft: Draft) -> Iterable[Hit]:
    reference = draft.facts.case.reference
    if reference not in draft.body:
        yield Hit(f"Het kenmerk {reference} staat niet in de brief")
    if reference not in draft.subject:
        yield Hit(f"Het kenmerk {reference} staat niet in het onderwerp")


RULE = Rule(
    "reference_missing",
    why="LEGAL.md (c) 1; DESIGN.md par. 2: een antwoord moet zijn zaak vinden",
    how="Zet het kenmerk in de brief en in het onderwerp.",
    check=_check,
    languages=BOTH,
)
