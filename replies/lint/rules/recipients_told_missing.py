"""A change that does not say which recipients were told."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import absent

RULE = Rule(
    "recipients_told_missing",
    why="art. 19 AVG",
    how="Noem de ontvangers die zijn ingelicht, of dat er geen waren.",
    check=absent(
        r"\bontvangers\b|aan anderen (?:gegeven|doorgegeven|verstrekt)",
        "Er staat niet welke ontvangers zijn ingelicht",
        awaiting="ontvangers",
    ),
    kinds=frozenset({LetterKind.RECTIFIED, LetterKind.ERASED, LetterKind.RESTRICTED}),
)
