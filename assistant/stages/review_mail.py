"""New drafts by mail to the approvers who want that: the text, and a link that opens the page once, after sign-in."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.stages import post
from assistant.stages.context import Context
from assistant.store import accounts
from assistant.store.account_tables import AccountRow, LinkRow, StaffRole
from assistant.store.tables import CaseRow, DraftRow, DraftState
from replies.dates import in_words

VALID = timedelta(days=14)
BATCH = 20


def offer(context: Context) -> int:
    """Mail each open draft once to each approver who wants drafts by mail. Returns how many mails were queued."""
    done = 0
    with context.database.transaction() as session:
        wanted = session.scalars(
            select(AccountRow).where(AccountRow.drafts_by_mail, AccountRow.disabled_at.is_(None))
        ).all()
        for account in wanted:
            roles = accounts.roles_of(session, account.id)
            mine = [id_ for id_, held in roles.items() if StaffRole.APPROVER in held]
            for draft, case in _unsent(session, account, mine):
                done += _send(context, session, account, draft, case)
    return done


def _unsent(
    session: Session, account: AccountRow, organisations: list[str]
) -> list[tuple[DraftRow, CaseRow]]:
    known = (
        select(LinkRow.id).where(LinkRow.draft_id == DraftRow.id, LinkRow.account_id == account.id).exists()
    )
    statement = (
        select(DraftRow, CaseRow)
        .join(CaseRow, CaseRow.id == DraftRow.case_id)
        .where(DraftRow.state == DraftState.OPEN, CaseRow.organisation.in_(organisations), ~known)
        .order_by(DraftRow.id)
        .limit(BATCH)
    )
    return [(draft, case) for draft, case in session.execute(statement)]


def _send(context: Context, session: Session, account: AccountRow, draft: DraftRow, case: CaseRow) -> int:
    organisation = context.organisation(case.organisation)
    if organisation.mail.address is None:
        return 0
    token = secrets.token_urlsafe(24)
    session.add(
        LinkRow(
            token_hash=context.database.vault.lookup(token), account_id=account.id, draft_id=draft.id,
            expires_at=context.now() + VALID,
        )
    )  # fmt: skip
    link = f"{context.settings.desk.base_url}/link/{token}"
    body = (
        f"Er staat een concept klaar in zaak {case.reference}. De uiterste datum is {in_words(case.due)}.\n\n"
        f"Bekijk het, vul het aan en keur het goed op de werkplek:\n{link}\n\n"
        "De link werkt een keer en alleen voor u. U logt eerst in. Antwoorden op deze mail doet niets: goedkeuren kan alleen op "
        f"de werkplek.\n\n--- concept ---\n\nOnderwerp: {draft.subject}\n\n{draft.body}\n"
    )
    mail = post.Mail(
        kind="staff-draft", dedupe_key=f"staff:draft:{draft.id}:{account.id}", to=account.email,
        subject=f"Concept te beoordelen: {case.reference}", body=body, mark=f"staff.{organisation.id}".replace("_", "-"),
        case_id=case.id, auto_submitted="auto-generated", to_staff=True,
    )  # fmt: skip
    post.queue(context, session, organisation, mail)
    return 1


def use(context: Context, token: str, account_id: int) -> str | None:
    """The page behind a link, for the account it was mailed to; None when it is used, too old or not theirs."""
    with context.database.transaction() as session:
        row = session.scalar(
            select(LinkRow)
            .where(LinkRow.token_hash == context.database.vault.lookup(token))
            .with_for_update()
        )
        if (
            row is None
            or row.account_id != account_id
            or row.used_at is not None
            or row.expires_at < context.now()
        ):
            return None
        row.used_at = context.now()
        draft = session.get_one(DraftRow, row.draft_id)
        return f"/zaken/{session.get_one(CaseRow, draft.case_id).reference}/concept/{draft.id}"
