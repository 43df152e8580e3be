r"""What the door does to a real mailbox: \Seen, moving, copies; never a deletion."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from imapclient import IMAPClient

from assistant.gateways.imap import ImapMailbox
from assistant.gateways.ports import FetchedMail, ImapAccount
from tests.servers import DovecotServer

pytestmark = pytest.mark.integration


@pytest.fixture
def three(imap_server: DovecotServer, mailbox_user: str) -> list[bytes]:
    sent = [b"Subject: %d\r\n\r\nmail %d\r\n" % (number, number) for number in (1, 2, 3)]
    for one in sent:
        imap_server.deliver(mailbox_user, one)
    return sent


def flags(server: DovecotServer, user: str, folder: str = "INBOX") -> list[str]:
    table = server.doveadm("-f", "tab", "fetch", "-u", user, "flags", "mailbox", folder)
    return [line.replace("\\Recent", "").strip() for line in table.splitlines()[1:]]


def without(monkeypatch: pytest.MonkeyPatch, *hidden: str) -> None:
    """Make imapclient see a server without these capabilities."""
    offered = IMAPClient.has_capability
    monkeypatch.setattr(
        IMAPClient, "has_capability", lambda self, name: name not in hidden and offered(self, name)
    )


def test_seen_is_set_on_just_these(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount, three: list[bytes]
) -> None:
    with ImapMailbox(account) as mailbox:
        mailbox.select()
        mailbox.mark_seen([1, 3])
        mailbox.mark_seen([])
    assert flags(imap_server, mailbox_user) == ["\\Seen", "", "\\Seen"]


def test_move_makes_the_folder_and_moves_just_these(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount, three: list[bytes]
) -> None:
    with ImapMailbox(account) as mailbox:
        mailbox.select()
        mailbox.mark_seen([1, 2])
        assert mailbox.move([1, 2], "Verwerkt/Privacy & co é") is True
        assert mailbox.new_uids(0) == [3]
        assert mailbox.move([1, 2], "Verwerkt/Privacy & co é") is True, "again is harmless"
    assert imap_server.messages(mailbox_user, "Verwerkt/Privacy & co é") == 2
    assert flags(imap_server, mailbox_user, "Verwerkt/Privacy & co é") == ["\\Seen", "\\Seen"]


def test_without_move_it_copies_and_expunges_only_these(
    imap_server: DovecotServer,
    mailbox_user: str,
    account: ImapAccount,
    three: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    imap_server.doveadm("flags", "add", "-u", mailbox_user, "\\Deleted", "mailbox", "INBOX", "uid", "3")
    without(monkeypatch, "MOVE")
    with ImapMailbox(account) as mailbox:
        mailbox.select()
        assert mailbox.move([1], "Verwerkt") is True
        assert mailbox.new_uids(0) == [2, 3], "what somebody else marked as deleted is not expunged by us"
    assert imap_server.messages(mailbox_user, "Verwerkt") == 1
    assert flags(imap_server, mailbox_user) == ["", "\\Deleted"]


def test_without_move_and_uidplus_everything_stays(
    imap_server: DovecotServer,
    mailbox_user: str,
    account: ImapAccount,
    three: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without(monkeypatch, "MOVE", "UIDPLUS")
    with ImapMailbox(account) as mailbox:
        mailbox.select()
        assert mailbox.move([1, 2], "Verwerkt") is False
        assert mailbox.new_uids(0) == [1, 2, 3]
    assert flags(imap_server, mailbox_user) == ["", "", ""]
    assert "Verwerkt" not in imap_server.doveadm("mailbox", "list", "-u", mailbox_user)


def test_append_keeps_bytes_flags_and_time(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount
) -> None:
    at = datetime(2026, 7, 1, 12, 34, 56, tzinfo=UTC)
    copy = b"Subject: antwoord\r\n\r\n\xc3\xa9\xc3\xa9n {7}\r\n.\r\n"
    with ImapMailbox(account) as mailbox:
        mailbox.append("Verzonden", copy, ["\\Seen"], at)
        mailbox.append("Verzonden", b"Subject: twee\n\nmet kale regeleinden\n")
        with pytest.raises(ValueError, match="aware"):
            mailbox.append("Verzonden", copy, at=datetime(2026, 7, 1))  # noqa: DTZ001
    assert flags(imap_server, mailbox_user, "Verzonden") == ["\\Seen", ""]
    sent = ImapAccount(
        host=account.host,
        port=account.port,
        security="plain",
        username=account.username,
        auth=account.auth,
        folder="Verzonden",
    )
    with ImapMailbox(sent) as mailbox:
        mailbox.select()
        first, second = (mail for mail in mailbox.fetch([1, 2]) if isinstance(mail, FetchedMail))
    assert (first.content, first.internal_date) == (copy, at)
    assert second.content == b"Subject: twee\r\n\r\nmet kale regeleinden\r\n"


def test_a_thousand_messages_are_marked_and_moved_in_short_commands(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount
) -> None:
    for number in range(600):
        imap_server.deliver(mailbox_user, b"Subject: %d\r\n\r\nx\r\n" % number)
    odd = list(range(1, 601, 2))
    with ImapMailbox(account) as mailbox:
        mailbox.select()
        mailbox.mark_seen(odd)
        assert mailbox.move(odd, "Verwerkt") is True
        assert mailbox.new_uids(0) == list(range(2, 601, 2))
    assert imap_server.messages(mailbox_user, "Verwerkt") == 300
