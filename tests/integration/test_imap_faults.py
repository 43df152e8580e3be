"""What a broken, slow or unreachable IMAP server does: one clear line, nothing lost, the next message goes on."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

import pytest

from assistant.gateways.errors import ConfigurationError, GatewayError, TemporaryError
from assistant.gateways.imap import ImapMailbox
from assistant.gateways.ports import FetchedMail, FetchFailure, ImapAccount
from tests.servers import CuttingProxy, DovecotServer, free_port

pytestmark = pytest.mark.integration

StartProxy = Callable[[int], CuttingProxy]


def mail(number: int, size: int = 2000) -> bytes:
    head = b"Subject: nummer %d\r\nMessage-ID: <%d@b.example>\r\n\r\n" % (number, number)
    return head + b"%04d " % number * (size // 5) + b"\r\n"


def through(account: ImapAccount, proxy: CuttingProxy, **changes: object) -> ImapAccount:
    return dataclasses.replace(account, port=proxy.port, **changes)  # type: ignore[arg-type]


def one_line(error: GatewayError, *words: str) -> None:
    text = str(error)
    assert "\n" not in text
    for word in ("mailbox test", *words):
        assert word in text
    assert "@" not in text
    assert "geheim" not in text


@pytest.mark.parametrize("cut_after", [30_000, 61_234, 100_001, 150_000])
def test_a_connection_cut_in_the_middle_of_a_fetch_loses_and_doubles_nothing(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount, proxy_to: StartProxy, cut_after: int
) -> None:
    sent = [mail(number) for number in range(90)]
    for one in sent:
        imap_server.deliver(mailbox_user, one)
    proxy = proxy_to(imap_server.imap_port)
    with ImapMailbox(through(account, proxy, batch_size=30)) as mailbox:
        mailbox.select()
        uids = mailbox.new_uids(0)
        proxy.cut_after = cut_after
        got = list(mailbox.fetch(uids))
    assert proxy.cut_count == 1
    assert [one.content for one in got if isinstance(one, FetchedMail)] == sent
    assert proxy.connections == 2


def test_a_server_that_keeps_cutting_still_gives_everything_bit_by_bit(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount, proxy_to: StartProxy
) -> None:
    sent = [mail(number) for number in range(60)]
    for one in sent:
        imap_server.deliver(mailbox_user, one)
    proxy = proxy_to(imap_server.imap_port)
    with ImapMailbox(through(account, proxy, batch_size=20)) as mailbox:
        mailbox.select()
        uids = mailbox.new_uids(0)
        proxy.cut_after, proxy.cuts = 25_000, 1000
        got = list(mailbox.fetch(uids))
        proxy.cut_after = None
    assert proxy.cut_count >= 4
    assert [one.content for one in got if isinstance(one, FetchedMail)] == sent


def test_one_message_that_always_breaks_the_connection_does_not_stop_the_others(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount, proxy_to: StartProxy
) -> None:
    for number in range(1, 31):
        imap_server.deliver(mailbox_user, mail(number))
    proxy = proxy_to(imap_server.imap_port)
    # The server "crashes" whenever a command asks for message 13.
    proxy.cut_when = lambda data: b"UID FETCH" in data and b"13" in data.split(b"(")[0]
    with ImapMailbox(through(account, proxy, batch_size=10)) as mailbox:
        mailbox.select()
        uids = mailbox.new_uids(0)
        got = list(mailbox.fetch(uids, sizes=dict.fromkeys(uids, 2000)))
    failures = [one for one in got if isinstance(one, FetchFailure)]
    assert [one.uid for one in failures] == [13]
    assert "the connection broke" in failures[0].reason
    assert "mailbox test" in failures[0].reason
    assert [one.uid for one in got if isinstance(one, FetchedMail)] == [uid for uid in uids if uid != 13]


def test_what_was_read_stays_when_the_server_goes_away(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount, proxy_to: StartProxy
) -> None:
    for number in range(40):
        imap_server.deliver(mailbox_user, mail(number))
    proxy = proxy_to(imap_server.imap_port)
    got = []
    with ImapMailbox(through(account, proxy, batch_size=10)) as mailbox:
        mailbox.select()
        uids = mailbox.new_uids(0)
        with pytest.raises(TemporaryError) as caught:
            for one in mailbox.fetch(uids):
                got.append(one.uid)
                if len(got) == 20:
                    proxy.refuse = True
                    proxy.cut_all()
        one_line(caught.value, "tried again")
        assert got == uids[:20]
        proxy.refuse = False
        assert [one.uid for one in mailbox.fetch(uids[20:])] == uids[20:], (
            "it recovers without being made anew"
        )


def test_a_large_message_goes_on_where_the_connection_broke(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount, proxy_to: StartProxy
) -> None:
    big = mail(1, 6 * 1024 * 1024)
    imap_server.deliver(mailbox_user, big)
    proxy = proxy_to(imap_server.imap_port)
    with ImapMailbox(through(account, proxy)) as mailbox:
        mailbox.select()
        proxy.cut_after, proxy.cuts = 3_500_000, 1
        got = mailbox.fetch_oversize(1)
    assert proxy.cut_count == 1
    assert got is not None
    assert got.content == big


def test_a_silent_server_ends_in_time_and_says_so(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount, proxy_to: StartProxy
) -> None:
    imap_server.deliver(mailbox_user, mail(1))
    proxy = proxy_to(imap_server.imap_port)
    with ImapMailbox(through(account, proxy, timeout_seconds=0.5)) as mailbox:
        mailbox.select()
        proxy.stall.set()
        start = time.monotonic()
        with pytest.raises(TemporaryError) as caught:
            mailbox.new_uids(0)
        assert time.monotonic() - start < 5
        one_line(caught.value, "no answer within 0.5 s", "check the network")
        proxy.stall.clear()
        assert mailbox.new_uids(0) == [1]


@pytest.mark.parametrize("security", ["plain", "tls"])
def test_a_server_that_drips_bytes_is_cut_off(
    imap_server: DovecotServer,
    mailbox_user: str,
    account: ImapAccount,
    proxy_to: StartProxy,
    security: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("imap", "imap_session"):
        monkeypatch.setattr(f"assistant.gateways.{module}.PATIENCE", 2)
    imap_server.deliver(mailbox_user, mail(1, 20_000))
    proxy = proxy_to(imap_server.imaps_port if security == "tls" else imap_server.imap_port)
    encrypted = {"security": security, "ca_file": imap_server.tls.ca_file, "host": "localhost"}
    with ImapMailbox(through(account, proxy, timeout_seconds=1, **encrypted)) as mailbox:
        mailbox.select()
        proxy.drip_seconds = 0.01
        start = time.monotonic()
        with pytest.raises(TemporaryError) as caught:
            mailbox.fetch_oversize(1)
        assert time.monotonic() - start < 20, "each byte comes in time, so only the whole can be too slow"
        one_line(caught.value)
        proxy.drip_seconds = 0
        assert mailbox.fetch_oversize(1) is not None


def test_a_stale_connection_is_replaced_without_a_word(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount, proxy_to: StartProxy
) -> None:
    imap_server.deliver(mailbox_user, mail(1))
    proxy = proxy_to(imap_server.imap_port)
    with ImapMailbox(through(account, proxy)) as mailbox:
        mailbox.select()
        for step in (
            lambda: mailbox.new_uids(0),
            lambda: mailbox.sizes([1]),
            lambda: mailbox.mark_seen([1]),
            lambda: mailbox.append("Sent", mail(2)),
            mailbox.keepalive,
            mailbox.select,
            lambda: mailbox.move([1], "Verwerkt"),
        ):
            proxy.cut_all()
            time.sleep(0.05)
            step()
    assert imap_server.messages(mailbox_user, "Sent") == 1
    assert imap_server.messages(mailbox_user, "Verwerkt") == 1
    assert imap_server.messages(mailbox_user) == 0


def test_an_unreachable_server_is_temporary_and_named(account: ImapAccount) -> None:
    port = free_port()
    mailbox = ImapMailbox(dataclasses.replace(account, port=port))
    with pytest.raises(TemporaryError) as caught:
        mailbox.select()
    one_line(caught.value, f"127.0.0.1:{port}", "nothing listens there")
    unknown = ImapMailbox(dataclasses.replace(account, host="imap.invalid", security="tls"))
    with pytest.raises(TemporaryError) as caught:
        unknown.select()
    one_line(caught.value, "imap.invalid", "host name")


def test_a_missing_folder_is_for_a_person(account: ImapAccount) -> None:
    with ImapMailbox(dataclasses.replace(account, folder="Privcay")) as mailbox:
        with pytest.raises(ConfigurationError) as caught:
            mailbox.select()
        one_line(caught.value, "the folder does not exist", "correct its name")


def test_close_is_quick_on_a_dead_server(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount, proxy_to: StartProxy
) -> None:
    proxy = proxy_to(imap_server.imap_port)
    mailbox = ImapMailbox(through(account, proxy, timeout_seconds=60))
    mailbox.select()
    proxy.stall.set()
    start = time.monotonic()
    mailbox.close()
    assert time.monotonic() - start < 10
    mailbox.close()
