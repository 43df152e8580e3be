"""The JSON contract of ``assistant deadline`` (DESIGN 5): text in, a checked Ledger out, a Reckoning back to text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant.core.errors import LedgerError
from assistant.core.ledger import Country, Kind, Ledger, Moment, Promise
from assistant.core.reckoning import BreachReckoning, Reckoning

_NEEDED = ("country", "kind", "received")
_MOMENTS = ("identification_asked", "identified", "clarification_asked", "clarified", "extension_notice_sent")
_SWITCHES = {"reasonable_doubt": True, "large_quantity": False, "at_once": False}
_KNOWN = ("id", *_NEEDED, "promise", *_MOMENTS, *_SWITCHES)
_BRACKETED_ZONE = re.compile(r"\[!?([^\[\]]{1,64})\]\Z")
_LONGEST = 100
"""No moment is longer; what is longer is not worth parsing or repeating in a message."""


def from_json(obj: object) -> Ledger:
    """A ledger from one decoded JSON object; ``null`` and absence mean the same.

    Raises LedgerError with one sentence that names the field, what was given and the cure.
    """
    if not isinstance(obj, Mapping):
        raise LedgerError(
            f"the line is {_kind_of(obj)}: give one JSON object with country, kind and received"
        )
    for key in obj:
        if key not in _KNOWN:
            raise LedgerError(f"{_shown(key)} is no known field: {_advice(key)}")
    for key in _NEEDED:
        if obj.get(key) is None:
            raise LedgerError(f"{key} is missing: {_CURES[key]}")
    return Ledger(
        country=_country(obj["country"]),
        kind=_kind(obj["kind"]),
        received=_received(obj["received"]),
        promise=promise_from_json(obj.get("promise")),
        identification_asked=_moment("identification_asked", obj.get("identification_asked")),
        identified=_moment("identified", obj.get("identified")),
        reasonable_doubt=_switch("reasonable_doubt", obj.get("reasonable_doubt"), default=True),
        clarification_asked=_moment("clarification_asked", obj.get("clarification_asked")),
        clarified=_moment("clarified", obj.get("clarified")),
        large_quantity=_switch("large_quantity", obj.get("large_quantity"), default=False),
        extension_notice_sent=_moment("extension_notice_sent", obj.get("extension_notice_sent")),
        at_once=_switch("at_once", obj.get("at_once"), default=False),
    )


def ledger_to_json(ledger: Ledger) -> dict[str, object]:
    """The object from which :func:`from_json` makes the same ledger; defaults are left out."""
    plain: dict[str, object] = {
        "country": ledger.country.value,
        "kind": ledger.kind.value,
        "received": ledger.received.isoformat(),
    }
    if ledger.promise is not None:
        plain["promise"] = promise_to_json(ledger.promise)
    for key in _MOMENTS:
        moment: Moment | None = getattr(ledger, key)
        if moment is not None:
            plain[key] = moment.isoformat()
    for key, default in _SWITCHES.items():
        if getattr(ledger, key) is not default:
            plain[key] = not default
    return plain


def to_json(reckoning: Reckoning, id_: object = None) -> dict[str, object]:
    """The answer of ``assistant deadline``: dates as ISO text, local to the controller; ``steps`` in Dutch.

    For a breach ``due`` is the legal limit of Regulation 1182/71 and ``plain72`` the deadline to show and keep (LEGAL (d)7).
    """
    if isinstance(reckoning, BreachReckoning):
        return _breach_to_json(reckoning, id_)
    return {
        "id": id_,
        "due": reckoning.due.isoformat(),
        "statutory": reckoning.statutory.isoformat(),
        "promise": None if reckoning.promise is None else reckoning.promise.isoformat(),
        "unsuspended": reckoning.unsuspended.isoformat(),
        "notice_due": reckoning.notice_due.isoformat(),
        "target": reckoning.target.isoformat(),
        "suspended_days": reckoning.suspended_days,
        "extended": reckoning.extended,
        "steps": list(reckoning.steps),
        "suspension_open": reckoning.suspension_open,
        "alt_due": None if reckoning.alt_due is None else reckoning.alt_due.isoformat(),
        "alternatives": [
            {"due": other.due.isoformat(), "reading": other.reading} for other in reckoning.alternatives
        ],
        "plain72": None,
    }


def _breach_to_json(reckoning: BreachReckoning, id_: object) -> dict[str, object]:
    limit = reckoning.due.isoformat()
    plain = reckoning.plain72.isoformat()
    return {
        "id": id_,
        "due": limit,
        "statutory": limit,
        "promise": None,
        "unsuspended": limit,
        "notice_due": None,
        "target": plain,
        "suspended_days": 0,
        "extended": False,
        "steps": list(reckoning.steps),
        "suspension_open": False,
        "alt_due": None,
        "alternatives": [],
        "plain72": plain,
    }


def promise_from_json(value: object) -> Promise | None:
    """A promise from ``{"days": n}`` or ``{"weeks": n}``, or None for null; raises LedgerError.

    ``"reaction_suffices": true`` may stand beside the number (LEGAL A6.4).
    """
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise LedgerError(f'promise is {_kind_of(value)}: give {{"days": 30}}, {{"weeks": 4}} or null')
    for key in value:
        if key not in ("days", "weeks", "reaction_suffices"):
            raise LedgerError(
                f'promise has an unknown part {_shown(key)}: give {{"days": 30}}, {{"weeks": 4}} or null'
            )
    reaction = _switch("promise.reaction_suffices", value.get("reaction_suffices"), default=False)
    return Promise(days=_whole(value, "days"), weeks=_whole(value, "weeks"), reaction_suffices=reaction)


def promise_to_json(promise: Promise) -> dict[str, object]:
    """The object from which :func:`promise_from_json` makes the same promise."""
    plain: dict[str, object] = {"days": promise.days} if promise.days else {"weeks": promise.weeks}
    if promise.reaction_suffices:
        plain["reaction_suffices"] = True
    return plain


_CURES = {
    "country": 'give "NL" or "BE", the controller\'s country',
    "kind": 'give "request" or "breach"',
    "received": "give the arrival with date, time and offset, for example 2026-03-05T10:00:00+01:00",
}


def _country(value: object) -> Country:
    if not isinstance(value, str) or value not in Country.__members__:
        raise LedgerError(f"country is {_shown(value)}: {_CURES['country']}")
    return Country(value)


def _kind(value: object) -> Kind:
    if not isinstance(value, str) or value not in [kind.value for kind in Kind]:
        raise LedgerError(f"kind is {_shown(value)}: {_CURES['kind']}")
    return Kind(value)


def _received(value: object) -> datetime:
    moment = _moment("received", value)
    if not isinstance(moment, datetime):
        raise LedgerError(f"received is {_shown(value)}, a date without a time: {_CURES['received']}")
    return moment


def _moment(name: str, value: object) -> Moment | None:
    if value is None:
        return None
    cure = "give an ISO 8601 date or datetime with an offset, for example 2026-03-05 or 2026-03-05T10:00:00+01:00"
    if not isinstance(value, str):
        raise LedgerError(f"{name} is {_kind_of(value)}: {cure}")
    if len(value) > _LONGEST:
        raise LedgerError(f"{name} is {_shown(value)}: {cure}")
    text = _without_zone(name, value)
    try:
        return (
            datetime.fromisoformat(text) if ":" in text or "T" in text.upper() else date.fromisoformat(text)
        )
    except ValueError:
        raise LedgerError(f"{name} is {_shown(value)}, no moment of the calendar: {cure}") from None


def _without_zone(name: str, text: str) -> str:
    """The text without the zone name of RFC 9557; the offset decides, but an unknown zone is a mistake worth telling."""
    found = _BRACKETED_ZONE.search(text)
    if found is None:
        return text
    try:
        ZoneInfo(found[1])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise LedgerError(
            f"{name} names the unknown zone {_shown(found[1])}: give an IANA zone such as Europe/Amsterdam, or leave it out"
        ) from None
    return text[: found.start()]


def _switch(name: str, value: object, default: bool) -> bool:
    if value is None:
        return default
    if not isinstance(value, bool):
        raise LedgerError(f"{name} is {_shown(value)}: give true or false")
    return value


def _whole(value: Mapping[str, object], key: str) -> int:
    number = value.get(key)
    if number is None:
        return 0
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise LedgerError(f"promise.{key} is {_shown(number)}: give a whole number of at least 1")
    return number


def _advice(key: object) -> str:
    close = difflib.get_close_matches(str(key)[:_LONGEST], _KNOWN, n=1)
    return f"did you mean {close[0]}?" if close else f"known are {', '.join(_KNOWN)}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _kind_of(value: object) -> str:
    names = {
        type(None): "null",
        bool: "a boolean",
        int: "a number",
        float: "a number",
        str: "a text",
        list: "a list",
    }
    return names.get(type(value), "an object" if isinstance(value, Mapping) else f"a {type(value).__name__}")
