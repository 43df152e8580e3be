"""Two workers on one PostgreSQL: no case, letter, reference, reminder or copy comes twice, and caps hold."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import select, update

from assistant import pipeline
from assistant.core import history
from assistant.gateways.fakes import FakeSender
from assistant.stages.context import Context
from assistant.stages.dispatch import dispatch
from assistant.stages.fetch import fetch
from assistant.stages.remind import remind
from assistant.store import cases as case_store
from assistant.store import rotate
from assistant.store.database import Database, connect
from assistant.store.errors import DatabaseUnavailable
from assistant.store.tables import MessageState, OutboxState, RawMailRow
from assistant.store.vault import Vault
from tests.house import House

WORKERS = 3
COMPLAINT = "Ik dien hierbij een klacht in over mijn gegevens, nummer"


@pytest.fixture
def postgres_house(postgres_database: Database) -> House:
    """An emptied PostgreSQL with a house on it."""
    from sqlalchemy import text

    from assistant.store.tables import Base

    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with postgres_database.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    return House(postgres_database)


def worker_context(house: House, number: int) -> Context:
    """What a worker process of its own has: its own engine and pool on the same database."""
    vault = house.database.vault
    url = house.database.engine.url.render_as_string(hide_password=False)
    tokens = count(1)
    return replace(
        house.context,
        database=Database(connect(url, vault), vault),
        token=lambda: f"w{number}-{next(tokens)}",
    )


def at_once(works: list[Callable[[], None]]) -> None:
    """Run all at the same moment; the first error comes out."""
    barrier, errors = threading.Barrier(len(works)), []

    def run(work: Callable[[], None]) -> None:
        barrier.wait()
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    if errors:
        raise errors[0]


def drain_all(house: House, contexts: list[Context], sender: FakeSender) -> None:
    """Every worker drains the route and the outbox at the same time, until nothing is left."""

    def work(context: Context) -> None:
        async def send() -> None:
            while (await dispatch(context, sender)).done:
                pass

        for _ in range(
            20
        ):  # a worker whose transaction was given up for another's comes back, as the daemon's jobs do
            try:
                done = pipeline.drain(context).done
                asyncio.run(send())
                if not done:
                    return
            except DatabaseUnavailable:
                continue

    at_once([lambda context=context: work(context) for context in contexts])  # type: ignore[misc]


def test_workers_on_the_same_queues_double_nothing(postgres_house: House) -> None:
    house = postgres_house
    contexts = [worker_context(house, number) for number in range(WORKERS)]
    organisations = ("vng", "vng_kchn", "vvsg")
    for number in range(60):
        mail = house.mail("Klacht", f"{COMPLAINT} {number}.", sender=f"p{number}@x.example")
        house.deliver(organisations[number % 3], mail)
        if number % 4 == 0:  # the same mail in another mailbox of ours, read by whichever worker comes first
            other = organisations[(number + 1) % 3]
            house.deliver(other, mail.replace(b"\nTo:", b"\nDelivered-To: elders@vng.nl\nTo:", 1))
    for organisation in organisations:
        fetch(house.context, house.mailboxes[organisation], organisation)
    sender = FakeSender()
    drain_all(house, contexts, sender)

    assert Counter(message.state for message in house.messages) == {
        MessageState.DONE: 60,
        MessageState.DUPLICATE: 15,
    }
    assert len(house.cases) == len({case.reference for case in house.cases}) == 60
    for prefix in ("VNG", "KCHN", "VVSG"):
        numbers = sorted(int(c.reference[-4:]) for c in house.cases if c.reference.startswith(f"{prefix}-"))
        assert numbers == sorted(set(numbers))
    people = Counter(a for mail in sender.sent for a in mail.recipients if a.endswith("@x.example"))
    assert people == Counter({f"p{number}@x.example": 1 for number in range(60)})
    assert {row.state for row in house.outbox} == {OutboxState.SENT}
    with house.database.reading() as session:
        for case in house.cases:
            assert history.verify([r.link for r in case_store.history(session, case.id)], case.head) is None
    for context in contexts:
        context.database.close()


def test_the_cap_holds_when_workers_write_to_one_person(postgres_house: House) -> None:
    house = postgres_house
    contexts = [worker_context(house, number) for number in range(WORKERS)]
    organisations = tuple(house.mailboxes)
    for number in range(30):
        house.deliver(
            organisations[number % len(organisations)], house.mail("Klacht", f"{COMPLAINT} {number}.")
        )
    for organisation in organisations:
        fetch(house.context, house.mailboxes[organisation], organisation)
    sender = FakeSender()
    drain_all(house, contexts, sender)
    assert len(house.cases) == 30
    to_person = [mail for mail in sender.sent if "jo@person.example" in mail.recipients]
    assert len(to_person) == house.settings.limits.automatic_per_address_per_day
    for context in contexts:
        context.database.close()


def test_two_sweeps_remind_once(postgres_house: House) -> None:
    house = postgres_house
    for number in range(20):
        house.deliver("vng", house.mail("Klacht", f"{COMPLAINT} {number}.", sender=f"p{number}@x.example"))
    house.run()
    house.now += timedelta(days=40)
    contexts = [worker_context(house, number) for number in range(WORKERS)]

    def sweep(context: Context) -> None:
        with context.database.exclusive("remind") as held:
            if held:
                remind(context)

    at_once([lambda context=context: sweep(context) for context in contexts])  # type: ignore[misc]
    for case in house.cases:
        assert len(house.events(case.reference, "escalated")) == 1
    for context in contexts:
        context.database.close()


def test_rotation_does_not_bring_back_what_was_purged_meanwhile(postgres_house: House) -> None:
    house = postgres_house
    house.deliver("vng", house.mail("Klacht", f"{COMPLAINT} 1."))
    fetch(house.context, house.mailboxes["vng"], "vng")
    other = worker_context(house, 1).database
    started = threading.Event()

    def rotate_meanwhile() -> None:
        started.set()
        rotate.rotate(other)

    with house.database.transaction() as session:
        session.execute(update(RawMailRow).values(content=None))
        thread = threading.Thread(target=rotate_meanwhile)
        thread.start()
        started.wait(10)
        thread.join(1.0)  # long enough to read the row; it may not come further than its lock
    thread.join(30)
    assert house.contents == [None]
    other.close()


def test_keys_rotated_while_cases_exist(house: House) -> None:
    from assistant.store.vault import new_key

    house.receive("vng", "Klacht", f"{COMPLAINT} 1.")
    old = house.database.vault
    first = new_key()
    keys = (first, *_keys_of(house))
    rotated = Vault(keys)
    url = house.database.engine.url.render_as_string(hide_password=False)
    fresh = Database(connect(url, rotated), rotated)
    assert rotate.rotate(fresh) > 5
    newest = Database(connect(url, Vault((first,))), Vault((first,)))
    with newest.reading() as session:  # the old key is not needed any more to read
        assert session.scalars(select(RawMailRow.content)).one() is not None
    assert rotated.lookup("jo@person.example") == old.lookup("jo@person.example")
    after = House(fresh, house.settings)
    after.now, after.mailboxes = house.now, house.mailboxes
    after.reply("vng", house.sent("jo@person.example")[0], "Hoe ver bent u met mijn verzoek?")
    [case] = after.cases
    assert len(after.events(case.reference, "mail_received")) == 2
    for database in (fresh, newest):
        database.close()


def _keys_of(house: House) -> tuple[str, ...]:
    """The key file's lines, as the vault of this test was made from them."""
    import base64

    [only] = house.database.vault._fernet._fernets
    return (base64.urlsafe_b64encode(only._signing_key + only._encryption_key).decode(),)


def test_workers_that_fail_on_the_same_mail_tell_staff_once(
    postgres_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.stages import open as stage

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("defect")

    monkeypatch.setattr(stage, "_handle", broken)
    house = postgres_house
    contexts = [worker_context(house, number) for number in range(WORKERS)]
    for number in range(6):
        house.deliver("vng", house.mail("Klacht", f"{COMPLAINT} {number}.", sender=f"p{number}@x.example"))
    fetch(house.context, house.mailboxes["vng"], "vng")
    sender = FakeSender()
    drain_all(house, contexts, sender)
    assert {message.state for message in house.messages} == {MessageState.QUARANTINED}
    assert {message.attempts for message in house.messages} == {house.settings.limits.ingest_attempts}
    assert len(house.alarms) == 6
    assert len([mail for mail in sender.sent if "staff@vng.example" in mail.recipients]) == 6
    for context in contexts:
        context.database.close()
