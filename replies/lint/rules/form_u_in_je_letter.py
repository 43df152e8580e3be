"""The formal u in a letter of an organisation that says je."""

from replies.lint.finding import Rule
from replies.lint.reading import other_form

RULE = Rule(
    "form_u_in_je_letter",
    why="ORGANISATIONS.md: deze organisatie schrijft je en jouw",
    how="Schrijf je, jou of jouw. Woorden van een ander staan tussen aanhalingstekens.",
    check=other_form(r"(?<![\w.'’-])(?:u|uw|uwe|uzelf)(?![\w'’-]|\.\w)", "je"),
)
