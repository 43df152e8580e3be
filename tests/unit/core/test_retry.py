"""Back-off: the waits grow to a ceiling, jitter only shortens, and somebody is told in the end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.errors import PlanError
from assistant.core.retry import CONNECTION, MAIL, Backoff, next_attempt, wait

START = datetime(2026, 9, 1, 8, tzinfo=UTC)


def test_waits_double_up_to_the_longest() -> None:
    minutes = [wait(MAIL, failures, 0).total_seconds() / 60 for failures in range(1, 11)]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240]


def test_jitter_takes_at_most_the_spread_off() -> None:
    assert wait(MAIL, 1, 0.5) == timedelta(seconds=54)
    assert wait(MAIL, 1, 0.999999) > timedelta(seconds=48)


def test_giving_up() -> None:
    end = START + MAIL.give_up_after
    assert next_attempt(MAIL, 1, START, START, 0) == START + timedelta(minutes=1)
    assert next_attempt(MAIL, 9, START, end - timedelta(hours=4), 0) == end
    assert next_attempt(MAIL, 9, START, end - timedelta(hours=3), 0) is None


def test_all_attempts_lie_within_the_time_given() -> None:
    now, failures = START, 1
    while (following := next_attempt(MAIL, failures, START, now, 0.3)) is not None:
        assert following > now
        now, failures = following, failures + 1
    assert now - START <= MAIL.give_up_after
    assert failures > 10


@given(st.integers(1, 10**9), st.floats(0, 1, exclude_max=True))
def test_any_number_of_failures_has_a_wait(failures: int, jitter: float) -> None:
    for backoff in (MAIL, CONNECTION, Backoff(factor=1)):
        assert timedelta(0) < wait(backoff, failures, jitter) <= backoff.longest


@pytest.mark.parametrize(("failures", "jitter"), [(0, 0), (-1, 0), (1, 1), (1, -0.1), (1, float("nan"))])
def test_senseless_questions(failures: int, jitter: float) -> None:
    with pytest.raises(PlanError):
        wait(MAIL, failures, jitter)


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": timedelta(0)},
        {"longest": timedelta(seconds=1)},
        {"give_up_after": timedelta(0)},
        {"factor": 0.5},
        {"factor": float("nan")},
        {"spread": 1.0},
        {"spread": -0.1},
    ],
    ids=str,
)
def test_senseless_schedules(wrong: dict[str, Any]) -> None:
    with pytest.raises(PlanError):
        Backoff(**wrong)
