"""A clarification asked for something that is no access or portability."""

from collections.abc import Iterable

from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule

_ALLOWED = frozenset({"access", "portability"})


def _check(draft: Draft) -> Iterable[Hit]:
    if draft.labels and not draft.labels & _ALLOWED:
        yield Hit("Verduidelijking wordt gevraagd voor iets anders dan inzage of overdracht")


RULE = Rule(
    "clarification_not_access",
    why="overweging 63 AVG: alleen bij een grote hoeveelheid gegevens en inzage",
    how="Antwoord op het verzoek zoals het is gedaan.",
    check=_check,
    kinds=frozenset({LetterKind.CLARIFICATION}),
)
