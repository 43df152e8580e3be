"""Contact forms: the mail comes from a web server, the person stands in Reply-To or in a field of the
form.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.core.mail import Address, ParsedMail

_NO_REPLY = re.compile(
    r"no[-_.]?t?[-_.]?reply|do[-_.]?not[-_.]?reply|niet[-_.]?(?:be)?antwoorden|geen[-_.]?(?:antwoord|reply)|"
    r"ne[-_.]?pas[-_.]?repondre|nepasrepondre|"
    r"keine[-_.]?antwort|nicht[-_.]?antworten|no[-_.]?responder|naoresponda|bounces?\b|unattended"
)
_WEB = re.compile(
    r"(?:wordpress|www-data|www|web|website|webform\w*|web-form\w*|webformulier\w*|formulier\w*|"
    r"e-?formulier\w*|contactform\w*|contact-form\w*|forms?|form|webmaster|webserver|"
    r"apache|nginx|nobody|httpd|cms|drupal|joomla|typo3|sharepoint|notificaties?|notifications?|notify|mailer|"
    r"sitecore|umbraco|contact)$"
)
_FIELD = re.compile(
    r"(?im)^[ \t>*-]{0,4}(?:uw |je |your |votre )?(naam|voornaam|achternaam|volledige naam|name|full name|nom|"
    r"prénom|e-?mail(?:adres)?|email address|mailadres|adresse e-?mail|"
    r"telefoon(?:nummer)?|phone|onderwerp|subject|sujet|bericht|vraag|opmerking(?:en)?|toelichting|message|"
    r"comments?|question|organisatie|organisation|adres|woonplaats|postcode)"
    r"\*{0,2}[ \t]?(?::|\t|\n)[ \t*]{0,4}([^\n]{0,300})"
)
_ADDRESS = re.compile(r"[^\s<>\[\]();:,\"']{1,64}@[\w.-]{2,200}\.\w{2,24}")
_READ = 6_000


def is_no_reply(address: Address) -> bool:
    """Whether nobody reads this address, by its name."""
    return bool(_NO_REPLY.search(address.local))


def is_machine_name(address: Address) -> bool:
    """Whether the address is that of a web server or of nobody."""
    return is_no_reply(address) or bool(_WEB.match(address.local))


def fields(text: str) -> dict[str, str]:
    """The labelled fields of a form notification, lower-case labels."""
    return {label.lower(): value.strip() for label, value in reversed(_FIELD.findall(text[:_READ]))}


def is_form(mail: ParsedMail) -> bool:
    """Whether the text is a filled-in form: a name or address field, and at least one more."""
    names = fields(mail.text).keys()
    return len(names) >= 2 and any(
        name.startswith(("naam", "voornaam", "name", "nom", "e-mail", "email", "mailadres", "volledige"))
        for name in names
    )


def person(mail: ParsedMail, own_addresses: Collection[str] = ()) -> Address | None:
    """Who filled the form in: Reply-To, or its e-mail field where the form is the organisation's own; None
    if it is no form.
    """
    author = mail.from_[0] if mail.from_ else None
    if author is None:
        return None
    own = author.email in own_addresses
    if not own and not is_machine_name(author):
        return None
    for found in mail.reply_to:
        if found.email != author.email and found.email not in own_addresses and not is_no_reply(found):
            return found
    if not own and author.domain not in {address.domain for address in mail.to}:
        return None
    return _from_field(mail) if is_form(mail) else None


def _from_field(mail: ParsedMail) -> Address | None:
    filled = fields(mail.text)
    for label, value in filled.items():
        found = _ADDRESS.search(value) if "mail" in label else None
        if found is not None:
            name = next(
                (filled[key] for key in ("naam", "volledige naam", "name", "nom") if key in filled), ""
            )
            return Address(found.group().lower(), name[:200])
    return None
