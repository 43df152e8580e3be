"""Classify: ingested messages, in batches, to labels with evidence; or to "needs a person"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from assistant.stages.batches import in_batches
from assistant.stages.context import Context, Outcome, log
from assistant.stages.stuck import give_to_person
from assistant.store import cases, mails
from assistant.store.tables import MessageRow, MessageState
from classifiers import Message, Verdict

BATCH = 64


def classify(context: Context) -> Outcome:
    """Judge one batch of messages."""

    def judge(session: Session, rows: Sequence[MessageRow]) -> None:
        verdicts = context.classifier.classify([_message(session, row) for row in rows])
        for row, verdict in zip(rows, verdicts, strict=True):
            row.verdict = _as_json(verdict)
            row.model = verdict.model
            row.state = MessageState.CLASSIFIED
        log.info("classified", messages=len(rows), sure=sum(verdict.confident for verdict in verdicts))

    return in_batches(
        context, BATCH, mails.claim_ingested, judge, partial(give_to_person, context, "classify")
    )


def _message(session: Session, row: MessageRow) -> Message:
    case = cases.by_id(session, row.case_id) if row.case_id else None
    previous = mails.latest_text(session, row.case_id) if row.case_id else None
    return Message(
        id=str(row.id),
        mailbox=row.organisation,
        subject=row.parsed["subject"],
        body=row.parsed["own_text"],
        previous=previous,
        case_type=tuple(case.labels) if case else None,
    )


def _as_json(verdict: Verdict) -> dict[str, Any]:
    return {**verdict.to_json(""), "language": verdict.language}
