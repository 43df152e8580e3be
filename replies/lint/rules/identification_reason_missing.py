"""An identification request that does not say why there is doubt."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import BOTH, absent

RULE = Rule(
    "identification_reason_missing",
    why="art. 12 lid 6 AVG: redelijke twijfel",
    how="Schrijf waarom er twijfel is.",
    check=absent(
        r"\b(?:omdat|daardoor|kennen (?:wij|we)|niet met zekerheid|niet zeker|(?:wij|we) kunnen niet zien"
        r"|kunnen (?:wij|we) niet zien|"
        r"gevoelige gegevens|meer dan één persoon|voor iemand anders|because|not sure|certainty"
        r"|cannot see|sensitive|more than one person|for someone else)\b",
        "Er staat niet waarom er twijfel is over de identiteit",
    ),
    kinds=frozenset({LetterKind.IDENTIFICATION_REQUEST}),
    languages=BOTH,
)
