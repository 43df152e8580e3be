"""1,000 mails end to end: Dovecot → cases in SQLite and in PostgreSQL → acknowledgements at an SMTP sink.

Beside it in the same run the raw limits: plain imapclient fetching the same mails, plain aiosmtplib sending as many. The daemon
runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
from imapclient import IMAPClient
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, insert, select

from assistant import bootstrap, config_files, logs
from assistant.daemon import Daemon
from assistant.store import migrate
from assistant.store.database import Database
from assistant.store.tables import CaseRow, OutboxRow, OutboxState
from tests.servers import DovecotServer, FastSink, Missing, dovecot, fast_smtp_sink, postgres

ROOT = Path(__file__).resolve().parents[1]
MAILS = 1000
FULL = 100_000
USER, SECRET = "po@vng.nl", "geheim-genoeg"
CORPUS = ROOT / "classifiers" / "corpus" / "c1.jsonl"


def mails() -> Iterator[bytes]:
    """Real wording from the corpus, each by a person of its own."""
    lines = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    for number in range(MAILS):
        line = lines[number % len(lines)]
        made = EmailMessage()
        made["From"] = f"Persoon {number} <persoon{number}@voorbeeld.example>"
        made["To"], made["Subject"] = USER, line["subject"] or "(geen onderwerp)"
        made["Message-ID"] = f"<bench-{number}-{secrets.token_hex(4)}@voorbeeld.example>"
        made.set_content(line["body"])
        yield made.as_bytes()


def write_config(folder: Path, imap_port: int, smtp_port: int, url: str) -> Path:
    """One organisation on the benchmark's servers."""
    config = folder / "config"
    (config / "organisations").mkdir(parents=True)
    own = (ROOT / "config" / "organisations" / "vng.toml").read_text(encoding="utf-8")
    quiet = own.replace('addresses = ["po@vng.nl"]', "addresses = []")
    (config / "organisations" / "vng.toml").write_text(quiet, encoding="utf-8")
    (config / "assistant.toml").write_text(
        f'[database]\nurl = "{url}"\nkeys = {{ file = "{folder}/keys" }}\n'
        f'[imap]\nhost = "127.0.0.1"\nport = {imap_port}\nsecurity = "plain"\npassword = {{ env = "BENCH_SECRET" }}\n'
        f'[smtp]\nhost = "127.0.0.1"\nport = {smtp_port}\nsecurity = "plain"\n[logging]\nlevel = "error"\n',
        encoding="utf-8",
    )
    return config


def raw_fetch(server: DovecotServer) -> float:
    """Seconds for plain imapclient to fetch all mails in batches of 100."""
    begin = time.perf_counter()
    with IMAPClient("127.0.0.1", server.imap_port, ssl=False) as client:
        client.login(USER, SECRET)
        client.select_folder("INBOX", readonly=True)
        uids = client.search()
        for start in range(0, len(uids), 100):
            client.fetch(uids[start : start + 100], ["BODY.PEEK[]", "INTERNALDATE"])
    return time.perf_counter() - begin


def raw_send(sink: FastSink) -> float:
    """Seconds for plain aiosmtplib to send as many mails of an acknowledgement's size over 4 connections."""
    content = b"Subject: x\r\n\r\n" + b"Wij hebben uw bericht ontvangen. " * 60 + b"\r\n"

    async def one(count: int) -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=sink.port, start_tls=False) as client:
            for _ in range(count):
                await client.sendmail("po@vng.nl", ["x@voorbeeld.example"], content)

    async def all_() -> None:
        await asyncio.gather(*(one(MAILS // 4) for _ in range(4)))

    begin = time.perf_counter()
    asyncio.run(all_())
    return time.perf_counter() - begin


def child(config: str) -> None:
    """One `run --once` in this process; prints seconds, counts and peak memory as JSON."""
    loaded = config_files.load(Path(config))
    logs.configure(loaded.logging)
    house = bootstrap.build(loaded)
    house.context.classifier.classify([])
    begin = time.perf_counter()
    summary = Daemon(house).run_once()
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps({"seconds": seconds, "fetched": summary.fetched, "sent": summary.sent, "megabytes": peak})
    )


def fill(database: Database, count: int) -> None:
    """As many closed and open cases as a large organisation has after years."""
    day, moment = date(2026, 1, 5), datetime(2026, 1, 5, 9, tzinfo=UTC)
    with database.transaction() as session:
        for start in range(0, count, 5000):
            session.execute(
                insert(CaseRow),
                [
                    {
                        "reference": f"OLD-2026-{number:06d}", "organisation": "vng", "kind": "request", "status": "closed",
                        "labels": ["access"], "flags": [], "received_at": moment, "due": day, "unsuspended": day,
                        "target": day, "version": 1, "person_hash": f"{number:064d}", "language": "nl", "closed_at": moment,
                    }
                    for number in range(start, start + 5000)
                ],
            )  # fmt: skip


def run(url: str, cases: int) -> dict[str, float]:
    """One end-to-end run on a fresh mailbox and the database at ``url``."""
    with (
        tempfile.TemporaryDirectory() as name,
        dovecot(users={USER: SECRET}) as server,
        fast_smtp_sink() as sink,
    ):
        folder = Path(name)
        for content in mails():
            server.deliver(USER, content)
        config = write_config(folder, server.imap_port, sink.port, url.format(folder=folder))
        loaded = config_files.load(config)
        bootstrap.make_keys(loaded.database.keys)
        database = bootstrap.open_database(loaded)
        migrate.upgrade(database)
        if cases:
            fill(database, cases)
        fetch_limit, send_limit = raw_fetch(server), raw_send(sink)
        environment = {**os.environ, "BENCH_SECRET": SECRET, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", f"from benchmarks.route import child; child({str(config)!r})"],
            env=environment, capture_output=True, text=True, check=True, cwd=folder,
        )  # fmt: skip
        result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        with database.reading() as session:
            sent = session.scalar(select(func.count()).where(OutboxRow.state == OutboxState.SENT)) or 0
        database.close()
    return {**result, "raw_fetch": fetch_limit, "raw_send": send_limit, "sent_rows": sent}


def main() -> None:
    """Measure and print the table."""
    os.environ["BENCH_SECRET"] = SECRET
    table = Table(title=f"{MAILS} mails end to end (Dovecot → cases → SMTP)", title_justify="left")
    for column in (
        "database",
        "cases before",
        "seconds",
        "mails/s",
        "letters sent",
        "peak MB",
        "plain fetch s",
        "plain send s",
        "× raw",
    ):
        table.add_column(column, justify="right")
    for name, cases in (("SQLite", 0), ("SQLite", FULL), ("PostgreSQL", 0), ("PostgreSQL", FULL)):
        try:
            with _url(name) as url:
                found = run(url, cases)
        except Missing as error:
            print(f"skipped: {error}")
            continue
        raw = found["raw_fetch"] + found["raw_send"]
        table.add_row(
            name, str(cases), f"{found['seconds']:.1f}", f"{MAILS / found['seconds']:.0f}", f"{found['sent']:.0f}",
            f"{found['megabytes']:.0f}", f"{found['raw_fetch']:.2f}", f"{found['raw_send']:.2f}", f"{found['seconds'] / raw:.1f}",
        )  # fmt: skip
    Console(width=140).print(table)


@contextmanager
def _url(name: str) -> Iterator[str]:
    if name == "SQLite":
        yield "sqlite:///{folder}/bench.sqlite3"
        return
    with postgres(durable=True) as url:
        yield url
