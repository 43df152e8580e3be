"""An extension of a removal that was promised within 30 days."""

from collections.abc import Iterable

from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule


def _check(draft: Draft) -> Iterable[Hit]:
    if draft.facts.organisation.removal_without_reason and "erasure" in draft.facts.case.labels:
        yield Hit("De verwijdering is binnen 30 dagen beloofd en kan niet worden verlengd")


RULE = Rule(
    "extension_promise",
    why="privacyverklaring VVSG: zeker binnen 30 dagen beantwoord en opgevolgd (LEGAL.md A6.4)",
    how="Verwijder op tijd; verleng hoogstens voor de andere rechten, in een eigen brief.",
    check=_check,
    kinds=frozenset({LetterKind.EXTENSION}),
)
