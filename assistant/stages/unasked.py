"""Unasked proof: what nobody asked for is recorded as masked or set aside, and a person is told (LEGAL (b) 4-6)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assistant.core.case import EventKind
from assistant.stages import casework
from assistant.stages.casework import Work
from assistant.stages.context import Context
from assistant.store.tables import MessageRow


def record_unasked(context: Context, session: Session, work: Work, mail: MessageRow) -> None:
    """Record what ingest masked and isolated in this mail on its case."""
    for kind in mail.parsed.get("masked", ()):
        casework.happen(
            context, session, work, EventKind.IDENTIFIER_MASKED, {"identifier": kind, "message": mail.id}
        )
    for digest in mail.parsed.get("isolated", ()):
        casework.happen(
            context, session, work, EventKind.ATTACHMENT_ISOLATED, {"attachment": digest, "message": mail.id}
        )
