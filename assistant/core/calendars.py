"""Working days of the Netherlands and Belgium, as Regulation 1182/71 art. 2 counts them (LEGAL A3).

The tables are our own: the ``holidays`` package's default for the Netherlands knows 5 May only once in five years (LEGAL A3.1).
They are today's law, applied to every year. Substitute days do not exist: a holiday in the weekend is lost (LEGAL A3.3).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from assistant.core.ledger import Country

_DAY = timedelta(days=1)
_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)

Table = MappingProxyType[date, str]

CONTESTED: MappingProxyType[tuple[Country, date], str] = MappingProxyType(
    {
        **{
            (Country.NL, day): "een gelijkgestelde dag (KB op grond van art. 3 lid 3 Algemene termijnenwet)"
            for day in (
                date(2024, 5, 10),
                date(2024, 12, 27),
                date(2025, 5, 30),
                date(2026, 1, 2),
                date(2026, 5, 15),
                date(2027, 5, 7),
                date(2028, 4, 28),
                date(2028, 5, 26),
            )
        },
        (
            Country.BE,
            date(2026, 11, 2),
        ): "een dag die alleen in de lijst van het Publicatieblad staat (C/2025/6771)",
    }
)
"""Days that another reading takes for holidays; we never roll on them, the earlier date is always safe (LEGAL A3.4)."""


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876, as Meeus gives it)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, rest = divmod(in_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leaps - epact - rest) % 7
    shift = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=1024)
def holidays(country: Country, year: int) -> Table:
    """The public holidays of a country with their Dutch names (LEGAL A3)."""
    table = _dutch(year) if country is Country.NL else _belgian(year)
    merged: dict[date, str] = {}
    for day, name in table:
        merged[day] = f"{merged[day]} en {name}" if day in merged else name
    return MappingProxyType(merged)


def _dutch(year: int) -> tuple[tuple[date, str], ...]:
    """Algemene termijnenwet art. 3(1) and (2): Good Friday and 5 May every year; King's Day moves back from a Sunday."""
    easter = easter_sunday(year)
    kings_day = date(year, 4, 27)
    return (
        (date(year, 1, 1), "Nieuwjaarsdag"),
        (easter - 2 * _DAY, "Goede Vrijdag"),
        (easter + _DAY, "Tweede Paasdag"),
        (kings_day - _DAY if kings_day.weekday() == 6 else kings_day, "Koningsdag"),
        (date(year, 5, 5), "Bevrijdingsdag"),
        (easter + 39 * _DAY, "Hemelvaartsdag"),
        (easter + 50 * _DAY, "Tweede Pinksterdag"),
        (date(year, 12, 25), "Eerste Kerstdag"),
        (date(year, 12, 26), "Tweede Kerstdag"),
    )


def _belgian(year: int) -> tuple[tuple[date, str], ...]:
    """The ten legal holidays of the Royal Decree of 18 April 1974; 11 July, 2 and 15 November are none (LEGAL A3.3)."""
    easter = easter_sunday(year)
    return (
        (date(year, 1, 1), "Nieuwjaar"),
        (easter + _DAY, "Paasmaandag"),
        (date(year, 5, 1), "Dag van de Arbeid"),
        (easter + 39 * _DAY, "Onze-Lieve-Heer-Hemelvaart"),
        (easter + 50 * _DAY, "Pinkstermaandag"),
        (date(year, 7, 21), "de nationale feestdag"),
        (date(year, 8, 15), "Onze-Lieve-Vrouw-Hemelvaart"),
        (date(year, 11, 1), "Allerheiligen"),
        (date(year, 11, 11), "Wapenstilstand"),
        (date(year, 12, 25), "Kerstmis"),
    )


def is_working_day(country: Country, day: date) -> bool:
    """Whether a day is neither Saturday, Sunday nor a public holiday of the country (1182/71 art. 2)."""
    return day.weekday() < 5 and day not in holidays(country, day.year)


def roll(country: Country, day: date) -> date:
    """The day itself, or the first working day after it (1182/71 art. 3(4))."""
    while not is_working_day(country, day):
        day += _DAY
    return day


def roll_past_contested(country: Country, day: date) -> date:
    """As :func:`roll`, in the reading that takes the contested days for holidays too (LEGAL A3.4)."""
    while not is_working_day(country, day) or (country, day) in CONTESTED:
        day += _DAY
    return day


def last_working_day(country: Country, day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_working_day(country, day):
        day -= _DAY
    return day


def add_working_days(country: Country, day: date, count: int) -> date:
    """The ``count``-th working day after a day (before it when negative); the day itself is not counted."""
    step = _DAY if count >= 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(country, day):
            day += step
    return day


def add_months(day: date, count: int) -> date:
    """The day with the same number ``count`` months later, or that month's last day (1182/71 art. 3(2)(c))."""
    month_index = day.year * 12 + day.month - 1 + count
    year, month = divmod(month_index, 12)
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def days_in_month(year: int, month: int) -> int:
    """The number of days in a month."""
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return (first_of_next - _DAY).day


def dutch_date(day: date) -> str:
    """A date as people read it: ``5 april 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def dutch_weekday(day: date) -> str:
    """A date with its weekday: ``zondag 5 april 2026``."""
    return f"{_WEEKDAYS[day.weekday()]} {dutch_date(day)}"


def why_not_working(country: Country, day: date) -> str:
    """What makes a day no working day, in Dutch, for an explanation; empty for a working day."""
    name = holidays(country, day.year).get(day)
    if name is not None:
        return name
    if day.weekday() == 6:
        easter = easter_sunday(day.year)
        sundays = (
            {easter: "Eerste Paasdag", easter + 49 * _DAY: "Eerste Pinksterdag"}
            if country is Country.NL
            else {easter: "Pasen", easter + 49 * _DAY: "Pinksteren"}
        )
        return sundays.get(day, "een zondag")
    return "een zaterdag" if day.weekday() == 5 else ""
