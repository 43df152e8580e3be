"""A letter on forwarding to the FG without the FG's secrecy."""

from replies.facts import LetterKind
from replies.lint.finding import Rule, Severity
from replies.lint.reading import absent

RULE = Rule(
    "fg_secrecy_missing",
    why="art. 38 lid 5 AVG",
    how="Schrijf dat de FG tot geheimhouding is verplicht.",
    check=absent(r"geheimhoud|vertrouwelijk", "Er staat niet dat de FG geheimhouding heeft"),
    severity=Severity.WARNING,
    kinds=frozenset({LetterKind.FORWARDED_TO_FG}),
)
