"""A restriction without its ground."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import absent

RULE = Rule(
    "restricted_ground_missing",
    why="art. 18 lid 1 AVG; LEGAL.md (c) 10",
    how="Noem de grond: onderdeel a, b, c of d van artikel 18 lid 1.",
    check=absent(r"18,? lid 1", "Er staat geen grond voor de beperking", awaiting="grond van de beperking"),
    kinds=frozenset({LetterKind.RESTRICTED}),
)
