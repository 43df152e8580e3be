"""Where the history begins: attribution lines, header blocks and separators of mail programs; ``>`` lines are history too."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SEPARATOR = re.compile(
    r"(?i)^[ \t*_]*-{2,}[ \t]*(?:oorspronkelijk|origineel|original|doorgestuurd|forwarded|message d.origine|ursprüngliche)[^\n]{0,60}-{2,}[ \t*_]*$"
)
_FORWARDED = re.compile(r"(?i)doorgestuurd|forwarded|transf[ée]r")
_BEGIN = re.compile(
    r"(?i)^\s*(?:begin doorgestuurd bericht|begin forwarded message|d[ée]but du message r[ée]exp[ée]di[ée])\s*:?\s*$"
)
_ATTRIBUTION = re.compile(
    r"(?i)^\s*(?:op|on|le|am)\s[^\n]{0,200}\d[^\n]{0,250}(?:schreef|geschreven|wrote|a écrit|schrieb)[^\n]{0,150}:\s*$"
)
_LABEL = re.compile(
    r"(?i)^[ \t>*]*(van|from|de|verzonden|sent|envoyé|datum|date|aan|to|à|onderwerp|subject|objet|cc)[ \t*]*:"
)


@dataclass(frozen=True, slots=True)
class History:
    """A text split into the sender's own part and what was there before."""

    own: str
    quoted: str = ""
    forwarded: str = ""
    is_forward: bool = False


def split(text: str) -> History:
    """Split at the first sign of history; lines with ``>`` are history wherever they stand."""
    lines = text.split("\n")
    own: list[str] = []
    quoted: list[str] = []
    for index, line in enumerate(lines):
        if line.startswith(">"):
            quoted.append(line)
            continue
        joined = " ".join(part.strip() for part in lines[index : index + 3])
        labels = sum(1 for part in lines[index : index + 5] if _LABEL.match(part))
        is_header = bool(_LABEL.match(line)) and labels >= 3
        attribution = _ATTRIBUTION.match(line) or (
            line[:3] in ("Op ", "On ", "Le ") and _ATTRIBUTION.match(joined.partition(":")[0])
        )
        if is_header or _SEPARATOR.match(line) or _BEGIN.match(line):
            rest = "\n".join(lines[index:])
            return History("\n".join(own), rest, _after_header(lines[index:]), bool(_FORWARDED.search(line)))
        if attribution:
            following = [part for part in lines[index + 1 :] if part.strip()]
            if following and not following[0].startswith(">"):
                return History("\n".join(own), "\n".join(lines[index:]))
            quoted.append(line)
            continue
        own.append(line)
    return History("\n".join(own), "\n".join(quoted))


def _after_header(lines: list[str]) -> str:
    start = 0
    while start < len(lines) and (
        not lines[start].strip()
        or _LABEL.match(lines[start])
        or _SEPARATOR.match(lines[start])
        or _BEGIN.match(lines[start])
    ):
        start += 1
    return "\n".join(lines[start:])
