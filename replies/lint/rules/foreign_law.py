"""National law of the other country."""

from replies.lint.finding import Rule
from replies.lint.reading import of_other_country

RULE = Rule(
    "foreign_law",
    why="art. 79 AVG; art. 34 en 35 UAVG (Nederland); art. 209 wet van 30 juli 2018 (België)",
    how="Noem het rechtsmiddel van het land van de organisatie.",
    check=of_other_country(
        dutch=r"uitvoeringswet(?: AVG)?|\bUAVG\b|\bAwb\b|algemene wet bestuursrecht|bezwaarschrift|bestuursrechter",
        belgian=r"30 juli 2018|rechtbank van eerste aanleg|gerechtelijk wetboek",
        what="Recht van het andere land",
    ),
)
