"""Who sent it, how sure that is, and whom to answer: evidence for the identification ladder and for staff."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from assistant.core import quoting, sender_authentication, sender_form, sender_representative
from assistant.core.identification import Authentication, Representative
from assistant.core.mail import Address, ParsedMail

_VIA = re.compile(r"(?i) (?:via|on behalf of|namens) ")


@dataclass(frozen=True, slots=True)
class SenderEvidence:
    """What is known of the sender, for the identification ladder (LEGAL (b) 7) and for staff.

    ``spf``, ``dkim`` and ``dmarc`` come from trusted hops only and are ``none`` where nothing trusted said
    anything. ``authenticated`` is rung 0 of the ladder as far as the mail itself can show it.
    ``reply_to_differs``: answers were asked at another address than the author's (a web form, or a trap); the
    answer goes to ``address`` only. ``proposed_original`` is the person whose request a colleague forwarded:
    for a person to confirm, never written to by itself. ``asks`` says in Dutch what LEGAL (b) 8 wants from
    this representative; empty for a person who asks for themselves.
    """

    address: Address | None
    spf: Authentication = Authentication.NONE
    dkim: Authentication = Authentication.NONE
    dmarc: Authentication = Authentication.NONE
    authenticated: bool = False
    reply_to_differs: bool = False
    web_form: bool = False
    forwarded: bool = False
    proposed_original: Address | None = None
    representative: Representative = Representative.NOBODY
    deceased: bool = False
    asks: str = ""


def assess(
    mail: ParsedMail,
    trusted_authserv_ids: Collection[str] = (),
    own_addresses: Collection[str] = (),
    own: quoting.OwnWords | None = None,
) -> SenderEvidence:
    """The evidence about the sender. ``own`` saves work where the mail was taken apart already."""
    own = own or quoting.own_words(mail)
    author = mail.from_[0] if mail.from_ else None
    results = sender_authentication.results(mail, trusted_authserv_ids)
    person = sender_form.person(mail, own_addresses)
    representation = sender_representative.detect(
        f"{own.text}\n{own.signature}", author.domain if author else ""
    )
    original = own.forwarded_from
    return SenderEvidence(
        address=answer_address(mail, own_addresses),
        spf=results.spf,
        dkim=results.dkim,
        dmarc=results.dmarc,
        # A form's server passes for itself, which says nothing about who filled the form in.
        authenticated=results.passed and person is None,
        reply_to_differs=author is not None and any(found.email != author.email for found in mail.reply_to),
        web_form=person is not None,
        forwarded=bool(own.forwarded),
        proposed_original=original
        if author is not None and original is not None and original.email != author.email
        else None,
        representative=representation.kind,
        deceased=representation.deceased,
        asks=representation.asks,
    )


def answer_address(mail: ParsedMail, own_addresses: Collection[str] = ()) -> Address | None:
    """The one address that may be answered; None if there is none.

    The author's; of a contact form the person who filled it in; of a list that writes in the author's place
    ("Jan via Lijst") the author in Reply-To. A Reply-To of an ordinary author is not followed: it may be a
    trap (LEGAL (b) 7). Never CC, never an address in a letter's text.
    """
    if not mail.from_:
        return mail.reply_to[0] if mail.reply_to else None
    author = mail.from_[0]
    person = sender_form.person(mail, own_addresses)
    if person is not None:
        return person
    if sender_form.is_no_reply(author):
        return None
    if (
        mail.reply_to
        and mail.reply_to[0].email != author.email
        and _VIA.search(author.name)
        and _is_list(mail)
    ):
        return mail.reply_to[0]
    return author


def _is_list(mail: ParsedMail) -> bool:
    return any(
        mail.header(name) is not None for name in ("list-id", "list-post", "mailing-list", "x-original-from")
    )
