"""The statutory clock: a ledger in, a reckoning out (GDPR 12(3) and 33(1) under Regulation 1182/71; LEGAL (a) and (d)7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.core import clock_steps
from assistant.core.breach import reckon_breach
from assistant.core.calendars import add_months, add_working_days, last_working_day, roll, roll_past_contested
from assistant.core.ledger import Country, Kind, Ledger, Promise
from assistant.core.pauses import Pause, pauses, suspended_days
from assistant.core.reckoning import Alternative, BreachReckoning, Policy, Reckoning, RequestReckoning
from assistant.core.term import Term

__all__ = [
    "DEFAULT_POLICY",
    "BreachReckoning",
    "Country",
    "Kind",
    "Ledger",
    "Policy",
    "Promise",
    "Reckoning",
    "RequestReckoning",
    "reckon",
    "reckon_breach",
    "reckon_request",
]

DEFAULT_POLICY = Policy()

_MONTHS = 1
_EXTENDED_MONTHS = 3


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the rules; the plain one is ours, the others are contested or comparisons."""

    no_pause: bool = False
    skip_first_day: bool = False
    contested_holidays: bool = False
    chained_extension: bool = False
    promise_rolls: bool = False


_OURS = _Reading()
_WITHOUT_PAUSE = _Reading(no_pause=True)
_AWB_PAUSE = _Reading(skip_first_day=True)
_MORE_HOLIDAYS = _Reading(contested_holidays=True)
_CHAINED = _Reading(chained_extension=True)
_PROMISE_ROLLS = _Reading(promise_rolls=True)


def reckon(ledger: Ledger, policy: Policy = DEFAULT_POLICY) -> Reckoning:
    """All dates of a request or a breach, each explained. Pure: the same ledger always gives the same dates."""
    if ledger.kind is Kind.BREACH:
        return reckon_breach(ledger, policy)
    return reckon_request(ledger, policy)


def reckon_request(ledger: Ledger, policy: Policy = DEFAULT_POLICY) -> RequestReckoning:
    """The dates of a request (LEGAL A2, A5, A6)."""
    found = pauses(ledger, policy)
    term = _term(ledger, found, _OURS)
    unsuspended = _term(ledger, found, _WITHOUT_PAUSE) if term.suspended_days else term
    target = _target(ledger, unsuspended, policy)
    alternatives, alt_due = _alternatives(ledger, found, term)
    return RequestReckoning(
        country=ledger.country,
        due=term.due,
        statutory=term.statutory,
        promise=term.promise,
        unsuspended=unsuspended.due,
        notice_due=term.notice_due,
        target=target,
        suspended_days=term.suspended_days,
        suspension_open=any(pause.still_open for pause in found),
        extended=term.extended,
        alternatives=alternatives,
        alt_due=alt_due,
        steps=clock_steps.explain(ledger, policy, found, term, unsuspended, target, alternatives),
    )


def reckon_if_answered(ledger: Ledger, day: date, policy: Policy = DEFAULT_POLICY) -> Reckoning:
    """The reckoning as it would be if every open question were answered on ``day``; for showing what an open pause is worth."""
    answered = ledger
    if ledger.identification_asked is not None and ledger.identified is None:
        answered = replace(answered, identified=max(day, ledger.day(ledger.identification_asked)))
    if ledger.clarification_asked is not None and ledger.clarified is None:
        answered = replace(answered, clarified=max(day, ledger.day(ledger.clarification_asked)))
    return reckon(answered, policy)


def _term(ledger: Ledger, found: tuple[Pause, ...], reading: _Reading) -> Term:
    """The term under one reading: add the paused days to the unrolled end, roll last (LEGAL A2, A5.4)."""
    rolled = roll_past_contested if reading.contested_holidays else roll
    days = 0 if reading.no_pause else suspended_days(found, skip_first=reading.skip_first_day)
    received = ledger.day_received
    month_end = add_months(received, _MONTHS)
    notice_due = rolled(ledger.country, month_end + timedelta(days=days))
    notice = None if ledger.extension_notice_sent is None else ledger.day(ledger.extension_notice_sent)
    extended = notice is not None and notice <= notice_due
    full_end = add_months(received, _EXTENDED_MONTHS) if extended else month_end
    chained_end = add_months(month_end, _EXTENDED_MONTHS - _MONTHS) if extended else month_end
    last = chained_end if reading.chained_extension else full_end
    paused_end = last + timedelta(days=days)
    statutory = rolled(ledger.country, paused_end)
    promise, kept = _promised(ledger, notice if extended else None)
    due = statutory
    if promise is not None and not kept:
        due = min(due, roll(ledger.country, promise) if reading.promise_rolls else promise)
    return Term(
        received=received,
        month_end=month_end,
        notice=notice,
        notice_due=notice_due,
        extended=extended,
        unrolled_end=last,
        chained_end=chained_end,
        paused_end=paused_end,
        suspended_days=days,
        statutory=statutory,
        promise=promise,
        promise_kept_by_notice=kept,
        due=due,
    )


def _promised(ledger: Ledger, valid_notice: date | None) -> tuple[date | None, bool]:
    """The promised day, and whether an extension notice kept the promise because a reaction was promised (LEGAL A6.4)."""
    if ledger.promise is None:
        return None, False
    promise = ledger.day_received + timedelta(days=ledger.promise.length_in_days)
    kept = ledger.promise.reaction_suffices and valid_notice is not None and valid_notice <= promise
    return promise, kept


def _target(ledger: Ledger, unsuspended: Term, policy: Policy) -> date:
    """The internal target: never planned on a roll, a pause, or the longer reading of an extension (LEGAL A2, A6.5)."""
    last = min(unsuspended.unrolled_end, unsuspended.chained_end)
    if unsuspended.promise is not None and not unsuspended.promise_kept_by_notice:
        last = min(last, unsuspended.promise)
    country = ledger.country
    first_possible = min(add_working_days(country, unsuspended.received, 1), unsuspended.due)
    if ledger.at_once:
        return first_possible
    with_buffer = add_working_days(country, last_working_day(country, last), -policy.buffer_working_days)
    return max(with_buffer, first_possible)


def _alternatives(
    ledger: Ledger, found: tuple[Pause, ...], term: Term
) -> tuple[tuple[Alternative, ...], date | None]:
    """The contested readings that lead to another last day, and the first of them that concerns the statutory term."""
    readings = [(_MORE_HOLIDAYS, clock_steps.MORE_HOLIDAYS)]
    if term.suspended_days:
        readings.append((_AWB_PAUSE, clock_steps.AWB_PAUSE))
    if term.extended:
        readings.append((_CHAINED, clock_steps.CHAINED_EXTENSION))
    statutory = [
        Alternative(other.due, text)
        for reading, text in readings
        if (other := _term(ledger, found, reading)).due != term.due
    ]
    promised: list[Alternative] = []
    if term.promise is not None and term.due == term.promise:
        rolled = _term(ledger, found, _PROMISE_ROLLS).due
        if rolled != term.due:
            promised.append(Alternative(rolled, clock_steps.PROMISE_ROLLS))
    return tuple(statutory + promised), statutory[0].due if statutory else None
