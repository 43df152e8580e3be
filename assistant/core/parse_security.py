"""Signed and encrypted mail (RFC 1847, 3156, 8551): the text of a signed one is read, an encrypted one is
for a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.core import parse_cms, parse_transfer
from assistant.core.parse_structure import Part, Structure, scan

_PGP_SIGNED = re.compile(r"(?m)^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:Hash:[^\n]*\n)*\n?")
_PGP_SIGNATURE = re.compile(r"(?m)^-----BEGIN PGP SIGNATURE-----$")
_PGP_MESSAGE = b"-----BEGIN PGP MESSAGE-----"
_CMS = {"application/pkcs7-mime", "application/x-pkcs7-mime"}


@dataclass(frozen=True, slots=True)
class Security:
    """Whether a message is signed or encrypted; signatures are noted, not verified."""

    signed: bool
    encrypted: bool

    def text_of(self, text: str) -> str:
        """The text without the armour of an inline PGP signature."""
        if "-----BEGIN PGP SIGNED MESSAGE-----" not in text:
            return text
        body = _PGP_SIGNED.sub("", text)
        end = _PGP_SIGNATURE.search(body)
        if end is None:
            return body
        rest = body[end.start() :].partition("-----END PGP SIGNATURE-----")[2]
        return re.sub(r"(?m)^- ", "", body[: end.start()]).rstrip("\n") + rest


def opened(structure: Structure) -> Structure:
    """The structure inside an opaquely signed message; the structure itself for every other one."""
    top = structure.parts[0]
    if top.content_type not in _CMS:
        return structure
    inner = parse_cms.signed_content(_payload(structure, top))
    return structure if inner is None else scan(inner)


def examine(structure: Structure) -> Security:
    """What the structure shows about signature and encryption."""
    signed = encrypted = False
    for part in structure.parts:
        kind = part.content_type
        if kind == "multipart/signed":
            signed = True
        elif kind in ("multipart/encrypted", "application/pgp-encrypted"):
            encrypted = True
        elif kind in _CMS:
            is_signed = "signed" in part.params.get("smime-type", "") or parse_cms.is_signed(
                _payload(structure, part)
            )
            signed, encrypted = signed or is_signed, encrypted or not is_signed
        elif kind == "text/plain":
            body = structure.content[part.start : part.end]
            signed = signed or b"-----BEGIN PGP SIGNED MESSAGE-----" in body
            encrypted = encrypted or _PGP_MESSAGE in body
    return Security(signed, encrypted)


def _payload(structure: Structure, part: Part) -> bytes:
    return parse_transfer.decode(structure.content[part.start : part.end], part.encoding)[0]
