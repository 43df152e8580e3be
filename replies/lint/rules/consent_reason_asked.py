"""A reason asked for what needs none."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.letters import BY_MACHINE
from replies.lint.reading import present

RULE = Rule(
    "consent_reason_asked",
    why="art. 7 lid 3 en 21 lid 3 AVG: intrekken en afmelden zonder reden",
    how="Vraag geen reden.",
    check=present(
        r"\b(?:waarom (?:wilt u|wil je|trekt u|trek je)|(?:uw|je) (?:reden|motivatie|beweegreden)"
        r"|motiveer|onderbouw)\b",
        "Er wordt om een reden gevraagd",
        unless_denied=True,
    ),
    kinds=BY_MACHINE | {LetterKind.CONSENT_WITHDRAWN, LetterKind.DIRECT_MARKETING},
)
