"""The national number of the other country."""

from replies.lint.finding import Rule, Severity
from replies.lint.reading import BOTH, of_other_country

RULE = Rule(
    "foreign_number",
    why="ORGANISATIONS.md: in Nederland BSN, in Vlaanderen rijksregisternummer",
    how="Gebruik het woord van het land van de organisatie.",
    check=of_other_country(
        dutch=r"\bBSN\b|burgerservicenummer", belgian="rijksregisternummer", what="Nummer van het andere land"
    ),
    severity=Severity.WARNING,
    languages=BOTH,
)
