"""What must hold of the clock for every ledger (issue 3.3), and agreement with a second, naive implementation."""

from __future__ import annotations

import calendar
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import holidays as other
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.core.calendars import is_working_day
from assistant.core.clock import (
    BreachReckoning,
    Country,
    Kind,
    Ledger,
    Policy,
    Promise,
    RequestReckoning,
    reckon,
)

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine is shared
OFF = {
    Country.NL: other.country_holidays("NL", years=range(2018, 2042), categories=("public", "optional")),
    Country.BE: other.country_holidays("BE", years=range(2018, 2042)),
}
moments = st.datetimes(datetime(2018, 5, 25), datetime(2040, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)
promises = (
    st.none() | st.builds(Promise, days=st.integers(1, 60)) | st.builds(Promise, weeks=st.integers(1, 9))
)


@st.composite
def ledgers(draw: st.DrawFn, promise: bool = True) -> Ledger:
    country = draw(st.sampled_from(Country))
    received = draw(moments)
    day = received.astimezone(country.zone).date()

    def pause() -> tuple[date | None, date | None]:
        asked = draw(st.none() | st.integers(0, 12).map(lambda n: day + timedelta(days=n)))
        if asked is None:
            return None, None
        return asked, draw(st.none() | st.integers(0, 40).map(lambda n: asked + timedelta(days=n)))

    identification_asked, identified = pause()
    clarification_asked, clarified = pause()
    return Ledger(
        country=country,
        kind=Kind.REQUEST,
        received=received,
        promise=draw(promises) if promise else None,
        identification_asked=identification_asked,
        identified=identified,
        reasonable_doubt=draw(st.booleans()),
        clarification_asked=clarification_asked,
        clarified=clarified,
        large_quantity=draw(st.booleans()),
        extension_notice_sent=draw(st.none() | st.integers(0, 60).map(lambda n: day + timedelta(days=n))),
    )


def request(ledger: Ledger, policy: Policy | None = None) -> RequestReckoning:
    found = reckon(ledger, policy or Policy())
    assert isinstance(found, RequestReckoning)
    return found


@given(ledgers(), st.integers(0, 24 * 60 * 45))
@settings(CALM, max_examples=400)
def test_a_later_arrival_is_never_due_earlier(ledger: Ledger, minutes: int) -> None:
    bare = Ledger(ledger.country, ledger.kind, ledger.received, ledger.promise)
    later = replace(bare, received=bare.received + timedelta(minutes=minutes))
    assert request(later).due >= request(bare).due
    assert request(later).statutory >= request(bare).statutory
    assert request(later).notice_due >= request(bare).notice_due


@given(ledgers())
@settings(CALM, max_examples=400)
def test_the_statutory_day_is_a_working_day(ledger: Ledger) -> None:
    found = request(ledger)
    assert is_working_day(ledger.country, found.statutory)
    assert is_working_day(ledger.country, found.notice_due)
    assert is_working_day(ledger.country, found.due) or found.due == found.promise


@given(ledgers())
@settings(CALM, max_examples=400)
def test_a_pause_never_makes_it_earlier(ledger: Ledger) -> None:
    with_pause, without = request(ledger), request(ledger, Policy(suspend=False))
    assert without.due <= with_pause.due
    assert without.notice_due <= with_pause.notice_due
    assert with_pause.unsuspended == without.due
    assert with_pause.target == without.target


@given(ledgers(promise=False))
@settings(CALM, max_examples=400)
def test_an_extension_or_a_promise_moves_only_its_own_way(ledger: Ledger) -> None:
    found = request(ledger)
    assert found.due >= request(replace(ledger, extension_notice_sent=None)).due
    assert request(replace(ledger, promise=Promise(days=30))).due <= found.due


@given(ledgers())
@settings(CALM, max_examples=400)
def test_dates_keep_their_order(ledger: Ledger) -> None:
    found = request(ledger)
    assert ledger.day_received <= found.target <= found.unsuspended <= found.due <= found.statutory
    assert found.suspended_days >= 0
    assert found.suspended_days == 0 or not found.suspension_open or ledger.identified or ledger.clarified
    assert all(other.due != found.due for other in found.alternatives)


@contextmanager
def machine_zone(name: str) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


@given(ledgers(), st.sampled_from(["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC", "Asia/Kolkata"]))
@settings(CALM)
def test_the_machines_zone_does_not_matter(ledger: Ledger, zone: str) -> None:
    here = reckon(ledger)
    with machine_zone(zone):
        assert reckon(ledger) == here


@given(ledgers(), st.integers(-14, 14))
@settings(CALM)
def test_the_offset_in_which_a_moment_is_written_does_not_matter(ledger: Ledger, hours: int) -> None:
    written = ledger.received.astimezone(timezone(timedelta(hours=hours)))
    assert request(replace(ledger, received=written)) == request(ledger)


@given(moments, st.sampled_from(Country))
@settings(CALM, max_examples=300)
def test_a_breach_is_72_elapsed_hours_and_less_than_one_more(received: datetime, country: Country) -> None:
    found = reckon(Ledger(country=country, kind=Kind.BREACH, received=received))
    assert isinstance(found, BreachReckoning)
    assert found.plain72.astimezone(UTC) - received == timedelta(hours=72)
    assert timedelta(0) < found.due.astimezone(UTC) - found.plain72.astimezone(UTC) <= timedelta(hours=1)
    assert (found.due.minute, found.due.second, found.due.microsecond) == (0, 0, 0)


@given(moments, st.sampled_from(Country))
@settings(CALM, max_examples=300)
def test_a_bare_request_agrees_with_a_naive_second_implementation(
    received: datetime, country: Country
) -> None:
    day = received.astimezone(country.zone).date()
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    end = date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    while end.weekday() >= 5 or end in OFF[country]:
        end += timedelta(days=1)
    assert request(Ledger(country=country, kind=Kind.REQUEST, received=received)).due == end
