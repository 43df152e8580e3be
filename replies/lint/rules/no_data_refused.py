"""A no-data letter that speaks of refusing."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import present

RULE = Rule(
    "no_data_refused",
    why="EDPB 01/2022 par. 179; LEGAL.md (c) 7: nooit 'geweigerd'",
    how="Schrijf dat er niets is gevonden.",
    check=present(
        r"\b(?:weiger\w*|geweigerd|afgewezen|afwijz\w*|wijzen\b[^.\n]{0,30}\baf)\b",
        "'Geweigerd' in een brief over niets gevonden",
    ),
    kinds=frozenset({LetterKind.NO_DATA}),
)
