"""Bad input: each hostile or broken mail, server or machine ends in a clear line, and the next message still goes through."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assistant.core.case import Status
from assistant.gateways.errors import AuthenticationError
from assistant.stages.fetch import fetch
from assistant.store.database import Database
from assistant.store.errors import DatabaseUnavailable
from assistant.store.tables import MessageState, RawState
from tests.house import House
from tests.integration.test_kill import SECRET, USER, request_mail, write_config
from tests.servers import Missing, dovecot, smtp_sink

ROOT = Path(__file__).resolve().parents[2]
COMPLAINT = "Ik dien hierbij een klacht in over mijn gegevens."
OWN = b"From: po@vng.nl\r\nTo: po@vng.nl\r\nSubject: Klacht\r\nMessage-ID: <own@vng.nl>\r\n\r\n"
STRANGE = {
    "empty": b"",
    "one line break": b"\r\n",
    "only NULs": b"\x00" * 2000,
    "only 8-bit": bytes(range(128, 256)) * 10,
    "8-bit headers": "From: Zoë <zoe@x.example>\r\nSubject: Klacht over café\r\n\r\nEen klacht, é.".encode("latin-1"),
    "no From": b"Subject: Klacht\r\nDate: Tue, 1 Sep 2026 10:00:00 +0200\r\n\r\nEen klacht.",
    "no Date": b"From: a@x.example\r\nSubject: Klacht\r\n\r\nEen klacht.",
    "impossible Date": b"From: b@x.example\r\nDate: Fri, 99 Foo 20266 99:99 +9999\r\nSubject: Klacht\r\n\r\nEen klacht.",
    "no body": b"From: c@x.example\r\nSubject: Klacht\r\n\r\n",
    "headers only": b"From: d@x.example\r\nSubject: Klacht",
    "unknown charset": b'From: e@x.example\r\nContent-Type: text/plain; charset="x-none"\r\nSubject: K\r\n\r\nEen klacht \xe9.',
    "broken base64": b"From: f@x.example\r\nContent-Transfer-Encoding: base64\r\nSubject: Klacht\r\n\r\n=$%&/(",
    "endless boundary": b'From: g@x.example\r\nContent-Type: multipart/mixed; boundary="x"\r\nSubject: Klacht\r\n\r\n'
    + b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 500,
    "lone surrogate": b"From: =?utf-8?b?7aCA?= <h@x.example>\r\nSubject: =?utf-8?b?7aCA?= Klacht\r\n\r\nEen klacht \xed\xa0\x80.",
    "NUL in headers": b"From: i\x00@x.example\r\nSubject: Kla\x00cht\r\nMessage-ID: <n\x00@x>\r\n\r\nEen klacht\x00.",
    "line break in name": b"From: =?utf-8?q?Jan=0D=0ABcc=3A_x=40y=2Ez?= <j@x.example>\r\n"
    b"Subject: =?utf-8?q?Klacht=0D=0AX=3A_y?=\r\n\r\nEen klacht.",
    "long header": b"From: k@x.example\r\nSubject: " + b"klacht " * 50_000 + b"\r\n\r\nEen klacht.",
    "many recipients": b"From: l@x.example\r\nTo: " + b", ".join(b"p%d@y.example" % n for n in range(5000)) + b"\r\n\r\nEen klacht.",
}  # fmt: skip


def test_strange_mails_all_get_a_row_and_the_next_goes_through(house: House) -> None:
    for content in STRANGE.values():
        house.deliver("vng", content)
    house.deliver("vng", house.mail("Klacht", COMPLAINT))
    house.run()

    assert len(house.raw) == len(STRANGE) + 1
    assert {row.state for row in house.raw} == {RawState.INGESTED}
    settled = {MessageState.DONE, MessageState.UNANSWERED, MessageState.DUPLICATE}
    assert {message.state for message in house.messages} <= settled
    assert len(house.sent("jo@person.example")) == 1
    for mail in house.sent():
        assert mail["Bcc"] is None
        assert mail["X"] is None


def test_a_body_without_words_from_a_person_is_for_a_person(sqlite_house: House) -> None:
    sqlite_house.deliver("vng", b"From: c@x.example\r\nMessage-ID: <1@x>\r\nSubject: \r\n\r\n")
    sqlite_house.run()
    [case] = sqlite_house.cases
    assert case.status == Status.TRIAGE


def test_our_own_address_as_sender_is_never_answered(sqlite_house: House) -> None:
    house = sqlite_house
    house.deliver("vng", OWN + COMPLAINT.encode())
    for header in ("Reply-To: po@vng.nl", "Reply-To: naleving@vng.nl, po@vng.nl"):
        mail = house.mail("Klacht", f"{COMPLAINT} {header}", sender="eve@x.example")
        house.deliver("vng", header.encode() + b"\n" + mail)
    house.run()
    ours = house.settings.own_addresses
    assert all(address not in ours for row in house.outbox for address in row.recipients)


def test_reply_to_cannot_turn_our_letters_on_a_stranger(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive(
        "vng", "Klacht", COMPLAINT, sender="Eve <eve@x.example>", Reply_To="slachtoffer@ander.example"
    )
    reached = {address for row in house.outbox if not row.to_staff for address in row.recipients}
    assert reached <= {"eve@x.example"}


def test_a_loop_with_a_responder_without_headers_ends_at_the_cap(sqlite_house: House) -> None:
    house = sqlite_house
    cap = house.settings.limits.automatic_per_address_per_day
    house.receive("vng", "Klacht", COMPLAINT)
    answered = 0
    for _ in range(12):
        sent = house.sent("jo@person.example")
        for mail in sent[answered:]:
            house.deliver(
                "vng",
                house.mail(f"Bedankt! {mail['Subject']}", f"Wij zijn er even niet. Wat nu {mail['Date']}"),
            )
        answered = len(sent)
        house.now = house.now.replace(minute=house.now.minute + 1)
        house.run()
    assert len(house.sent("jo@person.example")) <= cap


def test_forty_megabytes_are_kept_set_aside_and_told(sqlite_house: House) -> None:
    house = sqlite_house
    head, _, _ = house.mail("Klacht", COMPLAINT).partition(b"\n\n")
    huge = head + b"\n\n" + b"x" * 76 * 1024 * 40 * 14
    assert len(huge) > 40_000_000
    house.deliver("vng", huge)
    house.deliver("vng", house.mail("Klacht", COMPLAINT, sender="piet@x.example"))
    house.run()
    assert [row.state for row in house.raw] == [RawState.QUARANTINED, RawState.INGESTED]
    assert house.contents[0] == huge
    assert [alarm.kind for alarm in house.alarms if alarm.raw_id] == ["quarantine"]
    assert len(house.cases) == 1


def test_a_mailbox_that_refuses_us_does_not_stop_the_others(sqlite_house: House) -> None:
    house = sqlite_house
    house.mailboxes["vng"].faults.append(AuthenticationError("refused"))
    house.deliver("vng", house.mail("Klacht", COMPLAINT))
    with pytest.raises(AuthenticationError):
        fetch(house.context, house.mailboxes["vng"], "vng")
    house.run()
    assert len(house.cases) == 1


def test_a_full_disk_costs_no_mail_an_attempt_and_loses_nothing(sqlite_house: House) -> None:
    """SQLite's own page limit gives the very error of a full disk (SQLITE_FULL)."""
    house = sqlite_house
    for number in range(30):
        house.deliver("vng", house.mail("Klacht", f"{COMPLAINT} {number}", sender=f"p{number}@x.example"))
    fetch(house.context, house.mailboxes["vng"], "vng")
    _page_limit(house.database, 0)
    from assistant import pipeline

    for _ in range(house.settings.limits.ingest_attempts + 1):
        with pytest.raises(DatabaseUnavailable, match="full"):
            pipeline.drain(house.context)
    _page_limit(house.database, 1_000_000)
    house.run()
    assert {row.state for row in house.raw} == {RawState.INGESTED}
    assert len(house.cases) == 30
    assert not [alarm for alarm in house.alarms if alarm.kind == "quarantine"]


def _page_limit(database: Database, extra: int) -> None:
    with (
        database.engine.connect() as connection
    ):  # the pool gives every caller in this thread the same connection
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar() or 0)
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + extra}")


def test_a_lock_held_for_a_while_is_waited_for(sqlite_house: House, tmp_path: Path) -> None:
    house = sqlite_house
    house.deliver("vng", house.mail("Klacht", COMPLAINT))
    other = sqlite3.connect(tmp_path / "test.sqlite3", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(1.0, other.rollback).start()
    begun = time.monotonic()
    house.run()
    assert time.monotonic() - begun > 0.9
    assert len(house.cases) == 1


def command(config: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "KILL_TEST_SECRET": SECRET, "ASSISTANT_CONFIG": str(config), **more}
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        env=environment, capture_output=True, text=True, timeout=120, cwd=ROOT, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("arguments", [("migrate",), ("run", "--once"), ("cases",), ("rotate-keys",)])
@pytest.mark.parametrize("url", ["postgresql+psycopg://x:geheim@127.0.0.1:1/none", "sqlite:////proc/none/x"])
def test_a_database_that_is_not_there_is_one_line(
    tmp_path: Path, url: str, arguments: tuple[str, ...]
) -> None:
    write_config(tmp_path, 1, 1, f"sqlite:///{tmp_path}/x.sqlite3")
    key = tmp_path / "keys"
    from assistant.store.vault import new_key

    key.write_text(new_key())
    done = command(tmp_path, *arguments, ASSISTANT__DATABASE__URL=url)
    assert done.returncode == 1, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "geheim" not in done.stderr


def test_only_the_chosen_stages_run(tmp_path: Path) -> None:
    try:
        with dovecot(users={USER: SECRET}) as server, smtp_sink() as sink:
            write_config(tmp_path, server.imap_port, sink.port, f"sqlite:///{tmp_path}/x.sqlite3")
            assert command(tmp_path, "migrate").returncode == 0
            server.deliver(USER, request_mail(1))
            assert (
                "fetched 0" in command(tmp_path, "run", "--once", "--stages", "ingest,open,dispatch").stdout
            )
            assert "handled 0, sent 0" in command(tmp_path, "run", "--once", "--stages", "fetch").stdout
            done = command(tmp_path, "run", "--once", "--stages", "ingest,classify,open,draft")
            assert "sent 0" in done.stdout
            assert not sink.mails
            assert json.loads(command(tmp_path, "cases", "--json").stdout)["reference"] == "VNG-2026-0001"
            assert "sent 1" in command(tmp_path, "run", "--once", "--stages", "dispatch").stdout
    except Missing as error:
        pytest.skip(str(error))


def test_a_rebuilt_mailbox_on_a_real_server_doubles_nothing(tmp_path: Path) -> None:
    try:
        with dovecot(users={USER: SECRET}) as server, smtp_sink() as sink:
            write_config(tmp_path, server.imap_port, sink.port, f"sqlite:///{tmp_path}/x.sqlite3")
            assert command(tmp_path, "migrate").returncode == 0
            for number in range(3):
                server.deliver(USER, request_mail(number))
            assert "fetched 3" in command(tmp_path, "run", "--once").stdout
            server.renew_uidvalidity(USER, 4242)
            server.deliver(USER, request_mail(3))
            assert "fetched 1, " in command(tmp_path, "run", "--once").stdout
            assert len(command(tmp_path, "cases", "--json").stdout.splitlines()) == 4
            assert len(sink.mails) == 4
            assert "4 histories hold" in command(tmp_path, "verify").stdout
    except Missing as error:
        pytest.skip(str(error))
