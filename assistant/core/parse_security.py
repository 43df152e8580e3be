"""Signed and encrypted mail (RFC 1847, 3156, 8551): the text of a signed one is read, an encrypted one is
for a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.core.parse_structure import Structure

_PGP_SIGNED = re.compile(r"(?m)^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:Hash:[^\n]*\n)*\n?")
_PGP_SIGNATURE = re.compile(r"(?m)^-----BEGIN PGP SIGNATURE-----$")
_PGP_MESSAGE = "-----BEGIN PGP MESSAGE-----"
_ENVELOPED = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"  # OID 1.2.840.113549.1.7.3 enveloped-data, DER


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


def examine(structure: Structure) -> Security:
    """What the structure shows about signature and encryption."""
    signed = encrypted = False
    for part in structure.parts:
        kind = part.content_type
        if kind == "multipart/signed":
            signed = True
        elif kind in ("multipart/encrypted", "application/pgp-encrypted"):
            encrypted = True
        elif kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
            smime = part.params.get("smime-type", "").lower()
            encrypted = encrypted or "enveloped" in smime or not smime
            signed = signed or smime == "signed-data"
        elif kind == "text/plain":
            body = structure.content[part.start : part.end]
            signed = signed or b"-----BEGIN PGP SIGNED MESSAGE-----" in body
            encrypted = encrypted or _PGP_MESSAGE.encode() in body
    return Security(signed, encrypted)
