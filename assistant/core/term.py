"""The bare dates of one reading of the term, between the counting and the explaining."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Term:
    """Local dates of a request under one reading of the rules.

    ``month_end`` is m(1) of LEGAL A2, ``unrolled_end`` m(1) or m(3), ``paused_end`` that plus the suspended days, ``statutory``
    that rolled. ``chained_end`` reads an extension as one month and then two more (earlier or equal, LEGAL A6.1).
    """

    received: date
    month_end: date
    notice: date | None
    notice_due: date
    extended: bool
    unrolled_end: date
    chained_end: date
    paused_end: date
    suspended_days: int
    statutory: date
    promise: date | None
    promise_kept_by_notice: bool
    due: date
