"""National law of the other country."""

import re
from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import own_words

_DUTCH = re.compile(
    r"uitvoeringswet(?: AVG)?|\bUAVG\b|\bAwb\b|algemene wet bestuursrecht|bezwaarschrift|bestuursrechter",
    re.IGNORECASE,
)
_BELGIAN = re.compile(r"30 juli 2018|rechtbank van eerste aanleg|gerechtelijk wetboek", re.IGNORECASE)


def _check(draft: Draft) -> Iterable[Hit]:
    pattern = _BELGIAN if draft.dutch_law else _DUTCH
    for match in pattern.finditer(own_words(draft.body)):
        yield Hit(f"Recht van het andere land: “{match[0]}”", match.start(), match.end())


RULE = Rule(
    "foreign_law",
    why="art. 79 AVG; art. 34 en 35 UAVG (Nederland); art. 209 wet van 30 juli 2018 (België)",
    how="Noem het rechtsmiddel van het land van de organisatie.",
    check=_check,
)
