"""A fee outside the warning letter."""

from collections.abc import Iterable

from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import BOTH, present

_FEE = present(
    r"\bin rekening\b|\b(?:u|je|jij) betaalt\b|\bbetaalt (?:u|je)\b|\bmoet(?:en)?\b[^.\n]{0,30}\bbetalen\b"
    r"|\bvergoeding van\b|\bkosten (?:bedragen|zijn)\b|\b(?:wij|we) (?:vragen"
    r"|rekenen)\b[^.\n]{0,40}(?:€|euro)"
    r"|\bvragen (?:wij|we)\b[^.\n]{0,40}(?:€|euro)|\bleges\b|\badministratiekosten\b|\bwe charge\b"
    r"|\bfee of\b",
    "Er wordt geld gevraagd",
    unless_denied=True,
)


def _check(draft: Draft) -> Iterable[Hit]:
    if LetterKind.FEE_WARNING not in draft.kinds:
        yield from _FEE(draft)


RULE = Rule(
    "fee_asked",
    why="art. 12 lid 5 AVG: kosteloos; alleen na waarschuwing anders",
    how="Haal de kosten weg, of stuur eerst de waarschuwing (brief 19).",
    check=_check,
    languages=BOTH,
)
