"""Fakes of the doors for tests of the stages: the same ports, everything in memory, faults on demand."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from assistant.gateways.errors import FolderChangedError, GatewayError
from assistant.gateways.ports import (
    Accepted,
    FetchedMail,
    FetchFailure,
    FolderState,
    Outgoing,
    SendResult,
    StopSignal,
)


@dataclass
class StoredMail:
    """One message in a fake folder."""

    uid: int
    content: bytes = field(repr=False)
    internal_date: datetime
    flags: set[str] = field(default_factory=set)


@dataclass
class FakeFolder:
    """A folder with the UID rules of the real thing: UIDs only go up, a rebuild gives all new ones."""

    uidvalidity: int = 1
    uidnext: int = 1
    mails: list[StoredMail] = field(default_factory=list)

    def add(self, content: bytes, at: datetime, flags: Iterable[str] = ()) -> StoredMail:
        """Store a message under the next UID."""
        stored = StoredMail(self.uidnext, content, at, set(flags))
        self.uidnext += 1
        self.mails.append(stored)
        return stored


class FakeMailbox:
    """Implements :class:`assistant.gateways.ports.Mailbox` in memory.

    Put an error into ``faults`` and the next call raises it; a call in ``fetch`` counts per message. Messages in
    ``unreadable`` come as FetchFailure.
    """

    def __init__(self, folder: str = "INBOX", *, offers_idle: bool = True, offers_move: bool = True) -> None:
        self.folder = folder
        self.folders: dict[str, FakeFolder] = {folder: FakeFolder()}
        self.faults: deque[GatewayError | None] = deque()
        self.unreadable: set[int] = set()
        self.closed = False
        self._offers_idle = offers_idle
        self._offers_move = offers_move
        self._selected: int | None = None
        self._known = 0

    @property
    def inbox(self) -> FakeFolder:
        """The folder that is read."""
        return self.folders[self.folder]

    def deliver(self, content: bytes, at: datetime | None = None) -> int:
        """A mail arrives; its UID."""
        return self.inbox.add(content, at or datetime(2026, 1, 1, tzinfo=UTC)).uid

    def rebuild(self) -> None:
        """The server gives the folder another UIDVALIDITY and its mails new UIDs."""
        old = self.inbox
        new = FakeFolder(uidvalidity=old.uidvalidity + 1, uidnext=100)
        for mail in old.mails:
            new.add(mail.content, mail.internal_date, mail.flags)
        self.folders[self.folder] = new

    @property
    def offers_idle(self) -> bool:
        """As told at making."""
        return self._offers_idle

    def select(self) -> FolderState:
        """Open the folder."""
        self._fault()
        self._selected = self.inbox.uidvalidity
        return FolderState(self.inbox.uidvalidity, self.inbox.uidnext, len(self.inbox.mails))

    def new_uids(self, after_uid: int) -> list[int]:
        """UIDs above ``after_uid``."""
        self._enter()
        found = [mail.uid for mail in self.inbox.mails if mail.uid > after_uid]
        self._known = max([after_uid, *found])
        return found

    def sizes(self, uids: Iterable[int]) -> dict[int, int]:
        """Lengths of the messages that exist."""
        self._enter()
        return {uid: len(mail.content) for uid, mail in self._existing(uids)}

    def fetch(
        self, uids: Iterable[int], sizes: Mapping[int, int] | None = None
    ) -> Iterator[FetchedMail | FetchFailure]:
        """The messages that exist."""
        for uid, mail in self._existing(uids):
            self._enter()
            if uid in self.unreadable:
                yield FetchFailure(uid, self.inbox.uidvalidity, "fake: the connection broke")
            else:
                yield self._fetched(mail)

    def fetch_oversize(self, uid: int) -> FetchedMail | None:
        """One message or None."""
        self._enter()
        return next((self._fetched(mail) for _, mail in self._existing([uid])), None)

    def mark_seen(self, uids: Iterable[int]) -> None:
        r"""Set \Seen."""
        self._enter()
        for _, mail in self._existing(uids):
            mail.flags.add("\\Seen")

    def move(self, uids: Iterable[int], folder: str) -> bool:
        """Move, or refuse when made without MOVE."""
        self._enter()
        if not self._offers_move:
            return False
        target = self.folders.setdefault(folder, FakeFolder())
        for _, mail in self._existing(list(uids)):
            self.inbox.mails.remove(mail)
            target.add(mail.content, mail.internal_date, mail.flags)
        return True

    def idle(self, stop: StopSignal, timeout: float) -> bool:
        """True at once when something is new, else wait for ``stop`` or the time out."""
        self._enter()
        if any(mail.uid > self._known for mail in self.inbox.mails):
            return self._offers_idle
        stop.wait(timeout)
        return False

    def append(
        self, folder: str, content: bytes, flags: Sequence[str] = (), at: datetime | None = None
    ) -> None:
        """Store a copy."""
        self._fault()
        self.folders.setdefault(folder, FakeFolder()).add(
            content, at or datetime(2026, 1, 1, tzinfo=UTC), flags
        )

    def keepalive(self) -> None:
        """Nothing, or the next fault."""
        self._fault()

    def close(self) -> None:
        """Remember it."""
        self.closed = True
        self._selected = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _fault(self) -> None:
        fault = self.faults.popleft() if self.faults else None
        if fault is not None:
            raise fault

    def _enter(self) -> None:
        self._fault()
        if self._selected != self.inbox.uidvalidity:
            self._selected = None
            raise FolderChangedError("fake: the folder must be selected first")

    def _existing(self, uids: Iterable[int]) -> Iterator[tuple[int, StoredMail]]:
        by_uid = {mail.uid: mail for mail in self.inbox.mails}
        for uid in list(uids):
            if uid in by_uid:
                yield uid, by_uid[uid]

    def _fetched(self, mail: StoredMail) -> FetchedMail:
        return FetchedMail(
            mail.uid,
            self.inbox.uidvalidity,
            mail.content,
            mail.internal_date.astimezone(UTC),
            len(mail.content),
        )


class FakeSender:
    """Implements :class:`assistant.gateways.ports.MailSender`: keeps what was sent.

    ``answers`` are given first, in order: a result to return or an error to raise. A mail counts as sent when the result is
    Accepted; ``after_sending`` runs then, for tests that stop at that moment.
    """

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.tried: list[Outgoing] = []
        self.answers: deque[SendResult | GatewayError] = deque()
        self.after_sending: Callable[[Outgoing], None] | None = None
        self.closed = False

    async def send(self, outgoing: Outgoing) -> SendResult:
        """The next answer, or Accepted."""
        self.tried.append(outgoing)
        answer = self.answers.popleft() if self.answers else Accepted("fake: queued")
        if isinstance(answer, GatewayError):
            raise answer
        if isinstance(answer, Accepted):
            self.sent.append(outgoing)
            if self.after_sending is not None:
                self.after_sending(outgoing)
        return answer

    async def close(self) -> None:
        """Remember it."""
        self.closed = True


class FakeTokens:
    """Implements :class:`assistant.gateways.ports.TokenProvider` with tokens given beforehand; the last one stays."""

    def __init__(self, *tokens: str | GatewayError) -> None:
        self._tokens = deque(tokens)
        self.invalidated = 0

    def token(self) -> str:
        """The current token, or the error that stands in its place."""
        current = self._tokens[0]
        if isinstance(current, GatewayError):
            raise current
        return current

    def invalidate(self) -> None:
        """Go on to the next token."""
        self.invalidated += 1
        if len(self._tokens) > 1:
            self._tokens.popleft()
