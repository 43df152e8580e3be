"""The audit trail is read page by page to its very beginning; no line is left out or shown twice."""

from __future__ import annotations

from datetime import timedelta

from assistant.stages.audit import note
from assistant.store import accounts
from tests.house import House


def test_pages_of_the_trail_follow_each_other(house: House) -> None:
    for number in range(25):
        house.now += timedelta(seconds=number % 3)  # some at the same moment
        note(house.context, "medewerker-1", f"GET {number}", organisation="vng" if number % 5 else "vvsg")
    seen: list[str] = []
    before = None
    with house.database.reading() as session:
        while page := accounts.trail(session, ("vng",), before=before, limit=7):
            seen += [line.action for line in page]
            before = page[-1].id
    assert seen == [f"GET {number}" for number in reversed(range(25)) if number % 5]
