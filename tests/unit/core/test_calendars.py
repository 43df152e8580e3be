"""Working days of NL and BE against the ``holidays`` package, an independent Easter, and the traps of LEGAL A3."""

from __future__ import annotations

from datetime import date, timedelta

import holidays as other
import pytest
from dateutil.easter import easter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.core.calendars import (
    CONTESTED,
    add_months,
    add_working_days,
    dutch_weekday,
    easter_sunday,
    holidays,
    is_working_day,
    last_working_day,
    roll,
    roll_past_contested,
    why_not_working,
)
from assistant.core.ledger import Country

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine is shared
NL, BE = Country.NL, Country.BE
days = st.dates(date(1975, 1, 1), date(2190, 12, 31))
countries = st.sampled_from(Country)


def test_easter_agrees_with_an_independent_source() -> None:
    assert [year for year in range(1972, 2200) if easter_sunday(year) != easter(year)] == []


@pytest.mark.parametrize(
    ("country", "reference"),
    [
        (NL, other.country_holidays("NL", years=range(2018, 2041), categories=("public", "optional"))),
        (BE, other.country_holidays("BE", years=range(2018, 2041))),
    ],
)
def test_weekdays_off_equal_the_holidays_package(country: Country, reference: other.HolidayBase) -> None:
    weekdays = (
        date(2018, 1, 1) + timedelta(days=n) for n in range((date(2041, 1, 1) - date(2018, 1, 1)).days)
    )
    wrong = [
        day for day in weekdays if day.weekday() < 5 and is_working_day(country, day) == (day in reference)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("country", "day", "working"),
    [
        (NL, date(2026, 5, 5), False),  # every year, not once in five
        (NL, date(2025, 4, 26), False),  # Saturday anyway; King's Day moves back ...
        (NL, date(2025, 4, 28), True),  # ... and never forward
        (NL, date(2031, 4, 28), True),
        (NL, date(2026, 4, 3), False),  # Good Friday NL
        (BE, date(2026, 4, 3), True),  # not BE
        (NL, date(2025, 12, 26), False),
        (BE, date(2025, 12, 26), True),
        (BE, date(2025, 7, 11), True),  # Flemish Community day
        (BE, date(2027, 11, 2), True),
        (BE, date(2027, 11, 15), True),
        (BE, date(2026, 7, 21), False),
        (NL, date(2026, 7, 21), True),
        (BE, date(2026, 4, 27), True),
        (NL, date(2026, 5, 1), True),
        (BE, date(2026, 5, 1), False),
        (NL, date(2026, 5, 15), True),  # gelijkgesteld: contested, not counted
    ],
)
def test_the_traps_of_the_two_countries(country: Country, day: date, working: bool) -> None:
    assert is_working_day(country, day) is working


def test_kings_day_stands_on_the_26th_when_the_27th_is_a_sunday() -> None:
    assert holidays(NL, 2025)[date(2025, 4, 26)] == "Koningsdag"
    assert date(2025, 4, 27) not in holidays(NL, 2025)
    assert holidays(NL, 2026)[date(2026, 4, 27)] == "Koningsdag"


def test_two_holidays_on_one_day_keep_both_names() -> None:
    assert holidays(BE, 2008)[date(2008, 5, 1)] == "Dag van de Arbeid en Onze-Lieve-Heer-Hemelvaart"


def test_the_contested_days_are_those_of_the_law_survey() -> None:
    assert [day.isoformat() for country, day in CONTESTED if country is NL] == [
        "2024-05-10",
        "2024-12-27",
        "2025-05-30",
        "2026-01-02",
        "2026-05-15",
        "2027-05-07",
        "2028-04-28",
        "2028-05-26",
    ]
    assert [day.isoformat() for country, day in CONTESTED if country is BE] == ["2026-11-02"]


@pytest.mark.parametrize(("country", "day"), list(CONTESTED))
def test_contested_days_are_working_days_that_only_the_other_reading_skips(
    country: Country, day: date
) -> None:
    assert roll(country, day) == day
    assert roll_past_contested(country, day) > day


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_keep_the_number_or_clamp(start: date, count: int, end: date) -> None:
    assert add_months(start, count) == end


def test_working_days_are_counted_by_the_countrys_calendar() -> None:
    assert add_working_days(NL, date(2026, 4, 30), 3) == date(2026, 5, 6)  # 1 and 4 May work, 5 May not
    assert add_working_days(BE, date(2026, 4, 30), 3) == date(2026, 5, 6)  # 1 May off, 4, 5 and 6 May work
    assert add_working_days(NL, date(2026, 1, 31), 5) == date(2026, 2, 6)
    assert add_working_days(NL, date(2026, 4, 7), -1) == date(2026, 4, 2)  # over Easter and Good Friday


@given(countries, days)
@CALM
def test_roll_finds_the_first_working_day_not_before(country: Country, day: date) -> None:
    rolled = roll(country, day)
    assert is_working_day(country, rolled)
    assert not any(is_working_day(country, day + timedelta(days=n)) for n in range((rolled - day).days))
    assert (rolled - day).days <= 5


@given(countries, days, st.integers(0, 30))
@CALM
def test_adding_and_taking_working_days_come_back(country: Country, day: date, count: int) -> None:
    start = last_working_day(country, day)
    assert add_working_days(country, add_working_days(country, start, count), -count) == start


@given(countries, days)
@CALM
def test_a_reason_is_given_exactly_for_days_off(country: Country, day: date) -> None:
    assert bool(why_not_working(country, day)) is not is_working_day(country, day)


def test_dates_read_as_people_write_them() -> None:
    assert dutch_weekday(date(2026, 4, 5)) == "zondag 5 april 2026"
    assert why_not_working(NL, date(2026, 4, 5)) == "Eerste Paasdag"
    assert why_not_working(BE, date(2026, 5, 24)) == "Pinksteren"
