"""The audit trail: every read of a case and every change on the desk, by whom, and whether it was allowed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assistant.core.case import Json
from assistant.stages.context import Context
from assistant.store.account_tables import AuditRow

DONE, REFUSED = "gedaan", "geweigerd"


def note(
    context: Context,
    actor: str,
    action: str,
    *,
    organisation: str | None = None,
    case_id: int | None = None,
    result: str = DONE,
    detail: Json = None,
) -> None:
    """Write one line in a transaction of its own; ``detail`` holds no text of mails."""
    with context.database.transaction() as session:
        within(
            context, session, actor, action, organisation=organisation, case_id=case_id, result=result, detail=detail
        )  # fmt: skip


def within(
    context: Context,
    session: Session,
    actor: str,
    action: str,
    *,
    organisation: str | None = None,
    case_id: int | None = None,
    result: str = DONE,
    detail: Json = None,
) -> None:
    """Write one line in the transaction of what it is about."""
    session.add(
        AuditRow(
            at=context.now(),
            actor=actor,
            action=action,
            organisation=organisation,
            case_id=case_id,
            result=result,
            detail=detail,
        )
    )
