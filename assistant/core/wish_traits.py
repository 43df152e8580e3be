"""Traits of a wish that its labels do not tell: is it about marketing, about contact data only, about VNG
Magazine?
"""

from __future__ import annotations

import re

_MARKETING = re.compile(
    r"reclame|marketing|nieuwsbrie|newsletter|mailing|aanbieding|promoti|uitnodigingen|commerci[eë]le|"
    r"advertenti|folders\b"
    r"|\bspam|acquisitie|wervend|verkoop(?:praat|gesprek|doel|mail|\b)|belbureau|callcenter|belteam"
    r"|\b(?:geen|nooit|niet(?:\s+(?:meer|langer))?)\s+(?:[\w-]+\s+){0,4}"
    r"(?:(?:ge)?bel(?:len|d)?|mailen|benader\w*|(?:e-?)?mails?|mailtjes?)\b"
    r"|\b(?:geen|niet\s+meer)\s+(?:[\w-]+\s+){0,3}(?:post|sms\w*|appjes?|telefoontjes?)\b|telefonisch\s+benader",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\bverhui[sz]|\b(?:post|woon|e-?mail|mail|huis|thuis)?adres(?:sen|gegevens)?\b|telefoon(?:nummer)?|mobiel|"
    r"gsm[\s-]?nummer|postcode"
    r"|contactgegevens|\b06[\s-]?(?:nummer)?\b",
    re.IGNORECASE,
)
_IDENTITY_DATA = re.compile(
    r"geboorte|\b(?:achter|voor|meisjes|familie)?naam\b|naamswijziging|geslacht|nationaliteit|diploma|dossier|"
    r"beoordeling"
    r"|\bbsn\b|profiel|kenteken|\blek|overtred|verslag|functie\b|dienstverband|burgerlijke\s+staat|rekening|"
    r"iban|medisch|gezondheid",
    re.IGNORECASE,
)
_MAGAZINE = re.compile(r"\bvng[\s-]{0,3}magazine|\bmagazine\b|\bledenblad", re.IGNORECASE)
_LONGEST = 200_000
_LONGEST_CONTACT_CHANGE = 800
"""A longer text is a story; what else it asks to correct, a person sees."""


def is_marketing(text: str) -> bool:
    """Whether an objection speaks of advertising or being approached (GDPR 21(2)); only meaningful beside
    that label.

    Broad on purpose: taking another objection for one to marketing costs an identification that was not
    needed to stop something; the other way round, a person is asked who they are before they may stop
    advertising, which art. 21(3) forbids.
    """
    return _MARKETING.search(text[:_LONGEST]) is not None


def is_contact_data_only(text: str) -> bool:
    """Whether a correction speaks of contact data and of nothing weightier; beside the label
    ``rectification``.
    """
    if len(text) > _LONGEST_CONTACT_CHANGE:
        return False
    return _CONTACT.search(text) is not None and _IDENTITY_DATA.search(text) is None


def is_magazine(text: str) -> bool:
    """Whether a wish to stop concerns VNG Magazine, which another mailbox stops directly
    (ORGANISATIONS.md, VNG).
    """
    return _MAGAZINE.search(text[:_LONGEST]) is not None
