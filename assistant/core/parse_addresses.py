"""Address lists -> Address values (RFC 5322 3.4): groups, comments, quoted names, encoded words; nothing
raises.
"""

from __future__ import annotations

import re

from assistant.core import parse_headers
from assistant.core.mail import Address

MAX_ADDRESSES = 5_000
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|<[^<>]*+>?|[^"<(),;:\\]++|\\.|.', re.DOTALL)
_BARE = re.compile(r"[^\s<>,;:\"()\[\]]{1,128}@[^\s<>,;:\"()]{1,255}")
_EDGE = " \t\r\n'\"<>.,;:"


def addresses(value: str) -> tuple[Address, ...]:
    """All mailboxes of a From, To, Cc or Reply-To value, in order; what holds no address at all is left
    out.
    """
    if not value:
        return ()
    if "=?" in value and "<" not in value:
        value = parse_headers.decoded(value)  # some programs pack the whole address into one encoded word
    return tuple(_split(value))


class _Reader:
    """Gathers one mailbox at a time; comments and names are kept apart from the address."""

    def __init__(self) -> None:
        self.found: list[Address] = []
        self.words: list[str] = []
        self.angle = ""
        self.comment: list[str] = []
        self.depth = 0

    def take(self, piece: str) -> None:
        if piece == "(":
            self.depth += 1
        elif self.depth:
            if piece == ")":
                self.depth -= 1
            else:
                self.comment.append(piece)
        elif piece.startswith("<"):
            # "a@b <c@d>": the last angle address counts, as all mail programs do.
            self.angle = piece.strip("<> \t") or self.angle
        elif piece in ",;":
            self.close()
        elif piece == ":" and not any("@" in word for word in self.words):
            self.words.clear()  # the name of a group; its members follow
        else:
            self.words.append(piece)

    def close(self) -> None:
        text = "".join(self.words)
        email, name = self._email_and_name(text)
        if email:
            self.found.append(Address(email, name))
        self.words, self.angle, self.comment = [], "", []

    def _email_and_name(self, text: str) -> tuple[str, str]:
        if self.angle:
            email = _email(self.angle)
            return email, _name(text) or _name("".join(self.comment))
        bare = _BARE.search(text)
        if bare is None:
            return "", ""
        left = (text[: bare.start()] + text[bare.end() :]).strip(_EDGE)
        return _email(bare.group()), _name(left) or _name("".join(self.comment))


def _split(value: str) -> list[Address]:
    reader = _Reader()
    for found in _TOKEN.finditer(value):
        reader.take(found.group())
        if len(reader.found) >= MAX_ADDRESSES:
            return reader.found
    reader.depth = 0
    reader.close()
    return reader.found


def _email(text: str) -> str:
    """A usable lower-case address, or an empty string: source routes and spaces are removed, a lone name
    is no address.
    """
    address = text.rpartition(":")[2] if text.startswith("@") else text
    if address.lower().startswith("mailto:"):
        address = address[7:]
    address = re.sub(r"\s+", "", parse_headers.decoded(address)).strip(_EDGE)
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain or len(address) > 320:
        return ""
    return f"{local}@{domain}".lower()


def _name(text: str) -> str:
    name = text.strip()
    if name.startswith('"'):
        name = re.sub(r"\\(.)", r"\1", name.strip('"')) if "\\" in name else name.strip('"')
    name = parse_headers.decoded(name.strip().strip('"').strip())
    if len(name) > 1 and name[0] == name[-1] == "'":
        name = name[1:-1]
    return name[:200].strip()
