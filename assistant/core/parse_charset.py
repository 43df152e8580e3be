"""Bytes of a text part -> characters, whatever charset was declared; nothing raises and nothing is
dropped.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_NAME = re.compile(r"[a-z0-9][a-z0-9_.:+()-]{0,39}")
_FORBIDDEN = {
    "idna",
    "punycode",
    "unicode_escape",
    "raw_unicode_escape",
    "undefined",
    "mbcs",
    "oem",
    "unicode_internal",
}
_STATEFUL = re.compile(r"utf-?(?:7|16|32)|iso-?2022|hz|ucs|unicode")
# What mail really says, mapped to what a reader must do with it (WHATWG encoding labels where they exist).
_ALIASES = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "ansi_x3.110-1983": "cp1252",
    "windows-1252": "cp1252",
    "x-ansi": "cp1252",
    "ansi": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso8859_8",
    "iso-8859-8-e": "iso8859_8",
    "iso-8859-6-i": "iso8859_6",
    "iso-8859-6-e": "iso8859_6",
    "iso-8859-11": "cp874",
    "windows-874": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "chinesebig5": "cp950",
    "big5": "cp950",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "x-windows-949": "cp949",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf-8-mac": "utf-8",
    "utf8mb4": "utf-8",
    "cp65001": "utf-8",
    "x-utf-8": "utf-8",
    "x-user-defined": "cp1252",
}
_UNWANTED = re.compile("[\x00\ud800-\udfff]")


@lru_cache(maxsize=256)
def codec_name(declared: str) -> str:
    """The Python codec for a declared charset, or an empty string where there is none that makes text."""
    label = declared.strip().strip("\"'").lower()
    label = _ALIASES.get(label, label)
    if not _NAME.fullmatch(label):
        return ""
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError, TypeError):
        return ""
    # _is_text_encoding is what bytes.decode itself asks: base64, zlib and rot13 are codecs too, but not charsets.
    if not getattr(info, "_is_text_encoding", True) or info.name.replace("-", "_") in _FORBIDDEN:
        return ""
    return info.name


def decode(payload: bytes, declared: str = "") -> tuple[str, str]:
    """Characters of a payload and a defect (empty when all was well).

    A declared charset that cannot be right gives way to UTF-8 when the bytes are valid UTF-8, and to
    Windows-1252 otherwise.
    """
    name = codec_name(declared) if declared else ""
    defect = f"unknown-charset:{declared[:40]}" if declared and not name else ""
    if payload.isascii() and not (name and _STATEFUL.match(name)):
        return clean(payload.decode("ascii")), defect
    if payload.startswith(codecs.BOM_UTF8):
        payload = payload[3:]
    if name in ("", "cp1252", "utf-8"):
        return _decode_western(payload, name, defect)
    if name.startswith(("utf-16", "utf-32")) and b"\x00" not in payload:
        return _decode_western(payload, "", f"wrong-charset:{name}")
    return _decode_declared(payload, name)


def _decode_western(payload: bytes, name: str, defect: str) -> tuple[str, str]:
    try:
        return clean(payload.decode("utf-8")), defect
    except UnicodeDecodeError:
        pass
    if name == "utf-8":
        text = payload.decode("utf-8", "replace")
        # A few bad bytes in real UTF-8 stay UTF-8; text that is Windows-1252 in truth has no valid sequence
        # to speak of.
        if text.count("\ufffd") * 4 <= sum(1 for byte in payload if byte >= 0xC2 and byte <= 0xF4):
            return clean(text), "undecodable:utf-8"
    return clean(payload.decode("cp1252", "replace")), defect or (
        "wrong-charset:utf-8" if name == "utf-8" else ""
    )


def _decode_declared(payload: bytes, name: str) -> tuple[str, str]:
    try:
        return clean(payload.decode(name)), ""
    except (UnicodeError, ValueError, LookupError):
        pass
    try:
        return clean(payload.decode("utf-8")), f"wrong-charset:{name}"
    except UnicodeDecodeError:
        pass
    try:
        return clean(payload.decode(name, "replace")), f"undecodable:{name}"
    except (UnicodeError, ValueError, LookupError):
        return clean(payload.decode("cp1252", "replace")), f"undecodable:{name}"


def clean(text: str) -> str:
    """Without NUL and lone surrogates, which no database or encoder takes."""
    return _UNWANTED.sub("\ufffd", text) if _UNWANTED.search(text) else text
