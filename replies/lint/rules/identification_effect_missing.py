"""An identification request that does not say what it does to the period."""

from replies.facts import LetterKind
from replies.lint.finding import Rule, Severity
from replies.lint.reading import BOTH, absent

RULE = Rule(
    "identification_effect_missing",
    why="EDPB 01/2022 par. 159; LEGAL.md (c) 2",
    how="Zet erin of de termijn stilstaat.",
    check=absent(r"\btermijn\b|\bperiod\b", "Er staat niet wat dit voor de termijn betekent"),
    severity=Severity.WARNING,
    kinds=frozenset({LetterKind.IDENTIFICATION_REQUEST}),
    languages=BOTH,
)
