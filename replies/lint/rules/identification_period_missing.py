"""An identification request without a time to answer."""

from replies.facts import LetterKind
from replies.lint.finding import Rule, Severity
from replies.lint.reading import BOTH, absent

RULE = Rule(
    "identification_period_missing",
    why="LEGAL.md (c) 2: 14 dagen zonder verlies van recht",
    how="Geef 14 dagen.",
    check=absent(
        r"\b14 dagen\b|veertien dagen|twee weken|14 days|two weeks",
        "Er staat niet tot wanneer de lezer kan antwoorden",
    ),
    severity=Severity.WARNING,
    kinds=frozenset({LetterKind.IDENTIFICATION_REQUEST}),
    languages=BOTH,
)
