"""An identification request where none may be made."""

from collections.abc import Iterable

from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import BOTH

_NEVER = frozenset({"complaint", "breach_report", "question", "unsubscribe", "consent_withdrawal"})


def _check(draft: Draft) -> Iterable[Hit]:
    labels = set(draft.facts.case.labels)
    if draft.facts.case.direct_marketing:
        labels.discard("objection")
    if draft.facts.case.labels and labels <= _NEVER:
        yield Hit("Voor dit bericht is geen identificatie nodig")


RULE = Rule(
    "identification_not_allowed",
    why="art. 12 lid 6, 7 lid 3 en 21 lid 3 AVG; LEGAL.md (b) 7",
    how="Behandel het bericht zonder identificatie.",
    check=_check,
    kinds=frozenset({LetterKind.IDENTIFICATION_REQUEST, LetterKind.IDENTIFICATION_REMINDER}),
    languages=BOTH,
)
