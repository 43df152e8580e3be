"""The informal je in a letter of an organisation that says u."""

from replies.lint.finding import Rule
from replies.lint.reading import other_form

RULE = Rule(
    "form_je_in_u_letter",
    why="ORGANISATIONS.md: deze organisatie schrijft u en uw",
    how="Schrijf u of uw. Woorden van een ander staan tussen aanhalingstekens.",
    check=other_form(r"\b(?:je|jij|jou|jouw|jouwe|jezelf|jullie)\b", "u"),
)
