"""Words that plain Dutch does without."""

from replies.lint.finding import Rule, Severity
from replies.lint.reading import present

RULE = Rule(
    "officialese",
    why="art. 12 lid 1 AVG: duidelijke en eenvoudige taal",
    how="Gebruik een gewoon woord.",
    check=present(
        r"\b(?:derhalve|inzake|dienaangaande|middels|bovengenoemd\w*|voornoemd\w*|alsmede|teneinde"
        r"|hieromtrent|aangaande|"
        r"conform|ingevolge|krachtens|uwerzijds|onzerzijds|jegens|desalniettemin|voorts|heden|navolgend\w*|"
        r"dientengevolge|te dezen|betreffende)\b",
        "Ambtelijk woord",
    ),
    severity=Severity.WARNING,
)
