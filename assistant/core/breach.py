"""The 72 hours of a reported breach (GDPR 33(1); 1182/71 art. 3(1); LEGAL (d)7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from assistant.core.calendars import dutch_weekday
from assistant.core.ledger import Country, Ledger
from assistant.core.reckoning import BreachReckoning, Policy

_HOUR = timedelta(hours=1)


def reckon_breach(ledger: Ledger, policy: Policy) -> BreachReckoning:
    """Both moments of a breach, counted in elapsed hours (UTC) so that summer time neither gives nor takes an hour.

    Nothing rolls: art. 3(4) excludes periods in hours, and art. 3(5) is not applied (contested, LEGAL (d)7).
    """
    zone = ledger.country.zone
    term = timedelta(hours=policy.breach_hours)
    aware = ledger.received.astimezone(UTC)
    next_full_hour = aware.replace(minute=0, second=0, microsecond=0) + _HOUR
    plain = (aware + term).astimezone(zone)
    limit = (next_full_hour + term).astimezone(zone)
    start = next_full_hour.astimezone(zone)
    return BreachReckoning(
        country=ledger.country,
        due=limit,
        plain72=plain,
        steps=(
            f"Bekend geworden op {_moment(aware.astimezone(zone), ledger.country)} (art. 33 lid 1 AVG).",
            f"Melden binnen {policy.breach_hours} uur: uiterlijk {_moment(plain, ledger.country)}. "
            "Houd dit moment aan; een weekend of feestdag geeft geen uitstel "
            "(art. 33 lid 1 AVG; art. 3 lid 4 Verordening 1182/71).",
            f"Het uur waarin het bekend werd telt niet mee, dus juridisch begint de termijn om {_clock(start)} en eindigt zij "
            f"op {_moment(limit, ledger.country)} (art. 3 lid 1 Verordening 1182/71).",
        ),
    )


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M} uur"


def _moment(moment: datetime, country: Country) -> str:
    side = "Nederlandse" if country is Country.NL else "Belgische"
    return f"{dutch_weekday(moment.date())} om {_clock(moment)} {side} tijd"
