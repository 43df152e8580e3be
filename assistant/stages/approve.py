"""Approve: a person's decision, bound to the SHA-256 of the exact bytes and recipients; any later change voids it."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.core import lifecycle
from assistant.core.case import Event, EventKind, Outcome
from assistant.core.errors import IllegalTransition
from assistant.gateways.ports import Letter, OutgoingAttachment
from assistant.stages import casework
from assistant.stages.casework import Work
from assistant.stages.context import Context, log
from assistant.stages.draft import facts_for, parts_of
from assistant.stages.events import carry_out
from assistant.stages.four_eyes import writers
from assistant.store import mails
from assistant.store.errors import StaleVersion
from assistant.store.tables import ApprovalRow, DraftRow, DraftState, DraftVersionRow, OutboxRow
from replies.lint import Finding, lint

_GONE = "the letter is on its way or gone; it cannot be changed any more"


class NotApprovable(Exception):
    """The draft may not be sent as it is; the message says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft exactly as it would be sent, and what stands in the way."""

    content: bytes
    recipients: tuple[str, ...]
    digest: str
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that block approval."""
        return tuple(finding for finding in self.findings if finding.severity == "error")


def save(
    context: Context, session: Session, draft_id: int, *, version: int, subject: str, body: str, actor: str,
    values: dict[str, str] | None = None, attachments: list[Any] | None = None,
) -> DraftRow:  # fmt: skip
    """Store a new text of a draft; the old one is kept. An approval of the old text becomes void.

    Nothing is stored where an open draft stays as it is: who only looked did not write, and nobody else's form becomes stale.

    Raises:
        StaleVersion: somebody else saved in between; nothing is overwritten.
        NotApprovable: the letter is on its way or gone, or was replaced.
    """
    row, work = _take(context, session, draft_id, DraftState.OPEN, DraftState.APPROVED)
    if row.state == DraftState.APPROVED and str(row.id) not in work.case.approved:
        raise NotApprovable(_GONE)
    if row.version != version:
        raise StaleVersion(f"draft {draft_id} is at version {row.version}, you edited version {version}")
    subject, body = " ".join(subject.split()), body.replace("\r\n", "\n")
    values = row.values if values is None else values
    attachments = row.attachments if attachments is None else attachments
    now_there = (row.subject, row.body, row.values, row.attachments)
    if row.state == DraftState.OPEN and (subject, body, values, attachments) == now_there:
        return row
    session.add(
        DraftVersionRow(
            draft_id=row.id,
            version=row.version,
            body=row.body,
            saved_at=row.updated_at,
            saved_by=row.updated_by,
        )
    )
    row.subject, row.body, row.version = subject, body, row.version + 1
    row.values, row.attachments = values, attachments
    row.updated_at, row.updated_by = context.now(), actor
    casework.happen(context, session, work, EventKind.DRAFT_EDITED, {"draft": str(row.id)}, actor=actor)
    carry_out(context, session, work)
    if row.state != DraftState.OPEN:
        raise NotApprovable(_GONE)
    return row


def preview(context: Context, session: Session, draft_id: int) -> Preview:
    """The exact bytes of a draft as they would leave now, with the findings of the lint."""
    row = session.get_one(DraftRow, draft_id)
    work = casework.load(context, session, row.case_id, lock=False)
    return _preview(context, session, row, work)


def _preview(context: Context, session: Session, row: DraftRow, work: Work) -> Preview:
    organisation = work.organisation
    recipients = tuple(row.recipients)
    content = b""
    if organisation.mail.address and recipients:
        thread = mails.of_case(session, work.row.id)
        last: dict[str, Any] = thread[-1].parsed if thread else {"message_id": "", "references": []}
        content = context.build(
            Letter(
                from_email=organisation.mail.address,
                from_name=organisation.mail.display_name,
                to_email=recipients[0],
                subject=row.subject,
                text=row.body,
                date=row.updated_at.astimezone(organisation.timezone),
                message_id=row.message_id,
                in_reply_to=last["message_id"],
                references=tuple(last["references"]),
                attachments=tuple(
                    OutgoingAttachment(a["filename"], a["content_type"], base64.b64decode(a["content"]))
                    for a in row.attachments
                ),
            )
        )
    facts = facts_for(context, work).with_parts(*parts_of(row))
    names = tuple(attachment["filename"] for attachment in row.attachments)
    findings = lint(row.body, row.subject, facts, recipients, attachments=names)
    return Preview(content, recipients, digest(content, recipients), findings)


def digest(content: bytes, recipients: tuple[str, ...]) -> str:
    """SHA-256 over the exact bytes (attachments included) and the recipients, hexadecimal."""
    return digest_of(hashlib.sha256(content), recipients)


def digest_of(content: Any, recipients: tuple[str, ...]) -> str:
    """The digest where the bytes were fed to a SHA-256 piece by piece; that hash is fed further."""
    content.update(b"\x00" + json.dumps(sorted(recipients)).encode())
    return str(content.hexdigest())


def approve(
    context: Context,
    draft_id: int,
    *,
    approver: str,
    expected_digest: str | None = None,
    outcome: Outcome | None = None,
    four_eyes: bool = False,
) -> OutboxRow:
    """Approve a draft and put exactly those bytes into the outbox; the second click on the same draft sends nothing more.

    ``expected_digest`` is that of the preview the person saw. ``outcome`` closes the case once the letter has left.

    Raises:
        NotApprovable: findings block it, nobody to send to, or one who wrote in it approves under four eyes.
        StaleVersion: the draft changed since the preview.
    """
    with context.database.transaction() as session:
        row, work = _take(context, session, draft_id)
        seen = _preview(context, session, row, work)
        if expected_digest is not None and expected_digest != seen.digest:
            raise StaleVersion("the draft changed since you saw it; look at it again")
        if not seen.recipients or not seen.content:
            raise NotApprovable("there is no address to send to or from; fill it in first")
        if seen.errors:
            raise NotApprovable("; ".join(f"{f.what} {f.how}" for f in seen.errors))
        if four_eyes and approver in writers(session, row):
            raise NotApprovable(
                "who wrote or changed a letter may not approve it (four eyes); ask a colleague"
            )
        _check_outcome(context, work, outcome, approver)
        queued = _queue(context, session, row, work, seen)
        session.add(
            ApprovalRow(
                draft_id=row.id, case_id=row.case_id, outbox_id=queued.id, digest=seen.digest, approver=approver,
                outcome=outcome, at=context.now(),
            )
        )  # fmt: skip
        row.state = DraftState.APPROVED
        data = {"draft": str(row.id), "digest": seen.digest, "letter": row.kind}
        casework.happen(context, session, work, EventKind.DRAFT_APPROVED, data, actor=approver)
        carry_out(context, session, work)
        log.info("approved", case=work.case.reference, letter=row.kind)
        return queued


def _check_outcome(context: Context, work: Work, outcome: Outcome | None, approver: str) -> None:
    """An outcome that the case cannot have is said before the letter leaves, not after."""
    if outcome is None:
        return
    try:
        closing = Event(EventKind.CLOSED, context.now(), approver, {"outcome": outcome})
        lifecycle.apply(work.case, closing, work.policy)
    except IllegalTransition as refused:
        raise NotApprovable(f"the case cannot close as {outcome}: {refused}") from refused


def _queue(context: Context, session: Session, row: DraftRow, work: Work, seen: Preview) -> OutboxRow:
    vault = context.database.vault
    queued = OutboxRow(
        organisation=work.organisation.id,
        case_id=work.row.id,
        kind=row.kind,
        automatic=False,
        dedupe_key=f"draft:{row.id}:{row.version}",
        sender=work.organisation.mail.address or "",
        recipients=list(seen.recipients),
        recipient_hash=vault.lookup(seen.recipients[0]),
        message_id_hash=vault.lookup(row.message_id),
        content=seen.content,
        created_at=context.now(),
        due_at=context.now(),
    )
    session.add(queued)
    session.flush()
    return queued


def _take(context: Context, session: Session, draft_id: int, *allowed: DraftState) -> tuple[DraftRow, Work]:
    row = session.scalars(select(DraftRow).where(DraftRow.id == draft_id).with_for_update()).one_or_none()
    if row is None:
        raise NotApprovable(f"there is no draft {draft_id}")
    if row.state not in (allowed or (DraftState.OPEN,)):
        raise NotApprovable(f"draft {draft_id} is {row.state}; only an open draft can be changed or approved")
    return row, casework.load(context, session, row.case_id)
