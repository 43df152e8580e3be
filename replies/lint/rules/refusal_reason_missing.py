"""A refusal without the reasons of this case."""

import re
from collections.abc import Iterable

from replies.facts import LetterKind
from replies.fields import FIELDS
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import awaits, section, sentences
from replies.rights import in_order

_LABEL = next(field.label for field in FIELDS[LetterKind.REFUSAL] if field.name == "reasons")
_SHORTEST = 20
"""Characters that a reason needs at least."""
_GROUND = re.compile(r"\b(?:artikel|art\.) ?\d", re.IGNORECASE)
_HEADING = re.compile(r"^(?:waarom niet\?|dit doen wij wel:)", re.IGNORECASE)


def _check(draft: Draft) -> Iterable[Hit]:
    for part in draft.facts.parts:
        if part.kind is not LetterKind.REFUSAL or awaits(draft, _LABEL):
            continue
        rights = " en ".join(right.dutch for right in in_order(part.labels))
        _, _, answer = section(draft, f"Wat wij niet doen ({rights})").partition("Waarom niet?")
        own = [s.text.strip() for s in sentences(answer.split("Dit doen wij wel:")[0])]
        reasons = " ".join(s for s in own if not _GROUND.search(s) and not _HEADING.search(s))
        if len(reasons) < _SHORTEST:
            yield Hit("Er staat niet waarom de grond in dit geval geldt")


RULE = Rule(
    "refusal_reason_missing",
    why="art. 12 lid 4 AVG: de redenen; EDPB 01/2022 par. 193",
    how="Schrijf onder 'Waarom niet?' de feiten en waarom de grond hier geldt.",
    check=_check,
    kinds=frozenset({LetterKind.REFUSAL}),
)
