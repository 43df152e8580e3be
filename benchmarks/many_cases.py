"""A database of 100,000 cases, made by rows: the patterns of :mod:`benchmarks.prototypes`, moved in time, each by a person of its own.

Made once per pattern and engine and kept in a cache directory; every measurement works on a copy. Its clock stands at ``NOW``, so
that ages and deadlines stay what they were.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, text

from assistant.core import clock, lifecycle
from assistant.core.case import Event
from assistant.core.history import GENESIS, chained
from assistant.core.reckoning import BreachReckoning
from assistant.settings import Organisation, Settings
from assistant.stages import search
from assistant.stages.casework import policy_of
from assistant.store.account_tables import AccountRoleRow, AccountRow, AuditRow, SearchTermRow, StaffRole
from assistant.store.database import Database
from assistant.store.tables import (
    AlarmRow,
    ApprovalRow,
    Base,
    CaseRow,
    CorrectionRow,
    DraftRow,
    DraftVersionRow,
    EventRow,
    MessageRow,
    OutboxRow,
    RawMailRow,
    ReferenceCounter,
)
from benchmarks.prototypes import ADDRESS, PERSON, Columns, Prototype, Prototypes

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
CASES = 100_000
YEARS_IN_WEEKS = 156
OPEN_SHARE = 0.15
UNANSWERED, AUDITED, COLLEAGUES = 12_000, 300_000, 60
AT_ONCE = 2500
STAFF_MAIL_KEPT = 0.1
"""Reminders to staff would be the larger half of the outbox and nobody looks at them."""
FIRST_NAMES = re.findall(
    r"\w+",
    "Anna Bram Carla Daan Eva Fatima Geert Hanneke Ibrahim Joke Karel Lotte Mohammed Nienke Omar Pieter Quinten Rosa Sander Tineke "
    "Ursula Victor Wilma Xander Yasmin Zoë",
)
LAST_NAMES = re.split(
    r"\|",
    "Jansen|de Vries|van den Berg|Bakker|van Dijk|Visser|Smit|Meijer|de Boer|Mulder|de Groot|Bos|Vos|Peters|Hendriks|Dekker|Brouwer|"
    "de Wit|Dijkstra|Kok|Jacobs|Peeters|Maes|Willems|Claes|Goossens|Wouters|de Smet|Yilmaz|El Idrissi|Nguyen|Kowalski|van der Heijden",
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*(Z|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_REFERENCE = re.compile(r"[A-Z]{2,6}-\d{4}-\d{4,}")


@dataclass
class _Moved:
    """A pattern at one distance in time: its events and columns, still with its own reference."""

    events: list[Event]
    case: Columns
    weeks: int


@dataclass
class Multiplier:
    """Makes rows of all tables; ``ids`` are the last numbers given out per table."""

    database: Database
    settings: Settings
    patterns: Prototypes
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - sample data
    ids: dict[type[Base], int] = field(default_factory=lambda: defaultdict(int))
    numbers: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    waiting: dict[type[Base], list[Columns]] = field(default_factory=lambda: defaultdict(list))
    moved: dict[tuple[int, int], _Moved] = field(default_factory=dict)

    def fill(self, count: int = CASES) -> None:
        """All tables, in batches."""
        colleagues(self.database, self.settings)
        waiting = [p for p in self.patterns.cases if p.is_open]
        done = [p for p in self.patterns.cases if not p.is_open]
        for number in range(count):
            if self.chance.random() < OPEN_SHARE:
                pattern, weeks = self.chance.choice(waiting), min(int(self.chance.expovariate(0.45)), 40)
            else:
                pattern, weeks = self.chance.choice(done), int(self.chance.triangular(0, YEARS_IN_WEEKS, 20))
            self._case(pattern, weeks)
            if number % AT_ONCE == AT_ONCE - 1:
                self._write()
        for number in range(UNANSWERED):
            self._unanswered(number)
        for number in range(AUDITED):
            self._audited(number, count)
        for (prefix, year), value in self.numbers.items():
            self.waiting[ReferenceCounter].append({"prefix": prefix, "year": year, "value": value})
        self._write()
        finish(self.database)

    def _case(self, pattern: Prototype, weeks: int) -> None:
        organisation = self.settings.organisation(pattern.row["organisation"])
        moved = self._at(pattern, weeks, organisation)
        year = moved.case["received_at"].astimezone(organisation.timezone).year
        self.numbers[organisation.reference_prefix, year] += 1
        number = self.numbers[organisation.reference_prefix, year]
        reference = f"{organisation.reference_prefix}-{year}-{number:04d}"
        case_id = self._next(CaseRow)
        name = f"{self.chance.choice(FIRST_NAMES)} {self.chance.choice(LAST_NAMES)}"
        person = _Person(name, f"persoon{case_id}@voorbeeld.example", reference, pattern.row["reference"])
        links = self._attached(pattern, moved, case_id, person, organisation)
        row = {**moved.case, "id": case_id, "reference": reference, "person_hash": self._hash(person.address)}
        row |= {"person_name": person.name, "person_address": person.address}
        purged = row["purge_on"] is not None and row["purge_on"] <= NOW.date()
        if purged:
            row |= {"person_hash": None, "person_name": None, "person_address": None, "purged_at": NOW}
        previous = GENESIS
        for sequence, event in enumerate(moved.events, 1):
            link = chained(
                previous, Event(event.kind, event.at, event.actor, person.in_data(event.data, links))
            )
            previous = link.hash
            self.waiting[EventRow].append(
                {
                    "id": self._next(EventRow), "case_id": case_id, "sequence": sequence, "kind": event.kind, "at": event.at,
                    "actor": event.actor, "data": dict(link.event.data), "previous": link.previous, "hash": link.hash,
                }
            )  # fmt: skip
        self.waiting[CaseRow].append({**row, "head": previous})
        words = {} if purged else {f"name:{word}" for word in search.words_of(name)}
        for term in ("", *(self.database.vault.lookup(word) for word in sorted(words))):
            self.waiting[SearchTermRow].append(
                {"id": self._next(SearchTermRow), "case_id": case_id, "term": term}
            )

    def _attached(
        self, pattern: Prototype, moved: _Moved, case_id: int, person: _Person, organisation: Organisation
    ) -> _Links:
        """The rows around a case; returns which of their numbers became which."""
        links = _Links()
        for table in (
            RawMailRow,
            MessageRow,
            OutboxRow,
            DraftRow,
            DraftVersionRow,
            ApprovalRow,
            AlarmRow,
            CorrectionRow,
        ):
            for old in pattern.rows[table]:
                if old.get("to_staff") and self.chance.random() > STAFF_MAIL_KEPT:
                    continue
                row = shifted(old, moved.weeks, organisation)
                row["id"] = links.new(table, old["id"], self._next(table))
                if "case_id" in row:
                    row["case_id"] = case_id
                for column, target in REFERS.items():
                    if isinstance(row.get(column), int):
                        row[column] = links.get(target, row[column])
                self.waiting[table].append(self._personal(table, row, person))
        return links

    def _personal(self, table: type[Base], row: Columns, person: _Person) -> Columns:
        row = {key: person.in_value(value) for key, value in row.items()}
        unique = f"{row['id']}:{person.reference}"
        if table is RawMailRow:
            row |= {"uid": row["id"], "digest": self._hash(unique)}
        elif table is MessageRow:
            row |= {"content_key": self._hash(unique), "message_id_hash": self._hash(f"m{unique}")}
            row |= {"sender_hash": self._hash(person.address)}
        elif table is OutboxRow:
            row |= {"dedupe_key": unique, "message_id_hash": self._hash(f"o{unique}")}
            row |= {} if row["to_staff"] else {"recipient_hash": self._hash(person.address)}
        elif table is AlarmRow:
            row |= {"dedupe_key": unique}
            if self.chance.random() > 0.01:
                row |= {"handled_at": row["raised_at"] + timedelta(hours=3), "handled_by": "medewerker-2"}
        elif table is DraftRow:
            row |= {"message_id": f"{unique}@voorbeeld.example"}
        return row

    def _at(self, pattern: Prototype, weeks: int, organisation: Organisation) -> _Moved:
        key = (id(pattern), weeks)
        if key not in self.moved:
            events = [
                Event(
                    e.kind, _shift(e.at, weeks, organisation), e.actor, _in_time(e.data, weeks, organisation)
                )
                for e in pattern.events
            ]
            case = lifecycle.replay(events)
            found = clock.reckon(case.ledger, policy_of(organisation))
            row = shifted(pattern.row, weeks, organisation)
            row |= {"due": found.deadline_day, "target": found.target_day, "unsuspended": found.deadline_day}
            if isinstance(found, BreachReckoning):
                row |= {"due_at": found.plain72}
            else:
                row |= {"unsuspended": found.unsuspended, "notice_due": found.notice_due}
            self.moved[key] = _Moved(events, row, weeks)
        return self.moved[key]

    def _unanswered(self, number: int) -> None:
        message, raw = self.chance.choice(self.patterns.unanswered)
        organisation = self.settings.organisation(message["organisation"])
        weeks = int(self.chance.uniform(0, 30))
        raw_row = shifted(raw, weeks, organisation) | {"id": self._next(RawMailRow)}
        raw_row |= {"uid": raw_row["id"], "digest": self._hash(f"u{number}")}
        if number > 400:
            raw_row |= {
                "handled_at": raw_row["received_at"] + timedelta(days=1),
                "handled_by": "medewerker-2",
            }
        row = shifted(message, weeks, organisation) | {"id": self._next(MessageRow), "raw_id": raw_row["id"]}
        row |= {"content_key": self._hash(f"c{number}"), "message_id_hash": self._hash(f"i{number}")}
        self.waiting[RawMailRow].append(raw_row)
        self.waiting[MessageRow].append(row)

    def _audited(self, number: int, count: int) -> None:
        organisation = self.chance.choice(self.settings.organisations)
        self.waiting[AuditRow].append(
            {
                "id": self._next(AuditRow), "at": NOW - timedelta(minutes=(AUDITED - number) * 2),
                "actor": f"medewerker-{self.chance.randint(1, COLLEAGUES)}", "action": "GET zaak",
                "organisation": organisation.id, "case_id": self.chance.randint(1, count), "result": "gedaan", "detail": None,
            }
        )  # fmt: skip
        if len(self.waiting[AuditRow]) >= AT_ONCE * 8:
            self._write()

    def _hash(self, value: str) -> str:
        return self.database.vault.lookup(value)

    def _next(self, table: type[Base]) -> int:
        self.ids[table] += 1
        return self.ids[table]

    def _write(self) -> None:
        with self.database.engine.begin() as connection:
            for table in Base.metadata.sorted_tables:
                model = next((m for m in self.waiting if m.__table__ is table), None)
                rows = self.waiting.pop(model, []) if model else []
                if rows:
                    connection.execute(insert(table), rows)


@dataclass(frozen=True)
class _Person:
    """Who asks, and how the case is called: what differs between two copies of one pattern."""

    name: str
    address: str
    reference: str
    was: str

    def in_value(self, value: Any) -> Any:
        """The same text, JSON or bytes about this person."""
        if isinstance(value, str):
            found = value.replace(self.was, self.reference) if self.was in value else value
            return (
                _NAMED.sub(self.name, _ADDRESSED.sub(self.address, found))
                if PERSON[:4] in found or ADDRESS in found
                else found
            )
        if isinstance(value, bytes):
            return self.in_value(value.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
        if isinstance(value, Mapping):
            return {key: self.in_value(one) for key, one in value.items()}
        return [self.in_value(one) for one in value] if isinstance(value, list) else value

    def in_data(self, data: Mapping[str, Any], links: _Links) -> dict[str, Any]:
        """The data of an event, which names rows by number."""
        found = self.in_value(dict(data))
        if isinstance(found.get("message"), int):
            found["message"] = links.get(MessageRow, found["message"])
        if isinstance(found.get("draft"), str):
            found["draft"] = str(links.get(DraftRow, int(found["draft"])))
        return dict(found)


_NAMED = re.compile(re.escape(PERSON) + r"( \d+)?")
_ADDRESSED = re.compile(r"\d+\." + re.escape(ADDRESS))


@dataclass
class _Links:
    """Old number to new, per table."""

    known: dict[tuple[type[Base], int], int] = field(default_factory=dict)

    def new(self, table: type[Base], old: int, fresh: int) -> int:
        """Remember one."""
        self.known[table, old] = fresh
        return fresh

    def get(self, table: type[Base], old: int) -> int | None:
        """The new number; None for what belongs to another case."""
        return self.known.get((table, old))


REFERS: Mapping[str, type[Base]] = {
    "raw_id": RawMailRow, "draft_id": DraftRow, "outbox_id": OutboxRow, "message_id": MessageRow,
}  # fmt: skip


def _shift(at: datetime, weeks: int, organisation: Organisation) -> datetime:
    """So many weeks earlier at the same local hour."""
    local = at.astimezone(organisation.timezone)
    return (local.replace(tzinfo=None) - timedelta(weeks=weeks)).replace(tzinfo=organisation.timezone)


def shifted(row: Columns, weeks: int, organisation: Organisation) -> Columns:
    """A row with all its dates and moments so many weeks earlier."""
    found = dict(row)
    for key, value in row.items():
        if isinstance(value, datetime):
            found[key] = _shift(value, weeks, organisation)
        elif isinstance(value, date):
            found[key] = value - timedelta(weeks=weeks)
    return found


def _in_time(data: Any, weeks: int, organisation: Organisation) -> Any:
    """The data of an event so many weeks earlier."""
    if isinstance(data, Mapping):
        return {key: _in_time(value, weeks, organisation) for key, value in data.items()}
    if isinstance(data, list):
        return [_in_time(value, weeks, organisation) for value in data]
    if isinstance(data, str) and _MOMENT.fullmatch(data):
        return _shift(datetime.fromisoformat(data), weeks, organisation).isoformat()
    if isinstance(data, str) and _DAY.fullmatch(data):
        return (date.fromisoformat(data) - timedelta(weeks=weeks)).isoformat()
    return data


def colleagues(database: Database, settings: Settings) -> None:
    """People without a password; those who sign in are added by the measurement."""
    vault, roles = database.vault, (StaffRole.HANDLER, StaffRole.APPROVER, StaffRole.FG)
    with database.engine.begin() as connection:
        people = [
            {
                "email": f"collega{n}@vng.example", "email_hash": vault.lookup(f"collega{n}@vng.example"), "name": name,
                "must_change": True, "totp_last_step": 0, "drafts_by_mail": False, "created_at": NOW,
            }
            for n, name in enumerate(_names(COLLEAGUES), 1)
        ]  # fmt: skip
        connection.execute(insert(AccountRow.__table__), people)  # type: ignore[arg-type]
        given = [
            {"account_id": n, "organisation": o.id, "role": roles[n % 3]}
            for n in range(1, COLLEAGUES + 1)
            for o in settings.organisations
        ]
        connection.execute(insert(AccountRoleRow.__table__), given)  # type: ignore[arg-type]


def _names(count: int) -> Iterator[str]:
    for number in range(count):
        yield f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number % len(LAST_NAMES)]}"


def finish(database: Database) -> None:
    """What a database that grew by itself has: counters that are ahead, and statistics for its planner."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database.is_postgresql:
            for table in Base.metadata.sorted_tables:
                if "id" in table.c and table.name != "accounts":
                    newest = select(func.coalesce(func.max(table.c.id), 1)).scalar_subquery()
                    sequence = func.pg_get_serial_sequence(table.name, "id")
                    connection.execute(select(func.setval(sequence, newest)))
            connection.execute(
                text("VACUUM ANALYZE")
            )  # as autovacuum does; SQLite has no statistics unless it is told
