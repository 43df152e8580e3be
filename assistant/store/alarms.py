"""What a person must see, each raised once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assistant.store.tables import AlarmRow


def raise_alarm(
    session: Session,
    organisation: str,
    kind: str,
    dedupe_key: str,
    summary: str,
    now: datetime,
    *,
    case_id: int | None = None,
    raw_id: int | None = None,
) -> AlarmRow | None:
    """Record an alarm; None where the same one was raised before. ``summary`` holds no personal data."""
    if session.scalar(select(AlarmRow.id).where(AlarmRow.dedupe_key == dedupe_key)) is not None:
        return None
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(AlarmRow).values(
        organisation=organisation,
        kind=kind,
        dedupe_key=dedupe_key,
        summary=summary,
        case_id=case_id,
        raw_id=raw_id,
        raised_at=now,
    )
    # Another worker may be raising the same one at this moment.
    return session.scalar(statement.on_conflict_do_nothing().returning(AlarmRow))
