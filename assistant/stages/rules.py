"""From an organisation's settings to the rules that the core decides by."""

from __future__ import annotations

from functools import lru_cache

from assistant.core.ledger import Country, Promise
from assistant.core.organisation import OrganisationRules, RouteStep
from assistant.core.reminders import Offsets
from assistant.settings import Organisation


@lru_cache(maxsize=64)
def _by_json(settings: str) -> OrganisationRules:
    organisation = Organisation.model_validate_json(settings)
    promise = organisation.promise
    return OrganisationRules(
        id=organisation.id,
        country=Country(organisation.country),
        ways=organisation.identification.ways,
        never_ask=frozenset(organisation.identification.never_ask),
        no_motivation=frozenset(organisation.identification.no_motivation),
        health_data=organisation.identification.health_data,
        promise=Promise(days=promise.days or 0, weeks=promise.weeks or 0) if promise else None,
        promise_labels=frozenset(promise.labels) if promise else frozenset(),
        executed_labels=frozenset(promise.executed) if promise else frozenset(),
        immediate=frozenset(organisation.immediate),
        purge_on_no_data=organisation.purge_on_no_data,
        processor_referral=organisation.processor_referral,
        complaint_route=tuple(RouteStep(s.kind, s.name, s.address) for s in organisation.complaint.route),
        complaint_mailbox=organisation.complaint.forward_to,
        forwards=dict(organisation.forwards),
    )


def rules_of(organisation: Organisation) -> OrganisationRules:
    """The rules of one organisation; made once per settings."""
    return _by_json(organisation.model_dump_json())


def offsets_of(organisation: Organisation) -> Offsets:
    """The organisation's reminder offsets."""
    chosen = organisation.reminders
    return Offsets(
        before_target=chosen.before_target,
        before_due=chosen.before_due,
        before_notice=chosen.before_notice,
        identification_reminder_days=chosen.identification_reminder_days,
    )
