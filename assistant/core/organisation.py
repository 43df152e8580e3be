"""What one organisation's own statement and choices mean for its cases; made from config/organisations/*.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from assistant.core.ledger import Country, Promise

RIGHTS = frozenset(
    {
        "access",
        "rectification",
        "erasure",
        "restriction",
        "portability",
        "objection",
        "automated_decision",
        "consent_withdrawal",
        "unsubscribe",
    }
)
"""The labels that invoke a right; a statement's promise concerns these and not complaints, questions or breach reports."""


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One station of the complaint route in the statement's order: controller, dpo, authority or court."""

    kind: str
    name: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class OrganisationRules:
    """The facts of ORGANISATIONS.md that drive decisions.

    ``ways`` are the organisation's own ways to identify, ``never_ask`` what it must not ask for, ``no_motivation`` the labels
    that are carried out without asking why, ``health_data`` whether data of art. 9 may be among what is held. ``promise``
    covers ``promise_labels`` (empty: every right); for ``executed_labels`` it promises to carry out, not only to react.
    ``immediate`` labels are carried out at once. ``forwards`` names mailboxes by topic (``magazine``).
    """

    id: str
    country: Country
    ways: tuple[str, ...] = ("known_data",)
    never_ask: frozenset[str] = frozenset({"bsn", "rijksregisternummer", "password", "id_copy"})
    no_motivation: frozenset[str] = frozenset()
    health_data: bool = False
    promise: Promise | None = None
    promise_labels: frozenset[str] = frozenset()
    executed_labels: frozenset[str] = frozenset()
    immediate: frozenset[str] = frozenset()
    purge_on_no_data: bool = False
    processor_referral: bool = False
    complaint_route: tuple[RouteStep, ...] = ()
    complaint_mailbox: str | None = None
    forwards: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
