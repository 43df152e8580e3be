"""The reckoning of a request in Dutch sentences, each with its legal basis, in the order in which it was counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from assistant.core.calendars import dutch_date, dutch_weekday, last_working_day, why_not_working
from assistant.core.ledger import Country, Ledger
from assistant.core.pauses import Ground, Pause, Refused
from assistant.core.reckoning import Alternative, Policy
from assistant.core.term import Term

MORE_HOLIDAYS = "wie gelijkgestelde dagen en dagen uit het Publicatieblad als feestdag rekent (art. 3 lid 3 Atw; omstreden)"
AWB_PAUSE = "wie de pauze pas op de dag na de vraag laat beginnen (naar art. 4:15 Awb; omstreden)"
CHAINED_EXTENSION = "wie de verlenging telt als één maand en daarna nog twee maanden (omstreden)"
PROMISE_ROLLS = (
    "wie ook een eigen belofte laat opschuiven naar een werkdag (naar art. 1.7 BW in België; omstreden)"
)

_ROLL_BASIS = "art. 3 lid 4 Verordening 1182/71"
_MONTH_BASIS = "art. 3 lid 2 onder c Verordening 1182/71"
_PAUSE_BASIS = "Richtsnoeren 01/2022 van de EDPB, punt 159"


def explain(
    ledger: Ledger,
    policy: Policy,
    found: tuple[Pause, ...],
    term: Term,
    unsuspended: Term,
    target: date,
    alternatives: tuple[Alternative, ...],
) -> tuple[str, ...]:
    """The whole reckoning, one sentence or two per step, each ending in its basis between brackets."""
    country = ledger.country
    steps = [_received(ledger), _month(term)]
    steps += [_pause(pause, policy) for pause in found]
    steps += _notice(country, term)
    if term.suspended_days:
        days = _days(term.suspended_days)
        steps.append(
            f"De termijn stond {days} stil: {dutch_date(term.unrolled_end)} plus {days} is {dutch_date(term.paused_end)} "
            f"({_PAUSE_BASIS})."
        )
    steps += _rolled(country, term.paused_end, term.statutory)
    steps += _promise(country, term)
    steps.append(
        f"De laatste dag voor het antwoord is {dutch_weekday(term.due)}, tot 24.00 uur (art. 12 lid 3 AVG)."
    )
    if term.suspended_days:
        steps.append(
            f"Zonder pauze zou dat {dutch_weekday(unsuspended.due)} zijn. Stuur op die datum: de pauze kan worden betwist "
            f"({_PAUSE_BASIS})."
        )
    steps.append(_target(ledger, policy, target))
    steps += [
        f"Andere lezing: {other.reading} komt uit op {dutch_weekday(other.due)}. Die lezing volgen wij niet."
        for other in alternatives
    ]
    return tuple(steps)


def _received(ledger: Ledger) -> str:
    local = ledger.received.astimezone(ledger.country.zone)
    side = "Nederlandse" if ledger.country is Country.NL else "Belgische"
    return (
        f"Het verzoek kwam binnen op {dutch_weekday(local.date())} om {local:%H:%M} uur {side} tijd. "
        "Die dag is de dag van ontvangst, ook in het weekend of buiten kantoortijd "
        "(Richtsnoeren 01/2022 van de EDPB, punt 159 en 160)."
    )


def _month(term: Term) -> str:
    return (
        f"De termijn is één maand vanaf {dutch_date(term.received)}. "
        f"{_same_number(term.received, term.month_end)} (art. 12 lid 3 AVG; {_MONTH_BASIS})."
    )


def _same_number(received: date, end: date) -> str:
    if end.day == received.day:
        return f"Zij loopt tot en met de dag met hetzelfde nummer: {dutch_date(end)}"
    month = dutch_date(end).split(" ", 1)[1]
    return f"In {month} is er geen dag {received.day}, dus zij loopt tot en met de laatste dag van die maand: {dutch_date(end)}"


def _pause(pause: Pause, policy: Policy) -> str:
    identity = pause.ground is Ground.IDENTIFICATION
    asked = (
        f"Op {dutch_date(pause.start)} is "
        + ("om identificatie" if identity else "om verduidelijking")
        + " gevraagd"
    )
    basis = f"art. 12 lid 6 AVG; {_PAUSE_BASIS}" if identity else f"overweging 63 AVG; {_PAUSE_BASIS}"
    reasons = {
        Refused.POLICY: "de organisatie laat de termijn daarvoor niet stilstaan, dus de termijn loopt door",
        Refused.NO_DOUBT: "er was geen redelijke twijfel over de identiteit, dus de termijn loopt door",
        Refused.NOT_LARGE: "het gaat niet om een grote hoeveelheid gegevens, dus de termijn loopt door",
        Refused.ASKED_LATE: (
            f"dat is later dan {policy.asking_limit_working_days} werkdagen na ontvangst en dus niet onverwijld: "
            "de termijn loopt door"
        ),
    }
    if pause.refused is not None:
        return f"{asked}, maar {reasons[pause.refused]} ({basis})."
    if pause.end is None:
        return (
            f"{asked} en er is nog geen antwoord: de termijn staat stil, maar hoe lang is nog niet bekend. "
            f"Stuur daarom op de datum zonder pauze ({basis})."
        )
    days = _days((pause.end - pause.start).days)
    return f"{asked} en op {dutch_date(pause.end)} was het antwoord er: {days} pauze ({basis})."


def _days(count: int) -> str:
    return "1 dag" if count == 1 else f"{count} dagen"


def _notice(country: Country, term: Term) -> Iterator[str]:
    if term.notice is None:
        yield (
            f"Verlengen kan alleen met een bericht met redenen, uiterlijk op {dutch_weekday(term.notice_due)} "
            "(art. 12 lid 3 AVG)."
        )
    elif not term.extended:
        yield (
            f"Het bericht van verlenging ging uit op {dutch_date(term.notice)}, na {dutch_date(term.notice_due)}: te laat, "
            "dus de termijn is niet verlengd (art. 12 lid 3 AVG)."
        )
    else:
        yield (
            f"Het bericht van verlenging ging op tijd uit, op {dutch_date(term.notice)} "
            f"(uiterlijk {dutch_date(term.notice_due)}). De termijn is drie maanden vanaf {dutch_date(term.received)}. "
            f"{_same_number(term.received, term.unrolled_end)} (art. 12 lid 3 AVG; {_MONTH_BASIS})."
        )


def _rolled(country: Country, last: date, rolled: date) -> Iterator[str]:
    if last == rolled:
        return
    days = (last + timedelta(days=n) for n in range((rolled - last).days))
    why = [f"{dutch_date(day)} is {why_not_working(country, day)}" for day in days]
    joined = f"{', '.join(why[:-1])} en {why[-1]}" if len(why) > 1 else why[0]
    yield f"{joined}, dus de laatste dag wordt de eerstvolgende werkdag: {dutch_weekday(rolled)} ({_ROLL_BASIS})."


def _promise(country: Country, term: Term) -> Iterator[str]:
    if term.promise is None:
        return
    days = (term.promise - term.received).days
    length = f"{days // 7} weken" if days % 7 == 0 else f"{days} dagen"
    if term.promise_kept_by_notice:
        yield (
            f"De organisatie belooft binnen {length} te reageren ({dutch_date(term.promise)}). "
            "Het bericht van verlenging ging op tijd uit en is zo'n reactie (privacyverklaring)."
        )
        return
    which = "de belofte gaat voor" if term.promise < term.statutory else "de wettelijke dag gaat voor"
    if term.promise == term.statutory:
        which = "beide vallen op dezelfde dag"
    yield (
        f"De organisatie belooft een antwoord binnen {length}: {dutch_weekday(term.promise)}. "
        f"Een belofte schuift niet op en staat niet stil; de vroegste dag geldt, dus {which} (privacyverklaring)."
    )
    not_working = why_not_working(country, term.promise)
    if term.due == term.promise and not_working:
        yield (
            f"{dutch_date(term.promise)} is {not_working}: plan het antwoord op de werkdag ervoor, "
            f"{dutch_weekday(last_working_day(country, term.promise))} (interne norm)."
        )


def _target(ledger: Ledger, policy: Policy, target: date) -> str:
    if ledger.at_once:
        return (
            f"Dit wordt meteen uitgevoerd: streefdatum {dutch_weekday(target)}, "
            "de eerste werkdag na ontvangst (interne norm)."
        )
    buffer = policy.buffer_working_days
    return (
        f"Streefdatum is {dutch_weekday(target)}: {buffer} {'werkdag' if buffer == 1 else 'werkdagen'} "
        "voor de laatste werkdag van de termijn zonder uitstel of pauze (interne norm)."
    )
