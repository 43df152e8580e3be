"""A machine's letter that does not say so."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import BOTH, absent

RULE = Rule(
    "automatic_message_missing",
    why="LEGAL.md (c) 1; art. 50 AI-verordening",
    how="Zet erin: Dit is een automatisch bericht.",
    check=absent(
        r"automatisch bericht|automatic message", "Er staat niet dat dit een automatisch bericht is"
    ),
    kinds=frozenset(
        {
            LetterKind.ACKNOWLEDGEMENT,
            LetterKind.NEUTRAL_ACKNOWLEDGEMENT,
            LetterKind.IDENTIFICATION_REQUEST,
            LetterKind.IDENTIFICATION_REMINDER,
        }
    ),
    languages=BOTH,
)
