"""Mailing lists and newsletters: List-* headers and Precedence: list (RFC 2369, 2919)."""

from __future__ import annotations

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_HEADERS = (
    "list-id",
    "list-post",
    "list-unsubscribe",
    "list-help",
    "list-subscribe",
    "list-owner",
    "list-archive",
    "mailing-list",
    "x-mailing-list",
    "x-mailman-version",
    "x-beenthere",
    "x-listname",
    "x-list",
    "x-campaign",
    "x-campaignid",
    "x-campaign-id",
    "x-mailchimp-id",
    "x-mc-user",
    "x-csa-complaints",
    "x-newsletter",
    "x-mailingid",
    "x-spotler-id",
    "x-laposta-id",
    "feedback-id",
)


def judge(facts: Facts) -> Finding | None:
    """A finding for any list header; weak, because a person may write on a list or from a mass-mail
    system.
    """
    for name in _HEADERS:
        if name in facts.headers:
            return Finding(
                "list_headers", "list", f"De kop {name} hoort bij een mailinglijst of nieuwsbrief.", weak=True
            )
    if facts.headers.get("precedence", "").strip().lower() == "list":
        return Finding("list_headers", "list", "De kop Precedence zegt 'list': een mailinglijst.", weak=True)
    return None
