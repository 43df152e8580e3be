"""A restriction without the promise to tell before it is lifted."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import absent

RULE = Rule(
    "restricted_notice_missing",
    why="art. 18 lid 3 AVG",
    how="Schrijf dat de lezer bericht krijgt voordat de beperking eindigt.",
    check=absent(
        r"\bvoordat\b[^.\n]{0,60}(?:ophef|opgeheven|eindig)|vooraf[^.\n]{0,60}ophef",
        "Er staat niet dat opheffen vooraf wordt gemeld",
    ),
    kinds=frozenset({LetterKind.RESTRICTED}),
)
