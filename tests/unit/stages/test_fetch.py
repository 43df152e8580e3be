"""Fetch: bytes before meaning, the position behind the bytes, and the server told last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from assistant.gateways.errors import ConfigurationError, TemporaryError
from assistant.gateways.fakes import FakeMailbox
from assistant.stages.fetch import fetch
from assistant.store import mails
from assistant.store.tables import RawState
from tests.house import House


def deliver(house: House, *bodies: str) -> None:
    for body in bodies:
        house.deliver("vng", house.mail(body, body))


def get(house: House) -> int:
    return fetch(house.context, house.mailboxes["vng"], "vng").done


def test_bytes_are_stored_as_they_came_with_the_servers_arrival_time(sqlite_house: House) -> None:
    content = sqlite_house.mail("a", "b")
    at = sqlite_house.now - timedelta(hours=3)
    sqlite_house.mailboxes["vng"].deliver(content, at)
    assert get(sqlite_house) == 1
    with sqlite_house.database.reading() as session:
        [row] = mails.claim_raw(session, 5)
    assert (row.content, row.received_at) == (content, at)
    assert sqlite_house.mailboxes["vng"].inbox.mails[0].flags == {"\\Seen"}


def test_a_broken_clock_of_the_server_gives_nobody_a_later_deadline(sqlite_house: House) -> None:
    for moment in (datetime(1970, 1, 1, tzinfo=UTC), sqlite_house.now + timedelta(days=900)):
        sqlite_house.mailboxes["vng"].deliver(sqlite_house.mail("x", str(moment)), moment)
    get(sqlite_house)
    assert [row.received_at for row in sqlite_house.raw] == [sqlite_house.now, sqlite_house.now]


def test_a_message_that_the_server_does_not_give_is_told_and_asked_again(sqlite_house: House) -> None:
    deliver(sqlite_house, "een", "twee")
    mailbox = sqlite_house.mailboxes["vng"]
    first = mailbox.inbox.mails[0].uid
    mailbox.unreadable = {first}
    get(sqlite_house)
    assert [row.state for row in sqlite_house.raw] == [RawState.QUARANTINED, RawState.STORED]
    assert [alarm.kind for alarm in sqlite_house.alarms] == ["quarantine"]
    assert mailbox.inbox.mails[0].flags == set()
    get(sqlite_house)
    mailbox.unreadable = set()
    get(sqlite_house)
    assert [row.state for row in sqlite_house.raw] == [RawState.STORED, RawState.STORED]
    assert len(sqlite_house.alarms) == 1
    get(sqlite_house)
    assert len(sqlite_house.raw) == 2


def test_a_connection_that_breaks_keeps_what_came_and_continues_there(sqlite_house: House) -> None:
    deliver(sqlite_house, "een", "twee", "drie")
    mailbox = sqlite_house.mailboxes["vng"]
    mailbox.faults.extend([None, None, None, None, TemporaryError("fake: dropped")])
    with pytest.raises(TemporaryError):
        get(sqlite_house)
    assert len(sqlite_house.raw) == 1
    get(sqlite_house)
    assert len(sqlite_house.raw) == 3


def test_mail_moves_to_the_processed_folder_and_is_never_deleted(sqlite_house: House) -> None:
    house = sqlite_house
    imap = house.settings.imap.model_copy(update={"processed_folder": "Verwerkt"})
    object.__setattr__(house.context, "settings", house.settings.model_copy(update={"imap": imap}))
    deliver(house, "een", "twee")
    get(house)
    mailbox = house.mailboxes["vng"]
    assert [len(mailbox.inbox.mails), len(mailbox.folders["Verwerkt"].mails)] == [0, 2]
    mailbox.inbox.add(mailbox.folders["Verwerkt"].mails[0].content, house.now)  # a colleague drags it back
    assert get(house) == 0
    assert len(house.raw) == 2


def test_large_mail_between_small_ones_is_not_skipped_by_a_crash(sqlite_house: House) -> None:
    house = sqlite_house
    limits = house.settings.limits.model_copy(update={"message_bytes": 10_000})
    object.__setattr__(house.context, "settings", house.settings.model_copy(update={"limits": limits}))
    deliver(house, "klein", "g" * 20_000, "ook klein")
    mailbox = house.mailboxes["vng"]
    mailbox.faults.extend([None, None, None, None, None, TemporaryError("fake: dropped")])
    with pytest.raises(TemporaryError):
        get(house)
    get(house)
    states = sorted(row.state for row in house.raw)
    assert states == [RawState.QUARANTINED, RawState.STORED, RawState.STORED]


def test_mail_that_may_not_be_moved_does_not_keep_new_mail_from_being_read(sqlite_house: House) -> None:
    """A folder without rights must not end the reading: unread mail starts the clock all the same."""
    house = sqlite_house

    class NoRights(FakeMailbox):
        def mark_seen(self, uids: Iterable[int]) -> None:
            raise ConfigurationError("the account has no right to do this")

    mailbox = NoRights()
    for number in range(3):
        mailbox.deliver(house.mail("Klacht", f"Een klacht, nummer {number}."), house.now)
        with pytest.raises(ConfigurationError):
            fetch(house.context, mailbox, "vng")
        assert len(house.raw) == number + 1
    mailbox.mark_seen = lambda uids: None  # type: ignore[method-assign,assignment]
    fetch(house.context, mailbox, "vng")
    assert all(row.told_server for row in house.raw)
