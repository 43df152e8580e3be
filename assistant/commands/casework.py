"""cases, show, drafts, approve, verify and calendar: the desk on the command line."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated, Any

import click
import typer
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant import bootstrap
from assistant.commands import lines
from assistant.commands.operate import DEFAULT_CONFIG, Config, load
from assistant.core import history
from assistant.core.case import Outcome
from assistant.settings import ConfigError
from assistant.stages import casework
from assistant.stages.approve import NotApprovable, approve, preview
from assistant.stages.calendar import feed
from assistant.stages.context import Context
from assistant.store import cases as case_store
from assistant.store import mails, migrate, outbox
from assistant.store.errors import StoreError
from assistant.store.tables import CaseRow, DraftRow, DraftState
from classifiers import DUTCH_NAMES

STATUS_COLOURS = {
    "triage": "yellow", "awaiting_identification": "cyan", "awaiting_clarification": "cyan", "in_progress": "blue",
    "closed": "green",
}  # fmt: skip


def reading(config: Path) -> Context:
    """The context for a command that needs no classifier, or one clear line and the end."""
    loaded = load(config)
    try:
        context = bootstrap.desk_context(loaded)
        migrate.require_current(context.database)
        migrate.require_readable(context.database)
    except (ConfigError, StoreError) as error:
        lines.fail(str(error))
    return context


def summary(row: CaseRow) -> dict[str, Any]:
    """One case without its person: what may stand in a list or a log."""
    return {
        "reference": row.reference,
        "organisation": row.organisation,
        "status": row.status,
        "labels": row.labels,
        "summary": ", ".join(DUTCH_NAMES.get(label, label) for label in row.labels),
        "received": row.received_at.isoformat(),
        "due": row.due_at.isoformat() if row.due_at else row.due.isoformat(),
        "outcome": row.outcome,
        "flags": row.flags,
    }


def cases(
    config: Config = DEFAULT_CONFIG,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines for programs.")] = False,
    organisation: Annotated[str | None, typer.Option(help="Only this organisation.")] = None,
    status: Annotated[str | None, typer.Option(help="Only this status.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many.")] = 1000,
) -> None:
    """All cases by binding date, open ones first."""
    context = reading(config)
    if organisation is not None:
        context.settings.organisation(organisation)
    if status is not None and status not in STATUS_NAMES:
        lines.fail(f"--status {status!r}: known are {', '.join(STATUS_NAMES)}")
    with context.database.reading() as session:
        rows = case_store.listed(session, organisation=organisation, status=status, limit=limit)
        if as_json:
            for row in rows:
                lines.write(summary(row))
            return
        Console().print(table(rows))


def table(rows: Any) -> Table:
    """The cases as a table for people."""
    shown = Table(title="Zaken", title_justify="left")
    for column in ("Kenmerk", "Organisatie", "Wat is gevraagd", "Status", "Uiterlijk"):
        shown.add_column(column)
    for row in rows:
        colour = STATUS_COLOURS.get(row.status, "white")
        name = STATUS_NAMES.get(row.status, row.status)
        due = f"{row.due_at:%Y-%m-%d %H:%M}Z" if row.due_at else str(row.due)
        shown.add_row(row.reference, row.organisation, summary(row)["summary"], f"[{colour}]{name}[/]", due)
    return shown


STATUS_NAMES = {
    "triage": "te beoordelen", "awaiting_identification": "wacht op identificatie",
    "awaiting_clarification": "wacht op verduidelijking", "in_progress": "in behandeling", "closed": "gesloten",
}  # fmt: skip


def _find(context: Context, session: Session, reference: str) -> CaseRow:
    row = case_store.by_reference(session, reference)
    if row is None:
        lines.fail(f"no case {reference!r}; `assistant cases` lists them")
    return row


def show(reference: str, config: Config = DEFAULT_CONFIG) -> None:
    """One case: its clock step by step, its messages, and its history."""
    context = reading(config)
    console = Console(highlight=False)
    with context.database.reading() as session:
        row = _find(context, session, reference)
        work = casework.load(context, session, row.id, lock=False)
        console.print(Panel(table([row]), title=row.reference, expand=False))
        for number, step in enumerate(work.reckoning.steps, start=1):
            console.print(f"[cyan]{number}.[/] {step}")
        for mail in mails.of_case(session, row.id):
            at = mail.received_at.astimezone(work.organisation.timezone)
            subject = escape(lines.plain(mail.parsed["subject"]))
            console.print(f"\n[bold]Ontvangen[/] {at:%d-%m-%Y %H:%M} · {subject}")
            console.print(lines.plain(mail.parsed["own_text"].strip()), markup=False)
        for sent in outbox.of_case(session, row.id):
            console.print(f"[bold]Verzonden[/] {sent.kind} · {sent.state}")
        console.print("\n[bold]Geschiedenis[/]")
        for recorded in case_store.history(session, row.id):
            event = recorded.event
            console.print(
                f"{recorded.sequence:3} {event.at:%Y-%m-%d %H:%M:%S}Z {event.kind} ({event.actor}) {recorded.link.hash[:12]}"
            )


def drafts(config: Config = DEFAULT_CONFIG) -> None:
    """The letters that wait for approval."""
    context = reading(config)
    shown = Table(title="Concepten", title_justify="left")
    for column in ("Nr", "Kenmerk", "Brief", "Onderwerp", "Open punten"):
        shown.add_column(column)
    with context.database.reading() as session:
        statement = (
            select(DraftRow, CaseRow.reference)
            .join(CaseRow, CaseRow.id == DraftRow.case_id)
            .where(DraftRow.state == DraftState.OPEN)
            .order_by(CaseRow.due)
        )
        for row, reference in session.execute(statement):
            errors = len(preview(context, session, row.id).errors)
            colour = "red" if errors else "green"
            subject = escape(lines.plain(row.subject))
            shown.add_row(str(row.id), reference, row.kind, subject, f"[{colour}]{errors}[/]")
    Console().print(shown)


def approve_case(
    reference: str,
    config: Config = DEFAULT_CONFIG,
    by: Annotated[
        str | None, typer.Option("--by", help="Who approves; the account's name by default.")
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", help="Open the letter in $EDITOR first.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask, where nothing blocks.")] = False,
    outcome: Annotated[
        Outcome | None, typer.Option(help="Close the case with this outcome once it has left.")
    ] = None,
) -> None:
    """Show the draft of a case exactly as it will be sent, lint it, and approve it."""
    context = reading(config)
    console = Console(highlight=False)
    actor = by or _user()
    with context.database.reading() as session:
        row = _find(context, session, reference)
        statement = select(DraftRow).where(DraftRow.case_id == row.id, DraftRow.state == DraftState.OPEN)
        draft = session.scalars(statement.order_by(DraftRow.id.desc())).first()
    if draft is None:
        lines.fail(f"{reference} has no open draft; `assistant drafts` lists them")
    try:
        if edit:
            _edit(context, draft, actor)
    except (NotApprovable, StoreError) as error:
        lines.fail(str(error))
    with context.database.reading() as session:
        seen = preview(context, session, draft.id)
        stored = session.get_one(DraftRow, draft.id)
    letter = lines.plain(f"Onderwerp: {stored.subject}\n\n{stored.body}")
    console.print(Panel(Text(letter), title=row.reference))
    for finding in seen.findings:
        colour = "red" if finding.severity == "error" else "yellow"
        told = escape(lines.plain(f"{finding.what} {finding.why} → {finding.how}"))
        console.print(f"[{colour}]{finding.severity}[/] {told}")
    if seen.errors:
        lines.fail("errors block approval; mend them with --edit or on the desk")
    if not yes and not typer.confirm("Goedkeuren en verzenden?"):
        raise typer.Exit(1)
    try:
        four_eyes = context.settings.desk.four_eyes
        approve(
            context,
            draft.id,
            approver=actor,
            expected_digest=seen.digest,
            outcome=outcome,
            four_eyes=four_eyes,
        )
    except (NotApprovable, StoreError) as error:
        lines.fail(str(error))
    console.print(f"[green]goedgekeurd[/] {seen.digest}")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        lines.fail("this account of the computer has no name; say who approves with --by")


def _edit(context: Context, draft: DraftRow, actor: str) -> None:
    from assistant.stages.approve import save  # noqa: PLC0415

    text = click.edit(draft.body)
    if text is not None and text != draft.body:
        with context.database.transaction() as session:
            save(
                context,
                session,
                draft.id,
                version=draft.version,
                subject=draft.subject,
                body=text,
                actor=actor,
            )


def verify(config: Config = DEFAULT_CONFIG) -> None:
    """Prove that no case's history was changed: every hash follows from the events before it."""
    context = reading(config)
    broken = 0
    with context.database.reading() as session:
        ids = session.execute(select(CaseRow.id, CaseRow.reference, CaseRow.head).order_by(CaseRow.id)).all()
        for id_, reference, head in ids:
            links = [recorded.link for recorded in case_store.history(session, id_)]
            index = history.verify(links, head)
            if index is not None:
                broken += 1
                typer.echo(f"{reference}: the history does not fit from event {index + 1} on")
    if broken:
        lines.fail(f"{broken} of {len(ids)} histories are broken")
    typer.echo(f"{len(ids)} histories hold")


def calendar(organisation: str, config: Config = DEFAULT_CONFIG) -> None:
    """All deadlines of one organisation as an iCalendar feed on standard output."""
    context = reading(config)
    try:
        chosen = context.organisation(organisation)
    except ConfigError as error:
        lines.fail(str(error))
    typer.echo(feed(context, chosen).decode(), nl=False)
