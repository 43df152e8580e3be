"""The internal route made a condition for authority or court."""

from replies.lint.finding import Rule
from replies.lint.reading import present

RULE = Rule(
    "route_forced",
    why="art. 77 en 79 AVG: klacht en rechter staan altijd open",
    how="Vraag het, maar verplicht het niet.",
    check=present(
        r"\b(?:moet|dient|bent verplicht|ben verplicht)\b[^.\n]{0,40}\beerst\b"
        r"|\bpas (?:daarna|dan|als)\b[^.\n]{0,60}(?:klacht|autoriteit|rechter|rechtbank)"
        r"|\balleen als\b[^.\n]{0,80}(?:naar|bij) (?:de )?(?:autoriteit|rechter|rechtbank"
        r"|gegevensbeschermingsautoriteit)",
        "Klacht of rechter wordt aan een voorwaarde gebonden",
    ),
)
