"""Attached files: what they really are, a name that is safe to show and to save, size and hash. Archives
stay packed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

import filetype

from assistant.core.mail import Attachment

_TNEF = b"\x78\x9f\x3e\x22"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_BY_EXTENSION = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "msg": "application/vnd.ms-outlook",
}
_TEXT_BEGINNINGS = (
    (b"<!doctype html", "text/html"),
    (b"<html", "text/html"),
    (b"<head", "text/html"),
    (b"<body", "text/html"),
    (b"{\\rtf", "application/rtf"),
    (b"begin:vcalendar", "text/calendar"),
    (b"begin:vcard", "text/vcard"),
    (b"<?xml", "application/xml"),
)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*]+')
# Characters that change the direction of what follows make "gpj.exe" look like "exe.jpg".
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]+")
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
_MAX_NAME = 120
_EXTENSIONS = {
    "text/plain": "txt",
    "text/html": "html",
    "message/rfc822": "eml",
    "application/ms-tnef": "dat",
    "text/calendar": "ics",
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
}


def describe(
    payload: bytes, declared: str, filename: str, *, number: int, inline: bool = False
) -> Attachment:
    """The listing of one attached file; ``number`` names it when the sender did not (``bijlage-2.pdf``)."""
    actual = content_type(payload, declared, filename)
    return Attachment(
        filename=safe_name(filename)
        or f"bijlage-{number}.{_EXTENSIONS.get(actual) or _extension_of(payload) or 'bin'}",
        content_type=actual,
        declared_type=declared[:100],
        size=len(payload),
        sha256=hashlib.sha256(payload).hexdigest(),
        inline=inline,
    )


def content_type(payload: bytes, declared: str, filename: str = "") -> str:
    """The media type that the bytes themselves show; a claim is believed only for text, which has no
    signature.
    """
    if payload.startswith(_TNEF):
        return "application/ms-tnef"
    if payload.startswith(_OLE):
        return _OLE_BY_EXTENSION.get(filename.rpartition(".")[2].lower(), "application/x-ole-storage")
    found = filetype.guess(payload[:8192]) if payload else None
    if found is not None:
        return str(found.mime)
    return declared if declared.startswith("message/") else _text_type(payload[:1024], declared)


def _text_type(head: bytes, declared: str) -> str:
    if not _looks_like_text(head):
        return "application/octet-stream"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<?xml") and b"<html" in start:
        return "text/html"
    for beginning, kind in _TEXT_BEGINNINGS:
        if start.startswith(beginning):
            return kind
    return declared if declared.startswith("text/") and declared != "text/html" else "text/plain"


def safe_name(name: str) -> str:
    """A file name without path, control, direction-changing or reserved characters, at most 120
    characters; may be empty.
    """
    text = unicodedata.normalize("NFC", name[:4096])
    text = re.split(r"[/\\]", text)[-1]
    text = _FORBIDDEN.sub("_", _INVISIBLE.sub("", text))
    text = "".join(char for char in text if char.isprintable()).strip(" .")
    if len(text) > _MAX_NAME:
        stem, dot, extension = text.rpartition(".")
        text = (
            stem[: _MAX_NAME - len(extension) - 1] + dot + extension
            if dot and len(extension) <= 10
            else text[:_MAX_NAME]
        )
    return f"_{text}" if _RESERVED.match(text) else text


def _extension_of(payload: bytes) -> str:
    found = filetype.guess(payload[:8192]) if payload else None
    return str(found.extension) if found is not None else ""


def _looks_like_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    control = sum(1 for byte in head if byte < 32 and byte not in (9, 10, 12, 13, 27))
    return control * 50 <= len(head)
