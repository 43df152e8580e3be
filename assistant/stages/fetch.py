"""Fetch: the bytes of new mail, as they came, into the store; only then is the server told. Nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assistant.gateways.errors import GatewayError
from assistant.stages.context import Context, Outcome, log
from assistant.stages.staff import tell_staff
from assistant.store import mails
from assistant.store.tables import Position, RawMailRow, RawState

if TYPE_CHECKING:
    from assistant.gateways.ports import FetchedMail, FetchFailure, FolderState, Mailbox

BATCH = 100
CHUNK_BYTES = 16 * 1024 * 1024
_NOT_GIVEN = "Een bericht kon niet van de mailserver worden opgehaald. Kijk in de mailbox."


def fetch(context: Context, mailbox: Mailbox, organisation: str) -> Outcome:
    """Store all new mail of one mailbox.

    A changed UIDVALIDITY re-reads the folder; bytes that this mailbox stored before are recognised and not doubled.

    Raises:
        GatewayError: the server cannot be reached or refuses us; what was stored until then stays. That a mail cannot be marked or
            moved keeps none from being read; it is raised at the end.
    """
    imap = context.settings.imap_of(context.organisation(organisation))
    state = mailbox.select()
    with context.database.reading() as session:
        position = mails.position(session, organisation, imap.folder)
        after = position.last_uid if position and position.uidvalidity == state.uidvalidity else 0
    problem = _try_to_tell(context, mailbox, organisation, state, imap.processed_folder)
    total = Outcome()
    with context.database.reading() as session:
        failed = mails.failed_uids(session, organisation, imap.folder, state.uidvalidity)
    uids = sorted({*mailbox.new_uids(after), *failed})
    for start in range(0, len(uids), BATCH):
        total += _store_batch(context, mailbox, organisation, state, uids[start : start + BATCH])
        problem = _try_to_tell(context, mailbox, organisation, state, imap.processed_folder) or problem
    _note_success(context, organisation, imap.folder, state, after)
    if total.done:
        log.info("fetched", organisation=organisation, mails=total.done, quarantined=total.quarantined)
    if problem is not None:
        raise problem
    return total


def _store_batch(
    context: Context, mailbox: Mailbox, organisation: str, state: FolderState, uids: Sequence[int]
) -> Outcome:
    limit = context.settings.limits.message_bytes
    sizes = mailbox.sizes(uids)
    total = Outcome()
    # The large ones go first and do not move the position: a crash between them and the rest must not skip any.
    for uid in uids:
        if sizes.get(uid, 0) > limit and (large := mailbox.fetch_oversize(uid)) is not None:
            reason = (
                f"Een bericht is groter dan {limit // 1_000_000 or 1} MB. Het is bewaard, maar niet gelezen."
            )
            total += _store(context, organisation, state, [large], reason)
    total += _store_arrivals(
        context, organisation, state, mailbox.fetch(_ordinary(uids, sizes, limit), sizes)
    )
    with context.database.transaction() as session:
        _advance(session, organisation, _folder(context, organisation), state, uids[-1])
    return total


def _ordinary(uids: Sequence[int], sizes: Mapping[int, int], limit: int) -> list[int]:
    return [uid for uid in uids if 0 <= sizes.get(uid, -1) <= limit]


def _store_arrivals(
    context: Context, organisation: str, state: FolderState, arrivals: Iterator[FetchedMail | FetchFailure]
) -> Outcome:
    """Store what comes in chunks that fit in memory; when the connection breaks for good, what came before it is safe."""
    total, held = Outcome(), 0
    chunk: list[FetchedMail | FetchFailure] = []
    try:
        for arrival in arrivals:
            chunk.append(arrival)
            held += getattr(arrival, "size", 0)
            if held > CHUNK_BYTES:
                total += _store(context, organisation, state, chunk, advance=True)
                chunk, held = [], 0
    finally:
        if chunk:
            total += _store(context, organisation, state, chunk, advance=True)
    return total


def _store(
    context: Context,
    organisation: str,
    state: FolderState,
    arrivals: Sequence[FetchedMail | FetchFailure],
    quarantine_reason: str | None = None,
    *,
    advance: bool = False,
) -> Outcome:
    """One transaction: the bytes, and the position behind them."""
    folder, vault = _folder(context, organisation), context.database.vault
    total = Outcome()
    with context.database.transaction() as session:
        digests = {arrival.uid: vault.digest(getattr(arrival, "content", b"")) for arrival in arrivals}
        known = mails.known_digests(session, organisation, digests.values())
        for arrival in arrivals:
            content: bytes | None = getattr(arrival, "content", None)
            if content is not None and digests[arrival.uid] in known:
                mails.forget_failure(session, organisation, folder, state.uidvalidity, arrival.uid)
                continue
            known.add(digests[arrival.uid])
            reason = quarantine_reason or (_NOT_GIVEN if content is None else None)
            row = mails.at_uid(session, organisation, folder, state.uidvalidity, arrival.uid)
            if row is None:
                row = _new_row(context, organisation, folder, arrival, digests[arrival.uid])
                session.add(row)
            _fill(row, content, reason, digests[arrival.uid])
            row.attempts += content is None
            session.flush()
            total += Outcome(1, 1 if reason else 0)
            if content is None:
                log.warning("not given", organisation=organisation, reason=getattr(arrival, "reason", None))
            if reason:
                key = f"quarantine:{organisation}:{state.uidvalidity}:{arrival.uid}"
                tell_staff(context, session, organisation, "quarantine", key, reason, raw_id=row.id)
        if advance:
            _advance(session, organisation, folder, state, max(arrival.uid for arrival in arrivals))
    return total


def _new_row(
    context: Context, organisation: str, folder: str, arrival: FetchedMail | FetchFailure, digest: str
) -> RawMailRow:
    now = context.now()
    return RawMailRow(
        mailbox=organisation,
        folder=folder,
        uidvalidity=arrival.uidvalidity,
        uid=arrival.uid,
        digest=digest,
        received_at=_plausible(getattr(arrival, "internal_date", now), now),
        stored_at=now,
        attempts=0,
    )


def _fill(row: RawMailRow, content: bytes | None, reason: str | None, digest: str) -> None:
    row.content = content
    row.digest = digest
    row.size = len(content or b"")
    row.error = reason
    row.state = RawState.QUARANTINED if reason else RawState.STORED
    # What the server could not give stays unread there, so that a person finds it; it is asked again each round.
    row.told_server = content is None


def _folder(context: Context, organisation: str) -> str:
    return context.settings.imap_of(context.organisation(organisation)).folder


def _plausible(received: datetime, now: datetime) -> datetime:
    """The server's arrival time, unless its clock is broken: a moment after now would give people a later deadline."""
    return received if received.year >= 1990 and received <= now else now


def _advance(session: Session, organisation: str, folder: str, state: FolderState, uid: int) -> None:
    position = mails.position(session, organisation, folder)
    if position is None:
        session.add(
            Position(mailbox=organisation, folder=folder, uidvalidity=state.uidvalidity, last_uid=uid)
        )
    elif position.uidvalidity != state.uidvalidity:
        position.uidvalidity, position.last_uid = state.uidvalidity, uid
    else:
        position.last_uid = max(position.last_uid, uid)


def _note_success(context: Context, organisation: str, folder: str, state: FolderState, after: int) -> None:
    with context.database.transaction() as session:
        _advance(session, organisation, folder, state, after)
        position = mails.position(session, organisation, folder)
        if position is not None:
            position.last_success_at = context.now()


def _try_to_tell(
    context: Context, mailbox: Mailbox, organisation: str, state: FolderState, processed_folder: str | None
) -> GatewayError | None:
    try:
        _tell_server(context, mailbox, organisation, state, processed_folder)
    except GatewayError as error:
        return error
    return None


def _tell_server(
    context: Context, mailbox: Mailbox, organisation: str, state: FolderState, processed_folder: str | None
) -> None:
    """Mark and move what is safely stored; done again after a crash, because ``told_server`` is set last."""
    folder = _folder(context, organisation)
    with context.database.reading() as session:
        rows = mails.untold(session, organisation, folder, state.uidvalidity)
        told = [(row.id, row.uid) for row in rows]
    if not told:
        return
    uids = [uid for _, uid in told]
    mailbox.mark_seen(uids)
    if processed_folder:
        mailbox.move(uids, processed_folder)
    with context.database.transaction() as session:
        mails.mark_told(session, [id_ for id_, _ in told])
