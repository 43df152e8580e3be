"""A no-data letter that does not say where was searched and on what."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import absent

RULE = Rule(
    "no_data_search_missing",
    why="LEGAL.md (c) 7; EDPB 01/2022 par. 179",
    how="Noem de systemen en waarop is gezocht.",
    check=absent(r"\bgezocht\b.*\bgezocht\b", "Er staat niet waar en waarop is gezocht"),
    kinds=frozenset({LetterKind.NO_DATA}),
)
