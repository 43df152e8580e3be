"""A tip to the authority where the law gives a complaint."""

from replies.lint.finding import Rule
from replies.lint.reading import present

RULE = Rule(
    "tip_instead_of_complaint",
    why="art. 12 lid 4 en 77 AVG: het recht om een klacht in te dienen",
    how="Schrijf 'een klacht indienen'.",
    check=present(
        r"\btips?\b[^.\n]{0,60}(?:autoriteit|\bAP\b|toezicht)|(?:autoriteit|\bAP\b"
        r"|toezicht)[^.\n]{0,60}\btips?\b",
        "Tip in plaats van klacht",
    ),
)
