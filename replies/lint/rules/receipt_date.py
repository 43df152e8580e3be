"""A date of receipt that is not the one the clock counts from."""

import re
from collections.abc import Iterable

from replies.dates import in_words
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import BOTH, dates_where

_RECEIVED = re.compile(
    r"\bhebben (?:wij|we)\b.{0,120}\bontvangen\b|\bontvingen (?:wij|we)\b|\bdatum van ontvangst\b"
    r"|\bwe received\b|\bdate of receipt\b",
    re.IGNORECASE,
)


def _check(draft: Draft) -> Iterable[Hit]:
    received = draft.facts.case.received
    for found in dates_where(draft.body, _RECEIVED.search):
        if found.value != received:
            what = f"Ontvangen op {in_words(found.value)}, maar de termijn telt vanaf {in_words(received)}"
            yield Hit(what, found.start, found.end)


RULE = Rule(
    "receipt_date",
    why="EDPB 01/2022 par. 159-160: de termijn loopt vanaf de ontvangst",
    how="Noem de datum van ontvangst van de zaak, of laat de ontvangst verbeteren.",
    check=_check,
    languages=BOTH,
)
