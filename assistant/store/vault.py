"""Encryption at rest with rotatable keys, and keyed hashes for look-ups over encrypted values."""

from __future__ import annotations

import hashlib
import hmac
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from assistant.store.errors import KeyFileError

_COMPRESSED, _PLAIN = b"z", b"p"
_WORTH_IT = 512
_LOOK_EVERY = 5.0


def new_key() -> str:
    """A fresh Fernet key (AES-128-CBC with HMAC-SHA256), URL-safe base64."""
    return Fernet.generate_key().decode("ascii")


class KeyFile:
    """A key file that may change while we run; ``read`` gives its keys."""

    def __init__(self, path: Path, read: Callable[[], tuple[str, ...]]) -> None:
        self._path, self._read = path, read
        self._seen = self._mark()
        self._looked = time.monotonic()

    def changed(self, *, at_once: bool) -> tuple[str, ...] | None:
        """The keys where the file is another than before, else None. Looks every few seconds, or ``at_once``.

        A file that cannot be read now counts as unchanged: it may be half written.
        """
        if not at_once and time.monotonic() - self._looked < _LOOK_EVERY:
            return None
        self._looked = time.monotonic()
        mark = self._mark()
        if mark is None or mark == self._seen:
            return None
        try:
            keys = self._read()
        except Exception:  # of whatever kind: the old keys are still good
            return None
        self._seen = mark
        return keys

    def _mark(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


class Vault:
    """Encrypts with the first of ``keys`` and decrypts with any of them, so that keys can be rotated.

    Look-ups use HMAC-SHA256 under a secret derived from the *last* key: put new keys before it and keep it, because a
    changed look-up secret would make every address unfindable.

    Raises:
        KeyFileError: ``keys`` is empty or holds something that is no Fernet key.
    """

    def __init__(self, keys: tuple[str, ...], file: KeyFile | None = None) -> None:
        self._file = file
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
        self._renew()
        packed = _COMPRESSED + zlib.compress(value, 1) if len(value) > _WORTH_IT else _PLAIN + value
        return self._fernet.encrypt(packed)

    def decrypt(self, value: bytes) -> bytes:
        """Plaintext of ``value``.

        Raises:
            KeyFileError: it was encrypted with a key that is no longer there.
        """
        try:
            packed = self._fernet.decrypt(value)
        except InvalidToken:
            packed = self._with_new_keys(value)
        return zlib.decompress(packed[1:]) if packed.startswith(_COMPRESSED) else packed[1:]

    def _with_new_keys(self, value: bytes) -> bytes:
        """Another process may have put a new key into the file and encrypted with it since we looked."""
        self._renew(at_once=True)
        try:
            return self._fernet.decrypt(value)
        except InvalidToken as error:
            raise KeyFileError(
                "a stored value needs a key that is not in the key file; restore that key"
            ) from error

    def _renew(self, *, at_once: bool = False) -> None:
        """Take over what the key file holds now. Look-ups stay as they are: their key does not change while we run."""
        keys = self._file.changed(at_once=at_once) if self._file is not None else None
        if keys is None:
            return
        try:
            self._fernet = Vault(keys)._fernet
        except KeyFileError:
            return  # a damaged file; the old keys are still good, and the next start tells

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
