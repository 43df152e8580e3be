"""Data kept after an erasure, without the ground or the end."""

import re
from collections.abc import Iterable

from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import awaits, section

_LEAD = "Deze gegevens moeten of mogen wij nog bewaren:"
_GROUND = re.compile(r"\b(?:artikel|art\.|wet\w*|plicht\w*)", re.IGNORECASE)


def _check(draft: Draft) -> Iterable[Hit]:
    _, found, rest = section(draft, "Verwijdering").partition(_LEAD)
    if not found or awaits(draft, "wat wij bewaren"):
        return
    for line in rest.strip().split("\n\n")[0].splitlines():
        if line.startswith("- ") and not _GROUND.search(line):
            start = draft.body.find(line)
            yield Hit(f"Geen wettelijke grond om dit te bewaren: “{line[2:62]}”", start, start + len(line))


RULE = Rule(
    "erased_kept_ground_missing",
    why="art. 17 lid 3 en 12 lid 4 AVG: bewaren is een gedeeltelijke weigering",
    how="Noem bij elk gegeven de wettelijke grond en tot wanneer het blijft.",
    check=_check,
    kinds=frozenset({LetterKind.ERASED}),
)
