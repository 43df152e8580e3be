"""A no-data letter that forgets the request itself."""

from replies.facts import LetterKind
from replies.lint.finding import Rule, Severity
from replies.lint.reading import absent

RULE = Rule(
    "no_data_besides_missing",
    why="LEGAL.md (c) 7: niets buiten dit verzoek",
    how="Schrijf: buiten dit verzoek zelf.",
    check=absent(
        r"\b(?:buiten|behalve|naast|afgezien van)\b[^.\n]{0,30}\b(?:verzoek|bericht)",
        "Er staat niet dat dit verzoek zelf wel is bewaard",
    ),
    severity=Severity.WARNING,
    kinds=frozenset({LetterKind.NO_DATA}),
)
