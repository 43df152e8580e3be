"""`assistant demo`: embedded servers, sample mail, the real daemon and desk on a fresh database, shown as they work."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from imapclient import IMAPClient
from rich.console import Console
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from sqlalchemy import func, select

from assistant import bootstrap, config_files, logs
from assistant.commands.casework import table
from assistant.daemon import Daemon
from assistant.demo.samples import SAMPLES, identification_reply
from assistant.demo.servers import LOOPBACK, DemoServers, demo_servers
from assistant.desk.server import DeskFailed, DeskServer
from assistant.settings import Imap, Settings
from assistant.stages import accounts
from assistant.store import cases, migrate, outbox
from assistant.store.account_tables import StaffRole
from assistant.store.tables import DraftRow, MessageRow, MessageState, RawMailRow, RawState

CONFIG = Path(__file__).resolve().parents[2] / "config"
SBB_DEMO_ADDRESS = "contactformulier@sbb.demo.example"
"""SBB's statement names no address; the demo makes one up in a domain that cannot exist."""
PATIENCE = timedelta(seconds=120)


def show(*, leave: bool, port: int) -> int:
    """Run the demo; returns the exit code."""
    console = Console(highlight=False)
    folder = Path(tempfile.mkdtemp(prefix="assistant-demo-"))
    try:
        return _show(console, folder, leave=leave, port=port)
    except KeyboardInterrupt:
        return 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _show(console: Console, folder: Path, *, leave: bool, port: int) -> int:
    base = config_files.load(CONFIG)
    users = tuple(address for address in (_address(base, o.id) for o in base.organisations))
    with demo_servers(users, secrets.token_urlsafe(12)) as servers:
        console.print(
            "[bold]Subject Request Assistant[/]: demo met echte IMAP- en SMTP-servers op deze computer"
        )
        count = _deliver(base, servers, console)
        configured = _settings(base, servers, folder, port)
        _write_config(configured, folder)
        logs.configure(configured.logging)
        bootstrap.make_keys(configured.database.keys)
        house = bootstrap.build(configured)
        migrate.upgrade(house.database)
        daemon = Daemon(house)
        with _running(daemon, house, console, leave=leave) as desk:
            complete = _watch(console, house, count)
            _deliver_reply(house, servers, console)
            complete = _watch(console, house, count + 1) and complete
            _report(console, house, servers)
            if leave:
                return 0 if complete else 1
            _next_steps(console, folder, desk)
            daemon.wait()
    return 0


def _address(base: Settings, organisation: str) -> str:
    return base.organisation(organisation).mail.address or SBB_DEMO_ADDRESS


def _settings(base: Settings, servers: DemoServers, folder: Path, port: int) -> Settings:
    """The shipped configuration, pointed at the embedded servers and a fresh SQLite file."""
    os.environ["ASSISTANT_DEMO_PASSWORD"] = servers.password
    password = {"env": "ASSISTANT_DEMO_PASSWORD"}
    organisations = []
    for organisation in base.organisations:
        address = _address(base, organisation.id)
        mail = organisation.mail.model_copy(update={"address": address})
        staff = organisation.staff.model_copy(
            update={"addresses": (f"medewerkers@{organisation.id}.demo.example".replace("_", "-"),)}
        )
        imap = Imap.model_validate({"username": address})
        organisations.append(organisation.model_copy(update={"mail": mail, "imap": imap, "staff": staff}))
    plain = {"host": LOOPBACK, "security": "plain"}
    data = base.model_dump() | {
        "database": {"url": f"sqlite:///{folder}/demo.sqlite3", "keys": {"file": folder / "keys"}},
        "imap": plain
        | {
            "port": servers.imap_port,
            "password": password,
            "processed_folder": "Verwerkt",
            "sent_folder": "Sent",
        },
        "smtp": plain | {"port": servers.smtp_port},
        "schedule": {"poll_seconds": 1, "dispatch_seconds": 1, "remind_seconds": 5},
        "limits": {"automatic_per_address_per_day": 5},
        "logging": {"level": "error"},
        "desk": {"port": port, "base_url": f"http://{LOOPBACK}:{port}"},
        "data_dir": folder,
        "organisations": (),
    }
    return Settings.model_validate(data).model_copy(update={"organisations": tuple(organisations)})


def _deliver(base: Settings, servers: DemoServers, console: Console) -> int:
    """Put the sample mails into the mailboxes by APPEND; returns how many were delivered."""
    now, count = bootstrap.now_utc(), 0
    total = sum(len(sample.to) for sample in SAMPLES)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console
    ) as progress:
        task = progress.add_task("Voorbeeldmail bezorgen", total=total)
        for number, sample in enumerate(SAMPLES):
            at = now - timedelta(hours=len(SAMPLES) - number)
            for organisation in sample.to:
                _append(
                    servers,
                    _address(base, organisation),
                    sample.as_bytes(_address(base, organisation), at, number),
                    at,
                )
                count += 1
                progress.advance(task)
    return count


def _write_config(configured: Settings, folder: Path) -> None:
    """A configuration folder for the commands that the demo invites to try."""
    shutil.copytree(CONFIG, folder / "config")
    lines = ["[database]", f'url = "{configured.database.url}"', f'keys = {{ file = "{folder}/keys" }}']
    (folder / "config" / "assistant.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _append(servers: DemoServers, user: str, content: bytes, at: datetime) -> None:
    with IMAPClient(LOOPBACK, servers.imap_port, ssl=False) as client:
        client.login(user, servers.password)
        client.append("INBOX", content, msg_time=at)


@contextmanager
def _running(
    daemon: Daemon, house: bootstrap.House, console: Console, *, leave: bool
) -> Iterator[str | None]:
    """The daemon, and the desk unless the demo stops by itself."""
    daemon.start()
    desk = None if leave else _desk(house)
    try:
        if desk is not None:
            desk.start()
        yield None if desk is None else desk.url
    except DeskFailed as error:
        console.print(f"[red]{error}[/]; kies een andere poort met --port")
    finally:
        console.print("[dim]stoppen …[/]")
        if desk is not None:
            desk.stop()
        daemon.stop()


DEMO_LOGIN = "medewerker@demo.example"
DEMO_PASSWORD = "demo-wachtwoord-2026"  # noqa: S105 - of a database that lives as long as the demo, on loopback


def _desk(house: bootstrap.House) -> DeskServer:
    """The desk with an account that may do everything at every sample organisation."""
    roles = (StaffRole.HANDLER, StaffRole.APPROVER, StaffRole.ADMINISTRATOR)
    accounts.add(
        house.context, email=DEMO_LOGIN, name="Demo Medewerker", roles={o.id: roles for o in house.settings.organisations},
        password=DEMO_PASSWORD, must_change=False,
    )  # fmt: skip
    return DeskServer(house.context, list)


def _watch(console: Console, house: bootstrap.House, mails: int) -> bool:
    """Show the counts while the daemon works, until all is handled and sent; False when that takes too long."""
    until = time.monotonic() + PATIENCE.total_seconds()
    with Live(console=console, refresh_per_second=4, transient=True) as live:
        while time.monotonic() < until:
            counts = _counts(house)
            live.update(_progress(counts, mails))
            if counts["gelezen"] >= mails and not counts["onderweg"] and not counts["te verzenden"]:
                console.print(_progress(counts, mails))
                return True
            time.sleep(0.25)
    console.print("[red]De demo duurde te lang.[/]")
    return False


def _counts(house: bootstrap.House) -> dict[str, int]:
    with house.database.reading() as session:
        stored = session.scalar(select(func.count()).select_from(RawMailRow)) or 0
        raw = session.scalar(select(func.count()).where(RawMailRow.state == RawState.STORED)) or 0
        states = (MessageState.INGESTED, MessageState.CLASSIFIED)
        moving = session.scalar(select(func.count()).where(MessageRow.state.in_(states))) or 0
        wanted = cases.draft_waiting(session)
        return {
            "gelezen": stored,
            "onderweg": raw + moving + wanted,
            "zaken": sum(cases.open_counts(session).values()),
            "concepten": session.scalar(select(func.count()).select_from(DraftRow)) or 0,
            "te verzenden": outbox.waiting(session),
        }


def _progress(counts: dict[str, int], mails: int) -> Table:
    shown = Table.grid(padding=(0, 2))
    cells = [f"[cyan]{name}[/] [bold]{count}[/]" for name, count in counts.items()]
    shown.add_row(f"[green]●[/] {mails} mails bezorgd", *cells)
    return shown


def _deliver_reply(house: bootstrap.House, servers: DemoServers, console: Console) -> None:
    """Answer the identification request that the assistant really sent, in its thread."""
    person = SAMPLES[0].sender
    for recipient, content in servers.received.mails:
        message = message_from_bytes(content, policy=policy.default)
        if recipient in person and "identification-request" in str(message["Message-ID"]):
            to = _address(house.settings, SAMPLES[0].to[0])
            own = str(message["Message-ID"]).strip("<> ")
            reply = identification_reply(person, to, str(message["Subject"]), own, house.context.now())
            _append(servers, to, reply, house.context.now())
            console.print("Een betrokkene beantwoordt de vraag om identificatie …")
            return
    console.print("[red]Er kwam geen vraag om identificatie om te beantwoorden.[/]")


def _report(console: Console, house: bootstrap.House, servers: DemoServers) -> None:
    with house.database.reading() as session:
        console.print(table(cases.listed(session)))
    sent = Table(title="Verzonden mail", title_justify="left")
    for column in ("Aan", "Onderwerp", "Automatisch"):
        sent.add_column(column)
    for recipient, content in servers.received.mails:
        message = message_from_bytes(content, policy=policy.default)
        sent.add_row(recipient, str(message["Subject"]), str(message["Auto-Submitted"] or "–"))
    console.print(sent)


def _next_steps(console: Console, folder: Path, desk: str | None) -> None:
    command, where = os.path.relpath(sys.argv[0]), f"--config {folder}/config"
    first = f"VNG-{bootstrap.now_utc().year}-0001"
    console.print("\n[bold]Probeer nu in een ander venster[/] (Ctrl-C stopt de demo):")
    for example in ("cases", "drafts", f"show {first}", "verify"):
        console.print(f"  {command} {example} {where}", soft_wrap=True)
    if desk:
        console.print(
            f"\n[bold]De werkplek[/]: [link]{desk}[/]   inloggen: {DEMO_LOGIN}   wachtwoord: {DEMO_PASSWORD}"
        )
