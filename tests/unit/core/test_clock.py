"""The clock beyond the worked examples: open pauses, double pauses, extension with pause and promise, targets, explanations."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.core.clock import (
    BreachReckoning,
    Country,
    Kind,
    Ledger,
    Policy,
    Promise,
    RequestReckoning,
    reckon,
    reckon_if_answered,
)
from assistant.core.errors import LedgerError

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BRUSSELS = ZoneInfo("Europe/Brussels")


def ledger(day: str = "2026-09-01", **facts: object) -> Ledger:
    received = datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=AMSTERDAM)
    return Ledger(country=Country.NL, kind=Kind.REQUEST, received=received, **facts)  # type: ignore[arg-type]


def request(of: Ledger, policy: Policy | None = None) -> RequestReckoning:
    reckoning = reckon(of, policy or Policy())
    assert isinstance(reckoning, RequestReckoning)
    return reckoning


class TestPauses:
    def test_an_open_question_gives_no_days_yet(self) -> None:
        found = request(ledger(identification_asked=date(2026, 9, 2)))
        assert found.suspension_open
        assert found.suspended_days == 0
        assert found.due == found.unsuspended == date(2026, 10, 1)
        assert any("staat stil" in step for step in found.steps)

    def test_an_open_question_that_does_not_count_is_not_open(self) -> None:
        assert not request(
            ledger(identification_asked=date(2026, 9, 2), reasonable_doubt=False)
        ).suspension_open

    def test_what_an_open_pause_is_worth_on_a_day(self) -> None:
        found = reckon_if_answered(ledger(identification_asked=date(2026, 9, 2)), date(2026, 9, 12))
        assert found.due == date(2026, 10, 12)  # 1 + 10 = Sunday 11 October

    def test_only_what_was_asked_counts_as_answered(self) -> None:
        clear = ledger(clarification_asked=date(2026, 9, 2), large_quantity=True)
        assert reckon_if_answered(clear, date(2026, 9, 5)).due == date(
            2026, 10, 5
        )  # 1 + 3 = Sunday 4 October
        answered = ledger(identification_asked=date(2026, 9, 2), identified=date(2026, 9, 5))
        assert reckon_if_answered(answered, date(2026, 9, 20)) == reckon(answered)
        assert reckon_if_answered(ledger(), date(2026, 9, 20)) == reckon(ledger())

    def test_overlapping_pauses_count_each_day_once(self) -> None:
        found = request(
            ledger(
                identification_asked=date(2026, 9, 1),
                identified=date(2026, 9, 8),
                clarification_asked=date(2026, 9, 3),
                clarified=date(2026, 9, 11),
                large_quantity=True,
            )
        )
        assert found.suspended_days == 10

    def test_separate_pauses_add_up(self) -> None:
        found = request(
            ledger(
                identification_asked=date(2026, 9, 1),
                identified=date(2026, 9, 3),
                clarification_asked=date(2026, 9, 4),
                clarified=date(2026, 9, 9),
                large_quantity=True,
            )
        )
        assert found.suspended_days == 7
        assert found.due == date(2026, 10, 8)
        assert found.alt_due == date(2026, 10, 6)  # each pause one day less

    @pytest.mark.parametrize(("asked", "days"), [(date(2026, 9, 8), 3), (date(2026, 9, 9), 0)])
    def test_asking_is_in_time_up_to_the_fifth_working_day(self, asked: date, days: int) -> None:
        found = request(ledger(identification_asked=asked, identified=asked + timedelta(days=3)))
        assert found.suspended_days == days

    def test_the_asking_limit_uses_the_controllers_holidays(self) -> None:
        received = datetime(2026, 4, 29, 9, tzinfo=BRUSSELS)
        asked = {"identification_asked": date(2026, 5, 7), "identified": date(2026, 5, 9)}
        belgian = Ledger(country=Country.BE, kind=Kind.REQUEST, received=received, **asked)  # type: ignore[arg-type]
        assert (
            request(belgian).suspended_days == 2
        )  # 1 May does not count, so the 7th is the fifth working day
        assert request(replace(belgian, country=Country.NL)).suspended_days == 2  # here 5 May does not count

    def test_asked_and_answered_on_one_day_pauses_nothing(self) -> None:
        found = request(ledger(identification_asked=date(2026, 9, 2), identified=date(2026, 9, 2)))
        assert (found.suspended_days, found.due) == (0, date(2026, 10, 1))

    def test_policy_may_refuse_every_pause(self) -> None:
        paused = ledger(identification_asked=date(2026, 9, 1), identified=date(2026, 9, 8))
        assert request(paused, Policy(suspend=False)).due == date(2026, 10, 1)

    def test_clarification_of_a_large_quantity_pauses(self) -> None:
        found = request(
            ledger(clarification_asked=date(2026, 9, 3), clarified=date(2026, 9, 10), large_quantity=True)
        )
        assert (found.suspended_days, found.due) == (7, date(2026, 10, 8))
        assert any("overweging 63" in step for step in found.steps)

    def test_datetimes_are_read_in_the_controllers_zone(self) -> None:
        found = request(
            ledger(
                identification_asked=datetime(2026, 9, 1, 22, 30, tzinfo=UTC),  # 2 September in Amsterdam
                identified=datetime(2026, 9, 9, 10, tzinfo=UTC),
            )
        )
        assert found.suspended_days == 7


class TestExtension:
    def test_three_months_are_one_period_from_receipt(self) -> None:
        found = request(ledger("2026-01-31", extension_notice_sent=date(2026, 2, 20)))
        assert found.due == date(2026, 4, 30)
        assert found.alt_due == date(2026, 4, 28)  # one and then two months: shown, and planned on

    def test_the_target_follows_the_earlier_reading(self) -> None:
        found = request(ledger("2026-01-31", extension_notice_sent=date(2026, 2, 20)))
        assert found.target == date(2026, 4, 22)  # Tue 28 April less three working days, King's Day off

    @pytest.mark.parametrize(("sent", "extended"), [(date(2026, 4, 7), True), (date(2026, 4, 8), False)])
    def test_notice_counts_until_the_rolled_day(self, sent: date, extended: bool) -> None:
        found = request(ledger("2026-03-05", extension_notice_sent=sent))
        assert found.extended is extended
        assert found.due == (date(2026, 6, 5) if extended else date(2026, 4, 7))
        assert found.notice_due == date(2026, 4, 7)

    def test_late_notice_is_explained(self) -> None:
        steps = request(ledger("2026-03-05", extension_notice_sent=date(2026, 4, 8))).steps
        assert any("te laat" in step and "niet verlengd" in step for step in steps)

    def test_pause_and_extension_add_up_and_the_notice_day_moves(self) -> None:
        paused = ledger(
            identification_asked=date(2026, 9, 1),
            identified=date(2026, 9, 11),
            extension_notice_sent=date(2026, 10, 9),
        )
        found = request(paused)
        assert found.notice_due == date(2026, 10, 12)
        assert found.extended
        assert found.due == date(2026, 12, 11)  # 1 December plus ten
        assert found.unsuspended == date(2026, 10, 1)  # without the pause the notice would have been late

    def test_a_promise_to_carry_out_is_not_stretched(self) -> None:
        found = request(ledger(promise=Promise(days=30), extension_notice_sent=date(2026, 9, 20)))
        assert (found.extended, found.statutory, found.due) == (True, date(2026, 12, 1), date(2026, 10, 1))

    def test_a_promise_to_react_is_kept_by_a_notice_before_its_day(self) -> None:
        react = Promise(weeks=4, reaction_suffices=True)
        assert request(ledger(promise=react, extension_notice_sent=date(2026, 9, 29))).due == date(
            2026, 12, 1
        )
        assert request(ledger(promise=react, extension_notice_sent=date(2026, 9, 30))).due == date(
            2026, 9, 29
        )


class TestPromiseAndTarget:
    def test_a_promise_neither_rolls_nor_pauses(self) -> None:
        paused = ledger(
            promise=Promise(weeks=4), identification_asked=date(2026, 9, 1), identified=date(2026, 9, 21)
        )
        found = request(paused)
        assert (found.due, found.statutory) == (date(2026, 9, 29), date(2026, 10, 21))

    def test_a_promise_on_a_holiday_is_planned_before_it(self) -> None:
        found = request(ledger("2026-11-27", promise=Promise(weeks=4)))
        assert found.due == date(2026, 12, 25)
        assert any("donderdag 24 december 2026" in step for step in found.steps)
        assert found.target == date(2026, 12, 21)

    def test_a_rolling_promise_is_only_an_alternative(self) -> None:
        found = request(ledger("2026-03-09", promise=Promise(weeks=4)))
        assert [other.due for other in found.alternatives] == [date(2026, 4, 7)]
        assert found.alt_due is None
        assert request(ledger(promise=Promise(weeks=4))).alternatives == ()
        assert request(ledger("2026-03-05", promise=Promise(days=60))).alternatives == ()

    def test_the_target_ignores_roll_and_pause(self) -> None:
        assert request(ledger("2026-03-05")).target == date(
            2026, 3, 30
        )  # Thu 2 April less three working days
        paused = ledger(identification_asked=date(2026, 9, 1), identified=date(2026, 9, 29))
        assert request(paused).target == request(ledger()).target == date(2026, 9, 28)

    def test_buffer_is_policy(self) -> None:
        assert request(ledger(), Policy(buffer_working_days=0)).target == date(2026, 10, 1)

    def test_at_once_means_the_next_working_day(self) -> None:
        assert request(ledger("2026-04-02", at_once=True)).target == date(2026, 4, 7)

    def test_a_promise_shorter_than_the_buffer_keeps_a_possible_target(self) -> None:
        found = request(ledger(promise=Promise(days=1)))
        assert found.target == found.due == date(2026, 9, 2)

    def test_the_deadline_is_midnight_local_time(self) -> None:
        assert request(ledger()).deadline == datetime(2026, 10, 2, tzinfo=AMSTERDAM)


class TestReceipt:
    def test_the_local_day_counts_not_utc(self) -> None:
        late = Ledger(
            country=Country.NL, kind=Kind.REQUEST, received=datetime(2026, 8, 31, 22, 30, tzinfo=UTC)
        )
        assert request(late).due == date(2026, 10, 1)  # 1 September in Amsterdam

    def test_belgian_day_of_the_oj_list_is_only_an_alternative(self) -> None:
        received = datetime(2026, 10, 2, 10, tzinfo=BRUSSELS)
        found = request(Ledger(country=Country.BE, kind=Kind.REQUEST, received=received))
        assert (found.due, found.alt_due) == (date(2026, 11, 2), date(2026, 11, 3))


def test_a_hundred_thousand_reckonings_take_seconds() -> None:
    paused = ledger(
        promise=Promise(weeks=4), identification_asked=date(2026, 9, 1), identified=date(2026, 9, 8)
    )
    start = time.process_time()
    for _ in range(5_000):
        reckon(paused)
    assert (time.process_time() - start) * 20 < 60


class TestBreach:
    def breach(self, received: datetime, policy: Policy | None = None) -> BreachReckoning:
        found = reckon(Ledger(country=Country.NL, kind=Kind.BREACH, received=received), policy or Policy())
        assert isinstance(found, BreachReckoning)
        return found

    def test_spring_hour_is_not_lost(self) -> None:
        found = self.breach(datetime(2026, 3, 27, 15, 30, tzinfo=AMSTERDAM))
        assert found.plain72 == datetime(2026, 3, 30, 16, 30, tzinfo=AMSTERDAM)
        assert found.due == datetime(2026, 3, 30, 17, 0, tzinfo=AMSTERDAM)

    def test_the_full_hour_itself_still_waits_for_the_next(self) -> None:
        found = self.breach(datetime(2026, 9, 14, 10, 0, tzinfo=AMSTERDAM))
        assert found.due - found.plain72 == timedelta(hours=1)

    def test_the_deadline_to_keep_is_the_plain_one(self) -> None:
        found = self.breach(datetime(2026, 9, 14, 10, 20, tzinfo=UTC))
        assert found.deadline == found.plain72
        assert found.due.utcoffset() == timedelta(hours=2)

    def test_hours_are_a_parameter(self) -> None:
        received = datetime(2026, 9, 14, 10, 20, tzinfo=UTC)
        assert self.breach(received, Policy(breach_hours=96)).plain72 == received + timedelta(hours=96)


class TestExplanation:
    def test_the_example_of_the_issue(self) -> None:
        steps = " ".join(request(ledger("2026-03-05")).steps)
        assert "5 april 2026 is Eerste Paasdag en 6 april 2026 is Tweede Paasdag, dus" in steps
        assert "dinsdag 7 april 2026 (art. 3 lid 4 Verordening 1182/71)" in steps

    @pytest.mark.parametrize(
        "facts",
        [
            {},
            {"promise": Promise(weeks=4)},
            {"identification_asked": date(2026, 9, 1), "identified": date(2026, 9, 2)},
            {"identification_asked": date(2026, 9, 21)},
            {"clarification_asked": date(2026, 9, 1)},
            {"extension_notice_sent": date(2026, 9, 1)},
            {"at_once": True},
        ],
        ids=str,
    )
    def test_every_step_names_its_basis(self, facts: dict[str, object]) -> None:
        for step in request(ledger(**facts)).steps:
            assert step.endswith(").") or step.startswith("Andere lezing: ")

    def test_a_clamped_month_is_explained(self) -> None:
        assert any("er geen dag 31" in step for step in request(ledger("2026-01-31")).steps)


class TestContradictions:
    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"identification_asked": date(2026, 8, 31)}, "identification_asked"),
            ({"extension_notice_sent": date(2026, 8, 31)}, "extension_notice_sent"),
            ({"identified": date(2026, 9, 5)}, "identified"),
            ({"identification_asked": date(2026, 9, 5), "identified": date(2026, 9, 4)}, "identified"),
            ({"clarification_asked": date(2026, 9, 5), "clarified": date(2026, 9, 4)}, "clarified"),
            ({"identification_asked": datetime(2026, 9, 5, 12)}, "identification_asked"),  # noqa: DTZ001
            ({"identification_asked": datetime(9999, 12, 31, 23, tzinfo=UTC)}, "identification_asked"),
            ({"extension_notice_sent": datetime(2026, 9, 1, 7, tzinfo=UTC)}, "extension_notice_sent"),
        ],
        ids=str,
    )
    def test_each_is_one_error_that_names_the_field(self, facts: dict[str, object], field: str) -> None:
        with pytest.raises(LedgerError, match=f"^{field} ") as caught:
            ledger(**facts)
        assert "\n" not in str(caught.value)

    def test_one_moment_for_all_is_no_contradiction(self) -> None:
        now = ledger().received
        same = ledger(identification_asked=now, identified=now, extension_notice_sent=now)
        assert request(same).suspended_days == 0

    @pytest.mark.parametrize("year", [1, 1971, 2200, 9999])
    def test_a_broken_mail_clock_is_told(self, year: int) -> None:
        with pytest.raises(LedgerError, match="received lies in the year"):
            Ledger(country=Country.NL, kind=Kind.REQUEST, received=datetime(year, 12, 31, 23, 59, tzinfo=UTC))

    def test_a_naive_moment_is_told(self) -> None:
        with pytest.raises(LedgerError, match="received has no UTC offset"):
            Ledger(country=Country.NL, kind=Kind.REQUEST, received=datetime(2026, 9, 1, 10))  # noqa: DTZ001

    def test_a_breach_knows_no_pause(self) -> None:
        with pytest.raises(LedgerError, match="identification_asked is filled in for a breach"):
            replace(ledger(), kind=Kind.BREACH, identification_asked=date(2026, 9, 2))

    @pytest.mark.parametrize("parts", [{}, {"days": 30, "weeks": 4}, {"days": -1}, {"days": True}])
    def test_a_promise_is_days_or_weeks(self, parts: dict[str, int]) -> None:
        with pytest.raises(LedgerError, match="promise"):
            Promise(**parts)

    @pytest.mark.parametrize(
        "wrong", [{"buffer_working_days": -1}, {"breach_hours": 0}, {"breach_hours": True}]
    )
    def test_a_policy_is_checked(self, wrong: dict[str, int]) -> None:
        with pytest.raises(LedgerError, match="policy"):
            Policy(**wrong)  # type: ignore[arg-type]
