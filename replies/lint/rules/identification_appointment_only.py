"""An appointment at the office as the only way to identify."""

import re
from collections.abc import Iterable

from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import BOTH, denied, own_words, sentences

_OFFICE = re.compile(
    r"\bafspraak\b|\bkantoor\b|\blangs ?(?:te )?komen\b|\bappointment\b|\boffice\b", re.IGNORECASE
)
_LIGHTER = re.compile(
    r"e-mailadres waarop|vanaf het (?:e-mail)?adres|\bnoem\b(?! het kenmerk)|\bonline account\b|\bbellen\b|\bterugbellen\b|"
    r"e-mail address at which|\bname (?:two|the)\b|\bcall you\b",
    re.IGNORECASE,
)


def _offers_office(sentence: str) -> bool:
    match = _OFFICE.search(sentence)
    return match is not None and not denied(sentence, match.end())


def _check(draft: Draft) -> Iterable[Hit]:
    text = own_words(draft.body)
    office = next((s for s in sentences(text) if _offers_office(s.text)), None)
    lighter = [s for s in sentences(text) if _LIGHTER.search(s.text) and "[[" not in s.text]
    if office and not lighter:
        yield Hit("Langskomen is de enige weg die de brief noemt", office.start, office.end)


RULE = Rule(
    "identification_appointment_only",
    why="art. 12 lid 2 en 6 AVG: niet zwaarder dan nodig; LEGAL.md (b) 7",
    how="Bied eerst een lichtere weg; een afspraak is één van de wegen.",
    check=_check,
    kinds=frozenset({LetterKind.IDENTIFICATION_REQUEST, LetterKind.IDENTIFICATION_REMINDER}),
    languages=BOTH,
)
