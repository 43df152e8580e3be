"""A stored row that can no longer be decrypted is a person's; it does not hold up the queue behind it."""

from __future__ import annotations

from sqlalchemy import text

from assistant import pipeline
from assistant.stages.fetch import fetch
from assistant.store.tables import MessageState, RawState
from tests.house import House

COMPLAINT = "Ik dien hierbij een klacht in over mijn gegevens, nummer"


def deliver_two(house: House) -> None:
    for number in range(2):
        house.deliver("vng", house.mail("Klacht", f"{COMPLAINT} {number}.", sender=f"p{number}@x.example"))
    fetch(house.context, house.mailboxes["vng"], "vng")


def damage(house: House, statement: str) -> None:
    with house.database.engine.begin() as connection:
        connection.execute(text(statement), {"bad": b"gAAAAA-not-a-token"})


def test_bytes_that_cannot_be_decrypted(house: House) -> None:
    deliver_two(house)
    damage(house, "UPDATE raw_mails SET content = :bad WHERE id = 1")
    pipeline.drain(house.context)
    assert [row.state for row in house.raw] == [RawState.QUARANTINED, RawState.INGESTED]
    assert [alarm.kind for alarm in house.alarms if alarm.raw_id == 1] == ["quarantine"]
    assert len(house.cases) == 1


def test_a_message_that_cannot_be_decrypted(house: House) -> None:
    deliver_two(house)
    pipeline.drain(house.context, pipeline.select(["ingest"]))
    damage(house, "UPDATE messages SET parsed = :bad WHERE id = 1")
    pipeline.drain(house.context)
    with house.database.reading() as session:
        states = session.execute(text("SELECT state FROM messages ORDER BY id")).scalars().all()
    assert states == [MessageState.QUARANTINED, MessageState.DONE]
    assert [alarm.kind for alarm in house.alarms if alarm.raw_id == 1] == ["quarantine"]
    assert len(house.cases) == 1
