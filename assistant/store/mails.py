"""Mail on its way in: positions in mailboxes, the bytes, and what was understood."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session, undefer

from assistant.store.errors import KeyFileError, RowUnreadable
from assistant.store.tables import MessageRow, MessageState, OutboxRow, Position, RawMailRow, RawState


def position(session: Session, mailbox: str, folder: str) -> Position | None:
    """How far this folder has been read, or None before the first time."""
    return session.get(Position, (mailbox, folder))


def last_success(session: Session, mailbox: str) -> datetime | None:
    """When this mailbox was last read without an error (UTC)."""
    return session.scalar(select(func.max(Position.last_success_at)).where(Position.mailbox == mailbox))


def known_digests(session: Session, mailbox: str, digests: Iterable[str]) -> set[str]:
    """Which of these keyed hashes of exact bytes this mailbox has stored before."""
    statement = select(RawMailRow.digest).where(RawMailRow.mailbox == mailbox, RawMailRow.digest.in_(digests))
    return set(session.scalars(statement))


FETCH_ATTEMPTS = 20
"""So often a mail is asked again that the server would not give; then it is a person's alone."""


def at_uid(session: Session, mailbox: str, folder: str, uidvalidity: int, uid: int) -> RawMailRow | None:
    """The mail stored for this place on the server."""
    statement = select(RawMailRow).where(
        RawMailRow.mailbox == mailbox,
        RawMailRow.folder == folder,
        RawMailRow.uidvalidity == uidvalidity,
        RawMailRow.uid == uid,
    )
    return session.scalar(statement)


def failed_uids(session: Session, mailbox: str, folder: str, uidvalidity: int) -> Sequence[int]:
    """The mails that the server would not give before and that are worth asking for again."""
    statement = select(RawMailRow.uid).where(
        RawMailRow.mailbox == mailbox,
        RawMailRow.folder == folder,
        RawMailRow.uidvalidity == uidvalidity,
        RawMailRow.state == RawState.QUARANTINED,
        RawMailRow.size == 0,
        RawMailRow.attempts < FETCH_ATTEMPTS,
    )
    return session.scalars(statement).all()


def untold(session: Session, mailbox: str, folder: str, uidvalidity: int) -> Sequence[RawMailRow]:
    """Mails whose bytes are safe but whose server does not know it yet."""
    statement = select(RawMailRow).where(
        RawMailRow.mailbox == mailbox,
        RawMailRow.folder == folder,
        RawMailRow.uidvalidity == uidvalidity,
        ~RawMailRow.told_server,
    )
    return session.scalars(statement.order_by(RawMailRow.uid)).all()


def forget_failure(session: Session, mailbox: str, folder: str, uidvalidity: int, uid: int) -> None:
    """A mail that failed before turned out to be known already: stop asking for it."""
    row = at_uid(session, mailbox, folder, uidvalidity, uid)
    if row is not None and row.size == 0:
        row.attempts = FETCH_ATTEMPTS


def mark_told(session: Session, ids: Sequence[int]) -> None:
    """Record that the server has been told of these mails."""
    session.execute(update(RawMailRow).where(RawMailRow.id.in_(ids)).values(told_server=True))


def claim_raw(session: Session, limit: int) -> Sequence[RawMailRow]:
    """The oldest mails that have not been read yet, locked for this transaction, with their bytes."""
    statement = (
        select(RawMailRow)
        .where(RawMailRow.state == RawState.STORED)
        .order_by(RawMailRow.id)
        .limit(limit)
        .options(undefer(RawMailRow.content))
        .with_for_update(skip_locked=True)
    )
    with _named(session, statement.with_only_columns(RawMailRow.id)):
        return session.scalars(statement).all()


@contextmanager
def _named(session: Session, ids: Select[int]) -> Iterator[None]:
    """When the first row of a queue cannot be decrypted, say which it is, so that it can be taken out of the queue.

    Raises:
        RowUnreadable: instead of KeyFileError.
    """
    try:
        yield
    except KeyFileError as error:
        raise RowUnreadable(session.scalars(ids.limit(1)).one(), str(error)) from error


def claim_messages(session: Session, state: MessageState, limit: int) -> Sequence[MessageRow]:
    """The oldest messages in ``state``, locked for this transaction."""
    statement = (
        select(MessageRow)
        .where(MessageRow.state == state)
        .order_by(MessageRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    with _named(session, statement.with_only_columns(MessageRow.id)):
        return session.scalars(statement).all()


def claim_ingested(session: Session, limit: int) -> Sequence[MessageRow]:
    """The oldest messages that wait for the classifier."""
    return claim_messages(session, MessageState.INGESTED, limit)


def claim_classified(session: Session, limit: int) -> Sequence[MessageRow]:
    """The oldest messages that wait for their case."""
    return claim_messages(session, MessageState.CLASSIFIED, limit)


def originals(session: Session, content_keys: Collection[str]) -> dict[str, MessageRow]:
    """The first message with each of these contents, whichever of our mailboxes it came to."""
    statement = select(MessageRow).where(
        MessageRow.content_key.in_(content_keys), MessageRow.duplicate_of.is_(None)
    )
    return {row.content_key: row for row in session.scalars(statement)}


def sent_by_message_ids(session: Session, hashes: Collection[str]) -> Sequence[OutboxRow]:
    """Our own mails with these keyed Message-ID hashes."""
    if not hashes:
        return ()
    return session.scalars(select(OutboxRow).where(OutboxRow.message_id_hash.in_(hashes))).all()


def of_case(session: Session, case_id: int) -> Sequence[MessageRow]:
    """The messages of a case, oldest first."""
    statement = select(MessageRow).where(MessageRow.case_id == case_id)
    return session.scalars(statement.order_by(MessageRow.received_at, MessageRow.id)).all()


def counts(session: Session) -> dict[str, int]:
    """How many mails are in which state, for the summary line and the metrics."""
    raw = session.execute(select(RawMailRow.state, func.count()).group_by(RawMailRow.state)).all()
    messages = session.execute(select(MessageRow.state, func.count()).group_by(MessageRow.state)).all()
    return {**{f"raw_{state}": n for state, n in raw}, **{f"message_{state}": n for state, n in messages}}


def latest_text(session: Session, case_id: int) -> str | None:
    """What the person last wrote in this case, in their own words."""
    messages = [m for m in of_case(session, case_id) if m.kind == "person"]
    return messages[-1].parsed["own_text"] if messages else None
