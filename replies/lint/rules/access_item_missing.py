"""An access answer without one of the items of article 15."""

import re
from collections.abc import Iterable

from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import section

_ITEMS = {
    "of wij gegevens verwerken (15 lid 1)": r"\b(?:wij|we) (?:verwerken|gebruiken|hebben)\b|\bverwerken (?:wij|we)\b",
    "de doelen (15 lid 1 onder a)": r"\bdoel(?:en|einden)?\b|\bwaarvoor\b|\bwaarom (?:wij|we)\b",
    "de soorten gegevens (15 lid 1 onder b)": r"\bsoort(?:en)?\b|\bcategorie",
    "de ontvangers (15 lid 1 onder c)": r"\bontvangers?\b|\b(?:gekregen|gegeven|verstrekt|gedeeld|doorgegeven)\b",
    "de bewaartermijn (15 lid 1 onder d)": r"\bbewa(?:ren|art|ard)\b|bewaartermijn",
    "de andere rechten (15 lid 1 onder e)": r"\A(?=.*(?:verbeter|corriger|rectific))(?=.*(?:verwijder|wissen))(?=.*bezwaar)",
    "de herkomst (15 lid 1 onder g)": r"\bherkomst\b|\bkomen (?:wij|we) aan\b|\bafkomstig\b|\bgekregen\b|\bbron\b",
    "besluiten door een computer (15 lid 1 onder h)": r"\bcomputer\b|\bgeautomatiseerd",
    "doorgifte buiten de EER (15 lid 2)": r"\bEER\b|Europese Economische Ruimte|\bbuitenland\b|\bderde landen\b",
}
_COMPILED = {item: re.compile(pattern, re.IGNORECASE | re.DOTALL) for item, pattern in _ITEMS.items()}


def _check(draft: Draft) -> Iterable[Hit]:
    text = section(draft, "Inzage")
    for item, pattern in _COMPILED.items():
        if not pattern.search(text):
            yield Hit(f"In het antwoord ontbreekt: {item}")


RULE = Rule(
    "access_item_missing",
    why="art. 15 lid 1 en 2 AVG; EDPB 01/2022 par. 148-156",
    how="Zet het onderdeel terug; zeg het ook als er niets is.",
    check=_check,
    kinds=frozenset({LetterKind.ACCESS_ANSWER}),
)
