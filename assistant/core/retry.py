"""When to try again after a temporary failure: exponential back-off with jitter, and when to give up (RFC 5321 4.5.4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.core.errors import PlanError


@dataclass(frozen=True, slots=True)
class Backoff:
    """A schedule: the ``first`` wait, multiplied by ``factor`` after each failure up to ``longest``.

    No attempt is made later than ``give_up_after`` the first one. ``spread`` is the share of a wait that
    jitter may take off, so that many failures do not come back in one moment.
    """

    first: timedelta = timedelta(minutes=1)
    factor: float = 2.0
    longest: timedelta = timedelta(hours=4)
    give_up_after: timedelta = timedelta(days=2)
    spread: float = 0.2

    def __post_init__(self) -> None:
        """Raises PlanError when the schedule cannot run."""
        if self.first <= timedelta(0) or self.longest < self.first or self.give_up_after <= timedelta(0):
            raise PlanError(
                "back-off needs a first wait above zero, a longest at least as long, and an end above zero"
            )
        if not (self.factor >= 1 and 0 <= self.spread < 1):
            raise PlanError("back-off needs a factor of at least 1 and a spread from 0 up to 1")


MAIL = Backoff()
"""For outgoing mail: a server may be down for a weekend's first half, then a person must know."""
CONNECTION = Backoff(
    first=timedelta(seconds=2), longest=timedelta(minutes=5), give_up_after=timedelta(days=3650)
)
"""For reconnecting to a mailbox: never give up, the silence alarm tells people (issue 2.5)."""


def wait(backoff: Backoff, failures: int, jitter: float) -> timedelta:
    """The wait after the ``failures``-th failure in a row (1 is the first); ``jitter`` from 0 up to 1 is drawn by the caller.

    Raises PlanError for fewer than one failure or a jitter outside its range.
    """
    if failures < 1 or not 0 <= jitter < 1:
        raise PlanError(
            f"wait needs at least one failure and a jitter from 0 up to 1, not {failures} and {jitter}"
        )
    seconds = backoff.first.total_seconds()
    longest = backoff.longest.total_seconds()
    for _ in range(failures - 1):
        if seconds >= longest or backoff.factor == 1:
            break
        seconds *= backoff.factor
    return timedelta(seconds=min(seconds, longest) * (1 - backoff.spread * jitter))


def next_attempt(
    backoff: Backoff, failures: int, started: datetime, now: datetime, jitter: float
) -> datetime | None:
    """The moment of the next attempt, or None when it is time to give up and tell a person."""
    moment = now + wait(backoff, failures, jitter)
    return moment if moment - started <= backoff.give_up_after else None
