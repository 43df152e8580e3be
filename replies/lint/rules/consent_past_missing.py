"""A withdrawal that does not say what it means for the past."""

from replies.facts import LetterKind
from replies.lint.finding import Rule, Severity
from replies.lint.reading import absent

RULE = Rule(
    "consent_past_missing",
    why="art. 7 lid 3 AVG",
    how="Schrijf dat wat eerder met toestemming gebeurde, geldig blijft.",
    check=absent(
        r"blijft geldig|terugwerkende kracht|blijft rechtmatig",
        "Er staat niet wat de intrekking voor eerder gebruik betekent",
    ),
    severity=Severity.WARNING,
    kinds=frozenset({LetterKind.CONSENT_WITHDRAWN}),
)
