"""An e-mail address of someone else in a letter to the person."""

import re
from collections.abc import Iterable

from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule, Severity
from replies.lint.reading import BOTH

_ADDRESS = re.compile(
    r"(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]{1,128}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
)
_ROLES = re.compile(
    r"(?:info|contact|privacy|avg|gdpr|fg|dpo|po|klantenservice|support|post|secretariaat|administratie"
    r"|webmaster|"
    r"gegevensbescherming|informatieveiligheid)\b[\w.-]*@",
    re.IGNORECASE,
)
_AUTHORITIES = frozenset({"contact@toezichtcommissie.be", "contact@apd-gba.be"})


def _check(draft: Draft) -> Iterable[Hit]:
    organisation, case = draft.facts.organisation, draft.facts.case
    own = {organisation.contact, organisation.fg_address, *(s.address for s in organisation.complaint_route)}
    known = {each.lower() for each in (*draft.recipients, *case.known_addresses, *own, *_AUTHORITIES) if each}
    domains = {each.rpartition("@")[2].lower() for each in own if each}
    for match in _ADDRESS.finditer(draft.body):
        address = match[0].lower()
        if address in known:
            continue
        mild = (
            _ROLES.match(address)
            or address.rpartition("@")[2] in domains
            or LetterKind.PROCESSOR_REFERRAL in draft.kinds
        )
        yield Hit(
            "E-mailadres van een ander in de brief",
            match.start(),
            match.end(),
            Severity.WARNING if mild else Severity.ERROR,
        )


RULE = Rule(
    "third_party_address",
    why="art. 15 lid 4 en 5 lid 1 onder f AVG: geen gegevens van anderen",
    how="Haal het adres weg of maak het onleesbaar.",
    check=_check,
    languages=BOTH,
)
