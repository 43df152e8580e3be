"""A threat that a right lapses."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import BOTH, present

RULE = Rule(
    "right_lost",
    why="art. 12 lid 2 AVG: een later of nieuw verzoek mag altijd",
    how="Schrijf dat later antwoorden of opnieuw vragen altijd kan.",
    check=present(
        r"\b(?:vervalt|verlies\w*|verspeelt?)\b[^.\n]{0,40}\b(?:recht\w*|verzoek|aanvraag|termijn)\b"
        r"|\b(?:recht\w*|verzoek|aanvraag)\b[^.\n]{0,30}\bvervalt\b|your (?:right|request) (?:lapses"
        r"|expires)",
        "De brief zegt dat een recht of verzoek vervalt",
        unless_denied=True,
    ),
    kinds=frozenset(
        {
            LetterKind.IDENTIFICATION_REQUEST,
            LetterKind.IDENTIFICATION_REMINDER,
            LetterKind.CLARIFICATION,
            LetterKind.IDENTIFICATION_LAPSED,
            LetterKind.FEE_WARNING,
        }
    ),
    languages=BOTH,
)
