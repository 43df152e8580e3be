"""The IMAP door on pymap, the server of ``assistant demo``: everything that the daemon asks of it works there too."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from assistant.gateways.imap import ImapMailbox
from assistant.gateways.ports import FetchedMail, ImapAccount, Password
from tests.servers import free_port
from tests.servers.processes import stop, wait_for_port

pytestmark = pytest.mark.integration
MAIL = b"Subject: %d\r\n\r\ninhoud\r\n"


@pytest.fixture
def pymap_account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImapAccount]:
    port = free_port()
    log = tmp_path_factory.mktemp("pymap") / "log"
    start = "from pymap.main import main; main()"
    place = ["--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    process = subprocess.Popen(
        [sys.executable, "-c", start, *place, "dict", "--demo-user", "demo", "--demo-password", "demo"],
        stderr=log.open("wb"),
        start_new_session=True,
    )
    try:
        wait_for_port(port, process, log)
        yield ImapAccount(
            host="127.0.0.1",
            port=port,
            username="demo",
            auth=Password("demo"),
            security="plain",
            timeout_seconds=10,
        )
    finally:
        stop(process)


def test_the_whole_round(pymap_account: ImapAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.gateways.imap._CHUNK_BYTES", 1000)
    at = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    with ImapMailbox(pymap_account) as mailbox:
        mailbox.select()
        assert mailbox.new_uids(0) == []
        for number in range(5):
            mailbox.append("INBOX", MAIL % number, at=at)
        big = b"Subject: groot\r\n\r\n" + b"regel\r\n" * 2000
        mailbox.append("INBOX", big)
        uids = mailbox.new_uids(0)
        got = [mail for mail in mailbox.fetch(uids[:5]) if isinstance(mail, FetchedMail)]
        assert [mail.content for mail in got] == [MAIL % number for number in range(5)]
        assert {mail.internal_date for mail in got} == {at}
        large = mailbox.fetch_oversize(uids[5])
        assert large is not None
        assert large.content == big
        mailbox.mark_seen(uids)
        assert mailbox.move(uids[:5], "Verwerkt") is True
        assert mailbox.new_uids(0) == uids[5:]
        other = ImapMailbox(pymap_account)
        timer = threading.Timer(1.0, lambda: other.append("INBOX", MAIL % 9))
        timer.start()
        assert mailbox.idle(threading.Event(), 20) is True
        timer.join()
        other.close()
        assert len(mailbox.new_uids(uids[5])) == 1
