"""user add and its kin: accounts of the staff desk."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy.orm import Session

from assistant.commands import lines
from assistant.commands.casework import reading
from assistant.commands.operate import DEFAULT_CONFIG, Config
from assistant.stages import accounts
from assistant.stages.accounts import COMMAND_LINE, AccountProblem
from assistant.stages.context import Context
from assistant.stages.sign_in import WeakPassword
from assistant.store import accounts as stored
from assistant.store.account_tables import AccountRow, StaffRole

app = typer.Typer(no_args_is_help=True, help="Accounts of the staff desk.")

NO_ROLE = "geen"
Email = Annotated[str, typer.Argument(help="The address that somebody signs in with.")]
Roles = Annotated[
    list[str],
    typer.Option("--role", help="organisation:role, as often as needed; all:role for every organisation."),
]


def _roles(context: Context, given: list[str], *, none: bool = False) -> dict[str, set[StaffRole]]:
    found: dict[str, set[StaffRole]] = {}
    for one in given:
        organisation, colon, role = one.partition(":")
        if not colon or role not in {*StaffRole, *((NO_ROLE,) if none else ())}:
            known = ", ".join((*StaffRole, NO_ROLE) if none else StaffRole)
            lines.fail(f"--role {one!r}: write organisation:role with one of {known}")
        ids = [o.id for o in context.settings.organisations] if organisation == "all" else [organisation]
        for id_ in ids:
            found.setdefault(id_, set()).update(() if role == NO_ROLE else (StaffRole(role),))
    return found


def _account(context: Context, session: Session, email: str) -> AccountRow:
    row = stored.by_email(session, context.database.vault, email)
    if row is None:
        lines.fail(f"no account {email!r}; `assistant user list` shows them")
    return row


@app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="The name that colleagues see.")],
    role: Roles,
    config: Config = DEFAULT_CONFIG,
    ask: Annotated[
        bool, typer.Option("--ask", help="Type the first password instead of having one made.")
    ] = False,
    oidc_only: Annotated[
        bool, typer.Option("--oidc-only", help="No password: sign in through the identity provider.")
    ] = False,
) -> None:
    """Make an account; prints a first password that must be changed at the first sign-in."""
    context = reading(config)
    password = None if oidc_only else accounts.fresh_password()
    if ask and not oidc_only:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        accounts.add(context, email=email, name=name, roles=_roles(context, role), password=password)
    except (AccountProblem, WeakPassword) as problem:
        lines.fail(str(problem))
    typer.echo(f"account {email} made" + (f"; first password: {password}" if password and not ask else ""))


@app.command("list")
def show_all(config: Config = DEFAULT_CONFIG) -> None:
    """All accounts with their roles."""
    context = reading(config)
    shown = Table(title="Accounts", title_justify="left")
    for column in ("E-mail", "Naam", "Rollen", "Code", "Organisatie", "Stand"):
        shown.add_column(column)
    with context.database.reading() as session:
        for row in stored.everyone(session):
            held = stored.roles_of(session, row.id)
            roles = "; ".join(
                f"{organisation}: {', '.join(sorted(roles))}" for organisation, roles in held.items()
            )
            shown.add_row(
                escape(lines.plain(row.email)),
                escape(lines.plain(row.name)),
                roles,
                "ja" if row.totp_secret else "nee",
                "gekoppeld" if row.oidc_subject_hash else "-",
                "dicht" if row.disabled_at else "eerste wachtwoord" if row.must_change else "open",
            )
    Console().print(shown)


@app.command("roles")
def set_roles(email: Email, role: Roles, config: Config = DEFAULT_CONFIG) -> None:
    """Give an account exactly these roles at the organisations named; organisation:geen takes them all away there."""
    context = reading(config)
    with context.database.reading() as session:
        id_ = _account(context, session, email).id
    try:
        for organisation, roles in _roles(context, role, none=True).items():
            accounts.set_roles(context, id_, organisation, roles, actor=COMMAND_LINE)
    except AccountProblem as problem:
        lines.fail(str(problem))
    typer.echo(f"roles of {email} set")


@app.command("password")
def reset(email: Email, config: Config = DEFAULT_CONFIG) -> None:
    """Give a new first password; takes the code away and ends all sessions."""
    context = reading(config)
    with context.database.reading() as session:
        id_ = _account(context, session, email).id
    password = accounts.fresh_password()
    accounts.reset_password(context, id_, password, actor=COMMAND_LINE)
    typer.echo(f"first password of {email}: {password}")


@app.command()
def unlock(email: Email, config: Config = DEFAULT_CONFIG) -> None:
    """End the wait after too many wrong passwords or codes; the password stays."""
    context = reading(config)
    with context.database.reading() as session:
        id_ = _account(context, session, email).id
    accounts.unlock(context, id_, actor=COMMAND_LINE)
    typer.echo(f"{email} may try again")


@app.command()
def disable(email: Email, config: Config = DEFAULT_CONFIG) -> None:
    """Close an account and end its sessions."""
    _switch(email, config, disabled=True)


@app.command()
def enable(email: Email, config: Config = DEFAULT_CONFIG) -> None:
    """Open a closed account again."""
    _switch(email, config, disabled=False)


@app.command()
def link(
    email: Email,
    identity: Annotated[
        str,
        typer.Argument(help="What the refused sign-in shows: Entra's tenant id/object id, or the subject."),
    ],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Bind an account to an identity of the identity provider; ends its sessions."""
    _bind(email, config, identity)
    typer.echo(f"{email} signs in as that identity from now on")


@app.command()
def unlink(email: Email, config: Config = DEFAULT_CONFIG) -> None:
    """Take the identity of the identity provider away; ends the sessions of the account."""
    _bind(email, config, None)
    typer.echo(f"{email} is bound to no identity")


def _bind(email: str, config: Config, identity: str | None) -> None:
    context = reading(config)
    with context.database.reading() as session:
        id_ = _account(context, session, email).id
    try:
        accounts.bind(context, id_, identity, actor=COMMAND_LINE)
    except AccountProblem as problem:
        lines.fail(str(problem))


def _switch(email: str, config: Config, *, disabled: bool) -> None:
    context = reading(config)
    with context.database.reading() as session:
        id_ = _account(context, session, email).id
    accounts.set_disabled(context, id_, disabled=disabled, actor=COMMAND_LINE)
    typer.echo(f"{email} is {'closed' if disabled else 'open'}")
