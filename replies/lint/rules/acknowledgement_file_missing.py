"""The acknowledgement does not say how the request file is kept."""

from replies.facts import LetterKind
from replies.lint.finding import Rule, Severity
from replies.lint.reading import BOTH, absent

RULE = Rule(
    "acknowledgement_file_missing",
    why="art. 13 AVG; LEGAL.md (c) 1 en (d) 6",
    how="Zet erin wat met het bericht gebeurt en hoelang het blijft.",
    check=absent(
        r"(?:dossier|register|bericht|\bfile\b).{0,400}(?:verwijder|bewa|delete|keep)",
        "Er staat niet hoe het dossier wordt bewaard",
    ),
    severity=Severity.WARNING,
    kinds=frozenset({LetterKind.ACKNOWLEDGEMENT, LetterKind.NEUTRAL_ACKNOWLEDGEMENT}),
    languages=BOTH,
)
