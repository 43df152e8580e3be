"""Dispatch: due mail from the outbox to the SMTP server. Leased and committed first, sent second, recorded third."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from random import random
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assistant.core.case import EventKind
from assistant.core.retry import MAIL, next_attempt
from assistant.gateways.errors import GatewayError
from assistant.gateways.ports import Accepted, Outgoing, PermanentFailure, SendResult, Unknown
from assistant.stages.after_sending import may_leave, note_sent
from assistant.stages.context import Context, Outcome, log
from assistant.stages.events import record
from assistant.stages.staff import tell_staff
from assistant.store import outbox
from assistant.store.tables import OutboxRow, OutboxState

if TYPE_CHECKING:
    from assistant.gateways.ports import Mailbox, MailSender

Finished = tuple[int, SendResult | GatewayError]

BATCH = 32
GATHER_SECONDS = 0.01
SENT_BATCH = 50


async def dispatch(context: Context, sender: MailSender) -> Outcome:
    """Send one batch of due mail.

    Raises:
        GatewayError: the account as a whole cannot be used; the mail waits and it cost no attempt.
    """
    with context.database.transaction() as session:
        rows = outbox.claim(session, context.now(), BATCH)
        work = []
        for row in rows:
            if may_leave(session, row):
                work.append((row.id, _outgoing(row)))
            else:
                row.state, row.error = OutboxState.FAILED, "the approval is void or not for these bytes"
                _fail(context, session, row, "de goedkeuring geldt niet voor deze tekst")
    if not work:
        return Outcome()
    finished: asyncio.Queue[Finished] = asyncio.Queue()
    sending = [asyncio.create_task(_send_one(sender, finished, id_, mail)) for id_, mail in work]
    problem: GatewayError | None = None
    left = len(sending)
    while left:
        # What has come back is recorded at once, together: a crash may double only what was in the air.
        batch = [await finished.get()]
        await asyncio.sleep(GATHER_SECONDS)
        while not finished.empty():
            batch.append(finished.get_nowait())
        left -= len(batch)
        problem = _record_batch(context, batch) or problem
    if problem is not None:
        raise problem
    log.info("dispatched", mails=len(work))
    return Outcome(len(work))


def _outgoing(row: OutboxRow) -> Outgoing:
    return Outgoing(
        sender=row.sender,
        recipients=tuple(row.recipients),
        content=row.content or b"",
        message_id=str(row.id),
    )


async def _send_one(sender: MailSender, finished: asyncio.Queue[Finished], id_: int, mail: Outgoing) -> None:
    try:
        finished.put_nowait((id_, await sender.send(mail)))
    except GatewayError as error:
        finished.put_nowait((id_, error))
    except Exception as error:  # a defect of one mail must not leave its row leased
        finished.put_nowait((id_, Unknown(type(error).__name__)))


def _record_batch(context: Context, batch: list[Finished]) -> GatewayError | None:
    """Record results in one transaction; returns the account's problem, if there was one."""
    problem: GatewayError | None = None
    with context.database.transaction() as session:
        rows = outbox.by_ids(session, [id_ for id_, _ in batch])
        for id_, result in batch:
            if isinstance(result, GatewayError):
                problem = result
                _give_back(context, rows[id_])
            else:
                _record(context, session, rows[id_], result)
        note_sent(context, session, [rows[id_] for id_, result in batch if isinstance(result, Accepted)])
        for id_, result in batch:
            if isinstance(result, Accepted) and result.refused:
                _fail(context, session, rows[id_], f"geweigerd voor {len(result.refused)} van de ontvangers")
    return problem


def _give_back(context: Context, row: OutboxRow) -> None:
    row.state, row.lease_until = OutboxState.PENDING, None
    row.attempts -= 1
    row.due_at = context.now() + timedelta(seconds=30)


def _record(context: Context, session: Session, row: OutboxRow, result: SendResult) -> None:
    now = context.now()
    row.lease_until = None
    if isinstance(result, Accepted):
        row.state, row.sent_at, row.error = OutboxState.SENT, now, None
        if (
            context.settings.imap_of(context.organisation(row.organisation)).sent_folder is None
            or row.to_staff
        ):
            row.copied_at = now
    elif isinstance(result, PermanentFailure):
        row.state, row.error = OutboxState.FAILED, f"{result.code} {result.text}"[:500]
        _fail(context, session, row, f"de mailserver weigerde definitief ({result.code})")
    else:
        again = next_attempt(MAIL, row.attempts, row.created_at, now, random())  # noqa: S311 - spreads retries
        row.error = result.text[:500]
        row.state = OutboxState.FAILED if again is None else OutboxState.PENDING
        row.due_at = again or now
        if again is None:
            _fail(context, session, row, f"niet aangenomen na {row.attempts} pogingen")


def _fail(context: Context, session: Session, row: OutboxRow, reason: str) -> None:
    if row.to_staff:
        log.error("staff mail failed", outbox=row.id, reason=reason)
        return
    if row.case_id is not None:
        record(context, session, row.case_id, EventKind.MAIL_BOUNCED, {"letter": row.kind, "outbox": row.id})
    tell_staff(
        context, session, row.organisation, "delivery", f"delivery:{row.id}",
        f"Een brief ({row.kind}) is niet bezorgd: {reason}.", case_id=row.case_id,
    )  # fmt: skip


def copy_to_sent(context: Context, mailbox_of: Callable[[str], Mailbox]) -> Outcome:
    """Put copies of sent mail into the Sent folders, for the mailboxes that are configured to have one.

    No transaction is open while a server is spoken to: a slow one would keep everybody else from writing.

    Raises:
        GatewayError: a server cannot be reached; what was copied until then, and for other mailboxes, is recorded.
    """
    done, problem = 0, None
    for organisation in context.settings.organisations:
        folder = context.settings.imap_of(organisation).sent_folder
        if folder is None:
            continue  # then it is marked as copied when it is sent
        with context.database.reading() as session:
            rows = outbox.uncopied(session, organisation.id, SENT_BATCH)
        try:
            for row in rows:
                if row.content is not None:
                    mailbox_of(organisation.id).append(folder, row.content, ("\\Seen",), row.sent_at)
                    done += 1
                with context.database.transaction() as session:
                    outbox.mark_copied(session, row.id, context.now())
        except GatewayError as error:
            problem = error
    if problem is not None:
        raise problem
    return Outcome(done)
