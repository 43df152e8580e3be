"""Data without a secured way to the person."""

from replies.facts import LetterKind
from replies.lint.finding import Rule, Severity
from replies.lint.reading import absent

RULE = Rule(
    "delivery_unsafe",
    why="art. 32 AVG; LEGAL.md (c) taal en vorm",
    how="Zet erin langs welke beveiligde weg de gegevens komen.",
    check=absent(
        r"beveiligd|versleuteld|aangetekend|online account|op kantoor|alleen contactgegevens|veilig gestuurd",
        "Er staat geen veilige weg voor de gegevens",
        awaiting="veilig",
    ),
    severity=Severity.WARNING,
    kinds=frozenset({LetterKind.ACCESS_ANSWER, LetterKind.PORTABILITY}),
)
