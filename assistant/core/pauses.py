"""When the clock stood still: for identification (art. 12(6)) and for clarification (recital 63), LEGAL A5."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from assistant.core.calendars import add_working_days
from assistant.core.ledger import Ledger, Moment
from assistant.core.reckoning import Policy


class Ground(StrEnum):
    """Why the clock may stand still; the law knows no third ground."""

    IDENTIFICATION = "identification"
    CLARIFICATION = "clarification"


class Refused(StrEnum):
    """Why an asking does not stop the clock."""

    POLICY = "policy"
    NO_DOUBT = "no_doubt"
    NOT_LARGE = "not_large"
    ASKED_LATE = "asked_late"


@dataclass(frozen=True, slots=True)
class Pause:
    """One asking and its answer as local dates. ``refused`` is None when it stops the clock; ``end`` None while unanswered."""

    ground: Ground
    start: date
    end: date | None
    refused: Refused | None

    @property
    def counted(self) -> bool:
        """Whether it stopped the clock and is over."""
        return self.refused is None and self.end is not None

    @property
    def still_open(self) -> bool:
        """Whether it stops the clock and nobody answered yet."""
        return self.refused is None and self.end is None


def pauses(ledger: Ledger, policy: Policy) -> tuple[Pause, ...]:
    """The askings of a ledger, each judged by the conditions of EDPB 01/2022 par. 159 (LEGAL A5.3)."""
    if ledger.identification_asked is None and ledger.clarification_asked is None:
        return ()
    no_doubt = None if ledger.reasonable_doubt else Refused.NO_DOUBT
    not_large = None if ledger.large_quantity else Refused.NOT_LARGE
    askings: tuple[tuple[Ground, Moment | None, Moment | None, Refused | None], ...] = (
        (Ground.IDENTIFICATION, ledger.identification_asked, ledger.identified, no_doubt),
        (Ground.CLARIFICATION, ledger.clarification_asked, ledger.clarified, not_large),
    )
    limit = add_working_days(ledger.country, ledger.day_received, policy.asking_limit_working_days)
    found = []
    for ground, asked, answered, refused in askings:
        if asked is None:
            continue
        start = ledger.day(asked)
        late = Refused.ASKED_LATE if start > limit else None
        by_policy = None if policy.suspend else Refused.POLICY
        end = None if answered is None else ledger.day(answered)
        found.append(Pause(ground, start, end, refused or late or by_policy))
    return tuple(found)


def suspended_days(found: Iterable[Pause], *, skip_first: bool = False) -> int:
    """The calendar days that count as suspended; a day covered by two pauses counts once.

    The day of asking counts, the day of the answer does not (LEGAL A5.4). ``skip_first`` gives the contested reading by
    analogy with Awb 4:15, in which a pause begins on the day after the asking.
    """
    late_start = timedelta(days=1 if skip_first else 0)
    spans = sorted(
        (pause.start + late_start, pause.end) for pause in found if pause.counted and pause.end is not None
    )
    total = 0
    covered_until = date.min
    for start, end in spans:
        begin = max(start, covered_until)
        total += max((end - begin).days, 0)
        covered_until = max(covered_until, end)
    return total
