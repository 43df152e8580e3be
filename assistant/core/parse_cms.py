"""S/MIME signed messages in one opaque part (RFC 8551 3.5.2): the signed content, without verifying the
signature.
"""

from __future__ import annotations

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # 1.2.840.113549.1.7.2, DER
_DATA = bytes.fromhex("06092a864886f70d010701")  # 1.2.840.113549.1.7.1, DER
_OCTETS, _OCTETS_BUILT, _EXPLICIT = 0x04, 0x24, 0xA0
_HEAD = 64  # bytes in which the type of a ContentInfo stands


def is_signed(payload: bytes) -> bool:
    """Whether a CMS object is signed data and not, say, enveloped."""
    return _SIGNED_DATA in payload[:_HEAD]


def signed_content(payload: bytes) -> bytes | None:
    """The content inside signed data, or None where there is none to be read (detached, or no CMS at all)."""
    if not is_signed(payload):
        return None
    start = payload.find(_DATA)
    if start < 0:
        return None
    explicit = _element(payload, start + len(_DATA))
    if explicit is None or explicit[0] != _EXPLICIT:
        return None
    pieces: list[bytes] = []
    position, end = explicit[1], explicit[2]
    while position < end:
        element = _element(payload, position)
        if element is None:
            break
        tag, begin, after = element
        if tag == _OCTETS:
            pieces.append(payload[begin:after])
            position = after
        elif tag == _OCTETS_BUILT:
            position = begin  # its pieces follow
        else:
            break
    return b"".join(pieces) or None


def _element(data: bytes, position: int) -> tuple[int, int, int] | None:
    """Tag, begin and end of the BER element here; an indefinite length runs to the end of the data."""
    if position + 2 > len(data):
        return None
    tag, length, begin = data[position], data[position + 1], position + 2
    if length == 0x80:
        return tag, begin, len(data)
    if length > 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[begin : begin + size], "big") if size <= 8 else len(data)
        begin += size
    return tag, begin, min(begin + length, len(data))
