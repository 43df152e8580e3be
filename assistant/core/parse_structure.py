"""Bytes -> a flat list of MIME parts in document order (RFC 2045, 2046); one pass, no recursion, any
nesting.

Python's own ``email`` package is not used here: its feed parser recurses per level of nesting and asks every
open level about every line, so a few thousand nested multiparts end in RecursionError or minutes of work.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from assistant.core import parse_headers

# Parts that hold a whole message: RFC 2046 5.2, RFC 6532, and what news programs call the same.
MESSAGES = frozenset({"message/rfc822", "message/global", "message/news", "message/partial"})
MAX_PARTS = 10_000
_GUESSES = (
    20  # how often a wrong boundary may be guessed anew; each guess may look through the rest of the message
)
_HEADER = re.compile(rb"([!-9;-~]{1,100})[ \t]*+:")
_DELIMITER = re.compile(rb"^--[^\r\n]*+", re.MULTILINE)
_GUESSED = re.compile(
    rb"^--([^\s-][^\r\n]{0,200}?)[ \t]*+\r*+\n(?=Content-[A-Za-z-]{3,30}[ \t]?:)",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(slots=True)
class Part:
    """One MIME part: its header lines, and where its body begins and ends in the content."""

    parent: int
    headers: list[tuple[str, str]]
    start: int
    end: int
    content_type: str = "text/plain"
    params: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    filename: str = ""
    encoding: str = ""
    children: int = 0
    first_delimiter: int = -1

    def header(self, name: str) -> str:
        """The first undecoded value of a header, or an empty string."""
        return next((value for key, value in self.headers if key == name), "")


@dataclass(slots=True)
class Structure:
    """The parts of one message, the first of which is the message itself, and what was wrong with it."""

    content: bytes
    parts: list[Part]
    defects: list[str]


@dataclass(slots=True)
class _Open:
    """A multipart whose end has not been seen."""

    boundary: bytes
    index: int


class _Scanner:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.end = len(content)
        self.parts: list[Part] = []
        self.defects: dict[str, None] = {}
        self.open: list[_Open] = []
        self.active: dict[bytes, list[int]] = {}
        self.unclosed: list[int] = []
        self.guesses = _GUESSES
        self.look_ahead = (
            4 * len(content) + 65_536
        )  # bytes that all searches for declared boundaries may read together

    def run(self) -> None:
        position = self._message(self._skip_leading(0), -1)
        while position < self.end and self.open:
            found = _DELIMITER.search(self.content, position)
            if found is None:
                break
            position = self._delimiter(found, position)
        self._close_from(0)
        self._end_parts(-1, self.end)

    def _skip_leading(self, position: int) -> int:
        if self.content.startswith(codecs.BOM_UTF8):
            position = 3
        while position < self.end and self.content[position] in b" \t\r\n":
            position += 1
        if position:
            self.defects["leading-blank"] = None
        return position

    def _message(self, position: int, parent: int) -> int:
        """Read the header block of a message or part, and of the messages directly inside it; return where
        its body begins.
        """
        while True:
            index = len(self.parts)
            headers, position = self._headers(position, index == 0)
            part = Part(parent, headers, position, self.end)
            self._describe(part, self.parts[parent].content_type if parent >= 0 else "")
            self.parts.append(part)
            self.unclosed.append(index)
            if parent >= 0:
                self.parts[parent].children += 1
            if part.content_type.startswith("multipart/"):
                self._open_multipart(part, index)
            encoded = part.encoding in ("base64", "quoted-printable")
            if part.content_type not in MESSAGES or encoded:
                return position
            if len(self.parts) >= MAX_PARTS or position >= self.end:
                return position
            parent = index

    def _headers(self, position: int, top: bool) -> tuple[list[tuple[str, str]], int]:
        content, end = self.content, self.end
        collected: list[tuple[str, list[bytes]]] = []
        while position < end:
            newline = content.find(b"\n", position, end)
            after = end if newline < 0 else newline + 1
            line = content[position : end if newline < 0 else newline].rstrip(b"\r")
            if not line:
                return _joined(collected), after
            if line[0] in b" \t":
                if not line.strip() and not self._header_at(after):
                    return _joined(collected), after
                if collected:
                    collected[-1][1].append(line)
                elif line.strip():
                    break
            elif line.startswith(b"--") and self._is_delimiter(line):
                self.defects["headers-without-end"] = None
                break
            elif (found := _HEADER.match(line)) is not None:
                collected.append((found.group(1).decode("ascii").lower(), [line[found.end() :]]))
            elif top and not collected and line.startswith((b"From ", b">From ")):
                self.defects["mbox-line"] = None
            elif self._header_at(after) and (collected or top):
                # A long value that was wrapped without indentation, or rubbish between headers: kept with
                # the header before it.
                self.defects["broken-header-line"] = None
                if collected:
                    collected[-1][1].append(b" " + line)
            else:
                self.defects["headers-without-blank-line"] = None
                break
            position = after
        return _joined(collected), position

    def _header_at(self, position: int) -> bool:
        line = self.content[position : position + 102]
        return bool(_HEADER.match(line)) or (line[:1] in (b" ", b"\t") and bool(line.split(b"\n")[0].strip()))

    def _is_delimiter(self, line: bytes) -> bool:
        name = line[2:].rstrip()
        return name in self.active or (name.endswith(b"--") and name[:-2] in self.active)

    def _describe(self, part: Part, parent_type: str) -> None:
        names = [name for name, _ in part.headers]
        for once in ("content-type", "content-transfer-encoding"):
            if names.count(once) > 1:
                self.defects[f"duplicate-{once}"] = None
        declared = part.header("content-type")
        default = "message/rfc822" if parent_type == "multipart/digest" else "text/plain"
        kind, part.params = parse_headers.parameters(declared) if declared else (default, {})
        part.content_type = _usable_type(kind, part.params, default)
        disposition, extra = parse_headers.parameters(part.header("content-disposition"))
        part.disposition = disposition
        part.filename = (
            extra.get("filename")
            or extra.get("name")
            or part.params.get("name")
            or part.params.get("filename")
            or ""
        )
        encoding = part.header("content-transfer-encoding").partition(";")[0]
        part.encoding = encoding.split("(")[0].strip(" \t\"'").lower()

    def _open_multipart(self, part: Part, index: int) -> None:
        declared = part.params.get("boundary", "").strip()
        boundary = next(
            (
                name
                for name in dict.fromkeys((declared, declared.partition(" ")[0]))
                if self._occurs(name, part)
            ),
            "",
        )
        name = boundary.encode("utf-8", "replace")
        if not boundary and self.guesses:
            self.guesses -= 1
            found = _GUESSED.search(self.content, part.start)
            if found is not None and found.group(1) not in self.active:
                name = found.group(1)
        if not boundary:
            self.defects["wrong-boundary" if declared else "missing-boundary"] = None
        if name:
            self.active.setdefault(name, []).append(len(self.open))
            self.open.append(_Open(name, index))

    def _occurs(self, boundary: str, part: Part) -> bool:
        if not boundary or self.look_ahead <= 0:
            return bool(boundary)
        found = self.content.find(b"--" + boundary.encode("utf-8", "replace"), part.start, self.end)
        self.look_ahead -= (self.end if found < 0 else found) - part.start
        return found >= 0

    def _delimiter(self, found: re.Match[bytes], position: int) -> int:
        line = found.group()[2:].rstrip()
        closing = line not in self.active and line.endswith(b"--") and line[:-2] in self.active
        name = line[:-2] if closing else line
        after = self.content.find(b"\n", found.end())
        after = self.end if after < 0 else after + 1
        if name not in self.active:
            return max(after, position + 1)
        depth = self.active[name][-1]
        self._close_from(depth + 1)
        owner = self.parts[self.open[depth].index]
        if owner.first_delimiter < 0:
            owner.first_delimiter = found.start()
        self._end_parts(self.open[depth].index, found.start())
        if closing:
            return after
        if len(self.parts) >= MAX_PARTS:
            self.defects["too-many-parts"] = None
            return self.end
        return self._message(after, self.open[depth].index)

    def _close_from(self, depth: int) -> None:
        while len(self.open) > depth:
            gone = self.open.pop().boundary
            self.active[gone].pop()
            if not self.active[gone]:
                del self.active[gone]

    def _end_parts(self, index: int, end: int) -> None:
        """Close every open part after part ``index``, before the line break that belongs to the delimiter."""
        if end < self.end and end and self.content[end - 1] == 0x0A:
            end -= 2 if end > 1 and self.content[end - 2] == 0x0D else 1
        while self.unclosed and self.unclosed[-1] > index:
            part = self.parts[self.unclosed.pop()]
            part.end = max(end, part.start)


def _joined(collected: list[tuple[str, list[bytes]]]) -> list[tuple[str, str]]:
    return [
        (name, parse_headers.text_of(lines[0] if len(lines) == 1 else b"\n".join(lines)))
        for name, lines in collected
    ]


def _usable_type(kind: str, params: dict[str, str], default: str) -> str:
    kind = kind.partition(" ")[0].strip("\"',:")
    main, slash, sub = kind.partition("/")
    if slash and main and sub:
        return kind
    if "boundary" in params or main == "multipart":
        return "multipart/mixed"
    if main in ("text", "plain"):
        return "text/plain"
    if main == "html":
        return "text/html"
    return "application/octet-stream" if kind and params.get("name") else default


def scan(content: bytes) -> Structure:
    """The parts of a message. Linear in its size; never raises."""
    if b"\n" not in content and b"\r" in content:
        content = content.replace(b"\r", b"\n")
    scanner = _Scanner(content)
    scanner.run()
    return Structure(content, scanner.parts, list(scanner.defects))
