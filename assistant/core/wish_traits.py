"""Traits of a wish that its labels do not tell: is it about marketing, about contact data only, about VNG Magazine?"""

from __future__ import annotations

import re

_MARKETING = re.compile(
    r"reclame|(?:direct[\s-]?)?marketing|nieuwsbrie|mailing|aanbieding|promotie|uitnodiging|commerci[eë]le|advertentie|folder"
    r"|(?:geen|niet\s+meer|stop\w*\s+met)\s+(?:[\w-]+\s+){0,4}(?:e-?)?mails?\b|(?:geen|niet\s+meer)\s+(?:[\w-]+\s+){0,3}post\b"
    r"|\bspam|telefonisch\s+benader|acquisitie",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\bverhui[sz]|\b(?:post|woon|e-?mail|mail|huis|thuis)?adres(?:sen|gegevens)?\b|telefoon(?:nummer)?|mobiel|gsm[\s-]?nummer|postcode"
    r"|contactgegevens|\b06[\s-]?(?:nummer)?\b",
    re.IGNORECASE,
)
_IDENTITY_DATA = re.compile(
    r"geboorte|\b(?:achter|voor|meisjes|familie)?naam\b|naamswijziging|geslacht|nationaliteit|diploma|dossier|beoordeling"
    r"|verslag|functie\b|dienstverband|burgerlijke\s+staat|rekening|iban|medisch|gezondheid",
    re.IGNORECASE,
)
_MAGAZINE = re.compile(r"\bvng[\s-]{0,3}magazine|\bmagazine\b|\bledenblad", re.IGNORECASE)
_LONGEST = 200_000


def is_marketing(text: str) -> bool:
    """Whether an objection speaks of advertising or mailings (GDPR 21(2)); only meaningful beside the label ``objection``."""
    return _MARKETING.search(text[:_LONGEST]) is not None


def is_contact_data_only(text: str) -> bool:
    """Whether a correction speaks of contact data and of nothing weightier; beside the label ``rectification``."""
    own = text[:_LONGEST]
    return _CONTACT.search(own) is not None and _IDENTITY_DATA.search(own) is None


def is_magazine(text: str) -> bool:
    """Whether a wish to stop concerns VNG Magazine, which another mailbox stops directly (ORGANISATIONS.md, VNG)."""
    return _MAGAZINE.search(text[:_LONGEST]) is not None
