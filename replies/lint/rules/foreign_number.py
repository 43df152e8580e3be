"""The national number of the other country."""

import re
from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule, Severity
from replies.lint.reading import BOTH, own_words

_DUTCH = re.compile(r"\bBSN\b|burgerservicenummer", re.IGNORECASE)
_BELGIAN = re.compile(r"rijksregisternummer", re.IGNORECASE)


def _check(draft: Draft) -> Iterable[Hit]:
    pattern = _BELGIAN if draft.dutch_law else _DUTCH
    for match in pattern.finditer(own_words(draft.body)):
        yield Hit(f"Nummer van het andere land: “{match[0]}”", match.start(), match.end())


RULE = Rule(
    "foreign_number",
    why="ORGANISATIONS.md: in Nederland BSN, in Vlaanderen rijksregisternummer",
    how="Gebruik het woord van het land van de organisatie.",
    check=_check,
    severity=Severity.WARNING,
    languages=BOTH,
)
