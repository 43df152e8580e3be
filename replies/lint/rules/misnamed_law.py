"""The AVG under the wrong name of two of the privacy statements."""

from replies.lint.finding import Rule
from replies.lint.reading import BOTH, present

RULE = Rule(
    "misnamed_law",
    why="AVG: Algemene verordening gegevensbescherming (ORGANISATIONS.md)",
    how="Schrijf: Algemene verordening gegevensbescherming.",
    check=present(r"verordening\s+gegevensverwerking", "Verkeerde naam van de AVG", quoted=True),
    languages=BOTH,
)
