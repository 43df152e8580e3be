"""Dates as people write them, in Dutch and English, independent of the machine's locale."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

DUTCH_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_NUMBER_OF_MONTH = {
    name.lower(): number
    for months in (DUTCH_MONTHS, ENGLISH_MONTHS)
    for number, name in enumerate(months, start=1)
}
_WRITTEN = re.compile(
    r"\b(?P<day>\d{1,2})\s+(?P<month>" + "|".join(_NUMBER_OF_MONTH) + r")\s+(?P<year>\d{4})\b", re.IGNORECASE
)
_NUMERIC = re.compile(r"\b(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})\b")
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date read in a text, with the character offsets where it stands."""

    value: date
    start: int
    end: int


def in_words(moment: date, language: str = "nl") -> str:
    """Return the date as a letter writes it: "5 april 2026", "5 April 2026"."""
    months = DUTCH_MONTHS if language == "nl" else ENGLISH_MONTHS
    return f"{moment.day} {months[moment.month - 1]} {moment.year}"


def find_dates(text: str) -> Iterator[FoundDate]:
    """Yield every valid full date in the text, in order: written out, 5-4-2026 or 2026-04-05."""
    found: list[FoundDate] = []
    for pattern in (_WRITTEN, _NUMERIC, _ISO):
        for match in pattern.finditer(text):
            month = match["month"].lower()
            number = _NUMBER_OF_MONTH.get(month) or (int(month) if month.isdigit() else 0)
            try:
                value = date(int(match["year"]), number, int(match["day"]))
            except ValueError:
                continue
            found.append(FoundDate(value, match.start(), match.end()))
    yield from sorted(found, key=lambda each: each.start)
