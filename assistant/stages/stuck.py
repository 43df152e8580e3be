"""Stuck: a message that a stage cannot handle goes to a person; it never blocks the next one and never disappears."""

from __future__ import annotations

from sqlalchemy.orm import load_only

from assistant.stages.context import Context, Outcome, log
from assistant.stages.staff import tell_staff
from assistant.store.tables import MessageRow, MessageState

_NEEDED = (MessageRow.state, MessageRow.attempts, MessageRow.organisation, MessageRow.raw_id)
"""Nothing encrypted, because that may be what is broken."""


def give_to_person(context: Context, stage: str, message_id: int, error: Exception) -> Outcome:
    """Count the attempt; after the configured number the message is quarantined and staff are told."""
    log.error("stage failed", stage=stage, message=message_id, error=type(error).__name__)
    with context.database.transaction() as session:
        row = session.get_one(MessageRow, message_id, with_for_update=True, options=[load_only(*_NEEDED)])
        if row.state not in {MessageState.INGESTED, MessageState.CLASSIFIED}:
            return Outcome(1)  # another worker got it further, or gave it up, meanwhile
        row.attempts += 1
        if row.attempts < context.settings.limits.ingest_attempts:
            return Outcome(1)
        row.state = MessageState.QUARANTINED
        reason = f"Een bericht kon niet worden verwerkt ({stage}: {type(error).__name__}). Lees het zelf."
        key = f"stuck:{row.id}"
        tell_staff(context, session, row.organisation, "quarantine", key, reason, raw_id=row.raw_id)
    return Outcome(1, 1)
