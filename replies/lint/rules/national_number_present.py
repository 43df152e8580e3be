"""A BSN or rijksregisternummer in the letter itself."""

import re
from collections.abc import Iterable

from stdnum.be import nn
from stdnum.nl import bsn

from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import BOTH

_BSN = re.compile(
    r"(?<![\d.,/-])(?:\d{9}|\d{3}[ .]\d{2,3}[ .]\d{3,4}|\d{4}[ .]\d{2}[ .]\d{3})(?![\d/-]|[.,]\d)"
)
_RRN = re.compile(r"(?<!\d)\d{2}[. ]?\d{2}[. ]?\d{2}[- .]?\d{3}[. -]?\d{2}(?!\d)")
_PHONE = re.compile(r"\b(?:tel\b|telefoon|bel(?:len)?\b|gsm|fax)", re.IGNORECASE)
_NUMBER = re.compile(r"\bbsn\b|burgerservice|rijksregister|sofi", re.IGNORECASE)
_NEARBY = 40
"""Characters before a number in which "telefoon" says that it is one."""


def _is_phone(text: str, start: int) -> bool:
    """Return whether the words just before say telephone: one in eleven numbers of nine digits passes as a BSN."""
    before = text[max(0, start - _NEARBY) : start].rpartition("\n")[2]
    return bool(_PHONE.search(before)) and not _NUMBER.search(before)


def _check(draft: Draft) -> Iterable[Hit]:
    for pattern, number, name in ((_BSN, bsn, "burgerservicenummer"), (_RRN, nn, "rijksregisternummer")):
        for text, in_body in ((draft.body, True), (draft.subject, False)):
            for match in pattern.finditer(text):
                if number.is_valid(match[0]) and not _is_phone(text, match.start()):
                    start, end = (match.start(), match.end()) if in_body else (None, None)
                    yield Hit(f"Dit lijkt een {name}", start, end)


RULE = Rule(
    "national_number_present",
    why="art. 87 AVG; art. 46 UAVG; art. 8 Belgische wet van 8 augustus 1983; art. 32 AVG",
    how="Haal het nummer weg of toon alleen de laatste drie cijfers; geef het zo nodig langs een beveiligde weg.",
    check=_check,
    languages=BOTH,
)
