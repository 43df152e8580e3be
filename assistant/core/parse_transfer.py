"""Content-Transfer-Encoding -> bytes, tolerant of every way in which senders get it wrong (RFC 2045
section 6).
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable

_IDENTITY = {"", "7bit", "8bit", "binary", "7-bit", "8-bit", "7bits", "8bits", "none", "utf-8"}
_ALPHABET = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
_FOREIGN = bytes(byte for byte in range(256) if byte not in _ALPHABET)
_PROSE_LINE = re.compile(rb"^([^\s]+)[ \t]+[^\s]", re.MULTILINE)
_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?$", re.MULTILINE)


def decode(payload: bytes, encoding: str) -> tuple[bytes, str]:
    """The decoded bytes and a defect (empty when all was well)."""
    if encoding in _IDENTITY:
        return payload, ""
    known = _DECODERS.get(encoding)
    if known is not None:
        return known(payload)
    # Senders invent names; what they mean is nearly always one of the two real ones.
    meant = _DECODERS["quoted-printable" if "quoted" in encoding else "base64"]
    if "quoted" in encoding or "base64" in encoding or encoding == "b":
        return meant(payload)[0], f"odd-encoding:{encoding[:40]}"
    return payload, f"unknown-encoding:{encoding[:40]}"


def _quoted_printable(payload: bytes) -> tuple[bytes, str]:
    return binascii.a2b_qp(payload), ""


def _uuencoded(payload: bytes) -> tuple[bytes, str]:
    found = _BEGIN.search(payload)
    return (_uu_lines(payload[found.end() :].splitlines()), "") if found else (payload, "not-uuencoded")


def _base64(payload: bytes) -> tuple[bytes, str]:
    # Looking for prose line by line costs more than decoding; real base64 has no blanks inside to begin with.
    prose = _PROSE_LINE.search(payload) if b" " in payload or b"\t" in payload else None
    tail = b""
    if prose is not None:
        # Plain text under a base64 flag, or a list footer glued below the encoded lines: both are kept as they stand.
        cut = prose.start() + _encoded_start(prose.group(1))
        payload, tail = payload[:cut], payload[cut:]
    clean = payload.translate(None, _FOREIGN)
    foreign = len(payload) - len(clean) - sum(payload.count(blank) for blank in (b" ", b"\t", b"\r", b"\n"))
    if (tail and not clean) or len(clean) < foreign:
        return payload + tail, "not-base64"
    decoded = b"".join([_base64_run(run) for run in clean.split(b"=") if run])
    if tail:
        return decoded + b"\n" + tail, "base64-with-plain-tail"
    return decoded, "base64-foreign-characters" if foreign else ""


def _encoded_start(word: bytes) -> int:
    """How much of a line's first word is the end of the encoded text: all when it closes with padding,
    else nothing.
    """
    return len(word) if word.endswith(b"=") and len(word) % 4 == 0 else 0


def _base64_run(run: bytes) -> bytes:
    usable = run[: len(run) - 1] if len(run) % 4 == 1 else run
    return binascii.a2b_base64(usable + b"=" * (-len(usable) % 4))


def _uu_lines(lines: list[bytes]) -> bytes:
    out: list[bytes] = []
    for line in lines:
        if line.strip() in (b"end", b"`", b""):
            if line.strip() == b"end":
                break
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Broken encoders pad lines wrongly; the first byte says how much counts (as Python's own uu module does).
            size = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(line[:size]))
            except binascii.Error:
                continue
    return b"".join(out)


_DECODERS: dict[str, Callable[[bytes], tuple[bytes, str]]] = {
    "quoted-printable": _quoted_printable,
    "base64": _base64,
    "x-uuencode": _uuencoded,
    "uuencode": _uuencoded,
    "x-uue": _uuencoded,
    "uue": _uuencoded,
}
