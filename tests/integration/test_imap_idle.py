"""Waiting for mail with IDLE on a real Dovecot."""

from __future__ import annotations

import dataclasses
import itertools
import threading
import time
from collections.abc import Callable

import pytest
from imapclient import IMAPClient

from assistant.gateways.errors import TemporaryError
from assistant.gateways.imap import ImapMailbox
from assistant.gateways.ports import ImapAccount
from tests.servers import CuttingProxy, DovecotServer

pytestmark = pytest.mark.integration
MAIL = b"Subject: nieuw\r\n\r\ninhoud\r\n"


def timed(action: Callable[[], bool]) -> tuple[bool, float]:
    start = time.monotonic()
    return action(), time.monotonic() - start


@pytest.mark.parametrize("security", ["plain", "tls", "starttls"])
def test_new_mail_wakes_it_up(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount, security: str
) -> None:
    port = imap_server.imaps_port if security == "tls" else imap_server.imap_port
    chosen = dataclasses.replace(account, port=port, security=security, ca_file=imap_server.tls.ca_file)  # type: ignore[arg-type]
    with ImapMailbox(chosen) as mailbox:
        mailbox.select()
        assert mailbox.offers_idle
        for delay, expected in ((0.7, [1]), (3.5, [2])):  # inside the short first cycle and after it
            after = mailbox.new_uids(0)
            timer = threading.Timer(delay, imap_server.deliver, (mailbox_user, MAIL))
            timer.start()
            news, took = timed(lambda: mailbox.idle(threading.Event(), 30))
            timer.join()
            assert news is True
            assert took < delay + 3
            assert mailbox.new_uids(after[-1] if after else 0) == expected


def test_mail_that_came_before_idle_is_not_slept_through(
    imap_server: DovecotServer, mailbox_user: str, account: ImapAccount
) -> None:
    imap_server.deliver(mailbox_user, MAIL)
    with ImapMailbox(account) as mailbox:
        mailbox.select()
        assert mailbox.new_uids(0) == [1]
        imap_server.deliver(mailbox_user, MAIL)
        mailbox.mark_seen([1])  # its answer carries the only EXISTS that the server will ever send
        mailbox.keepalive()
        news, took = timed(lambda: mailbox.idle(threading.Event(), 20))
    assert news is True
    assert took < 3


def test_stop_and_timeout_end_it(account: ImapAccount) -> None:
    stop = threading.Event()
    with ImapMailbox(account) as mailbox:
        mailbox.select()
        news, took = timed(lambda: mailbox.idle(stop, 1.2))
        assert news is False
        assert 1.0 < took < 3
        threading.Timer(1.0, stop.set).start()
        news, took = timed(lambda: mailbox.idle(stop, 60))
        assert news is False
        assert took < 4
        assert mailbox.new_uids(0) == [], "the connection is usable afterwards"


def test_it_is_renewed_in_time(
    account: ImapAccount, imap_server: DovecotServer, mailbox_user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[float] = []
    begin = IMAPClient.idle

    def noted(client: IMAPClient) -> None:
        started.append(time.monotonic())
        begin(client)

    monkeypatch.setattr(IMAPClient, "idle", noted)
    with ImapMailbox(dataclasses.replace(account, idle_renewal_seconds=1.0)) as mailbox:
        mailbox.select()
        assert mailbox.idle(threading.Event(), 4.5) is False
        imap_server.deliver(mailbox_user, MAIL)
        assert mailbox.idle(threading.Event(), 10) is True
    gaps = [later - earlier for earlier, later in itertools.pairwise(started)]
    assert len(started) >= 4
    assert max(gaps[:3]) < 2


def test_other_changes_do_not_count_as_news(
    account: ImapAccount, imap_server: DovecotServer, mailbox_user: str
) -> None:
    imap_server.deliver(mailbox_user, MAIL)
    with ImapMailbox(account) as mailbox:
        mailbox.select()
        assert mailbox.new_uids(0) == [1]
        threading.Timer(
            0.5,
            imap_server.doveadm,
            ("flags", "add", "-u", mailbox_user, "\\Flagged", "mailbox", "INBOX", "all"),
        ).start()
        news, took = timed(lambda: mailbox.idle(threading.Event(), 3))
    assert news is False
    assert took > 2.5


def test_a_connection_that_breaks_while_idle_is_replaced_and_mail_still_found(
    account: ImapAccount,
    imap_server: DovecotServer,
    mailbox_user: str,
    proxy_to: Callable[[int], CuttingProxy],
) -> None:
    proxy = proxy_to(imap_server.imap_port)
    with ImapMailbox(dataclasses.replace(account, port=proxy.port)) as mailbox:
        mailbox.select()
        assert mailbox.new_uids(0) == []

        def trouble() -> None:
            time.sleep(1)
            proxy.cut_all()
            imap_server.deliver(mailbox_user, MAIL)

        thread = threading.Thread(target=trouble)
        thread.start()
        news, took = timed(lambda: mailbox.idle(threading.Event(), 30))
        thread.join()
        assert news is True
        assert took < 10
        assert mailbox.new_uids(0) == [1]
        proxy.refuse = True
        threading.Timer(0.5, proxy.cut_all).start()
        with pytest.raises(TemporaryError, match="mailbox test"):
            mailbox.idle(threading.Event(), 30)


def test_without_idle_it_just_waits(account: ImapAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = IMAPClient.has_capability
    monkeypatch.setattr(
        IMAPClient, "has_capability", lambda self, name: name != "IDLE" and offered(self, name)
    )
    stop = threading.Event()
    with ImapMailbox(account) as mailbox:
        mailbox.select()
        assert mailbox.offers_idle is False
        assert timed(lambda: mailbox.idle(stop, 0.5))[0] is False
        stop.set()
        assert timed(lambda: mailbox.idle(stop, 30))[1] < 2
