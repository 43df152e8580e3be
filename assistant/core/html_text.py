"""HTML of a mail -> the text that a reader sees: quotes as ``> ``, links kept, scripts, styles and hidden
text not.

lxml's event parser is used because it is linear, has no limit on nesting and knows HTML's own repair rules; a
tree (or html2text, which builds on html.parser) is neither needed nor safe for hostile input.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from assistant.core import html_style

_NO_TEXT = frozenset("script style noscript template object svg math select audio video".split())  # noqa: SIM905 - a table of words
_UNSEEN = _NO_TEXT | {"head", "title"}
_VOID = frozenset("br hr img input meta link area base col embed source track wbr".split())  # noqa: SIM905
_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figure figcaption footer form "  # noqa: SIM905
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul".split()
)
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table blockquote pre".split())  # noqa: SIM905
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_BLANKS = re.compile(r"\n(?:[> ]*\n){2,}")
_LINK = re.compile(r"(?i)(?:https?|mailto|ftp|tel):\S+")
_DEEPEST_QUOTE = 20  # deeper ones look the same, and a mark per level would cost the square of the depth
_LONGEST_LINK = 500
_RULE = "_" * 32  # as Outlook writes a line in plain text
_SIGNATURE_MARK = "-- "


class _Reader:
    """Receives the parser's events; what is open is kept in lists, so nesting costs nothing."""

    def __init__(self, unseen: frozenset[str]) -> None:
        self.unseen = unseen
        self.hidden_names: frozenset[str] = frozenset()
        self.css: list[str] = []
        self.out: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.skipping = 0
        self.preformatted = 0
        self.open: list[str] = []  # what the end of each open element must undo
        self.links: list[tuple[str, int]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _VOID:
            if not self.skipping:
                self._void(tag, attributes)
            return
        hidden = attributes and html_style.is_hidden(attributes, self.hidden_names)
        if self.skipping or tag in self.unseen or hidden:
            self.skipping += 1
            self.open.append("style" if tag == "style" else "skip")
            return
        if tag in _BLOCKS:
            self._break(tag in _SPACED)
        if attributes and html_style.is_signature(attributes):
            self._own_line(_SIGNATURE_MARK)
        self.open.append(self._begin(tag, attributes))

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> str:
        if tag == "blockquote" and html_style.is_quote(attributes):
            self.quotes += 1
            return "quote"
        if tag == "pre":
            self.preformatted += 1
            return "pre"
        if tag == "a":
            self.links.append((attributes.get("href", ""), len(self.out) + len(self.line)))
            return "link"
        if tag == "li":
            self.line.append("- ")
        elif tag in ("td", "th") and self.line and self.line[-1] != "\t":
            self.line.append("\t")
        return ""

    def _void(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "br":
            self._newline()
        elif tag == "hr":
            self._own_line(_RULE)
        elif tag == "img" and (alt := attributes.get("alt", "").strip()):
            self.line.append(f"[{alt[:200]}]")
        elif tag == "input" and attributes.get("type") not in ("hidden", "checkbox", "radio", "submit"):
            self.line.append(attributes.get("value", ""))

    def end(self, tag: str) -> None:
        if tag in _VOID or not self.open:
            return
        effect = self.open.pop()
        if effect in ("skip", "style"):
            self.skipping -= 1
            if effect == "style":
                self.hidden_names |= html_style.hidden_names("".join(self.css))
                self.css.clear()
            return
        if effect == "quote":
            self._break(True)
            self.quotes -= 1
        elif effect == "pre":
            self._break(True)
            self.preformatted -= 1
        elif effect == "link":
            self._link(*self.links.pop())
        if tag in _BLOCKS:
            self._break(tag in _SPACED)

    def _link(self, target: str, since: int) -> None:
        if len(target) > _LONGEST_LINK or not _LINK.match(target):
            return
        first = max(0, since - len(self.out))
        shown = "".join(self.line[first : first + 20]).strip()
        bare = target.partition(":")[2].strip("/")
        if shown and bare not in shown and shown not in bare:
            self.line.append(f" <{target}>")

    def data(self, data: str) -> None:
        if self.skipping:
            if self.open and self.open[-1] == "style":
                self.css.append(data)
            return
        if self.preformatted:
            first, *rest = data.split("\n")
            self.line.append(first)
            for text in rest:
                self._newline()
                self.line.append(text)
            return
        text = _SPACES.sub(" ", data)
        if text == " " and (not self.line or self.line[-1].endswith((" ", "\t"))):
            return
        self.line.append(text)

    def comment(self, text: str) -> None:
        """Conditional comments of Outlook are no text."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Processing instructions (``<?xml:namespace …>``) are no text."""

    def _prefix(self) -> str:
        return "> " * min(self.quotes, _DEEPEST_QUOTE)

    def _newline(self) -> None:
        text = "".join(self.line)
        self.line.clear()
        if not self.preformatted:
            text = text.strip(" \t") if text != _SIGNATURE_MARK else text
        self.out.append(self._prefix() + text)

    def _break(self, blank: bool) -> None:
        if "".join(self.line).strip():
            self._newline()
        else:
            self.line.clear()
        if blank and self.out and self.out[-1].strip("> "):
            self.out.append(self._prefix().rstrip())

    def _own_line(self, text: str) -> None:
        self._break(False)
        self.line = [text]
        self._newline()

    def close(self) -> str:
        if self.line:
            self._newline()
        return "\n".join(self.out)


def to_text(html: str) -> str:
    """Readable text of an HTML document or fragment, lines ending in LF. Linear; never raises on any
    string.

    Where nothing is left to see (everything stands in an unclosed ``<title>``, say), the head is read as
    well.
    """
    return _read(html, _UNSEEN) or _read(html, _NO_TEXT)


def _read(html: str, unseen: frozenset[str]) -> str:
    reader = _Reader(unseen)
    parser = etree.HTMLParser(target=reader, recover=True, huge_tree=True, remove_pis=True)
    try:
        parser.feed(html)
        text = str(parser.close())
    except (etree.LxmlError, AssertionError):
        text = reader.close()
    return _BLANKS.sub("\n\n", text).strip("\n")
