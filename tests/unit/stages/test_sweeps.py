"""Sweeps and copies: one bad case, one slow or broken server, must not keep the others waiting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from assistant import pipeline
from assistant.core.case import EventKind
from assistant.gateways.errors import TemporaryError
from assistant.gateways.fakes import FakeMailbox
from assistant.pipeline import Stage, drain
from assistant.settings import Settings
from assistant.stages.context import Context, Outcome
from assistant.stages.dispatch import copy_to_sent
from assistant.stages.events import record
from assistant.stages.fetch import fetch
from assistant.stages.purge import purge
from assistant.stages.remind import remind
from assistant.store.database import Database
from assistant.store.tables import CaseRow, EventRow, OutboxRow, Position, RawState
from tests.house import House, test_settings

COMPLAINT = "Ik dien hierbij een klacht in over mijn gegevens."
BREACH = "Ik meld een datalek: er stonden gegevens op straat."


def spoil(house: House, reference: str) -> None:
    """A case whose history cannot be read any more."""
    with house.database.transaction() as session:
        statement = update(EventRow).where(
            EventRow.case_id == house.row(reference).id, EventRow.sequence == 1
        )
        session.execute(statement.values(kind="nonsense"))


def test_a_broken_case_does_not_keep_the_others_from_being_reminded_of(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive("vng", "Klacht", COMPLAINT)
    house.receive("vng", "Klacht", f"{COMPLAINT} Tweede.", sender="piet@x.example")
    broken, whole = (case.reference for case in house.cases)
    spoil(house, broken)
    house.turn(days=40)
    assert "escalated" in house.row(whole).flags
    house.turn(hours=1)
    told = [alarm for alarm in house.alarms if alarm.kind == "reminder"]
    assert [alarm.case_id for alarm in told] == [house.row(broken).id]
    assert broken in told[0].summary


def test_many_breaches_with_a_reminder_later_today_end_the_sweep(sqlite_house: House) -> None:
    house = sqlite_house
    for number in range(55):
        house.deliver("vng", house.mail("Datalek", f"{BREACH} {number}", sender=f"p{number}@x.example"))
    house.run()
    assert len(house.cases) == 55
    remind(house.context)
    house.now += timedelta(hours=60)
    remind(house.context)
    keys = [row.dedupe_key for row in house.outbox if row.dedupe_key.startswith("staff:reminder")]
    assert len(keys) == len(set(keys)) >= 55


def test_a_broken_case_does_not_keep_the_others_from_being_purged(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive("vng", "Klacht", COMPLAINT)
    house.receive("vng", "Klacht", f"{COMPLAINT} Tweede.", sender="piet@x.example")
    broken, whole = (case.reference for case in house.cases)
    with house.database.transaction() as session:
        for case in house.cases:
            record(house.context, session, case.id, EventKind.CLOSED, {"outcome": "granted"}, actor="staff")
        session.execute(update(CaseRow).values(purge_on=house.now.date()))
    spoil(house, broken)
    purge(house.context)
    assert house.row(broken).purged_at is None
    assert house.row(whole).purged_at is not None


def with_sent_folders(*organisations: str) -> Settings:
    """The test settings with a Sent folder at these organisations."""
    chosen = test_settings()
    changed = tuple(
        o.model_copy(update={"imap": chosen.imap_of(o).model_copy(update={"sent_folder": "Sent"})})
        if o.id in organisations
        else o
        for o in chosen.organisations
    )
    return chosen.model_copy(update={"organisations": changed})


def test_one_broken_mailbox_does_not_keep_the_others_from_their_copies(sqlite_database: Database) -> None:
    house = House(sqlite_database, with_sent_folders("sbb", "vng"))
    house.receive("sbb", "Klacht", COMPLAINT)
    house.receive("vng", "Klacht", f"{COMPLAINT} Ook hier.", sender="piet@x.example")
    house.mailboxes["sbb"].faults.append(TemporaryError("down"))
    with pytest.raises(TemporaryError):
        copy_to_sent(house.context, lambda id_: house.mailboxes[id_])
    assert len(house.mailboxes["vng"].folders["Sent"].mails) == 1
    copy_to_sent(house.context, lambda id_: house.mailboxes[id_])
    copy_to_sent(house.context, lambda id_: house.mailboxes[id_])
    assert len(house.mailboxes["sbb"].folders["Sent"].mails) == 1
    assert all(row.copied_at for row in house.all(OutboxRow) if not row.to_staff)


def test_others_can_write_while_a_sent_folder_is_slow(sqlite_database: Database) -> None:
    house = House(sqlite_database, with_sent_folders("vng"))
    house.receive("vng", "Klacht", COMPLAINT)
    with house.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    written = []

    class Slow(FakeMailbox):
        def append(self, *arguments: object, **more: object) -> None:
            with house.database.transaction() as session:  # what another job does meanwhile
                session.add(Position(mailbox="x", folder="y", uidvalidity=1, last_uid=len(written)))
            written.append(1)

    copy_to_sent(house.context, lambda _: Slow())
    assert written == [1]


def test_a_stage_that_fails_as_a_whole_does_not_hold_up_the_next(sqlite_house: House) -> None:
    house = sqlite_house
    left = [1, 1]

    def broken(context: Context) -> Outcome:
        raise RuntimeError("defect")

    def works(context: Context) -> Outcome:
        return Outcome(left.pop() if left else 0)

    with pytest.raises(RuntimeError, match="defect"):
        drain(house.context, (Stage("broken", broken), Stage("works", works)))
    assert left == []


def test_drain_stops_when_told_to(sqlite_house: House) -> None:
    house = sqlite_house
    house.deliver("vng", house.mail("Klacht", COMPLAINT))
    assert pipeline.drain(house.context, stopping=lambda: True) == Outcome()


def test_what_is_left_of_an_organisation_that_was_taken_away_does_not_hold_up_the_others(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    house.receive("sbb", "Klacht", COMPLAINT)
    house.deliver("sbb", house.mail("Klacht", f"{COMPLAINT} Nog een.", sender="piet@x.example"))
    fetch(house.context, house.mailboxes["sbb"], "sbb")
    left = tuple(o for o in house.settings.organisations if o.id != "sbb")
    object.__setattr__(house.context, "settings", house.settings.model_copy(update={"organisations": left}))
    del house.mailboxes["sbb"]
    house.receive("vng", "Klacht", f"{COMPLAINT} Bij de VNG.", sender="an@x.example")
    house.turn(days=45)
    assert [row.state for row in house.raw] == [RawState.INGESTED, RawState.QUARANTINED, RawState.INGESTED]
    [own] = [case for case in house.cases if case.organisation == "vng"]
    assert "escalated" in own.flags
    assert {alarm.kind for alarm in house.alarms if alarm.organisation == "sbb"} >= {"quarantine", "reminder"}
