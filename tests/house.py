"""A whole assistant for tests: the real stages, store and classifier, with a clock to turn and the fakes at the doors."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

import classifiers
from assistant import config_files, pipeline
from assistant.core.case import Event
from assistant.gateways import message
from assistant.gateways.fakes import FakeMailbox, FakeSender
from assistant.settings import Settings
from assistant.stages import casework
from assistant.stages.context import Context, Outcome
from assistant.stages.dispatch import dispatch
from assistant.stages.fetch import fetch
from assistant.stages.remind import remind
from assistant.store import cases, migrate
from assistant.store.database import Database, connect
from assistant.store.tables import AlarmRow, CaseRow, DraftRow, DraftState, MessageRow, OutboxRow, RawMailRow
from assistant.store.vault import Vault, new_key

CONFIG = Path(__file__).resolve().parents[1] / "config"
START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
SBB_ADDRESS = "contact@sbb.example"
_TOKENS = itertools.count(1)
"""One for all houses of a test run, so that a restarted one does not repeat Message-IDs."""


@lru_cache(maxsize=1)
def classifier() -> classifiers.Classifier:
    """The shipped classifier, loaded once per test session."""
    return classifiers.load()


class KeywordClassifier:
    """Judges by plain words, so that tests of the route do not hang on what the trained model thinks today."""

    WORDS = (
        ("inzage", "access"), ("verwijder", "erasure"), ("klacht", "complaint"), ("datalek", "breach_report"),
        ("nieuwsbrief", "other"), ("bezwaar", "objection"), ("verhuisd", "rectification"), ("overdragen", "portability"),
        ("afschermen", "restriction"), ("computer", "automated_decision"), ("toestemming", "consent_withdrawal"),
        ("afmelden", "unsubscribe"), ("hoe lang bewaart", "question"), ("copy of my data", "access"),
    )  # fmt: skip
    TURNS = (
        ("trek mijn verzoek in", "request_withdrawal"),
        ("postcode", "identification"),
        ("hoe ver", "status_inquiry"),
        ("het gaat mij om", "clarification"),
    )

    def classify(
        self, messages: Iterable[classifiers.Message], batch_size: int = 64
    ) -> list[classifiers.Verdict]:
        """One verdict per message, in order."""
        return [self._judge(message) for message in messages]

    def _judge(self, message: classifiers.Message) -> classifiers.Verdict:
        text = f"{'' if message.is_followup else message.subject} {message.body}".lower()
        labels = tuple(dict.fromkeys(label for word, label in self.WORDS if word in text)) or ("other",)
        turn = next((turn for word, turn in self.TURNS if word in text), "none")
        sure = "wat nu" not in text and (labels != ("other",) or message.is_followup or "nieuws" in text)
        return classifiers.Verdict(
            labels=labels, scores=dict.fromkeys(labels, 1.0), confident=sure, evidence={},
            followup=turn if message.is_followup else None, new_text=message.body,
            language="en" if "dear " in text else "nl", model="keywords",
        )  # fmt: skip


@lru_cache(maxsize=1)
def _shipped() -> Settings:
    return config_files.load(CONFIG)


def test_settings(**changes: object) -> Settings:
    """The shipped configuration with an address for SBB and staff addresses that are not the mailboxes themselves."""
    loaded = _shipped()
    organisations = []
    for organisation in loaded.organisations:
        mail = organisation.mail.model_copy(update={"address": organisation.mail.address or SBB_ADDRESS})
        staff = organisation.staff.model_copy(
            update={"addresses": (f"staff@{organisation.id.replace('_', '-')}.example",)}
        )
        organisations.append(organisation.model_copy(update={"mail": mail, "staff": staff}))
    return loaded.model_copy(update={"organisations": tuple(organisations), **changes})


test_settings.__test__ = False  # type: ignore[attr-defined]


@lru_cache(maxsize=1)
def _migrated() -> bytes:
    """An empty SQLite database with the newest schema; migrating it anew for every test would take most of their time."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite3"
        vault = Vault((new_key(),))
        database = Database(connect(f"sqlite:///{path}", vault), vault)
        migrate.upgrade(database)
        database.close()
        return path.read_bytes()


def fresh_database(url: str) -> Database:
    """A database with the newest schema and new keys."""
    vault = Vault((new_key(),))
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).write_bytes(_migrated())
        return Database(connect(url, vault), vault)
    database = Database(connect(url, vault), vault)
    migrate.upgrade(database)
    return database


class House:
    """Deliver mail, let the route run, turn the clock, and look at what came of it."""

    def __init__(self, database: Database, chosen: Settings | None = None, *, trained: bool = False) -> None:
        self.now = START
        self.database = database
        self.settings = chosen or test_settings()
        self.context = Context(
            database=database,
            settings=self.settings,
            build=message.build,
            now=lambda: self.now,
            token=lambda: f"{next(_TOKENS):08d}",
            loaded=classifier() if trained else KeywordClassifier(),  # type: ignore[arg-type]
        )
        self.mailboxes = {o.id: FakeMailbox() for o in self.settings.organisations}
        self.sender = FakeSender()
        self._numbers = itertools.count(1)

    def mail(
        self,
        subject: str,
        body: str,
        *,
        sender: str = "Jo Bloem <jo@person.example>",
        to: str = "x@y.example",
        **headers: str,
    ) -> bytes:
        """The bytes of an ordinary mail."""
        made = EmailMessage()
        made["Return-Path"] = f"<{sender.rpartition('<')[2].strip('>')}>"
        made["From"], made["To"], made["Subject"] = sender, to, subject
        made["Date"] = self.now
        made["Message-ID"] = f"<{next(self._numbers)}@person.example>"
        for name, value in headers.items():
            del made[name.replace("_", "-")]
            made[name.replace("_", "-")] = value
        made.set_content(body)
        return made.as_bytes()

    def deliver(self, organisation: str, content: bytes) -> None:
        """Put a mail into a mailbox."""
        self.mailboxes[organisation].deliver(content, self.now)

    def run(self) -> Outcome:
        """Fetch, drain the route and send what is due."""
        total = Outcome()
        for organisation, mailbox in self.mailboxes.items():
            total += fetch(self.context, mailbox, organisation)
        total += pipeline.drain(self.context)
        self.send()
        return total

    def send(self) -> None:
        """Send what is due."""

        async def drain() -> None:
            while (await dispatch(self.context, self.sender)).done:
                pass

        asyncio.run(drain())

    def receive(self, organisation: str, subject: str, body: str, **more: str) -> None:
        """Deliver one ordinary mail and run the route."""
        self.deliver(organisation, self.mail(subject, body, **more))
        self.run()

    def reply(self, organisation: str, to_mail: Message, body: str, **more: str) -> None:
        """The person answers a mail of ours in its thread."""
        own = str(to_mail["Message-ID"])
        self.receive(organisation, f"Re: {to_mail['Subject']}", body, In_Reply_To=own, References=own, **more)

    def turn(self, **by: float) -> None:
        """Let time pass, then remind and send."""
        self.now += timedelta(**by)
        remind(self.context)
        pipeline.drain(self.context)
        self.send()

    def sent(self, to: str | None = None) -> list[EmailMessage]:
        """What left, oldest first; only to one address, if given."""
        return [
            message_from_bytes(outgoing.content, policy=policy.default)
            for outgoing in self.sender.sent
            if to is None or to in outgoing.recipients
        ]

    def all(self, table: type, *conditions: object) -> list:  # type: ignore[type-arg]
        """Rows of one table."""
        with self.database.reading() as session:
            return list(session.scalars(select(table).where(*conditions).order_by(table.id)))  # type: ignore[attr-defined,arg-type]

    @property
    def cases(self) -> list[CaseRow]:
        """All cases."""
        return self.all(CaseRow)

    @property
    def messages(self) -> list[MessageRow]:
        """All messages."""
        return self.all(MessageRow)

    @property
    def raw(self) -> list[RawMailRow]:
        """All stored bytes."""
        return self.all(RawMailRow)

    @property
    def contents(self) -> list[bytes | None]:
        """The stored bytes of every mail; None where they are gone."""
        with self.database.reading() as session:
            return list(session.scalars(select(RawMailRow.content).order_by(RawMailRow.id)))

    @property
    def outbox(self) -> list[OutboxRow]:
        """All outgoing mail."""
        return self.all(OutboxRow)

    @property
    def alarms(self) -> list[AlarmRow]:
        """All alarms."""
        return self.all(AlarmRow)

    @property
    def open_drafts(self) -> list[DraftRow]:
        """Letters that wait for a person."""
        return self.all(DraftRow, DraftRow.state == DraftState.OPEN)

    def row(self, reference: str) -> CaseRow:
        """The columns of one case."""
        [found] = self.all(CaseRow, CaseRow.reference == reference)
        return found  # type: ignore[no-any-return]

    def events(self, reference: str, kind: str | None = None) -> list[Event]:
        """The history of a case; only of one kind, if given."""
        with self.database.reading() as session:
            recorded = cases.history(session, self.row(reference).id)
        return [r.event for r in recorded if kind in (None, r.event.kind)]

    def case(self, reference: str) -> casework.Work:
        """One case as its events have made it."""
        with self.database.reading() as session:
            row = cases.by_reference(session, reference)
            assert row is not None
            return casework.load(self.context, session, row.id, lock=False)


Build = Callable[[str], House]
