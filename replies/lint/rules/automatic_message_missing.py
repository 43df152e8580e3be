"""A machine's letter that does not say so."""

from replies.lint.finding import Rule
from replies.lint.letters import BY_MACHINE
from replies.lint.reading import BOTH, absent

RULE = Rule(
    "automatic_message_missing",
    why="LEGAL.md (c) 1; art. 50 AI-verordening",
    how="Zet erin: Dit is een automatisch bericht.",
    check=absent(
        r"automatisch bericht|automatic message", "Er staat niet dat dit een automatisch bericht is"
    ),
    kinds=BY_MACHINE,
    languages=BOTH,
)
