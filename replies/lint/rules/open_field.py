"""A field that staff did not fill in."""

from replies.lint.finding import Rule
from replies.lint.reading import BOTH, present

RULE = Rule(
    "open_field",
    why="issue 3 punt 9: nooit een stil gat in een brief",
    how="Vul het veld in, of haal een 'eventueel'-veld weg.",
    check=present(r"\[\[[^\[\]\n]{0,300}\]{0,2}", "Niet ingevuld", quoted=True),
    languages=BOTH,
)
