"""An extension that reads as a refusal."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import present

RULE = Rule(
    "extension_called_refusal",
    why="art. 12 lid 3 en 4 AVG: verlengen is niet weigeren",
    how="Schrijf dat aan het verzoek wordt gewerkt.",
    check=present(
        r"\b(?:weiger\w*|geweigerd|afgewezen|wijzen\b[^.\n]{0,30}\baf)\b",
        "De verlenging leest als een weigering",
        unless_denied=True,
    ),
    kinds=frozenset({LetterKind.EXTENSION}),
)
