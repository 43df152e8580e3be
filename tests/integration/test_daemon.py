"""The daemon itself on a real Dovecot: IDLE wakes it, a dead server does not end it, silence is an alarm."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from assistant import bootstrap, logs
from assistant.config_files import load
from assistant.daemon import Daemon
from assistant.gateways.smtp import SmtpPool
from assistant.settings import Settings
from assistant.store import migrate
from assistant.store.tables import AlarmRow, CaseRow
from tests.house import KeywordClassifier
from tests.integration.test_kill import SECRET, USER, request_mail, write_config
from tests.servers import DovecotServer, Missing, SmtpSink, cutting_proxy, dovecot, smtp_sink


@pytest.fixture
def servers() -> Iterator[tuple[DovecotServer, SmtpSink]]:
    try:
        with dovecot(users={USER: SECRET}) as server, smtp_sink() as sink:
            yield server, sink
    except Missing as error:
        pytest.skip(str(error))


def settings_for(folder: Path, imap_port: int, smtp_port: int) -> Settings:
    write_config(folder, imap_port, smtp_port, f"sqlite:///{folder}/daemon.sqlite3")
    loaded = load(folder)
    schedule = loaded.schedule.model_copy(update={"dispatch_seconds": 0.3, "remind_seconds": 0.5})
    return loaded.model_copy(update={"schedule": schedule})


def build(loaded: Settings) -> bootstrap.House:
    logs.configure(loaded.logging)
    bootstrap.make_keys(loaded.database.keys)
    context = replace(bootstrap.desk_context(loaded), loaded=KeywordClassifier())  # type: ignore[arg-type]
    migrate.upgrade(context.database)
    return bootstrap.House(
        settings=loaded,
        database=context.database,
        context=context,
        mailbox=lambda organisation: bootstrap.mailbox(loaded, organisation),
        sender=lambda: SmtpPool(bootstrap.smtp_account(loaded.smtp), connections=2),
    )


@contextmanager
def running(house: bootstrap.House) -> Iterator[Daemon]:
    daemon = Daemon(house)
    daemon.start()
    try:
        yield daemon
    finally:
        daemon.stop()


def wait_for(true: Callable[[], bool], seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)


def count(house: bootstrap.House, table: type) -> int:
    with house.database.reading() as session:
        return session.query(table).count()


def test_new_mail_wakes_the_daemon_out_of_idle(
    servers: tuple[DovecotServer, SmtpSink], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KILL_TEST_SECRET", SECRET)
    server, sink = servers
    house = build(settings_for(tmp_path, server.imap_port, sink.port))
    with running(house):
        time.sleep(1.0)
        for number in range(3):
            server.deliver(USER, request_mail(number))
            wait_for(lambda expected=number + 1: len(sink.mails) == expected)
    assert count(house, CaseRow) == 3


def test_the_daemon_outlives_a_mailbox_that_goes_away(
    servers: tuple[DovecotServer, SmtpSink], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KILL_TEST_SECRET", SECRET)
    server, sink = servers
    with cutting_proxy(server.imap_port) as proxy:
        house = build(settings_for(tmp_path, proxy.port, sink.port))
        with running(house) as daemon:
            server.deliver(USER, request_mail(1))
            wait_for(lambda: len(sink.mails) == 1)
            proxy.cut_all()
            server.deliver(USER, request_mail(2))
            wait_for(lambda: len(sink.mails) == 2, 40)
            assert not daemon.silent_mailboxes()


def test_a_silent_mailbox_alarms_once_and_is_unhealthy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KILL_TEST_SECRET", SECRET)
    with smtp_sink() as sink:
        loaded = settings_for(tmp_path, 1, sink.port)  # nobody listens on port 1
        schedule = loaded.schedule.model_copy(update={"silence_alarm_minutes": 1})
        house = build(loaded.model_copy(update={"schedule": schedule}))
        with running(house) as daemon:
            daemon.started_at -= timedelta(minutes=5)
            wait_for(lambda: count(house, AlarmRow) == 1)
            assert daemon.silent_mailboxes() == ["vng"]
            time.sleep(1.2)
            assert count(house, AlarmRow) == 1
            assert daemon.failures["poll vng"] >= 1
