"""Makes any body safe to read, character for character: markup, control and invisible characters become blanks."""

import re
import unicodedata
from typing import Final

from classifiers.verdict import Span

LIMIT: Final = 20_000
"""Bodies up to this many characters are read whole; of longer ones the head, the tail and what looks like a request."""
HEAD: Final = 13_000
TAIL: Final = 4_000
CUE_WINDOW: Final = 200
MAX_CUES: Final = 8
CUES: Final = (
    "inzage", "inzien", "verwijder", "wissen", "persoonsgegevens", "mijn gegevens", "toestemming", "bezwaar", "datalek",
    "klacht", "avg", "gdpr", "afmelden", "uitschrijven", "rectific", "corrig", "my data", "mes données",
)  # fmt: skip

_TAGS: Final = (
    r"a|abbr|b|blockquote|body|br|center|div|em|font|h[1-6]|head|hr|html|i|img|li|link|meta|o:p|ol|p|pre|s|small|span|"
    r"strong|style|sub|sup|table|tbody|td|th|thead|title|tr|u|ul"
)
_TAG: Final = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,2000}})?/?>|<!--|-->|<!DOCTYPE[^<>]{{0,300}}>", re.I)
_BREAKING: Final = re.compile(r"</?(?:br|p|div|tr|li|h[1-6]|table|blockquote|hr)\b", re.I)
_ENTITY: Final = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|apos|#\d{1,6}|#x[0-9a-f]{1,5}|[ae](?:acute|grave|uml|circ));", re.I
)
_HIDDEN: Final = ("style", "script")
_ODD: Final = re.compile(r"[^\x20-\x7e\n\u00a1-\u024f]")


def windows(body: str) -> tuple[Span, ...]:
    """Return the stretches of a body that are worth reading: all of it, unless it is very long."""
    if len(body) <= LIMIT:
        return ((0, len(body)),)
    low = body.lower() if len(body.lower()) == len(body) else body
    middle: list[Span] = []
    for cue in CUES:
        at = low.find(cue, HEAD, len(body) - TAIL)
        if at >= 0:
            middle.append((max(HEAD, at - CUE_WINDOW), min(len(body) - TAIL, at + CUE_WINDOW)))
    found: list[Span] = [(0, HEAD)]
    for start, end in sorted(middle)[:MAX_CUES]:
        if start > found[-1][1]:
            found.append((start, end))
        else:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
    found.append((len(body) - TAIL, len(body)))
    return tuple(found)


def cleaned(text: str) -> str:
    """Return a text of the same length in which markup and invisible characters are blanks and line ends are newlines."""
    if "<" in text:
        for name in _HIDDEN:
            text = _blank_element(text, name)
        text = _TAG.sub(_blank_tag, text)
    if "&" in text:
        text = _ENTITY.sub(lambda m: " " * len(m[0]), text)
    return _ODD.sub(_blank_odd, text)


def _blank_tag(match: re.Match[str]) -> str:
    first = "\n" if _BREAKING.match(match[0]) else " "
    return first + " " * (len(match[0]) - 1)


def _blank_odd(match: re.Match[str]) -> str:
    char = match[0]
    if char in "\r\x0b\x0c\x85\u2028\u2029":
        return "\n" if char != "\r" else " "
    return " " if unicodedata.category(char)[0] in "CZ" else char


def _blank_element(text: str, name: str) -> str:
    """Blank every <name>…</name> with what is in it, in one pass over the text."""
    low = text.lower()
    if len(low) != len(text) or f"<{name}" not in low:
        return text
    parts: list[str] = []
    at = 0
    while (start := low.find(f"<{name}", at)) >= 0:
        end = low.find(f"</{name}>", start)
        stop = len(text) if end < 0 else end + len(name) + 3
        parts += [text[at:start], " " * (stop - start)]
        at = stop
    return "".join([*parts, text[at:]])
