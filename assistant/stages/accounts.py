"""Administration of the desk's accounts: who may do what where."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.stages.audit import within
from assistant.stages.context import Context
from assistant.stages.sign_in import check_password, forget_failures, hasher, identity_key
from assistant.store import accounts
from assistant.store.account_tables import AccountRoleRow, AccountRow, SessionRow, StaffRole

_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")
COMMAND_LINE = "beheer op de opdrachtregel"
"""The actor where an administrator works in a shell."""


class AccountProblem(Exception):
    """The account cannot be made or changed like this; the message is Dutch and says how it can."""


def fresh_password() -> str:
    """A first password that is easy to type and impossible to guess."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))


def add(
    context: Context, *, email: str, name: str, roles: Mapping[str, Iterable[StaffRole]], password: str | None,
    actor: str = COMMAND_LINE, must_change: bool = True,
) -> int:  # fmt: skip
    """Make an account; ``password`` None means that it signs in through the identity provider only. Returns its id.

    Raises:
        AccountProblem: the address is none or taken, the name is empty, an organisation is unknown, or nobody could sign in.
        WeakPassword: the first password is too easy.
    """
    address, shown = email.strip().lower(), " ".join(name.split())
    if not _ADDRESS.fullmatch(address):
        raise AccountProblem("Dit is geen e-mailadres. Schrijf het als naam@organisatie.nl.")
    if not shown or len(shown) > 80:
        raise AccountProblem("Vul een naam in van ten hoogste 80 tekens.")
    if password is not None:
        check_password(password)
    elif context.settings.desk.openid_connect is None:
        raise AccountProblem(
            "Zonder wachtwoord kan niemand inloggen zolang desk.openid_connect niet is ingesteld."
        )
    with context.database.transaction() as session:
        if accounts.by_email(session, context.database.vault, address) is not None:
            raise AccountProblem("Er is al een account met dit e-mailadres.")
        row = AccountRow(
            email=address, email_hash=context.database.vault.lookup(address), name=shown,
            password_hash=hasher().hash(password) if password is not None else None,
            must_change=must_change and password is not None, created_at=context.now(),
        )  # fmt: skip
        session.add(row)
        try:
            session.flush()
        except IntegrityError as error:  # somebody else made it at the same moment
            raise AccountProblem("Er is al een account met dit e-mailadres.") from error
        _set_roles(context, session, row, roles)
        for organisation in roles:
            within(context, session, actor, "account gemaakt", organisation=organisation, detail=row.actor)
        return row.id


def set_roles(
    context: Context, account_id: int, organisation: str, roles: Iterable[StaffRole], *, actor: str
) -> None:
    """Give an account exactly these roles at one organisation; its sessions go on with the new roles at once."""
    with context.database.transaction() as session:
        row = session.get_one(AccountRow, account_id)
        _set_roles(context, session, row, {organisation: tuple(roles)})
        within(
            context, session, actor, "rollen gewijzigd", organisation=organisation,
            detail={"account": row.actor, "rollen": [*sorted(roles)]},
        )  # fmt: skip


def _set_roles(
    context: Context, session: Session, row: AccountRow, roles: Mapping[str, Iterable[StaffRole]]
) -> None:
    known = {organisation.id for organisation in context.settings.organisations}
    for organisation, held in roles.items():
        if organisation not in known:
            raise AccountProblem(
                f"De organisatie {organisation!r} bestaat niet. Bekend zijn: {', '.join(sorted(known))}."
            )
        mine = (AccountRoleRow.account_id == row.id) & (AccountRoleRow.organisation == organisation)
        session.execute(delete(AccountRoleRow).where(mine))
        session.add_all(
            AccountRoleRow(account_id=row.id, organisation=organisation, role=role)
            for role in sorted(set(held))
        )
        session.flush()


def reset_password(
    context: Context, account_id: int, password: str, *, actor: str, organisation: str | None = None
) -> None:
    """Give a new first password that must be changed at once, take away the code, the wait and all sessions."""
    check_password(password)
    with context.database.transaction() as session:
        row = session.get_one(AccountRow, account_id)
        row.password_hash, row.must_change, row.totp_secret = hasher().hash(password), True, None
        accounts.revoke_sessions(session, row.id, context.now())
        forget_failures(context, session, row)
        within(
            context, session, actor, "wachtwoord opnieuw gezet", organisation=organisation, detail=row.actor
        )


def unlock(context: Context, account_id: int, *, actor: str) -> None:
    """End the wait of an account after too many wrong attempts."""
    with context.database.transaction() as session:
        row = session.get_one(AccountRow, account_id)
        forget_failures(context, session, row)
        within(context, session, actor, "wachttijd weggehaald", detail=row.actor)


def set_disabled(
    context: Context, account_id: int, *, disabled: bool, actor: str, organisation: str | None = None
) -> None:
    """Close an account and end its sessions, or open it again."""
    with context.database.transaction() as session:
        row = session.get_one(AccountRow, account_id)
        row.disabled_at = context.now() if disabled else None
        if disabled:
            accounts.revoke_sessions(session, row.id, context.now())
        word = "account gesloten" if disabled else "account geopend"
        within(context, session, actor, word, organisation=organisation, detail=row.actor)


def bind(
    context: Context, account_id: int, name: str | None, *, actor: str, organisation: str | None = None
) -> None:
    """Bind an account to an identity of the provider by its name there, or to none any more (``name`` None).

    The name is what a refused sign-in shows: Entra's ``tenant id/object id``, or the subject. Ends all sessions of the account.

    Raises:
        AccountProblem: no provider is configured, the name is empty, or another account has it.
    """
    chosen = context.settings.desk.openid_connect
    if chosen is None:
        raise AccountProblem("Er is geen inloggen via de organisatie ingesteld (desk.openid_connect).")
    given = name.strip() if name is not None else None
    if given is not None and (not given or len(given) > 255):
        raise AccountProblem("Vul het kenmerk in dat uw collega bij het inloggen zag.")
    subject = None if given is None else context.database.vault.digest(identity_key(chosen.issuer, given))
    with context.database.transaction() as session:
        row = session.get_one(AccountRow, account_id)
        other = accounts.by_subject(session, subject) if subject else None
        if other is not None and other.id != row.id:
            raise AccountProblem("Dit kenmerk hoort al bij een ander account. Maak dat eerst los.")
        row.oidc_subject_hash = subject
        accounts.revoke_sessions(session, row.id, context.now())
        word = "identiteit losgemaakt" if subject is None else "identiteit gekoppeld"
        within(context, session, actor, word, organisation=organisation, detail=row.actor)


def revoke(context: Context, account_id: int, *, actor: str, session_id: int | None = None) -> None:
    """End one session of an account, or all of them."""
    with context.database.transaction() as session:
        if session_id is None:
            accounts.revoke_sessions(session, account_id, context.now())
        else:
            row = session.get(SessionRow, session_id)
            if row is not None and row.account_id == account_id and row.revoked_at is None:
                row.revoked_at = context.now()
        within(context, session, actor, "sessies beëindigd", detail=f"medewerker-{account_id}")


def new_calendar_secret(context: Context, account_id: int) -> str:
    """A new secret for the calendar address of an account; the old address stops working."""
    secret = secrets.token_urlsafe(24)
    with context.database.transaction() as session:
        row = session.get_one(AccountRow, account_id)
        row.calendar_hash = context.database.vault.lookup(secret)
        within(context, session, row.actor, "agenda-adres gemaakt")
    return secret


def set_drafts_by_mail(context: Context, account_id: int, *, wanted: bool) -> None:
    """Whether this account gets each new draft as a mail with a link."""
    with context.database.transaction() as session:
        row = session.get_one(AccountRow, account_id)
        row.drafts_by_mail = wanted
        within(context, session, row.actor, "concepten per mail " + ("aan" if wanted else "uit"))
