"""An identification request that does not say that no right is lost."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import BOTH, absent

RULE = Rule(
    "identification_right_kept_missing",
    why="art. 12 lid 2 AVG; LEGAL.md (c) 2",
    how="Zet erin dat later antwoorden of opnieuw vragen altijd kan.",
    check=absent(
        r"geen enkel recht|geen recht\w*|ook later|opnieuw (?:een )?verzoek|lose no right",
        "Er staat niet dat de lezer geen recht verliest",
    ),
    kinds=frozenset({LetterKind.IDENTIFICATION_REQUEST, LetterKind.IDENTIFICATION_REMINDER}),
    languages=BOTH,
)
