"""A lapse letter that does not say how to go on."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import absent

RULE = Rule(
    "lapse_reopen_missing",
    why="art. 11 lid 2 en 12 lid 2 AVG; LEGAL.md A5.5",
    how="Schrijf hoe de lezer alsnog verder kan.",
    check=absent(
        r"\balsnog\b|\bdan pakken (?:wij|we)\b|\bopnieuw\b|altijd",
        "Er staat niet hoe het verzoek weer kan worden opgepakt",
    ),
    kinds=frozenset({LetterKind.IDENTIFICATION_LAPSED}),
)
