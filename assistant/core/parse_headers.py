"""Raw header lines -> decoded values: encoded words (RFC 2047), parameters (RFC 2231), dates, message
identifiers.
"""

from __future__ import annotations

import binascii
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from urllib.parse import unquote_to_bytes

from assistant.core import parse_charset

MAX_VALUE = 65_536  # characters of one header that are read on; the bytes themselves are stored whole
_WORD_HEAD = re.compile(r"=\?([^?\s]{1,75})\?([bBqQ])\?")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f\u2028\u2029]+")
# Characters that reverse what follows them let "moc.live" pose as something else.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
_NEWLINE = re.compile(r"[\r\n]+[ \t]*")
_IDENTIFIER = re.compile(r"<([^<>\s]{1,996})>")
_PARAMETER = re.compile(r';\s*+([^\s=;"]++)\s*+=\s*+("(?:[^"\\]|\\.)*+"?|[^;]*+)')
_CONTINUED = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")


def text_of(raw: bytes) -> str:
    """A raw value as characters: unfolded, 8-bit tolerated; encoded words are still encoded."""
    if raw.isascii():
        value = raw.decode("ascii")
    else:
        try:
            value = raw.decode("utf-8")
        except UnicodeDecodeError:
            value = raw.decode("cp1252", "replace")
    value = value.strip()[:MAX_VALUE]
    return _NEWLINE.sub(" ", value) if "\n" in value or "\r" in value else value


def decoded(value: str) -> str:
    """A value with its encoded words decoded and no control characters left (a decoded CR LF would be
    header injection).
    """
    if "=?" in value:
        value = _decode_words(value)
    if not value.isprintable():
        value = parse_charset.clean(_CONTROL.sub(" ", _DIRECTION.sub("", value)))
    return value.strip()


def _decode_words(value: str) -> str:
    out: list[str] = []
    pending: list[bytes] = []
    pending_charset = ""
    position = 0
    after_word = False
    while (start := value.find("=?", position)) >= 0:
        head = _WORD_HEAD.match(value, start)
        end = value.find("?=", head.end()) if head else -1
        if head is None or end < 0:
            if head is not None:
                break  # no word ends after this point, so none is left to decode
            end = start
        between = value[position:start]
        if after_word and not between.strip():
            between = ""  # white space between two encoded words is not shown (RFC 2047 6.2)
        charset = head.group(1).partition("*")[0].lower() if head else ""
        if pending and (between or head is None or charset != pending_charset):
            out.append(parse_charset.decode(b"".join(pending), pending_charset)[0])
            pending = []
        out.append(between)
        if head is None:
            out.append("=?")
        else:
            # Words next to each other in one charset are joined as bytes: senders split in the middle of a character.
            pending.append(_word_bytes(head.group(2), value[head.end() : end]))
            pending_charset = charset
        after_word = head is not None
        position = end + 2
    if pending:
        out.append(parse_charset.decode(b"".join(pending), pending_charset)[0])
    out.append(value[position:])
    return "".join(out)


def _word_bytes(kind: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if kind in "qQ":
        return binascii.a2b_qp(raw.replace(b"_", b" "), header=False)
    compact = bytes(raw).translate(None, b" \t=")
    usable = compact[:-1] if len(compact) % 4 == 1 else compact
    try:
        return binascii.a2b_base64(usable + b"=" * (-len(usable) % 4))
    except binascii.Error:
        return raw


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """``text/plain; charset=utf-8`` -> ("text/plain", {"charset": "utf-8"}), with RFC 2231 and RFC 2047
    values decoded.
    """
    main = value.partition(";")[0].strip().lower()
    if ";" not in value:
        if "=" not in main:
            return main, {}
        value = value.strip().replace(" ", ";", 1)  # "text/plain charset=utf-8"
        main = value.partition(";")[0].lower()
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for found in _PARAMETER.finditer(value):
        name, text = found.group(1).lower(), _unquoted(found.group(2).strip())
        if "*" not in name:
            plain.setdefault(name, decoded(text))
            continue
        parsed = _CONTINUED.fullmatch(name)
        if parsed is not None:
            order = int(parsed.group(2) or 0)
            pieces.setdefault(parsed.group(1), {}).setdefault(order, (text, bool(parsed.group(3))))
    for name, numbered in pieces.items():
        plain[name] = _rfc2231(numbered)
    return main, plain


def _unquoted(text: str) -> str:
    if not text.startswith('"'):
        return text.strip()
    inner = text[1:-1] if text.endswith('"') and len(text) > 1 else text[1:]
    return re.sub(r"\\(.)", r"\1", inner) if "\\" in inner else inner


def _rfc2231(numbered: dict[int, tuple[str, bool]]) -> str:
    charset = ""
    chunks: list[bytes] = []
    for place, order in enumerate(sorted(numbered)):
        text, encoded = numbered[order]
        if encoded and place == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        chunks.append(unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace"))
    return decoded(parse_charset.decode(b"".join(chunks), charset or "utf-8")[0])


def identifiers(value: str) -> tuple[str, ...]:
    """Message identifiers of a Message-ID, In-Reply-To or References value, without angle brackets, in
    order, once each.
    """
    found = _IDENTIFIER.findall(value)
    if not found:
        found = [word.strip("<>,;") for word in value.split() if "@" in word and len(word) < 998]
    return tuple(dict.fromkeys(found))


def date(value: str) -> datetime | None:
    """An aware datetime from a Date header in any of the usual spellings, or None. A missing zone is read
    as UTC.
    """
    text = value[:120].strip()
    try:
        fields = parsedate_tz(text)
        if fields is not None and fields[0] >= 1970:
            zone = timezone(timedelta(seconds=fields[9] or 0)) if fields[9] else UTC
            return datetime(*fields[:6], tzinfo=zone)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        pass
    found = _ISO_DATE.search(text)
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(found.group())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
