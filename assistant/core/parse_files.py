"""Which parts of a message are files, and what they are (RFC 2183, 5751)."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.core import attachments, parse_body
from assistant.core.mail import Attachment
from assistant.core.parse_structure import MESSAGES, Part, Structure

_NO_FILES = {"application/pgp-encrypted"}


def files(structure: Structure) -> Iterator[Part]:
    """The parts that are files; what is inside an attached message belongs to that message and is not
    listed again.
    """
    inside: set[int] = set()
    for index, part in enumerate(structure.parts):
        if part.parent in inside:
            inside.add(index)
        elif part.content_type in MESSAGES:
            inside.add(index)
            yield part
        elif not part.children and _is_file(part, index == 0):
            yield part


def _is_file(part: Part, top: bool) -> bool:
    kind = part.content_type
    if kind.startswith("multipart/") or kind in _NO_FILES or kind in MESSAGES:
        return False
    if kind in parse_body.MACHINE_PARTS:
        return kind in parse_body.CALENDARS
    if kind.startswith("text/"):
        return not top and (part.disposition == "attachment" or bool(part.filename))
    return True


def payloads(structure: Structure) -> Iterator[tuple[Attachment, bytes]]:
    """Each file with its listing, in document order."""
    for number, part in enumerate(files(structure), 1):
        content, _ = parse_body.payload(structure, part)
        inline = part.disposition != "attachment" and (
            part.disposition == "inline" or bool(part.header("content-id"))
        )
        yield (
            attachments.describe(content, part.content_type, part.filename, number=number, inline=inline),
            content,
        )
