"""When to remind whom of a case: staff before each date, the FG when it passes, the data subject once (LEGAL A5.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from assistant.core.calendars import add_working_days, last_working_day
from assistant.core.case import Case, Status
from assistant.core.clock import DEFAULT_POLICY, Policy, reckon
from assistant.core.errors import PlanError
from assistant.core.ledger import Country
from assistant.core.reckoning import BreachReckoning, RequestReckoning


class ReminderKind(StrEnum):
    """What a reminder is about. ``overdue`` goes to the FG too; the last two concern the data subject, the rest is staff's."""

    TARGET = "target"
    DUE = "due"
    UNSUSPENDED = "unsuspended"  # the date that binds if the pause does not hold (LEGAL A5.6)
    NOTICE = "notice"  # last chance to extend
    BREACH = "breach"
    OVERDUE = "overdue"
    IDENTIFICATION_REMINDER = "identification_reminder"
    IDENTIFICATION_LAPSE = "identification_lapse"  # draft the letter of LEGAL A5.5


@dataclass(frozen=True, slots=True)
class Offsets:
    """How long before each date: working days (0 is the day itself), for a breach whole hours before the 72-hour moment.

    ``identification_reminder_days`` are calendar days after asking; ``lapse_working_days`` lie between drafting the lapse
    letter and the unsuspended date, so that a person can still approve it in time.
    """

    before_target: tuple[int, ...] = (5, 1)
    before_due: tuple[int, ...] = (10, 5, 2, 1, 0)
    before_notice: tuple[int, ...] = (5, 2)
    breach_hours: tuple[int, ...] = (48, 24, 6)
    identification_reminder_days: int = 7
    lapse_working_days: int = 2

    def __post_init__(self) -> None:
        """Raises PlanError on a negative offset."""
        for name in ("before_target", "before_due", "before_notice", "breach_hours"):
            if any(offset < 0 for offset in getattr(self, name)):
                raise PlanError(f"{name} holds a negative offset: a reminder comes before its date")
        if self.identification_reminder_days < 1 or self.lapse_working_days < 0:
            raise PlanError(
                "identification_reminder_days must be at least 1 and lapse_working_days at least 0"
            )


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: ``day`` is the local date on which it goes out, ``about`` the date it is about.

    ``at`` is an aware moment where a day is too coarse (breach). ``key`` is the same for the same case, kind and day, for ever:
    storing it makes the reminder go out once.
    """

    kind: ReminderKind
    day: date
    about: date
    key: str
    at: datetime | None = None

    def is_due(self, now: datetime, country: Country) -> bool:
        """Whether it should have gone out by ``now`` (aware)."""
        return now >= self.at if self.at is not None else now.astimezone(country.zone).date() >= self.day


DEFAULT_OFFSETS = Offsets()


def plan(
    case: Case, offsets: Offsets = DEFAULT_OFFSETS, policy: Policy = DEFAULT_POLICY
) -> tuple[Reminder, ...]:
    """All reminders of a case as it stands, in order; none for a closed case. Deterministic: the same case, the same keys.

    What would go out on or before the day of receipt is left out: the case opened then, and everybody was told.
    """
    if case.status is Status.CLOSED:
        return ()
    reckoning = reckon(case.ledger, policy)
    found = (
        _breach(reckoning, offsets)
        if isinstance(reckoning, BreachReckoning)
        else _request(case, reckoning, offsets)
    )
    kept: dict[str, Reminder] = {}
    for made in found:
        early = made.day <= case.ledger.day_received if made.at is None else made.at <= case.received
        if not early:
            kept.setdefault(made.key, made)
    return tuple(sorted(kept.values(), key=lambda made: (made.day, made.kind, made.key)))


def to_send(
    planned: Iterable[Reminder], done: frozenset[str], now: datetime, country: Country
) -> tuple[tuple[Reminder, ...], frozenset[str]]:
    """What goes out now, and all keys that are thereby done.

    After downtime only the last reminder of each kind goes out, and no reminder to the data subject once the lapse letter is
    due; the ones so overtaken are marked done.
    """
    latest: dict[ReminderKind, Reminder] = {}
    overdue = [made for made in planned if made.key not in done and made.is_due(now, country)]
    for made in overdue:
        if made.kind not in latest or _moment(made) >= _moment(latest[made.kind]):
            latest[made.kind] = made
    if ReminderKind.IDENTIFICATION_LAPSE in latest:
        latest.pop(ReminderKind.IDENTIFICATION_REMINDER, None)
    return tuple(latest.values()), frozenset(made.key for made in overdue)


def _moment(made: Reminder) -> tuple[date, str]:
    return made.day, made.at.isoformat() if made.at else ""


def _request(case: Case, reckoning: RequestReckoning, offsets: Offsets) -> list[Reminder]:
    country = case.country
    before_target = (*offsets.before_target, 0) if case.ledger.at_once else offsets.before_target
    found = _before(ReminderKind.TARGET, country, reckoning.target, before_target)
    if reckoning.unsuspended != reckoning.due:
        found += _before(ReminderKind.UNSUSPENDED, country, reckoning.unsuspended, offsets.before_due)
    found += _before(ReminderKind.DUE, country, reckoning.due, offsets.before_due)
    if not reckoning.extended:
        found += _before(
            ReminderKind.NOTICE, country, min(reckoning.notice_due, reckoning.due), offsets.before_notice
        )
    found.append(_made(ReminderKind.OVERDUE, reckoning.due + timedelta(days=1), reckoning.due))
    if case.status is Status.AWAITING_IDENTIFICATION:
        found += _identification(case, reckoning, offsets)
    return found


def _identification(case: Case, reckoning: RequestReckoning, offsets: Offsets) -> list[Reminder]:
    """One reminder to the data subject, then the letter that we cannot identify, in time for the unsuspended date.

    Nobody is reminded who answered, not even where a person must still judge what the answer means.
    """
    asked = case.ledger.identification_asked
    if asked is None:
        return []
    lapse = add_working_days(
        case.country, last_working_day(case.country, reckoning.unsuspended), -offsets.lapse_working_days
    )
    found = [_made(ReminderKind.IDENTIFICATION_LAPSE, lapse, reckoning.unsuspended)]
    remind = case.ledger.day(asked) + timedelta(days=offsets.identification_reminder_days)
    answered = case.evidence_waiting or "reply_to_judge" in case.flags
    if remind < lapse and not case.identification_reminded and not answered:
        found.append(_made(ReminderKind.IDENTIFICATION_REMINDER, remind, reckoning.unsuspended))
    return found


def _breach(reckoning: BreachReckoning, offsets: Offsets) -> list[Reminder]:
    about = reckoning.plain72
    found = [
        _at(ReminderKind.BREACH, about - timedelta(hours=hours), about, reckoning.country)
        for hours in sorted(set(offsets.breach_hours))
    ]
    found.append(_at(ReminderKind.OVERDUE, about, about, reckoning.country))
    return found


def _before(kind: ReminderKind, country: Country, about: date, offsets: Iterable[int]) -> list[Reminder]:
    """Reminders on working days; day 0 of a promise on a holiday is the working day before it."""
    start = last_working_day(country, about)
    return [_made(kind, add_working_days(country, start, -offset), about) for offset in sorted(set(offsets))]


def _made(kind: ReminderKind, day: date, about: date) -> Reminder:
    """``unsuspended`` shares its keys with ``due``: when a pause gets its length, the old due date lives on under that name."""
    name = ReminderKind.DUE if kind is ReminderKind.UNSUSPENDED else kind
    return Reminder(kind=kind, day=day, about=about, key=f"{name}:{day.isoformat()}")


def _at(kind: ReminderKind, at: datetime, about: datetime, country: Country) -> Reminder:
    local = at.astimezone(country.zone)
    return Reminder(
        kind=kind,
        day=local.date(),
        about=about.date(),
        key=f"{kind}:{local.isoformat(timespec='minutes')}",
        at=local,
    )
