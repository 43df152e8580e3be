"""Dates in letters: written and read, whatever the machine's locale."""

import locale
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from replies.dates import find_dates, in_words


def test_dates_are_written_as_people_do() -> None:
    assert in_words(date(2026, 4, 5)) == "5 april 2026"
    assert in_words(date(2026, 3, 1)) == "1 maart 2026"
    assert in_words(date(2026, 8, 31), "en") == "31 August 2026"


def test_dates_do_not_follow_the_locale() -> None:
    before = locale.setlocale(locale.LC_TIME)
    try:
        locale.setlocale(locale.LC_TIME, "C")
        assert in_words(date(2026, 5, 4)) == "4 mei 2026"
    finally:
        locale.setlocale(locale.LC_TIME, before)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)), st.sampled_from(["nl", "en"]))
def test_every_written_date_is_read_back(moment: date, language: str) -> None:
    text = f"Wij antwoorden op {in_words(moment, language)}."
    assert [found.value for found in find_dates(text)] == [moment]


def test_other_ways_of_writing_are_read_and_impossible_dates_skipped() -> None:
    text = "Op 5-4-2026, 05/04/2026 en 2026-04-05, niet op 31 februari 2026 of 99-99-2026; zie VNG-2026-0042."
    assert [found.value for found in find_dates(text)] == [date(2026, 4, 5)] * 3
    first = next(find_dates(text))
    assert text[first.start : first.end] == "5-4-2026"
