"""What the clock answers: dates, their alternatives and their explanation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from assistant.core.errors import LedgerError
from assistant.core.ledger import Country, Kind


@dataclass(frozen=True, slots=True)
class Policy:
    """How careful an organisation is where the law leaves room (LEGAL (a), marks [D]).

    ``suspend`` False never stops the clock for identification or clarification. ``buffer_working_days`` lies between the target
    and the last working day of the term. ``asking_limit_working_days`` is what "without undue delay" means for asking
    (LEGAL A5.3). ``breach_hours`` is art. 33(1), a parameter because a proposal would change it.
    """

    suspend: bool = True
    buffer_working_days: int = 3
    asking_limit_working_days: int = 5
    breach_hours: int = 72

    def __post_init__(self) -> None:
        """Raises LedgerError on a negative or absurd number."""
        for name, least, most in (
            ("buffer_working_days", 0, 15),
            ("asking_limit_working_days", 0, 15),
            ("breach_hours", 1, 720),
        ):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
                raise LedgerError(f"policy.{name} is {value!r}: give a whole number from {least} to {most}")


@dataclass(frozen=True, slots=True)
class Alternative:
    """A contested reading and the last day it leads to; shown, never steered on (LEGAL, contested points)."""

    due: date
    reading: str


@dataclass(frozen=True, slots=True)
class RequestReckoning:
    """The dates of a request; all are local dates of the controller's country and run to 24:00 (1182/71 art. 3(2)(c)).

    ``due`` binds: the earlier of ``statutory`` and ``promise``. ``unsuspended`` is what would bind if no pause counted: steer
    on it (LEGAL A5.6). ``notice_due`` is the last day for an extension notice. ``target`` is the internal date. While a
    question is still open (``suspension_open``) the pause has no length yet and ``due`` equals ``unsuspended``.
    """

    country: Country
    due: date
    statutory: date
    promise: date | None
    unsuspended: date
    notice_due: date
    target: date
    suspended_days: int
    suspension_open: bool
    extended: bool
    alternatives: tuple[Alternative, ...]
    alt_due: date | None
    steps: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """Always a request."""
        return Kind.REQUEST

    @property
    def deadline(self) -> datetime:
        """The aware moment from which an answer is too late: 24:00 local time of ``due``."""
        return end_of_day(self.country, self.due)

    @property
    def deadline_day(self) -> date:
        """The local date to show and to plan by."""
        return self.due

    @property
    def target_day(self) -> date:
        """The internal target as a local date."""
        return self.target


@dataclass(frozen=True, slots=True)
class BreachReckoning:
    """The moments of a reported breach, aware and in the controller's zone (LEGAL (d)7).

    ``plain72`` (awareness plus 72 elapsed hours) is the deadline to show and to keep. ``due`` is the legal limit of Regulation
    1182/71, at most one hour later: the hour of awareness is not counted and nothing rolls over a weekend.
    """

    country: Country
    due: datetime
    plain72: datetime
    steps: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """Always a breach."""
        return Kind.BREACH

    @property
    def deadline(self) -> datetime:
        """The aware moment to keep: ``plain72``."""
        return self.plain72

    @property
    def deadline_day(self) -> date:
        """The local date of ``plain72``."""
        return self.plain72.date()

    @property
    def target_day(self) -> date:
        """The same local date: 72 hours leave no internal buffer."""
        return self.plain72.date()


Reckoning = RequestReckoning | BreachReckoning


def end_of_day(country: Country, day: date) -> datetime:
    """24:00 local time of a day, that is 00:00 of the next, aware."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=country.zone)
