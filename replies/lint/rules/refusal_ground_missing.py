"""A refusal without its legal ground."""

import re
from collections.abc import Iterable

from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import awaits, before_remedies

_GROUND = re.compile(
    r"\b(?:artikel|art\.) ?(?:6|7|11|12|15|16|17|18|19|20|21|22|23|41|44|45|85|86|89|\d+[a-z]?:\d+)\b"
    r"|\bartikel \d+[\w ,.]{0,80}(?:wet|wetboek|besluit|verordening)",
    re.IGNORECASE,
)


def _check(draft: Draft) -> Iterable[Hit]:
    waiting = awaits(draft, "wettelijke grond") or awaits(draft, "wetsartikel")
    if not waiting and not _GROUND.search(before_remedies(draft)):
        yield Hit("Er staat geen wettelijke grond voor de weigering")


RULE = Rule(
    "refusal_ground_missing",
    why="art. 12 lid 4 AVG; EDPB 01/2022 par. 193",
    how="Noem het wetsartikel waarop de weigering steunt.",
    check=_check,
    kinds=frozenset({LetterKind.REFUSAL, LetterKind.IDENTIFICATION_LAPSED}),
)
