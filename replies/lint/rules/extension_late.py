"""An extension notice after the last day on which it counts."""

from collections.abc import Iterable

from replies.dates import in_words
from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule


def _check(draft: Draft) -> Iterable[Hit]:
    case = draft.facts.case
    last = case.notice_due or case.due
    if last and case.today > last:
        yield Hit(f"Verlengen kon tot en met {in_words(last)}")


RULE = Rule(
    "extension_late",
    why="art. 12 lid 3 AVG: bericht binnen de eerste maand; te laat is geen verlenging",
    how="Antwoord nu inhoudelijk; verlengen kan niet meer.",
    check=_check,
    kinds=frozenset({LetterKind.EXTENSION}),
)
