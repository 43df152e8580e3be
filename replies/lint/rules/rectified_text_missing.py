"""A correction that does not say how the data now read."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import absent

RULE = Rule(
    "rectified_text_missing",
    why="art. 16 AVG; LEGAL.md (c) 8",
    how="Schrijf hoe de gegevens nu luiden.",
    check=absent(
        r"\b(?:nu|voortaan|gewijzigd in|aangepast (?:naar|in))\b", "Er staat niet hoe de gegevens nu luiden"
    ),
    kinds=frozenset({LetterKind.RECTIFIED}),
)
