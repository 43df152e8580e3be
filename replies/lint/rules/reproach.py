"""A threat or reproach to someone who uses a right."""

from replies.lint.finding import Rule, Severity
from replies.lint.reading import present

RULE = Rule(
    "reproach",
    why="art. 12 lid 2 AVG: de verantwoordelijke faciliteert de rechten",
    how="Laat het verwijt weg.",
    check=present(
        r"\b(?:misbruik van (?:uw|je|jouw) recht\w*|lastigvallen|onredelijk veel werk|queruler\w*)\b",
        "Verwijt aan de aanvrager",
    ),
    severity=Severity.WARNING,
)
