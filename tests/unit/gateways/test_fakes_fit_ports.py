"""The fakes and the real doors fit the same ports, and the fake mailbox keeps the rules that stages rely on."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.gateways.errors import FolderChangedError, TemporaryError
from assistant.gateways.fakes import FakeMailbox, FakeSender, FakeTokens
from assistant.gateways.imap import ImapMailbox
from assistant.gateways.message import build
from assistant.gateways.oauth import ClientCredentials, MsalTokens
from assistant.gateways.ports import (
    Accepted,
    FetchedMail,
    FetchFailure,
    ImapAccount,
    LetterBuilder,
    Mailbox,
    MailSender,
    Outgoing,
    Password,
    PermanentFailure,
    SmtpAccount,
    TokenProvider,
)
from assistant.gateways.smtp import SmtpPool

MAIL = Outgoing("po@vng.example", ("a@b.example",), b"Subject: x\r\n\r\ny\r\n", "1@vng.example")


def test_every_implementation_has_every_member_of_its_port() -> None:
    imap = ImapAccount(host="localhost", port=1, username="u", auth=Password("p"), security="plain")
    smtp = SmtpAccount(host="localhost", port=1, security="plain")
    secret = ClientCredentials(client_id="c", authority="https://a.example/t", secret="s")
    mailboxes: list[Mailbox] = [ImapMailbox(imap), FakeMailbox()]
    senders: list[MailSender] = [SmtpPool(smtp), FakeSender()]
    providers: list[TokenProvider] = [MsalTokens(secret), FakeTokens("t")]
    builder: LetterBuilder = build
    for port, implementations in ((Mailbox, mailboxes), (MailSender, senders), (TokenProvider, providers)):
        wanted = {name for name in vars(port) if not name.startswith("_")}
        assert wanted
        for one in implementations:
            assert wanted <= set(dir(type(one))), type(one).__name__
    assert callable(builder)


def test_secrets_names_and_mail_stay_out_of_representations() -> None:
    account = ImapAccount(host="h", port=1, username="po@vng.example", auth=Password("geheim"))
    credentials = ClientCredentials(client_id="c", authority="https://a.example/t", secret="geheim")
    mail = FetchedMail(1, 1, b"geheim", datetime(2026, 1, 1, tzinfo=UTC), 6)
    for value in (account, credentials, mail, MAIL, SmtpAccount(host="h", port=1, username="po@vng.example")):
        assert "geheim" not in repr(value)
        assert "@" not in repr(value).replace("1@vng.example", "")


def test_the_fake_mailbox_behaves_like_a_folder() -> None:
    box = FakeMailbox()
    first, second = box.deliver(b"een"), box.deliver(b"twee", datetime(2026, 3, 1, tzinfo=UTC))
    with pytest.raises(FolderChangedError):
        box.new_uids(0)
    assert box.select().uidnext == 3
    assert box.new_uids(0) == [first, second]
    box.unreadable.add(first)
    got = list(box.fetch([first, second, 99]))
    assert isinstance(got[0], FetchFailure)
    assert isinstance(got[1], FetchedMail)
    assert got[1].content == b"twee"
    box.mark_seen([second])
    assert box.move([second], "Verwerkt") is True
    assert box.new_uids(0) == [first]
    assert box.folders["Verwerkt"].mails[0].flags == {"\\Seen"}
    box.rebuild()
    with pytest.raises(FolderChangedError):
        box.mark_seen([first])
    assert box.select().uidvalidity == 2
    assert box.new_uids(0) == [100]
    box.deliver(b"drie")
    assert box.idle(threading.Event(), 0) is True
    box.faults.append(TemporaryError("weg"))
    with pytest.raises(TemporaryError, match="weg"):
        box.keepalive()


async def test_the_fake_sender_gives_the_answers_it_was_told() -> None:
    sender = FakeSender()
    sender.answers.extend([PermanentFailure(550, "nee"), TemporaryError("dicht")])
    assert await sender.send(MAIL) == PermanentFailure(550, "nee")
    with pytest.raises(TemporaryError):
        await sender.send(MAIL)
    assert isinstance(await sender.send(MAIL), Accepted)
    assert sender.sent == [MAIL]
    assert len(sender.tried) == 3


def test_ports_import_no_mail_library() -> None:
    source = Path(__file__).parents[3] / "assistant" / "gateways" / "ports.py"
    for library in ("imapclient", "aiosmtplib", "msal", "requests"):
        assert f"import {library}" not in source.read_text()
        assert f"from {library}" not in source.read_text()
