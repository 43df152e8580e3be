"""Mailing lists and newsletters: List-* headers and Precedence (RFC 2369, 2919)."""

from __future__ import annotations

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_HEADERS = ("list-id", "list-post", "list-unsubscribe", "list-help", "mailing-list", "x-mailing-list")


def judge(facts: Facts) -> Finding | None:
    """A finding for any list header."""
    for name in _HEADERS:
        if name in facts.headers:
            return Finding(
                "list_headers", "list", "likely", f"De kop {name} hoort bij een mailinglijst of nieuwsbrief."
            )
    return None
