"""Kill test: SIGKILL at every boundary and at random moments while 200 mails go through; nothing lost, nothing doubled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from assistant import bootstrap
from assistant.config_files import load
from assistant.core import history
from assistant.store import cases as case_store
from assistant.store import migrate
from assistant.store.database import Database, connect
from assistant.store.tables import CaseRow, MessageRow, MessageState, OutboxRow, OutboxState, RawMailRow
from assistant.store.vault import Vault
from tests.servers import DovecotServer, Missing, SmtpSink, dovecot, smtp_sink

ROOT = Path(__file__).resolve().parents[2]
MAILS = 200
USER, SECRET = "po@vng.nl", "geheim-genoeg"
BOUNDARIES = (
    "before_transaction",
    "before_commit",
    "after_commit",
    "before_seen",
    "after_seen",
    "before_smtp",
    "after_smtp",
)
ARMED = [(name, 1 if "seen" in name else number) for name in BOUNDARIES for number in (1, 2, 4)]
RANDOM_KILLS = 14
SHARE = MAILS // (len(ARMED) + RANDOM_KILLS) + 1
"""How many mails are delivered before each kill."""


def write_config(folder: Path, imap_port: int, smtp_port: int, url: str) -> None:
    """One organisation on the test's servers."""
    (folder / "organisations").mkdir()
    own = (ROOT / "config" / "organisations" / "vng.toml").read_text(encoding="utf-8")
    (folder / "organisations" / "vng.toml").write_text(
        own.replace('addresses = ["po@vng.nl"]', "addresses = []"), encoding="utf-8"
    )
    (folder / "assistant.toml").write_text(
        f"""
[database]
url = "{url}"
keys = {{ file = "{folder}/keys" }}
[imap]
host = "127.0.0.1"
port = {imap_port}
security = "plain"
password = {{ env = "KILL_TEST_SECRET" }}
[smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "plain"
[logging]
level = "error"
""",
        encoding="utf-8",
    )


def request_mail(number: int) -> bytes:
    """A request of a person of its own."""
    made = EmailMessage()
    made["From"] = f"Persoon {number} <persoon{number}@voorbeeld.example>"
    made["To"], made["Subject"] = USER, "Klacht"
    made["Message-ID"] = f"<kill-{number}@voorbeeld.example>"
    made.set_content(f"Ik dien hierbij een klacht in over mijn gegevens, nummer {number}.")
    return made.as_bytes()


def start(config: Path, boundary: str, number: int) -> subprocess.Popen[bytes]:
    """The daemon in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "KILL_TEST_SECRET": SECRET}
    script = ROOT / "tests" / "integration" / "killed_daemon.py"
    return subprocess.Popen(
        [sys.executable, str(script), str(config), boundary, str(number)],
        env=environment, cwd=config, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def kill_all_along(config: Path, deliver: Callable[[int], None]) -> Counter[str]:
    """Every armed boundary, then random moments; new mail comes in between, so that each run has work."""
    kills: Counter[str] = Counter()
    dice = random.Random(20261121)  # noqa: S311 - chooses moments, not secrets
    rounds: list[tuple[str, int]] = [*ARMED, *(("random", 0) for _ in range(RANDOM_KILLS))]
    dice.shuffle(rounds)
    for name, number in rounds:
        deliver(SHARE)
        process = start(config, name, number)
        assert process.stdout is not None
        process.stdout.readline()
        if name == "random":
            time.sleep(dice.uniform(0.0, 0.6))
            process.send_signal(signal.SIGKILL)
        process.communicate(timeout=120)
        if process.returncode == -signal.SIGKILL:
            kills[name] += 1
    deliver(MAILS)
    return kills


def finish(config: Path, database: Database) -> None:
    """Undisturbed runs until nothing is left; on PostgreSQL a dead sender's lease must first run out."""
    for _ in range(3):
        with database.transaction() as session:
            for row in session.scalars(select(OutboxRow).where(OutboxRow.state == OutboxState.SENDING)):
                row.lease_until = row.created_at
        process = start(config, "never", 1)
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors.decode()[-2000:]


def check(database: Database, sink: SmtpSink, allowed: int) -> str:
    """Every mail has its row, every request one case, no case two acknowledgements but by the killed instant."""
    with database.reading() as session:
        assert len(session.scalars(select(RawMailRow.id)).all()) == MAILS
        messages = session.scalars(select(MessageRow)).all()
        assert [m.state for m in messages] == [MessageState.DONE] * MAILS
        found = session.scalars(select(CaseRow)).all()
        assert len(found) == MAILS
        assert len({case.reference for case in found}) == MAILS
        assert len({message.case_id for message in messages}) == MAILS
        assert all(row.state == OutboxState.SENT for row in session.scalars(select(OutboxRow)))
        for case in found:
            assert (
                history.verify([recorded.link for recorded in case_store.history(session, case.id)]) is None
            )
    acknowledged = Counter(mail.recipients[0] for mail in sink.mails)
    assert len(acknowledged) == MAILS
    doubled = [address for address, count in acknowledged.items() if count > 1]
    for address in doubled:
        ids = {
            message_from_bytes(mail.content, policy=policy.default)["Message-ID"]
            for mail in sink.mails
            if mail.recipients[0] == address
        }
        assert len(ids) == 1
    assert len(doubled) <= allowed
    return f"{MAILS} mails, {len(found)} cases, {len(doubled)} acknowledgements sent twice with the same Message-ID"


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_nothing_is_lost_or_doubled_by_kills(
    engine: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("KILL_TEST_SECRET", SECRET)
    config = tmp_path / "config"
    config.mkdir()
    with smtp_sink() as sink, _dovecot() as server:
        url = f"sqlite:///{tmp_path}/kill.sqlite3" if engine == "sqlite" else _own_database(request)
        write_config(config, server.imap_port, sink.port, url)
        loaded = load(config)
        bootstrap.make_keys(loaded.database.keys)
        vault = Vault(tuple(loaded.database.keys.read().split()))
        database = Database(connect(url, vault), vault)
        migrate.upgrade(database)
        delivered = iter(range(MAILS))

        def deliver(count: int) -> None:
            for _, number in zip(range(count), delivered, strict=False):
                server.deliver(USER, request_mail(number))

        kills = kill_all_along(config, deliver)
        finish(config, database)
        # In the air when killed: at most what one dispatch had claimed, the mails of one round; answers that come within a
        # hundredth of a second are recorded together.
        result = check(
            database,
            sink,
            allowed=SHARE
            * (kills["after_smtp"] + kills["before_transaction"] + kills["before_commit"] + kills["random"]),
        )
        database.close()
    with capsys.disabled():
        print(f"\nkill test on {engine}: {sum(kills.values())} kills {dict(kills)}; {result}")
    assert sum(kills.values()) >= 30


@contextmanager
def _dovecot() -> Iterator[DovecotServer]:
    try:
        with dovecot(users={USER: SECRET}) as server:
            yield server
    except Missing as error:
        pytest.skip(str(error))


def _own_database(request: pytest.FixtureRequest) -> str:
    """A database of its own in the session's PostgreSQL."""
    import psycopg

    url: str = request.getfixturevalue("postgres_url")
    plain = url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("CREATE DATABASE kill_test")
    return url.rsplit("/", 1)[0] + "/kill_test"
