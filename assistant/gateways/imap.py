"""One folder of one account on an IMAP server (RFC 9051), through imapclient; it reconnects and never deletes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from imapclient import DELETED, SEEN, IMAPClient
from imapclient.exceptions import IMAPClientError

from assistant.gateways.arrival import arrival_time
from assistant.gateways.batches import cut_batches, uid_sets
from assistant.gateways.errors import ConfigurationError, FolderChangedError, GatewayError, TemporaryError
from assistant.gateways.imap_deadline import PATIENCE, deadline
from assistant.gateways.imap_errors import ConnectionLostError, RefusedError, explain, where
from assistant.gateways.imap_idle import wait_for_news
from assistant.gateways.imap_session import check, hang_up, open_session
from assistant.gateways.ports import FetchedMail, FetchFailure, FolderState, ImapAccount, StopSignal

T = TypeVar("T")

_BODY = b"BODY[]"
_ITEMS = ("BODY.PEEK[]", "INTERNALDATE")
# imaplib refuses answer lines above a million octets, so a first look at a huge folder asks in slices.
_SEARCH_SLICE = 50_000
_CHUNK_BYTES = 1024 * 1024
# A message that breaks the connection twice is at fault itself; this many such in a row mean that the server is.
_TRIES_PER_MESSAGE = 2
_BROKEN_IN_A_ROW = 5


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ImapMailbox:
    """Implements :class:`assistant.gateways.ports.Mailbox`. One instance serves one thread at a time.

    The first call connects; a broken connection is replaced once per call. Raises ConfigurationError at once for settings that
    cannot work. ``clock`` stands in when a server gives a message no readable arrival time.
    """

    def __init__(self, account: ImapAccount, *, clock: Callable[[], datetime] = _utc_now) -> None:
        check(account)
        self.account = account
        self._clock = clock
        self._client: IMAPClient | None = None
        self._state: FolderState | None = None
        self._highest_known = 0
        self._made_folders: set[str] = set()

    @property
    def offers_idle(self) -> bool:
        """Whether the server announces IDLE."""
        return self._call(
            "asking what it offers", lambda client: bool(client.has_capability("IDLE")), selected=False
        )

    def select(self) -> FolderState:
        """Open the folder anew; its UIDVALIDITY is what all later UIDs belong to."""
        self._state = None
        state = self._call("opening the folder", self._open_folder, selected=False)
        self._state = state
        return state

    def new_uids(self, after_uid: int) -> list[int]:
        """All UIDs above ``after_uid``, ascending."""
        found = self._call("looking for new messages", lambda client: self._search_above(client, after_uid))
        self._highest_known = max([after_uid, *found[-1:]])
        return found

    def sizes(self, uids: Iterable[int]) -> dict[int, int]:
        """RFC822.SIZE of each message that still exists."""
        wanted = list(uids)
        found: dict[int, int] = {}
        for start in range(0, len(wanted), self.account.batch_size):
            part = wanted[start : start + self.account.batch_size]
            answer = self._call("asking sizes", lambda client, part=part: client.fetch(part, ["RFC822.SIZE"]))  # type: ignore[misc]
            found |= {
                uid: int(item[b"RFC822.SIZE"]) for uid, item in answer.items() if b"RFC822.SIZE" in item
            }
        return found

    def fetch(
        self, uids: Iterable[int], sizes: Mapping[int, int] | None = None
    ) -> Iterator[FetchedMail | FetchFailure]:
        """The messages in batches; see the port for what happens when the connection breaks."""
        wanted = list(uids)
        if not wanted:
            return
        known = self.sizes(wanted) if sizes is None else sizes
        for batch in cut_batches(wanted, known, self.account.batch_size, self.account.batch_bytes):
            try:
                answer = self._fetch_once(batch)
            except (ConnectionLostError, RefusedError):
                # Something in this batch or on the way: one by one shows which, and every message read is kept.
                yield from self._one_by_one(batch)
            else:
                yield from self._read(batch, answer)

    def fetch_oversize(self, uid: int) -> FetchedMail | None:
        """One message in slices of a megabyte; a broken connection goes on where it stopped."""
        head = self._call(
            "asking a size", lambda client: client.fetch([uid], ["INTERNALDATE", "RFC822.SIZE"])
        )
        if uid not in head:
            return None
        parts: list[bytes] = []
        while True:
            offset = len(parts) * _CHUNK_BYTES
            part = self._slice(uid, offset)
            if part is None:
                return None
            parts.append(part)
            if len(part) < _CHUNK_BYTES:
                break
        return self._mail(uid, b"".join(parts), head[uid])

    def mark_seen(self, uids: Iterable[int]) -> None:
        r"""Set \Seen."""
        for chosen in uid_sets(uids):
            self._call(
                "marking messages as read",
                lambda client, chosen=chosen: client.add_flags(chosen, [SEEN], silent=True),  # type: ignore[misc]
            )

    def move(self, uids: Iterable[int], folder: str) -> bool:
        r"""MOVE (RFC 6851) where offered, else COPY, \Deleted and UID EXPUNGE of just these (RFC 4315), else nothing."""
        for chosen in uid_sets(uids):
            if not self._call(
                "moving messages",
                lambda client, chosen=chosen: self._move(client, chosen, folder),  # type: ignore[misc]
            ):
                return False
        return True

    def idle(self, stop: StopSignal, timeout: float) -> bool:
        """Wait for something new with IDLE, renewed in time; without IDLE just wait."""
        if not self.offers_idle:
            stop.wait(max(0.0, timeout))
            return False
        end = time.monotonic() + timeout
        return self._call(
            "waiting for new messages",
            lambda client: wait_for_news(
                client,
                stop,
                end - time.monotonic(),
                self.account.idle_renewal_seconds,
                lambda: bool(self._search_above(client, self._highest_known)),
            ),
            endless=True,
        )

    def append(
        self, folder: str, content: bytes, flags: Sequence[str] = (), at: datetime | None = None
    ) -> None:
        """Store a copy; not repeated after a break, because it may have been stored."""
        if at is not None and at.tzinfo is None:
            raise ValueError("append needs an aware datetime")
        self.keepalive()
        self._call(
            "storing a copy",
            lambda client: self._append(client, folder, content, flags, at),
            tries=1,
            selected=False,
        )

    def keepalive(self) -> None:
        """NOOP, on a new connection when the old one is gone."""
        self._call("keeping the connection", lambda client: client.noop(), selected=False)

    def close(self) -> None:
        """Log out; never raises."""
        client, self._client = self._client, None
        hang_up(client, politely=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _call(
        self,
        doing: str,
        action: Callable[[IMAPClient], T],
        *,
        tries: int = 2,
        selected: bool = True,
        endless: bool = False,
    ) -> T:
        """Run ``action`` on a live connection, once more on a new one when it broke; errors come out explained.

        ``endless`` is for waiting; everything else ends after :data:`PATIENCE` time-outs.
        """
        patience = None if endless else PATIENCE * self.account.timeout_seconds
        for last in (False,) * (tries - 1) + (True,):
            fresh = self._client is None
            try:
                client = self._connected(selected=selected)
                if patience is None:
                    return action(client)
                with deadline(client, patience):
                    return action(client)
            except GatewayError as error:
                if fresh or last or not isinstance(error, ConnectionLostError):
                    raise
            except Exception as error:
                explained = explain(error, self.account, doing)
                if isinstance(explained, ConnectionLostError):
                    self._drop()
                if last or not isinstance(explained, ConnectionLostError):
                    raise explained from None
        raise AssertionError("unreachable")  # pragma: no cover

    def _connected(self, *, selected: bool) -> IMAPClient:
        client = self._client
        if client is None:
            client = open_session(self.account)
            self._client = client
            self._made_folders.clear()
            if self._state is not None:
                with deadline(client, PATIENCE * self.account.timeout_seconds):
                    self._reopen_folder(client, self._state)
        if selected and self._state is None:
            # Opening it unasked could give old UIDs a new meaning.
            raise FolderChangedError(f"{where(self.account)}: the folder must be selected first")
        return client

    def _drop(self) -> None:
        client, self._client = self._client, None
        hang_up(client)

    def _open_folder(self, client: IMAPClient) -> FolderState:
        try:
            answer = client.select_folder(self.account.folder)
        except IMAPClientError as error:
            if type(error) is IMAPClientError and not client.folder_exists(self.account.folder):
                raise ConfigurationError(
                    f"{where(self.account)}: the folder does not exist; correct its name or make it"
                ) from None
            raise
        return FolderState(
            uidvalidity=int(answer.get(b"UIDVALIDITY", 0)),
            uidnext=int(answer.get(b"UIDNEXT", 0)),
            exists=int(answer.get(b"EXISTS", 0)),
        )

    def _reopen_folder(self, client: IMAPClient, before: FolderState) -> None:
        now = self._open_folder(client)
        if now.uidvalidity != before.uidvalidity:
            self._state = None
            raise FolderChangedError(
                f"{where(self.account)}: the folder was rebuilt on the server; it is read again"
            )

    def _search_above(self, client: IMAPClient, after_uid: int) -> list[int]:
        span = f"{after_uid + 1}:*"
        exists = self._state.exists if self._state else 0
        if exists <= _SEARCH_SLICE:
            found = client.search(["UID", span])
        else:
            found = []
            for first in range(1, exists + 1, _SEARCH_SLICE):
                last = first + _SEARCH_SLICE - 1
                found += client.search([f"{first}:{last if last < exists else '*'}", "UID", span])
        # 'n:*' always names the last message too, even when its UID is below n (RFC 9051 sequence-set).
        return sorted({int(uid) for uid in found if uid > after_uid})

    def _fetch_once(self, batch: Sequence[int]) -> Mapping[int, Mapping[bytes, Any]]:
        return self._call("reading messages", lambda client: client.fetch(batch, _ITEMS), tries=1)

    def _one_by_one(self, batch: Sequence[int]) -> Iterator[FetchedMail | FetchFailure]:
        broken_in_a_row = 0
        for uid in batch:
            answer, error = self._patiently(uid)
            if error is None:
                broken_in_a_row = 0
                yield from self._read([uid], answer)
                continue
            broken_in_a_row += isinstance(error, ConnectionLostError)
            if broken_in_a_row >= _BROKEN_IN_A_ROW:
                raise error
            yield FetchFailure(uid, self._uidvalidity, str(error))

    def _patiently(self, uid: int) -> tuple[Mapping[int, Mapping[bytes, Any]], TemporaryError | None]:
        error: TemporaryError | None = None
        for _ in range(_TRIES_PER_MESSAGE):
            if self._client is None:
                self.keepalive()  # raises when the server cannot be reached at all
            try:
                return self._fetch_once([uid]), None
            except (ConnectionLostError, RefusedError) as caught:
                error = caught
        return {}, error

    def _read(
        self, batch: Sequence[int], answer: Mapping[int, Mapping[bytes, Any]]
    ) -> Iterator[FetchedMail | FetchFailure]:
        for uid in batch:
            item = answer.get(uid)
            if item is None:
                continue  # expunged by somebody else meanwhile
            content = item.get(_BODY)
            if content is None:
                reason = f"{where(self.account)}: the server gave no content for this message; look at it on the server"
                yield FetchFailure(uid, self._uidvalidity, reason)
            else:
                yield self._mail(uid, content, item)

    def _mail(self, uid: int, content: bytes, item: Mapping[bytes, Any]) -> FetchedMail:
        arrived = arrival_time(item.get(b"INTERNALDATE"), content, self._clock)
        return FetchedMail(uid, self._uidvalidity, content, arrived, len(content))

    def _slice(self, uid: int, offset: int) -> bytes | None:
        wanted = f"BODY.PEEK[]<{offset}.{_CHUNK_BYTES}>"
        answer = self._call("reading a large message", lambda client: client.fetch([uid], [wanted]), tries=3)
        if uid not in answer:
            return None
        value = next((value for key, value in answer[uid].items() if key.startswith(_BODY)), b"")
        return value or b""

    def _move(self, client: IMAPClient, chosen: str, folder: str) -> bool:
        offers_move = client.has_capability("MOVE")
        if not offers_move and not client.has_capability("UIDPLUS"):
            return False
        self._ensure_folder(client, folder)
        if offers_move:
            client.move(chosen, folder)
        else:
            client.copy(chosen, folder)  # all or nothing (RFC 9051 6.4.7)
            client.add_flags(chosen, [DELETED], silent=True)
            client.uid_expunge(chosen)
        return True

    def _append(
        self, client: IMAPClient, folder: str, content: bytes, flags: Sequence[str], at: datetime | None
    ) -> None:
        self._ensure_folder(client, folder)
        client.append(folder, content, flags, at)

    def _ensure_folder(self, client: IMAPClient, folder: str) -> None:
        if folder in self._made_folders:
            return
        if not client.folder_exists(folder):
            client.create_folder(folder)
            client.subscribe_folder(folder)
        self._made_folders.add(folder)

    @property
    def _uidvalidity(self) -> int:
        return self._state.uidvalidity if self._state else 0
