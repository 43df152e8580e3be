"""A link that is not encrypted."""

from replies.lint.finding import Rule, Severity
from replies.lint.reading import BOTH, present

RULE = Rule(
    "insecure_link",
    why="art. 32 AVG",
    how="Gebruik een https-adres.",
    check=present(r"\bhttp://\S+", "Onbeveiligde link", quoted=True),
    severity=Severity.WARNING,
    languages=BOTH,
)
