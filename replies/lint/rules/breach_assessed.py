"""A first letter on a reported breach that already judges."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import present

RULE = Rule(
    "breach_assessed",
    why="LEGAL.md (c) 18: dank, geen beoordeling",
    how="Dank de melder en beoordeel nog niets.",
    check=present(
        r"\b(?:er is|dit is|was|het gaat om)\b[^.\n]{0,20}\b(?:geen|een)\b[^.\n]{0,10}\b(?:datalek|lek"
        r"|inbreuk)\b"
        r"|\bgeen (?:risico|gevaar|schade)\b|\bvalt mee\b|\bniets aan de hand\b|\b(?:wij"
        r"|we) hebben vastgesteld\b",
        "Beoordeling van de melding",
    ),
    kinds=frozenset({LetterKind.BREACH_THANKS}),
)
