"""Who sent it, and how sure that is: authentication results, web forms, forwards, representatives -> evidence."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from assistant.core.identification import Authentication, Representative
from assistant.core.mail import Address, ParsedMail

_METHOD = re.compile(r"(?i)\b(spf|dkim|dmarc)\s*=\s*([a-z]+)")
_FAILURES = {"fail", "permerror", "policy"}
_ROLE = re.compile(
    r"(?i)^(?:no-?_?reply|noreply|do-?not-?reply|donotreply|niet-?beantwoorden|geen-?antwoord|geenantwoord)"
)


@dataclass(frozen=True, slots=True)
class SenderEvidence:
    """What is known of the sender, for the identification ladder (LEGAL (b) 7) and for staff.

    ``spf``, ``dkim`` and ``dmarc`` come from trusted hops only and are ``none`` where nothing trusted said anything.
    ``proposed_original`` is the person whose request a colleague forwarded: for a person to confirm, never written to by itself.
    ``asks`` says in Dutch what LEGAL (b) 8 wants from this representative; empty for a person who asks for themselves.
    """

    address: Address | None
    spf: Authentication = Authentication.NONE
    dkim: Authentication = Authentication.NONE
    dmarc: Authentication = Authentication.NONE
    reply_to_differs: bool = False
    web_form: bool = False
    forwarded: bool = False
    proposed_original: Address | None = None
    representative: Representative = Representative.NOBODY
    asks: str = ""

    @property
    def authenticated(self) -> bool:
        """Rung 0 of the ladder: DMARC passed, or SPF and DKIM both did and nothing failed."""
        if self.dmarc is not Authentication.NONE:
            return self.dmarc is Authentication.PASS
        return self.spf is Authentication.PASS and self.dkim is Authentication.PASS


def assess(mail: ParsedMail, trusted_authserv_ids: Collection[str] = ()) -> SenderEvidence:
    """The evidence about the sender. Authentication-Results count only with a configured authserv-id (RFC 8601 section 5)."""
    results = dict.fromkeys(("spf", "dkim", "dmarc"), Authentication.NONE)
    trusted = {name.lower() for name in trusted_authserv_ids}
    for value in mail.header_all("authentication-results"):
        server, _, rest = value.partition(";")
        if (server.split() or [""])[0].lower() in trusted:
            for method, outcome in _METHOD.findall(rest):
                if results[method.lower()] is Authentication.NONE:
                    results[method.lower()] = _outcome(outcome.lower())
    address = answer_address(mail)
    author = mail.from_[0].email if mail.from_ else ""
    return SenderEvidence(
        address=address,
        spf=results["spf"],
        dkim=results["dkim"],
        dmarc=results["dmarc"],
        reply_to_differs=bool(mail.reply_to) and all(found.email != author for found in mail.reply_to),
        web_form=address is not None and bool(author) and address.email != author,
    )


def _outcome(word: str) -> Authentication:
    if word == "pass":
        return Authentication.PASS
    return Authentication.FAIL if word in _FAILURES else Authentication.NONE


def answer_address(mail: ParsedMail, own_addresses: Collection[str] = ()) -> Address | None:
    """The one address that may be answered: the author's, or of a no-reply web form the person in Reply-To; None if there is none."""
    if not mail.from_:
        return mail.reply_to[0] if mail.reply_to else None
    author = mail.from_[0]
    if mail.reply_to and (_ROLE.match(author.local) or author.email in own_addresses):
        return mail.reply_to[0]
    return None if _ROLE.match(author.local) else author
