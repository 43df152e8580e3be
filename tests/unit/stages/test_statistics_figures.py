"""The figures against a plain count in Python over the same cases, on both engines: edges of days, summer time, labels, ages."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from assistant.stages import register, statistics
from assistant.stages.deadlines import deadlines
from assistant.stages.statistics import AGES, Period
from assistant.stages.worklist import Filter, Queue, counts, listed
from assistant.store.tables import CaseRow, DraftRow
from tests.house import House

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 18)
PERIOD = Period(date(2026, 1, 1), date(2026, 11, 18), ("vng", "vvsg"), "Europe/Amsterdam")
LABELS = (["access"], ["access", "erasure"], ["complaint"], ["objection"])


def rows(count: int = 400) -> list[dict[str, object]]:
    """Cases whose closing lies around the last moment of their date, in winter and in summer, and breaches by the hour."""
    chance = random.Random(11)  # noqa: S311 - sample data
    made = []
    for number in range(count):
        received = NOW - timedelta(days=chance.uniform(0, 420))
        due = (received + timedelta(days=30)).astimezone(ZONE).date()
        midnight = datetime.combine(due + timedelta(days=1), time(0), tzinfo=ZONE).astimezone(UTC)
        breach = number % 10 == 0
        due_at = received + timedelta(hours=72) if breach else None
        near = chance.choice((-3600, -1, 0, 1, 1800, 3600, 7199, 86400 * 3, -86400 * 3))
        closed = (due_at or midnight) + timedelta(seconds=near)
        is_open = closed > NOW or number % 7 == 0
        made.append(
            {
                "reference": f"T-2026-{number:04d}", "organisation": chance.choice(("vng", "vvsg", "sbb")), "kind": "request",
                "status": "in_progress" if is_open else "closed", "labels": chance.choice(LABELS), "flags": [],
                "outcome": None if is_open else chance.choice(("granted", "refused")), "received_at": received,
                "due": due_at.astimezone(ZONE).date() if due_at else due, "due_at": due_at, "unsuspended": due, "target": due,
                "version": 1, "language": "nl", "closed_at": None if is_open else closed,
                "assignee": chance.choice((None, "medewerker-1")),
            }
        )  # fmt: skip
    return made


@pytest.fixture
def filled(house: House) -> tuple[House, list[CaseRow]]:
    house.now = NOW
    with house.database.transaction() as session:
        session.execute(insert(CaseRow), rows())
    return house, [case for case in house.cases if case.organisation in PERIOD.organisations]


def within(moment: datetime | None) -> bool:
    return moment is not None and PERIOD.start <= moment < PERIOD.end


def too_late(case: CaseRow, at: datetime) -> bool:
    if case.due_at is not None:
        return at > case.due_at
    return at >= datetime.combine(case.due + timedelta(days=1), time(0), tzinfo=ZONE)


def test_every_figure_equals_a_plain_count(filled: tuple[House, list[CaseRow]]) -> None:
    house, cases = filled
    with house.database.reading() as session:
        found = statistics.gather(house.context, session, PERIOD)
    came = [case for case in cases if within(case.received_at)]
    ended = [case for case in cases if within(case.closed_at)]
    waiting = [case for case in cases if case.closed_at is None]
    assert found.received == len(came)
    assert (found.closed, found.late) == (
        len(ended),
        sum(too_late(case, case.closed_at) for case in ended if case.closed_at),
    )
    assert 0 < found.late < found.closed
    assert dict(found.by_label) == Counter(label for case in came for label in case.labels)
    assert dict(found.by_outcome) == Counter(case.outcome for case in ended)
    assert found.answered_days == pytest.approx(
        median(
            (case.closed_at - case.received_at).total_seconds() / 86400 for case in ended if case.closed_at
        ),
        abs=1e-5,
    )
    months = Counter(f"{case.received_at.astimezone(ZONE):%Y-%m}" for case in came)
    assert {month: count for month, count, _ in found.by_month if count} == months
    assert found.open_now.count == len(waiting) == sum(count for _, count in found.open_now.by_age)
    assert found.open_now.late == sum(too_late(case, NOW) for case in waiting)
    ages = Counter(
        next(words for days, words in AGES if NOW - c.received_at < timedelta(days=days)) for c in waiting
    )
    assert dict(found.open_now.by_age) == {words: ages[words] for _, words in AGES}
    by_label = Counter(label for case in waiting for label in case.labels)
    assert {label: sum(counted) for label, counted in found.open_now.by_label} == by_label


def test_whoever_may_see_all_organisations_sees_the_sum_of_them(filled: tuple[House, list[CaseRow]]) -> None:
    house, _ = filled
    with house.database.reading() as session:
        some, other, every = (
            statistics.gather(house.context, session, replace(PERIOD, organisations=those))
            for those in (("vng", "vvsg"), ("sbb",), ("sbb", "vng", "vvsg", "vng_kchn"))
        )
    assert (
        every.received
        == some.received + other.received
        == len([c for c in house.cases if within(c.received_at)])
    )
    assert (every.closed, every.late) == (some.closed + other.closed, some.late + other.late)
    assert every.open_now.count == some.open_now.count + other.open_now.count
    assert other.received > 0


def test_what_was_just_closed_is_counted_at_once(filled: tuple[House, list[CaseRow]]) -> None:
    house, _ = filled
    with house.database.reading() as session:
        before = statistics.gather(house.context, session, PERIOD)
    with house.database.transaction() as session:
        case = session.scalars(
            select(CaseRow).where(CaseRow.organisation == "vng", CaseRow.closed_at.is_(None))
        ).first()
        assert case is not None
        case.closed_at, case.status, case.outcome = NOW, "closed", "granted"
    with house.database.reading() as session:
        after = statistics.gather(house.context, session, PERIOD)
    assert (after.closed, after.open_now.count) == (before.closed + 1, before.open_now.count - 1)


def test_a_period_without_cases_has_no_medians_and_no_share(house: House) -> None:
    house.now = NOW
    with house.database.reading() as session:
        found = statistics.gather(house.context, session, PERIOD)
    assert (found.received, found.closed, found.share, found.answered_days, found.acknowledged_hours) == (
        0, 0, None, None, None,
    )  # fmt: skip


def test_the_acknowledgement_is_timed_from_arrival(house: House) -> None:
    house.receive("vng", "Verzoek", "Ik wil inzage in mijn gegevens.\n\nJo Bloem")
    period = Period(date(2026, 8, 1), date(2026, 9, 30), ("vng",), "Europe/Amsterdam")
    with house.database.reading() as session:
        assert statistics.gather(house.context, session, period).acknowledged_hours == pytest.approx(
            0, abs=0.01
        )


def test_labels_as_text_follow_the_labels(filled: tuple[House, list[CaseRow]]) -> None:
    house, cases = filled
    with house.database.transaction() as session:
        session.get_one(CaseRow, cases[0].id).labels = ["question"]
    with house.database.reading() as session:
        for labels, text in session.execute(select(CaseRow.labels, CaseRow.label_text)):
            assert json.loads(text) == labels
        chosen = Filter(PERIOD.organisations, "medewerker-1", Queue.ALL, label="question")
        closed = Filter(PERIOD.organisations, "medewerker-1", Queue.CLOSED, label="question")
        shown = [*listed(house.context, session, chosen).rows, *listed(house.context, session, closed).rows]
    assert [row.id for row in shown] == [cases[0].id]


@pytest.mark.parametrize("queue", [Queue.ALL, Queue.LATE, Queue.SOON, Queue.MINE])
def test_counts_of_queues_are_what_their_pages_list(
    filled: tuple[House, list[CaseRow]], queue: Queue
) -> None:
    house, cases = filled
    waiting = [case for case in cases if case.closed_at is None]
    expected = {
        Queue.ALL: waiting,
        Queue.LATE: [case for case in waiting if too_late(case, NOW)],
        Queue.SOON: [
            c for c in waiting if TODAY <= c.due <= TODAY + timedelta(days=7) and not too_late(c, NOW)
        ],
        Queue.MINE: [case for case in waiting if case.assignee == "medewerker-1"],
    }[queue]
    with house.database.reading() as session:
        counted = counts(house.context, session, PERIOD.organisations, "medewerker-1")
        pages = [
            listed(house.context, session, Filter(PERIOD.organisations, "medewerker-1", queue, page=page))
            for page in range(1, 5)
        ]
    shown = [row for page in pages for row in page.rows]
    assert counted[queue] == len(expected)
    assert [row.id for row in shown] == [c.id for c in sorted(expected, key=lambda c: (c.due, c.id))][:200]


def test_the_calendar_counts_each_day_and_names_its_first_cases(filled: tuple[House, list[CaseRow]]) -> None:
    house, cases = filled
    first, last = date(2026, 11, 1), date(2026, 12, 31)
    waiting = [c for c in cases if c.closed_at is None and first <= c.due <= last]
    with house.database.reading() as session:
        found = deadlines(session, PERIOD.organisations, first, last, shown=1)
    assert {day: due.count for day, due in found.items()} == Counter(case.due for case in waiting)
    assert all(len(due.references) == 1 for due in found.values())
    assert any(due.count > 1 for due in found.values())


def test_the_register_holds_each_case_of_the_period_once(
    filled: tuple[House, list[CaseRow]], monkeypatch: pytest.MonkeyPatch
) -> None:
    house, cases = filled
    monkeypatch.setattr(register, "AT_ONCE", 7)
    came = sorted((c for c in cases if within(c.received_at)), key=lambda c: (c.received_at, c.id))
    lines = [line for portion in register.lines(house.context, PERIOD) for line in portion]
    assert [line[0] for line in lines] == [case.reference for case in came]
    assert lines[0][6] == f"{came[0].received_at.astimezone(ZONE):%Y-%m-%d %H:%M}"


def test_only_cases_with_an_open_draft_are_ready(house: House) -> None:
    house.receive("vng", "Klacht", "Ik dien een klacht in over mijn gegevens.")
    house.receive("vng", "Inzage", "Ik wil inzage.", sender="Mo <mo@person.example>")
    chosen = Filter(("vng",), "medewerker-1", Queue.DRAFT)
    with house.database.reading() as session:
        found = listed(house.context, session, chosen)
        assert counts(house.context, session, ("vng",), "medewerker-1")[Queue.DRAFT] == len(found.rows) == 1
    assert found.drafts == {house.all(DraftRow)[0].case_id}
