"""Parts -> the text a person reads and the HTML beside it (RFC 2046 on alternatives, RFC 3676 on flowed
text).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.core import html_text, parse_charset, parse_transfer
from assistant.core.parse_structure import MESSAGES, Part, Structure

_LINE_END = re.compile(r"\r+\n?|\x0b|\x0c|\u2028|\u2029")
_WORD = re.compile(r"\w{3,}")
_PLACEHOLDER = re.compile(
    r"(?i)\b(?:html|browser|e-?mail ?(?:client|programma|lezer)|webversie|view (?:this|in)|online (?:bekijken|"
    r"versie))\b"
)
_ENRICHED = re.compile(r"<[^<>]{0,100}>")
_COMPARED = 20_000  # characters of each version that are compared
CALENDARS = {"text/calendar", "application/ics"}
# Parts that only machines make; their text is read where there is nothing else to read.
MACHINE_PARTS = {
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
    "message/global-disposition-notification",
    "message/feedback-report",
    "text/rfc822-headers",
    "text/calendar",
    "application/ics",
}


@dataclass(slots=True)
class Segment:
    """One text part, or all versions of it that one multipart/alternative offers."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Body:
    """What one message (the outer one, or one inside it) says: segments in order, and text that only
    counts without them.
    """

    segments: list[Segment] = field(default_factory=list)
    alternatives: dict[int, Segment] = field(default_factory=dict)
    raw_html: str = ""
    spare: list[str] = field(default_factory=list)

    def segment(self, alternative: int) -> Segment:
        """A new segment, or the one that belongs to this multipart/alternative."""
        known = self.alternatives.get(alternative)
        if known is None:
            known = Segment()
            self.segments.append(known)
            if alternative >= 0:
                self.alternatives[alternative] = known
        return known


def payload(structure: Structure, part: Part) -> tuple[bytes, str]:
    """The decoded bytes of one part and a defect."""
    return parse_transfer.decode(structure.content[part.start : part.end], part.encoding)


def text_of(structure: Structure, part: Part, defects: dict[str, None]) -> str:
    """A text part as characters with LF line ends, format=flowed joined (RFC 3676)."""
    raw, problem = payload(structure, part)
    text, unreadable = parse_charset.decode(raw, part.params.get("charset", ""))
    for defect in (problem, unreadable):
        if defect:
            defects[defect] = None
    text = text.replace("\r\n", "\n")
    text = _LINE_END.sub("\n", text)
    if part.content_type == "text/plain" and part.params.get("format", "").lower() == "flowed":
        return _unflowed(text, part.params.get("delsp", "").lower() == "yes")
    return text


def _unflowed(text: str, delete_space: bool) -> str:
    out: list[str] = []
    open_line: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        if open_line and depth != open_depth:
            out.append("".join(open_line))
            open_line = []
        if not open_line:
            open_line.append("> " * min(depth, 20) if depth else "")
            open_depth = depth
        if bare.endswith(" ") and bare != "-- ":
            open_line.append(bare[:-1] if delete_space else bare)
            continue
        open_line.append(bare)
        out.append("".join(open_line))
        open_line = []
    if open_line:
        out.append("".join(open_line))
    return "\n".join(out)


def bodies(structure: Structure, defects: dict[str, None]) -> dict[int, Body]:
    """The texts of the outer message (key 0) and of every message inside it (key: the index of its message
    part).

    Each part inherits its owner and the outermost multipart/alternative around it from its parent, so any
    nesting is linear.
    """
    owners: list[int] = []
    around: list[int] = []
    found: dict[int, Body] = {0: Body()}
    for index, part in enumerate(structure.parts):
        owner = owners[part.parent] if part.parent >= 0 else 0
        alternative = around[part.parent] if part.parent >= 0 else -1
        if index and part.content_type in MESSAGES:
            owner, alternative = index, -1
            found[index] = Body()
        elif alternative < 0 and part.content_type == "multipart/alternative":
            alternative = index
        owners.append(owner)
        around.append(alternative)
        if not part.children and part.content_type not in MESSAGES:
            _add_leaf(structure, part, found[owner], alternative, defects)
    return found


def _add_leaf(
    structure: Structure, part: Part, body: Body, alternative: int, defects: dict[str, None]
) -> None:
    kind = part.content_type
    inside = part.parent >= 0
    if kind.startswith("multipart/"):
        defects["multipart-without-parts"] = None
        if part.end > part.start:
            body.segment(-1).plain.append(text_of(structure, part, defects))
    elif kind in CALENDARS and inside:
        return  # a program wrote it for programs; it is listed as a file
    elif kind in MACHINE_PARTS or (kind.startswith("text/") and inside and _is_attached(part, body)):
        body.spare.append(text_of(structure, part, defects))
    elif kind == "text/html":
        text = text_of(structure, part, defects)
        body.raw_html = body.raw_html or text
        body.segment(alternative).html.append(html_text.to_text(text))
    elif kind.startswith("text/"):
        body.segment(alternative).plain.append(_plain(kind, text_of(structure, part, defects)))


def _is_attached(part: Part, body: Body) -> bool:
    return part.disposition == "attachment" or (bool(part.filename) and bool(body.segments))


def _plain(kind: str, text: str) -> str:
    if kind in ("text/enriched", "text/richtext"):
        return _ENRICHED.sub("", text)
    return text


def readable(body: Body, defects: dict[str, None]) -> str:
    """The text of a message: per segment the plain version where it says what the HTML says, else what
    people see.
    """
    texts = [_version(segment, defects) for segment in body.segments]
    text = "\n\n".join(text.strip("\n") for text in texts if text.strip())
    return text or "\n\n".join(text.strip("\n") for text in body.spare if text.strip())


def _version(segment: Segment, defects: dict[str, None]) -> str:
    plain = "\n\n".join(text for text in segment.plain if text.strip())
    html = "\n\n".join(text for text in segment.html if text.strip())
    if not plain or not html:
        return plain or html
    in_plain = set(_WORD.findall(plain[:_COMPARED].lower()))
    in_html = set(_WORD.findall(html[:_COMPARED].lower()))
    only_html, only_plain = len(in_html - in_plain), len(in_plain - in_html)
    if only_html <= 3 or only_html * 3 <= len(in_html):
        return plain
    if only_plain <= 3 or (len(in_plain) < 40 and _PLACEHOLDER.search(plain)):
        return html
    defects["text-and-html-disagree"] = None
    return html if only_plain * 3 <= len(in_plain) else f"{html}\n\n{plain}"
