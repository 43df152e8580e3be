"""Mask national numbers on arrival: BSN (NL, elfproef) and rijksregisternummer (BE, mod 97). They identify too much to be kept
in view (UAVG 46; wet 8 augustus 1983, art. 8; LEGAL (b) 5-6)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stdnum.be import nn
from stdnum.nl import bsn

_RRN = re.compile(r"(?<![\d.])\d{2}[. ]?\d{2}[. ]?\d{2}[- .]?\d{3}[. -]?\d{2}(?!\d)")
_BSN = re.compile(r"(?<![\d+.,-])(?:\d{9}|\d{3}[. ]\d{3}[. ]\d{3}|\d{4}[. ]\d{2}[. ]\d{3})(?![\d,-])")
_SPOKEN = re.compile(r"(?i)\b(?:bsn|burgerservicenummer|sofi-?nummer)\b\D{0,20}(\d[\d. ]{6,11}\d)")
_COPY_NAME = re.compile(
    r"(?i)paspoort|passe?port|identiteits?(?:kaart|bewijs)|\bid[ _-]?(?:kaart|bewijs|card|kopie|copy)|kopie[ _-]?id\b"
    r"|rijbewijs|driving[ _-]?licen|carte[ _-]?d.?identit|legitimatie|verblijfs(?:vergunning|document)"
)
_PICTURES = ("image/", "application/pdf", "application/octet-stream")
"""What is not recognised counts too: telephones make pictures of kinds that few programs know."""

MASK = "[nummer onleesbaar gemaakt]"


def mask(text: str) -> tuple[str, frozenset[str]]:
    """The text with national numbers made unreadable, and which kinds there were. Linear in the length of the text."""
    found: set[str] = set()

    def belgian(match: re.Match[str]) -> str:
        if not nn.is_valid(match[0]):
            return match[0]
        found.add("rijksregisternummer")
        return MASK

    def dutch(match: re.Match[str]) -> str:
        if not bsn.is_valid(match[0].replace(" ", "")):
            return match[0]
        found.add("bsn")
        return MASK

    def named(match: re.Match[str]) -> str:
        found.add("bsn")
        return match[0].replace(match[1], MASK)

    masked = _RRN.sub(belgian, text)
    masked = _SPOKEN.sub(named, masked)
    masked = _BSN.sub(dutch, masked)
    return masked, frozenset(found)


def identity_documents(attachments: Iterable[tuple[str, str]]) -> tuple[int, ...]:
    """The positions of attachments (file name, content type) that look like a copy of an identity document."""
    return tuple(
        position
        for position, (name, content_type) in enumerate(attachments)
        if _COPY_NAME.search(name) and content_type.startswith(_PICTURES)
    )
