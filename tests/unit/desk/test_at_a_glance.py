"""What a line of the work list says: how long, why, and what now."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from assistant.core.case import EventKind
from assistant.desk.at_a_glance import glance, why_due
from assistant.desk.milestones import milestones
from assistant.store.tables import CaseRow
from tests.acceptance.staff import Staff
from tests.house import House

NOW = datetime(2026, 10, 10, 10, tzinfo=UTC)
TODAY = date(2026, 10, 10)


def row(**changes: object) -> CaseRow:
    """An open case that is due in ten days."""
    values = {
        "status": "in_progress", "flags": [], "labels": ["access"], "due": date(2026, 10, 20), "due_at": None,
        "unsuspended": date(2026, 10, 20), "notice_due": date(2026, 10, 20), "target": date(2026, 10, 15), "closed_at": None,
    }  # fmt: skip
    return CaseRow(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "één maand na ontvangst"),
        ({"unsuspended": date(2026, 10, 12)}, "één maand, langer door een pauze"),
        ({"due": date(2026, 10, 13)}, "eigen kortere termijn"),
        ({"due": date(2026, 12, 20)}, "verlengd tot drie maanden"),
        ({"due_at": NOW, "notice_due": None}, "72 uur na de melding"),
    ],
)
def test_the_rule_behind_the_date_is_named(changes: dict[str, object], why: str) -> None:
    assert why_due(row(**changes)) == why


@pytest.mark.parametrize(
    ("left", "words", "urgency"),
    [
        (timedelta(hours=5, minutes=30), "nog 5 uur", "gauw"),
        (timedelta(minutes=40), "nog minder dan 1 uur", "gauw"),
        (timedelta(hours=-3), "3 uur te laat", "laat"),
        (timedelta(hours=60), "nog 2 dagen", "gauw"),
    ],
)
def test_a_breach_report_is_counted_in_hours(left: timedelta, words: str, urgency: str) -> None:
    due_at = NOW + left
    seen = glance(row(due_at=due_at, due=due_at.date(), notice_due=None), NOW, TODAY)
    assert (seen.left, seen.urgency) == (words, urgency)


@pytest.mark.parametrize(
    ("changes", "drafted", "step", "ours"),
    [
        ({"status": "triage"}, False, "Beoordeel wat er wordt gevraagd", True),
        ({}, False, "Schrijf het antwoord", True),
        ({}, True, "Vul het concept aan en keur het goed", True),
        ({"status": "awaiting_identification"}, True, "Wacht op identificatie", False),
        (
            {"status": "awaiting_identification", "flags": ["bounced"]},
            False,
            "Zoek een adres dat wel werkt",
            True,
        ),
    ],
)
def test_the_next_step_comes_first(changes: dict[str, object], drafted: bool, step: str, ours: bool) -> None:
    seen = glance(row(**changes), NOW, TODAY, drafted=drafted)
    assert (seen.step, seen.ours) == (step, ours)


def test_a_passed_target_date_is_said_before_the_binding_one_passes() -> None:
    assert glance(row(), NOW, date(2026, 10, 16)).past_target
    assert not glance(row(), NOW, date(2026, 10, 15)).past_target
    assert not glance(row(), NOW, date(2026, 10, 21)).past_target


def test_a_closed_case_asks_for_nothing() -> None:
    seen = glance(row(closed_at=NOW), NOW, TODAY)
    assert (seen.urgency, seen.step, seen.why) == ("klaar", "", "")


def test_milestones_stand_in_order_with_today_among_them(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive("vng", "Verzoek", "Ik wil inzage in mijn gegevens.\n\nJo Bloem")
    house.now += timedelta(days=4)
    Staff(house).identify("VNG-2026-0001")
    work = house.case("VNG-2026-0001")
    found = milestones(work.case, work.reckoning, house.now.date())
    assert [(one.name, one.kind) for one in found] == [
        ("Ontvangen", "past"), ("Om identificatie gevraagd", "past"), ("Antwoord met identificatie", "ahead"),
        ("Vandaag", "today"), ("Streefdatum", "ahead"), ("Uiterlijk zonder pauze", "ahead"), ("Uiterlijk", "due"),
    ]  # fmt: skip
    assert list(found) == sorted(found, key=lambda one: one.day)
    Staff(house).happen("VNG-2026-0001", EventKind.CLOSED, outcome="granted", reason="klaar")
    closed = house.case("VNG-2026-0001")
    names = [one.name for one in milestones(closed.case, closed.reckoning, house.now.date())]
    assert "Vandaag" not in names
    assert "Laatste dag om te verlengen" not in names
