"""Encryption at rest with rotatable keys, and keyed hashes for look-ups over encrypted values."""

from __future__ import annotations

import hashlib
import hmac
import zlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from assistant.store.errors import KeyFileError

_COMPRESSED, _PLAIN = b"z", b"p"
_WORTH_IT = 512


def new_key() -> str:
    """A fresh Fernet key (AES-128-CBC with HMAC-SHA256), URL-safe base64."""
    return Fernet.generate_key().decode("ascii")


class Vault:
    """Encrypts with the first of ``keys`` and decrypts with any of them, so that keys can be rotated.

    Look-ups use HMAC-SHA256 under a secret derived from the *last* key: put new keys before it and keep it, because a
    changed look-up secret would make every address unfindable.

    Raises:
        KeyFileError: ``keys`` is empty or holds something that is no Fernet key.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        if not keys:
            raise KeyFileError("no encryption key found; run `assistant migrate` to make one")
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise KeyFileError(
                "a line of the key file is no Fernet key; restore the file from its back-up"
            ) from error
        derive = HKDF(
            algorithm=hashes.SHA256(), length=32, salt=None, info=b"subject-request-assistant look-up"
        )
        self._lookup = derive.derive(keys[-1].encode("ascii"))

    def encrypt(self, value: bytes) -> bytes:
        """Ciphertext of ``value``; what is long is compressed first, because mail is text."""
        packed = _COMPRESSED + zlib.compress(value, 1) if len(value) > _WORTH_IT else _PLAIN + value
        return self._fernet.encrypt(packed)

    def decrypt(self, value: bytes) -> bytes:
        """Plaintext of ``value``.

        Raises:
            KeyFileError: it was encrypted with a key that is no longer there.
        """
        try:
            packed = self._fernet.decrypt(value)
        except InvalidToken as error:
            raise KeyFileError(
                "a stored value needs a key that is not in the key file; restore that key"
            ) from error
        return zlib.decompress(packed[1:]) if packed.startswith(_COMPRESSED) else packed[1:]

    def rotate(self, value: bytes) -> bytes:
        """The same plaintext under the newest key."""
        return self._fernet.rotate(value)

    def lookup(self, value: str) -> str:
        """Keyed hash of a normalised value (an address, a Message-ID), hexadecimal; equal values give equal hashes."""
        return hmac.new(
            self._lookup, value.strip().lower().encode("utf-8", "surrogateescape"), hashlib.sha256
        ).hexdigest()

    def digest(self, value: bytes) -> str:
        """Keyed hash of exact bytes, hexadecimal."""
        return hmac.new(self._lookup, value, hashlib.sha256).hexdigest()
