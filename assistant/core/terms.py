"""Which clock a set of labels gets at an organisation: its kind, its promise, and whether it is done at once (LEGAL A6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.core.ledger import Kind, Promise
from assistant.core.organisation import RIGHTS, OrganisationRules

_STOPS = frozenset({"consent_withdrawal", "unsubscribe"})


@dataclass(frozen=True, slots=True)
class Terms:
    """What goes into the ledger of a new or relabelled case besides the dates."""

    promise: Promise | None
    at_once: bool


def terms(rules: OrganisationRules, labels: frozenset[str], *, marketing: bool = False) -> Terms:
    """The promise that covers one of the labels, and whether the internal target is the next working day (LEGAL A6.3-A6.5).

    A promise covers the rights the statement names. Where it promises to carry out (VVSG removal), a reaction does not keep it.
    At once: consent withdrawal, unsubscribing, objection to marketing, and what the statement calls direct (SBB corrections).
    """
    covered = rules.promise_labels or RIGHTS
    promise = rules.promise if rules.promise is not None and labels & covered else None
    if promise is not None:
        promise = replace(promise, reaction_suffices=not labels & rules.executed_labels)
    at_once = bool(labels & (_STOPS | rules.immediate)) or (marketing and "objection" in labels)
    return Terms(promise=promise, at_once=at_once)


def by_kind(labels: Iterable[str]) -> tuple[tuple[Kind, frozenset[str]], ...]:
    """The labels of one message divided over the clocks they need: a breach report is a case of its own beside a request."""
    all_labels = frozenset(labels)
    breach = all_labels & {"breach_report"}
    rest = all_labels - breach
    parts = ((Kind.BREACH, breach), (Kind.REQUEST, rest))
    return tuple((kind, part) for kind, part in parts if part)
