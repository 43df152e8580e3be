"""Delivery reports -> the recipients that failed (RFC 3464 and the headers that some servers use instead)."""

from __future__ import annotations

import re

_FIELD = re.compile(r"(?im)^(?:Final|Original)-Recipient[ \t]*+:([^\n]{0,600})")
_ACTION = re.compile(r"(?im)^Action[ \t]*:[ \t]*([a-z]+)")
_ADDRESS = re.compile(r"[^\s<>;,\"']{1,128}@[^\s<>;,\"']{1,255}")


def failed_recipients(status_texts: list[str], failed_headers: list[str]) -> tuple[str, ...]:
    """Addresses (lower case, once each) that a report calls failed; delayed or delivered ones are not
    among them.
    """
    found: list[str] = []
    for text in status_texts:
        for block in re.split(r"\n[ \t]*\n", text):
            action = _ACTION.search(block)
            if action is None or action.group(1).lower() not in (
                "delayed",
                "delivered",
                "relayed",
                "expanded",
            ):
                found += [_address(value) for value in _FIELD.findall(block)]
    for header in failed_headers:
        found += [address.lower() for address in _ADDRESS.findall(header)]
    return tuple(dict.fromkeys(address for address in found if address))


def _address(value: str) -> str:
    """``rfc822; <Jan@Example.nl>`` -> ``jan@example.nl``; an empty string for what is no address."""
    found = _ADDRESS.search(value.rpartition(";")[2])
    return found.group().lower() if found else ""
