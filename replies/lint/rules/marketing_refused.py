"""A refusal to stop direct marketing or a mailing."""

from collections.abc import Iterable

from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule


def _check(draft: Draft) -> Iterable[Hit]:
    marketing = draft.facts.case.direct_marketing
    for part in draft.facts.parts:
        stops = "unsubscribe" in part.labels or (marketing and "objection" in part.labels)
        if part.kind is LetterKind.REFUSAL and stops:
            yield Hit("Bezwaar tegen reclame of een mailing kan niet worden geweigerd")


RULE = Rule(
    "marketing_refused",
    why="art. 21 lid 2 en 3 AVG: onvoorwaardelijk",
    how="Stop de reclame of mailing en bevestig dat (brief 12).",
    check=_check,
    kinds=frozenset({LetterKind.REFUSAL}),
)
