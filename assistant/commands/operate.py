"""run, demo, check-config, migrate and rotate-keys: what an administrator does."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant import bootstrap, config_files, logs, settings
from assistant.commands import lines
from assistant.daemon import Daemon
from assistant.gateways.errors import GatewayError
from assistant.store import migrate as schema
from assistant.store import rotate
from assistant.store.errors import StoreError

Config = Annotated[
    Path, typer.Option("--config", envvar="ASSISTANT_CONFIG", help="Folder with assistant.toml.")
]
DEFAULT_CONFIG = Path("config")


def load(config: Path) -> settings.Settings:
    """The settings, or one clear line and the end."""
    try:
        loaded = config_files.load(config)
    except settings.ConfigError as error:
        lines.fail(str(error))
    logs.configure(loaded.logging)
    return loaded


def house(config: Path) -> bootstrap.House:
    """The assembled assistant with an up-to-date schema, or one clear line and the end."""
    loaded = load(config)
    try:
        built = bootstrap.build(loaded)
        schema.require_current(built.database)
        schema.require_readable(built.database)
    except (settings.ConfigError, StoreError) as error:
        lines.fail(str(error))
    return built


def run(
    config: Config = DEFAULT_CONFIG,
    once: Annotated[bool, typer.Option("--once", help="Drain mailboxes and queues, then stop.")] = False,
    stages: Annotated[
        str | None, typer.Option(help="Only these stages, comma-separated (for more workers).")
    ] = None,
) -> None:
    """Read the mailboxes, open cases, answer what a machine may answer, and guard the deadlines."""
    names = [name.strip() for name in stages.split(",")] if stages else None
    unknown = set(names or ()) - Daemon.STAGES
    if unknown:
        lines.fail(
            f"--stages: unknown {', '.join(sorted(unknown))}; known are {', '.join(sorted(Daemon.STAGES))}"
        )
    built = house(config)
    daemon = Daemon(built, names)
    if once:
        summary = daemon.run_once()
        typer.echo(summary.line())
        raise typer.Exit(0 if summary.clean else 1)
    try:
        _serve(built, daemon, desk=names is None and built.settings.desk.enabled)
    except StoreError as error:
        lines.fail(str(error))


def _serve(built: bootstrap.House, daemon: Daemon, *, desk: bool) -> None:
    """The daemon until it is told to stop, with the desk beside it unless this is a worker."""
    if not desk:
        daemon.run()
        return
    from assistant.desk.server import DeskFailed, DeskServer  # noqa: PLC0415 - workers without a desk do without it

    _read_secrets(built.settings.desk)
    server = DeskServer(built.context, daemon.silent_mailboxes)
    try:
        server.start()
    except DeskFailed as error:
        lines.fail(str(error))
    try:
        daemon.run()
    finally:
        server.stop()


def _read_secrets(desk: settings.Desk) -> None:
    """A secret that is not there is told at the start, not to the first visitor."""
    chosen = (desk.metrics_token, desk.openid_connect.client_secret if desk.openid_connect else None)
    for secret in chosen:
        if secret is not None:
            secret.read()


def run_demo(
    leave: Annotated[bool, typer.Option("--exit", help="Stop when all sample mail is handled.")] = False,
    port: Annotated[int, typer.Option(help="Port of the staff desk.")] = 8080,
) -> None:
    """Show it at work: embedded IMAP and SMTP servers, sample mail, the real daemon, the desk."""
    from assistant.demo.show import show  # noqa: PLC0415 - only the demo needs the embedded servers

    raise typer.Exit(show(leave=leave, port=port))


def check_config(config: Config = DEFAULT_CONFIG) -> None:
    """Read the configuration, then log in to every IMAP and SMTP account, ask the identity provider, and say how each went."""
    loaded = load(config)
    console = Console(highlight=False)
    wrong = 0
    for organisation in loaded.organisations:
        if not loaded.imap_of(organisation).username:
            console.print(
                f"[yellow]–[/] {organisation.id}: no mailbox yet; fill in imap.username in its file"
            )
            continue
        try:
            with bootstrap.mailbox(loaded, organisation) as mailbox:
                state = mailbox.select()
            console.print(f"[green]✓[/] {organisation.id}: IMAP ok, {state.exists} messages")
        except (GatewayError, settings.ConfigError) as error:
            wrong += 1
            console.print(f"[red]✗[/] {organisation.id}: {error}")
    try:
        asyncio.run(bootstrap.check_smtp(loaded))
        console.print("[green]✓[/] SMTP ok")
    except (GatewayError, settings.ConfigError) as error:
        wrong += 1
        console.print(f"[red]✗[/] SMTP: {error}")
    wrong += _provider_fails(loaded, console)
    raise typer.Exit(1 if wrong else 0)


def _provider_fails(loaded: settings.Settings, console: Console) -> bool:
    """Say how the identity provider of the desk answers, where one is configured."""
    if loaded.desk.openid_connect is None:
        return False
    from assistant.desk.identity_provider import IdentityProvider, ProviderDown  # noqa: PLC0415 - only where it is used

    try:
        IdentityProvider(loaded.desk.openid_connect).check()
    except (ProviderDown, settings.ConfigError) as error:
        console.print(f"[red]✗[/] identity provider: {error}; look at desk.openid_connect")
        return True
    console.print("[green]✓[/] identity provider ok")
    return False


def migrate(config: Config = DEFAULT_CONFIG) -> None:
    """Make or update the database schema, and the key file where there is none yet."""
    loaded = load(config)
    try:
        bootstrap.make_keys(loaded.database.keys)
        database = bootstrap.open_database(loaded)
        revision = schema.upgrade(database)
    except (settings.ConfigError, StoreError, OSError) as error:
        lines.fail(str(error))
    typer.echo(f"database is at revision {revision}")


def rotate_keys(config: Config = DEFAULT_CONFIG) -> None:
    """Encrypt everything anew with the first key of the key file (put a new key before the old ones first)."""
    loaded = load(config)
    try:
        database = bootstrap.open_database(loaded)
        schema.require_current(database)
        schema.require_readable(database)
        count = rotate.rotate(database)
    except (settings.ConfigError, StoreError) as error:
        lines.fail(str(error))
    typer.echo(f"{count} values encrypted anew; keep the last key of the file: look-ups need it")
