"""A password is asked."""

from replies.lint.finding import Rule
from replies.lint.reading import BOTH, present

RULE = Rule(
    "password_asked",
    why="art. 5 lid 1 onder f en 32 AVG; privacyverklaring VVSG",
    how="Vraag nooit om een wachtwoord of pincode.",
    check=present(
        r"\b(?:wachtwoord|pincode|inlogcode|password)\w*",
        "Er wordt om een wachtwoord gevraagd",
        unless_denied=True,
    ),
    languages=BOTH,
)
