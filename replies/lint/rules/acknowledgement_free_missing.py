"""The acknowledgement does not say that it costs nothing."""

from replies.facts import LetterKind
from replies.lint.finding import Rule, Severity
from replies.lint.reading import BOTH, absent

RULE = Rule(
    "acknowledgement_free_missing",
    why="art. 12 lid 5 AVG; LEGAL.md (c) 1",
    how="Zet erin dat de behandeling gratis is.",
    check=absent(
        r"\bgratis\b|kosteloos|kost niets|free of charge", "Er staat niet dat de behandeling gratis is"
    ),
    severity=Severity.WARNING,
    kinds=frozenset({LetterKind.ACKNOWLEDGEMENT, LetterKind.NEUTRAL_ACKNOWLEDGEMENT}),
    languages=BOTH,
)
