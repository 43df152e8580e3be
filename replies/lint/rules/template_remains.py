"""Remains of a template or of HTML that a person should not see."""

from replies.lint.finding import Rule
from replies.lint.reading import BOTH, present

RULE = Rule(
    "template_remains",
    why="art. 12 lid 1 AVG: een begrijpelijk antwoord",
    how="Haal de code weg; brieven zijn gewone tekst.",
    check=present(
        r"\{\{|\}\}|\{%|%\}|</?(?:p|br|div|span|a|b|i|html|body|table)\b[^>\n]*>|&nbsp;|&amp;",
        "Code in de brief",
        quoted=True,
    ),
    languages=BOTH,
)
