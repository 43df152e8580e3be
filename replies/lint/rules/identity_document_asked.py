"""A copy of an identity document is asked."""

from replies.lint.finding import Rule
from replies.lint.reading import BOTH, present

RULE = Rule(
    "identity_document_asked",
    why="art. 12 lid 6 en 5 lid 1 onder c AVG; EDPB 01/2022 par. 73-79; Raad van State 2025 (DPG Media)",
    how="Vraag iets lichters: een bericht vanaf het bekende adres, gegevens die beide kennen, of een afspraak zonder kopie.",
    check=present(
        r"(?:kopie\w*|scan\w*|foto\w*|afschrift\w*|afbeelding\w*|copy|photo|picture)\b[^.\n]{0,50}"
        r"(?:paspoort|identiteits\w+|\bid\b|\bid-\w+|rijbewijs|legitimatie\w*|\beid\b|passport|identity"
        r"|driving licen[cs]e)"
        r"|(?:stuur|mail|upload|bezorg|lever|verstrek|voeg|send|provide)\w*\b[^.\n]{0,60}"
        r"(?:paspoort|identiteitsbewijs|identiteitskaart|id-kaart|id-bewijs|rijbewijs|legitimatie\w*"
        r"|passport|identity (?:card|document))",
        "Er wordt om een identiteitsbewijs gevraagd",
        unless_denied=True,
    ),
    languages=BOTH,
)
