"""What staff do with mail that is no case: see to it, or make it a case after all."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.stages.act import NotPossible
from assistant.stages.context import Context
from assistant.store.tables import AlarmRow, MessageRow, MessageState, RawMailRow
from classifiers import REQUEST_LABELS


def handled(context: Context, raw_ids: Sequence[int], *, actor: str, organisations: Sequence[str]) -> int:
    """Mark mails of these organisations as seen to; returns how many changed."""
    done = 0
    with context.database.transaction() as session:
        for raw_id in raw_ids:
            row = session.get(RawMailRow, raw_id)
            if row is not None and row.mailbox in organisations and row.handled_at is None:
                row.handled_at, row.handled_by = context.now(), actor
                done += 1
    return done


def alarm_handled(context: Context, alarm_id: int, *, actor: str, organisations: Sequence[str]) -> bool:
    """Mark an alarm as seen to; False where it is not theirs or was seen to before."""
    with context.database.transaction() as session:
        row = session.get(AlarmRow, alarm_id)
        if row is None or row.organisation not in organisations or row.handled_at is not None:
            return False
        row.handled_at, row.handled_by = context.now(), actor
        return True


def make_case(context: Context, raw_id: int, labels: Sequence[str], *, actor: str) -> None:
    """Send a message that was taken for no request along the route again, with the labels a person gave it.

    Whether it gets an automatic acknowledgement still depends on the screening: nothing is sent to a machine.

    Raises:
        NotPossible: no right label, or the message has a case or was seen to already.
    """
    chosen = [label for label in REQUEST_LABELS if label in set(labels)]
    if not chosen:
        raise NotPossible("Kies wat er wordt gevraagd.")
    with context.database.transaction() as session:
        raw = session.get_one(RawMailRow, raw_id)
        message = session.query(MessageRow).where(MessageRow.raw_id == raw.id).with_for_update().one_or_none()
        if message is None or message.state != MessageState.UNANSWERED or message.case_id is not None:
            raise NotPossible("Dit bericht is al behandeld.")
        known = message.verdict or {
            "evidence": {},
            "followup": None,
            "language": "nl",
            "scores": {},
            "new_text": "",
        }
        message.verdict = {**known, "labels": chosen, "confident": True}
        message.kind, message.state, message.attempts = "person", MessageState.CLASSIFIED, 0
        message.parsed = {**message.parsed, "ambiguous": None}
        raw.handled_at, raw.handled_by = context.now(), actor
