"""The facts that the statutory clock counts with, checked against each other (LEGAL A4-A6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from assistant.core.errors import LedgerError

FIRST_YEAR = 1972
"""Regulation 1182/71 applies since 1 July 1971; an earlier year is a broken mail clock, not a date of receipt."""
LAST_YEAR = 2199
"""A later year is a broken mail clock; the bound also keeps every computed date inside the calendar."""

Moment = date | datetime
"""A plain local date of the controller's country, or an aware datetime."""


class Country(StrEnum):
    """The controller's country: its law names the holidays (1182/71 art. 2(1)) and its zone names the day."""

    NL = "NL"
    BE = "BE"

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the day of receipt is read (LEGAL A4.5)."""
        return _ZONES[self]


_ZONES = {Country.NL: ZoneInfo("Europe/Amsterdam"), Country.BE: ZoneInfo("Europe/Brussels")}


class Kind(StrEnum):
    """A request of a data subject (art. 12(3)) or a reported breach (art. 33(1))."""

    REQUEST = "request"
    BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Promise:
    """The organisation's own term from its privacy statement: days or weeks, counted from the day of receipt (LEGAL A6.3).

    ``reaction_suffices`` is True where the organisation promised only to *react* (SBB, LEGAL A6.4): an extension notice sent
    on or before the promised day then keeps the promise. It is False where it promised to *execute* (VVSG removal).
    """

    days: int = 0
    weeks: int = 0
    reaction_suffices: bool = False

    def __post_init__(self) -> None:
        """Raises LedgerError unless exactly one of days and weeks is a sensible positive whole number."""
        for name, value in (("days", self.days), ("weeks", self.weeks)):
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3660:
                raise LedgerError(f"promise.{name} is {value!r}: give a whole number of at least 1")
        if (self.days > 0) == (self.weeks > 0):
            raise LedgerError('promise needs exactly one of "days" and "weeks", for example {"days": 30}')

    @property
    def length_in_days(self) -> int:
        """The promised term in calendar days."""
        return self.days + 7 * self.weeks


@dataclass(frozen=True, slots=True)
class Ledger:
    """What happened and when, as far as the clock cares. Every moment is an aware datetime or a plain local date.

    ``received`` is the arrival at the first official channel (LEGAL A4), always an aware datetime. ``identification_asked`` and
    ``clarification_asked`` are the *first* asking; ``identified`` and ``clarified`` the day on which enough was received
    (one uninterrupted suspension, EDPB 01/2022 ex. 31). ``reasonable_doubt`` is art. 12(6), ``large_quantity`` recital 63.
    ``at_once`` moves the internal target to the next working day (marketing objection, consent withdrawal, SBB
    corrections; LEGAL A6.5).

    Raises LedgerError, naming the field and the cure, when the facts contradict each other or the calendar.
    """

    country: Country
    kind: Kind
    received: datetime
    promise: Promise | None = None
    identification_asked: Moment | None = None
    identified: Moment | None = None
    reasonable_doubt: bool = True
    clarification_asked: Moment | None = None
    clarified: Moment | None = None
    large_quantity: bool = False
    extension_notice_sent: Moment | None = None
    at_once: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.received, datetime):
            raise LedgerError(
                "received is no datetime: give date, time and offset, for example 2026-03-05T10:00:00+01:00"
            )
        for name in _MOMENTS:
            _check_moment(name, getattr(self, name))
        for earlier, later in _ORDER:
            _check_order(self, earlier, later)
        if self.kind is Kind.BREACH:
            _check_breach(self)

    def day(self, moment: Moment) -> date:
        """The local calendar date of a moment in the controller's country."""
        return moment.astimezone(self.country.zone).date() if isinstance(moment, datetime) else moment

    @property
    def day_received(self) -> date:
        """The reference day of the period (1182/71 art. 3(1)): the local date of arrival."""
        return self.day(self.received)


_MOMENTS = (
    "received",
    "identification_asked",
    "identified",
    "clarification_asked",
    "clarified",
    "extension_notice_sent",
)
_ORDER = (
    ("received", "identification_asked"),
    ("received", "clarification_asked"),
    ("received", "extension_notice_sent"),
    ("identification_asked", "identified"),
    ("clarification_asked", "clarified"),
)


def _check_moment(name: str, moment: Moment | None) -> None:
    if moment is None:
        return
    if isinstance(moment, datetime) and moment.utcoffset() is None:
        raise LedgerError(f"{name} has no UTC offset: add it, for example {moment.isoformat()}+01:00")
    if not isinstance(moment, date):
        raise LedgerError(f"{name} is {type(moment).__name__}: give a date or a datetime with an offset")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise LedgerError(
            f"{name} lies in the year {moment.year}: give a moment between {FIRST_YEAR} and {LAST_YEAR}"
        )


def _check_order(ledger: Ledger, earlier: str, later: str) -> None:
    first: Moment | None = getattr(ledger, earlier)
    second: Moment | None = getattr(ledger, later)
    if second is None:
        return
    if first is None:
        raise LedgerError(
            f"{later} is filled in but {earlier} is not: give {earlier} too, or leave {later} empty"
        )
    both_exact = isinstance(first, datetime) and isinstance(second, datetime)
    wrong = second < first if both_exact else ledger.day(second) < ledger.day(first)
    if wrong:
        raise LedgerError(
            f"{later} ({second.isoformat()}) lies before {earlier} ({first.isoformat()}): correct one of the two"
        )


def _check_breach(ledger: Ledger) -> None:
    for name in (*_MOMENTS[1:], "promise"):
        if getattr(ledger, name) is not None:
            raise LedgerError(
                f"{name} is filled in for a breach, whose 72 hours know no pause, extension or promise: leave it empty"
            )
