"""A neutral acknowledgement that says what was asked."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import BOTH, present

RULE = Rule(
    "neutral_claims_right",
    why="issue 2 punt 6: geen bewering over wat er is gevraagd",
    how="Schrijf alleen dat het bericht is ontvangen.",
    check=present(
        r"\b(?:inzage\w*|correctie\w*|rectificatie|(?:uw|je) (?:verzoek om )?verwijdering\w*|beperking"
        r"|dataportabiliteit|"
        r"overdraagbaarheid|bezwaar|(?:uw|je) klacht|datalek\w*|afmelding|access request|erasure"
        r"|rectification)\b",
        "Bewering over wat er is gevraagd",
    ),
    kinds=frozenset({LetterKind.NEUTRAL_ACKNOWLEDGEMENT}),
    languages=BOTH,
)
