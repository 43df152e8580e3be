"""Reminders: on which days, with which keys, once, also after downtime and changed dates (issue 3.7, LEGAL A5.5)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.calendars import is_working_day
from assistant.core.case import Case, Event, EventKind
from assistant.core.errors import PlanError
from assistant.core.ledger import Country
from assistant.core.lifecycle import fold
from assistant.core.reminders import Offsets, Reminder, ReminderKind, plan, to_send

START = datetime(2026, 9, 1, 8, tzinfo=UTC)
K, R = EventKind, ReminderKind


def case(*events: tuple[EventKind, float, dict[str, Any]], **opening: Any) -> Case:
    data: dict[str, Any] = {
        "reference": "SBB-2026-0001",
        "organisation": "sbb",
        "country": "NL",
        "kind": "request",
        "received": START.isoformat(),
        "labels": ["access"],
        "status": "in_progress",
    }
    first = Event(K.OPENED, START, "machine", data | opening)
    later = [Event(kind, START + timedelta(days=day), "p", facts) for kind, day, facts in events]
    return fold([first, *later])


def days(planned: tuple[Reminder, ...], kind: ReminderKind) -> list[date]:
    return [made.day for made in planned if made.kind is kind]


class TestPlan:
    def test_working_days_before_each_date(self) -> None:
        planned = plan(case())  # due Thu 1 October, target Mon 28 September
        assert days(planned, R.TARGET) == [date(2026, 9, 21), date(2026, 9, 25)]
        assert days(planned, R.DUE) == [
            date(2026, 9, 17),
            date(2026, 9, 24),
            date(2026, 9, 29),
            date(2026, 9, 30),
            date(2026, 10, 1),
        ]
        assert days(planned, R.NOTICE) == [date(2026, 9, 24), date(2026, 9, 29)]
        assert days(planned, R.OVERDUE) == [date(2026, 10, 2)]
        assert days(planned, R.UNSUSPENDED) == []

    def test_a_closed_case_has_none(self) -> None:
        assert plan(case((K.CLOSED, 1, {"outcome": "granted"}))) == ()

    def test_an_extended_case_is_not_reminded_of_the_notice(self) -> None:
        planned = plan(case((K.EXTENDED, 10, {})))
        assert days(planned, R.NOTICE) == []
        assert days(planned, R.OVERDUE) == [date(2026, 12, 2)]

    def test_nothing_on_or_before_the_day_of_receipt(self) -> None:
        planned = plan(case(promise={"days": 3}))
        assert all(made.day > date(2026, 9, 1) for made in planned)
        assert days(planned, R.DUE) == [date(2026, 9, 2), date(2026, 9, 3), date(2026, 9, 4)]

    def test_a_promise_on_a_holiday_is_reminded_on_the_working_day_before(self) -> None:
        received = datetime(2026, 11, 27, 9, tzinfo=UTC)
        planned = plan(case(received=received.isoformat(), promise={"weeks": 4}))
        assert days(planned, R.DUE)[-1] == date(2026, 12, 24)
        assert days(planned, R.OVERDUE) == [date(2026, 12, 26)]

    def test_at_once_is_reminded_on_the_next_working_day(self) -> None:
        assert days(plan(case(at_once=True)), R.TARGET) == [date(2026, 9, 2)]

    def test_an_unanswered_question_reminds_the_person_once_and_then_lapses(self) -> None:
        planned = plan(case((K.IDENTIFICATION_ASKED, 0, {})))
        assert days(planned, R.IDENTIFICATION_REMINDER) == [date(2026, 9, 8)]
        assert days(planned, R.IDENTIFICATION_LAPSE) == [date(2026, 9, 29)]  # before 1 October (LEGAL A5.5)

    @pytest.mark.parametrize("what", [(K.IDENTIFICATION_REMINDED, 7, {}), (K.IDENTIFICATION_RECEIVED, 6, {})])
    def test_no_second_reminder_and_none_over_evidence(
        self, what: tuple[EventKind, float, dict[str, Any]]
    ) -> None:
        planned = plan(case((K.IDENTIFICATION_ASKED, 0, {}), what))
        assert days(planned, R.IDENTIFICATION_REMINDER) == []

    def test_after_a_pause_both_dates_are_watched(self) -> None:
        planned = plan(case((K.IDENTIFICATION_ASKED, 0, {}), (K.IDENTIFIED, 8, {"level": 1})))
        assert days(planned, R.UNSUSPENDED)[-1] == date(2026, 10, 1)
        assert days(planned, R.DUE)[-1] == date(2026, 10, 9)
        assert days(planned, R.OVERDUE) == [date(2026, 10, 10)]

    def test_a_breach_is_watched_by_the_hour(self) -> None:
        planned = plan(case(kind="breach", labels=["breach_report"]))
        assert [made.at for made in planned] == [START + timedelta(hours=hours) for hours in (24, 48, 66, 72)]
        assert [made.kind for made in planned] == [R.BREACH, R.BREACH, R.BREACH, R.OVERDUE]

    @pytest.mark.parametrize(
        "wrong", [{"before_due": (-1,)}, {"identification_reminder_days": 0}, {"lapse_working_days": -1}]
    )
    def test_offsets_are_checked(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(PlanError):
            Offsets(**wrong)


class TestSending:
    def at(self, day: date, hour: int = 7) -> datetime:
        return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)

    def test_each_goes_out_once(self) -> None:
        planned = plan(case())
        done: frozenset[str] = frozenset()
        sent: list[Reminder] = []
        for n in range(60):
            for _ in range(2):  # a restart on the same day
                now, keys = to_send(planned, done, self.at(date(2026, 9, 1) + timedelta(days=n)), Country.NL)
                done |= keys
                sent += now
        assert sorted(made.key for made in sent) == sorted(made.key for made in planned)

    def test_after_downtime_only_the_last_of_each_kind(self) -> None:
        planned = plan(case())
        now, keys = to_send(planned, frozenset(), self.at(date(2026, 9, 30)), Country.NL)
        assert {made.kind: made.day for made in now} == {
            R.TARGET: date(2026, 9, 25),
            R.DUE: date(2026, 9, 30),
            R.NOTICE: date(2026, 9, 29),
        }
        assert len(keys) == 8
        assert to_send(planned, keys, self.at(date(2026, 9, 30)), Country.NL) == ((), frozenset())

    def test_a_changed_date_brings_new_days_but_no_old_ones_again(self) -> None:
        waiting = plan(case((K.IDENTIFICATION_ASKED, 0, {})))
        today = self.at(date(2026, 9, 25))
        _, done = to_send(waiting, frozenset(), today, Country.NL)
        answered = plan(case((K.IDENTIFICATION_ASKED, 0, {}), (K.IDENTIFIED, 8, {"level": 1})))
        again, _ = to_send(answered, done, today, Country.NL)
        assert [(made.kind, made.day) for made in again] == [(R.DUE, date(2026, 9, 25))]

    def test_the_local_day_counts(self) -> None:
        planned = plan(case())
        before, _ = to_send(planned, frozenset(), datetime(2026, 9, 16, 21, 59, tzinfo=UTC), Country.NL)
        after, _ = to_send(planned, frozenset(), datetime(2026, 9, 16, 22, 0, tzinfo=UTC), Country.NL)
        assert (len(before), len(after)) == (0, 1)

    def test_no_reminder_to_a_person_whose_request_lapses_today(self) -> None:
        planned = plan(case((K.IDENTIFICATION_ASKED, 0, {})))
        now, keys = to_send(planned, frozenset(), self.at(date(2026, 9, 29)), Country.NL)
        assert R.IDENTIFICATION_LAPSE in [made.kind for made in now]
        assert R.IDENTIFICATION_REMINDER not in [made.kind for made in now]
        assert any(key.startswith("identification_reminder:") for key in keys)


@given(
    st.datetimes(datetime(2018, 5, 25), datetime(2039, 1, 1)),  # noqa: DTZ001
    st.sampled_from(["NL", "BE"]),
    st.booleans(),
    st.sampled_from([None, {"days": 30}, {"weeks": 4}]),
)
@settings(deadline=None, max_examples=200)
def test_plans_are_deterministic_and_staff_are_reminded_on_working_days(
    moment: datetime, country: str, at_once: bool, promise: dict[str, int] | None
) -> None:
    received = moment.replace(tzinfo=UTC).isoformat()
    of = case(received=received, country=country, at_once=at_once, promise=promise)
    planned = plan(of)
    assert planned == plan(of)
    assert len({made.key for made in planned}) == len(planned)
    for made in planned:
        assert made.kind is R.OVERDUE or is_working_day(Country(country), made.day)
        assert made.kind is R.OVERDUE or made.day <= made.about
