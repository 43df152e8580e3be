"""Reading from a real Dovecot: batches, arrival times, sizes, large and strange mail, UIDVALIDITY."""

from __future__ import annotations

import time
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone

import pytest

from assistant.gateways.errors import FolderChangedError
from assistant.gateways.imap import ImapMailbox
from assistant.gateways.ports import FetchedMail, ImapAccount
from tests.servers import DovecotServer

pytestmark = pytest.mark.integration


def letter(number: int, body: bytes = b"Goedendag,\r\nik wil mijn gegevens inzien.\r\n") -> bytes:
    return (
        b"From: a@b.example\r\nSubject: nummer %d\r\nMessage-ID: <%d@b.example>\r\n\r\n" % (number, number)
        + body
    )


def contents(mailbox: ImapMailbox, uids: list[int]) -> list[bytes]:
    mails = list(mailbox.fetch(uids))
    assert all(isinstance(mail, FetchedMail) for mail in mails)
    return [mail.content for mail in mails if isinstance(mail, FetchedMail)]


def test_batches_give_every_message_once_in_order_without_marking_it_read(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount
) -> None:
    sent = [letter(number) for number in range(250)]
    for one in sent:
        imap_server.deliver(mailbox_user, one)
    with ImapMailbox(account) as mailbox:
        state = mailbox.select()
        uids = mailbox.new_uids(0)
        assert uids == list(range(1, 251))
        assert (state.uidnext, state.exists) == (251, 250)
        mails = [mail for mail in mailbox.fetch(uids) if isinstance(mail, FetchedMail)]
    assert [mail.content for mail in mails] == sent
    assert [mail.uid for mail in mails] == uids
    assert {mail.uidvalidity for mail in mails} == {state.uidvalidity}
    assert [mail.size for mail in mails] == [len(one) for one in sent]
    unread = imap_server.doveadm("search", "-u", mailbox_user, "mailbox", "INBOX", "unseen")
    assert len(unread.splitlines()) == 250


def test_new_uids_leaves_out_the_last_message_when_nothing_is_new(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount
) -> None:
    for number in range(3):
        imap_server.deliver(mailbox_user, letter(number))
    with ImapMailbox(account) as mailbox:
        mailbox.select()
        assert mailbox.new_uids(3) == []
        assert mailbox.new_uids(1000) == []
        assert mailbox.new_uids(2) == [3]


def test_a_huge_folder_is_searched_in_slices(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.gateways.imap._SEARCH_SLICE", 7)
    for number in range(40):
        imap_server.deliver(mailbox_user, letter(number))
    with ImapMailbox(account) as mailbox:
        mailbox.select()
        assert mailbox.new_uids(0) == list(range(1, 41))
        assert mailbox.new_uids(33) == list(range(34, 41))
        imap_server.deliver(mailbox_user, letter(41))
        assert mailbox.new_uids(39) in ([40], [40, 41])
        mailbox.select()
        assert mailbox.new_uids(39) == [40, 41]


@pytest.mark.parametrize(
    "arrived",
    [
        datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, 1, tzinfo=UTC),
        datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=1))),
        datetime(2024, 2, 29, 23, 59, 59, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
    ],
)
@pytest.mark.parametrize("local_zone", ["Europe/Amsterdam", "America/New_York", "Asia/Kathmandu"])
def test_arrival_time_does_not_depend_on_the_zone_of_this_machine(
    imap_server: DovecotServer,
    mailbox_user: str,
    account: ImapAccount,
    arrived: datetime,
    local_zone: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    imap_server.deliver(mailbox_user, letter(1), arrived)
    monkeypatch.setenv("TZ", local_zone)
    time.tzset()
    try:
        with ImapMailbox(account) as mailbox:
            mailbox.select()
            mailbox.append("INBOX", letter(2), at=arrived)
            mails = [mail for mail in mailbox.fetch([1, 2]) if isinstance(mail, FetchedMail)]
    finally:
        monkeypatch.undo()
        time.tzset()
    assert [mail.internal_date for mail in mails] == [arrived, arrived]
    assert all(mail.internal_date.tzinfo is UTC for mail in mails)


def test_sizes_and_messages_that_are_gone(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount
) -> None:
    for number in range(3):
        imap_server.deliver(mailbox_user, letter(number, b"x" * (10 ** (number + 1)) + b"\r\n"))
    with ImapMailbox(account) as mailbox:
        mailbox.select()
        sizes = mailbox.sizes([1, 2, 3, 99])
        assert sorted(sizes) == [1, 2, 3]
        assert sizes[3] - sizes[2] == 900
        imap_server.doveadm("expunge", "-u", mailbox_user, "mailbox", "INBOX", "uid", "2")
        assert [mail.uid for mail in mailbox.fetch([1, 2, 3, 99])] == [1, 3]


def test_strange_bytes_come_through_as_they_are(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount
) -> None:
    strange = [
        b"Subject: caf\xe9 \x80\xff\r\nFrom: J\xf6rg <x@y.example>\r\n\r\nna\xefve \xff\xfe\r\n",
        b"\r\nonly a body\r\n",
        b"Subject: none\r\n\r\n",
        b'X-Literal: {12}\r\nX-Quote: "]) {3}\r\n\r\n* 1 FETCH (BODY[] {3}\r\nA1 OK done\r\n)\r\n',
        b"Subject: long\r\n\r\n" + b"a" * 100_000 + b"\r\n",
    ]
    for one in strange:
        imap_server.deliver(mailbox_user, one)
    with ImapMailbox(account) as mailbox:
        mailbox.select()
        assert contents(mailbox, mailbox.new_uids(0)) == strange


def test_forty_megabytes_come_whole_in_slices_and_in_bounded_memory(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount
) -> None:
    arrived = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
    line = bytes(range(65, 91)) * 2 + b"\r\n"
    big = letter(1, line * (40 * 1024 * 1024 // len(line)))
    imap_server.deliver(mailbox_user, big, arrived)
    imap_server.deliver(mailbox_user, letter(2))
    with ImapMailbox(account) as mailbox:
        mailbox.select()
        assert mailbox.sizes([1, 2])[1] == len(big)
        tracemalloc.start()
        mail = mailbox.fetch_oversize(1)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert mail is not None
        assert mail.content == big
        assert (mail.uid, mail.size, mail.internal_date) == (1, len(big), arrived)
        assert peak < 2.5 * len(big)
        assert mailbox.fetch_oversize(77) is None
        assert contents(mailbox, [2]) == [letter(2)], "the next message still goes through"
        assert contents(mailbox, [1, 2]) == [big, letter(2)], "fetch takes it whole as well"


def test_a_size_that_is_a_whole_number_of_slices_ends(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.gateways.imap._CHUNK_BYTES", 64)
    mail = letter(1, b"")
    mail += b"z" * (256 - len(mail) - 2) + b"\r\n"
    assert len(mail) == 256
    imap_server.deliver(mailbox_user, mail)
    with ImapMailbox(account) as mailbox:
        mailbox.select()
        fetched = mailbox.fetch_oversize(1)
    assert fetched is not None
    assert fetched.content == mail


def test_another_uidvalidity_is_seen_at_select_and_never_mixed_up(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount
) -> None:
    for number in range(3):
        imap_server.deliver(mailbox_user, letter(number))
    with ImapMailbox(account) as mailbox:
        before = mailbox.select()
        assert mailbox.new_uids(0) == [1, 2, 3]
        imap_server.renew_uidvalidity(mailbox_user, before.uidvalidity + 1000)
        with pytest.raises(FolderChangedError, match="rebuilt"):
            mailbox.mark_seen([1, 2, 3])
        with pytest.raises(FolderChangedError, match="selected first"):
            list(mailbox.fetch([1]))
        after = mailbox.select()
        assert after.uidvalidity == before.uidvalidity + 1000
        again = mailbox.new_uids(0)
        assert sorted(contents(mailbox, again)) == [letter(0), letter(1), letter(2)]
        assert {mail.uidvalidity for mail in mailbox.fetch(again)} == {after.uidvalidity}


def test_a_folder_made_anew_has_another_uidvalidity(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount
) -> None:
    imap_server.doveadm("mailbox", "create", "-u", mailbox_user, "Privacy")
    elsewhere = ImapAccount(
        host=account.host,
        port=account.port,
        security="plain",
        username=account.username,
        auth=account.auth,
        folder="Privacy",
    )
    with ImapMailbox(elsewhere) as mailbox:
        before = mailbox.select()
        mailbox.append("Privacy", letter(1))
        assert mailbox.new_uids(0) == [1]
        imap_server.doveadm("mailbox", "delete", "-u", mailbox_user, "Privacy")
        time.sleep(1.1)  # Dovecot takes UIDVALIDITY from the clock, in seconds
        imap_server.doveadm("mailbox", "create", "-u", mailbox_user, "Privacy")
        mailbox.close()
        after = mailbox.select()
    assert after.uidvalidity != before.uidvalidity
    assert after.exists == 0
