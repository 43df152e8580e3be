"""Where the history begins: attribution lines, header blocks and separators of mail programs; ``>`` lines
are history too.

Why no library: mail-parser-reply, the best kept one, needs more than a second for 8 kB of "On a On a …" (its
expressions are quadratic) and knows a fraction of what Dutch programs write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.core import quoting_markers
from assistant.core.quoting_markers import HeaderBlock

_QUOTED = re.compile(r"[ \t]{0,3}>")
_MOST_LINES = 5_000  # no letter is longer; what comes after is kept with what it stands in, unread
_LONG_LINE = 60  # a quoted line at least this long may have been broken by a mail server, leaving its tail without a mark


@dataclass(slots=True)
class History:
    """A text taken apart.

    ``own`` holds the sender's stretches of lines in order, ``quoted`` everything older in order. ``older`` is
    the part below the first separator or header block, without those, and ``block`` what the header block
    said; ``is_forward`` when the separator is that of a forwarded message.
    """

    own: list[list[str]] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    block: HeaderBlock | None = None
    is_forward: bool = False


def split(text: str) -> History:
    """Split at the signs of history. One pass; each line is looked at with at most a few of its
    neighbours.
    """
    lines = text.split("\n")
    found = History()
    current: list[str] = []
    index = 0
    while index < len(lines):
        if index >= _MOST_LINES:
            current += lines[index:]
            break
        line = lines[index]
        if quoting_markers.announces_unmarked(line):
            _close(found, current)
            _take_rest(found, lines, index, index + 1)
            return found
        if _QUOTED.match(line):
            end = _end_of_quote(lines, index)
            found.quoted += lines[index:end]
            _close(found, current)
            current = []
            index = end
            continue
        end = quoting_markers.attribution(lines, index)
        if end and _next_is_quoted(lines, end):
            found.quoted += lines[index:end]
            index = end
            continue
        if end or (start := quoting_markers.separator(lines, index)) is not None:
            _close(found, current)
            _take_rest(found, lines, index, end or start or index)
            return found
        current.append(line)
        index += 1
    _close(found, current)
    return found


def _close(found: History, current: list[str]) -> None:
    if any(line.strip() for line in current):
        found.own.append(current)


def _take_rest(found: History, lines: list[str], index: int, start: int) -> None:
    """Everything from here on is older; note what its header block says and where its text begins."""
    found.is_forward = any(quoting_markers.is_forward(line) for line in lines[index : max(start, index + 1)])
    while start < len(lines) and not lines[start].strip():
        start += 1
    block = quoting_markers.header_block(lines, start, certain=True)
    if block is not None:
        found.block = block
        start = block.end
    found.older = lines[start:]
    found.quoted += lines[index:]


def _end_of_quote(lines: list[str], index: int) -> int:
    """Past a run of quoted lines, and past the tails that broke off them when a server wrapped long lines."""
    while index < len(lines):
        if _QUOTED.match(lines[index]):
            index += 1
        elif (
            index + 1 < len(lines)
            and _QUOTED.match(lines[index + 1])
            and len(lines[index - 1]) >= _LONG_LINE
            and 0 < len(lines[index].strip()) <= _LONG_LINE // 2
            and lines[index][:1].islower()
        ):
            index += 2
        else:
            break
    return index


def _next_is_quoted(lines: list[str], index: int) -> bool:
    for line in lines[index : index + 4]:
        if line.strip():
            return bool(_QUOTED.match(line))
    return False
