"""HTML of a mail -> the text that a reader sees: quotes as ``> ``, links kept, scripts, styles and hidden
text not.

lxml's event parser is used because it is linear, has no limit on nesting and knows HTML's own repair rules; a
tree (or html2text, which builds on html.parser) is neither needed nor safe for hostile input.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

_SKIPPED = {
    "script",
    "style",
    "head",
    "title",
    "noscript",
    "template",
    "object",
    "svg",
    "math",
    "select",
    "audio",
    "video",
}
_VOID = {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"}
_BLOCKS = {
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
    ),
    *(
        "figcaption",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
    ),
    *("ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul"),
}
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"}
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_HIDDEN = re.compile(
    r"(?:^|;)(?:display:none|visibility:hidden|mso-hide:all|(?:font-size|max-height|opacity):0(?:\.0+)?(?:px|"
    r"pt|em|rem|%)?)(?:;|!|$)"
)
_SIGNATURE = re.compile(
    r"(?i)(?:^|[\s_-])(?:gmail_signature|moz-signature|ms-outlook-mobile-signature|io-ox-signature|bloop_sign|"
    r"protonmail_signature_block(?:-user)?|zimbra-?signature|signature|divsignature|mail-signature|"
    r"tutanota_signature)(?:$|\s)"
)
_INDENT_ONLY = re.compile(r"webkit-indent|border:(?:none|0)|border-left:(?:none|0)")
_BLANKS = re.compile(r"\n(?:[> ]*\n){2,}")
_DEEPEST_QUOTE = (
    20  # deeper ones look the same to a reader, and a mark per level would cost the square of the depth
)
_PLAIN_LINK = re.compile(r"(?i)(?:https?|mailto|ftp|tel):\S+")


class _Reader:
    """Receives the parser's events; what is open is kept in lists, so nesting costs nothing."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.skipping = 0
        self.preformatted = 0
        self.stack: list[tuple[str, str]] = []
        self.links: list[tuple[str, int]] = []
        self.blank_wanted = False

    def start(self, tag: str, attributes: Any) -> None:
        tag = str(tag)
        effect = ""
        if self.skipping or (tag in _SKIPPED and tag not in _VOID) or (attributes and _is_hidden(attributes)):
            if tag not in _VOID:
                self.skipping += 1
                self.stack.append((tag, "skip"))
            return
        if tag in _BLOCKS:
            self._break(tag in _SPACED)
        if attributes and _is_signature(attributes):
            self._break(False)
            self._emit("-- ")
        if tag == "blockquote" and _is_quote(attributes):
            self.quotes += 1
            effect = "quote"
        elif tag == "pre":
            self.preformatted += 1
            effect = "pre"
        elif tag == "a":
            self.links.append((str(attributes.get("href") or ""), len(self.out) + len(self.line)))
            effect = "link"
        else:
            self._void(tag, attributes)
        if tag not in _VOID:
            self.stack.append((tag, effect))

    def _void(self, tag: str, attributes: Any) -> None:
        if tag == "br":
            self._newline()
        elif tag == "hr":
            self._emit("_" * 32)
        elif tag == "li":
            self.line.append("- ")
        elif tag in ("td", "th") and self.line and self.line[-1] != "\t":
            self.line.append("\t")
        elif tag == "img" and (alt := str(attributes.get("alt") or "").strip()):
            self.line.append(f"[{alt[:200]}]")
        elif tag == "input" and attributes.get("type") not in ("hidden", "checkbox", "radio", "submit"):
            self.line.append(str(attributes.get("value") or ""))

    def end(self, tag: str) -> None:
        tag = str(tag)
        if tag in _VOID or not self.stack:
            return
        _, effect = self.stack.pop()
        if effect == "skip":
            self.skipping -= 1
            return
        if effect == "quote":
            self._break(True)
            self.quotes -= 1
        elif effect == "pre":
            self.preformatted -= 1
        elif effect == "link":
            self._link(*self.links.pop())
        if tag in _BLOCKS:
            self._break(tag in _SPACED)

    def _link(self, target: str, since: int) -> None:
        if not _PLAIN_LINK.match(target) or len(target) > 500:
            return
        first = max(0, since - len(self.out))
        shown = "".join(self.line[first : first + 20]).strip()
        bare = target.partition(":")[2].strip("/")
        if shown and bare not in shown and shown not in bare:
            self.line.append(f" <{target}>")

    def data(self, data: str) -> None:
        if self.skipping:
            return
        if self.preformatted:
            first, *rest = str(data).split("\n")
            self.line.append(first)
            for text in rest:
                self._newline()
                self.line.append(text)
            return
        text = _SPACES.sub(" ", str(data))
        if text == " " and (not self.line or self.line[-1].endswith((" ", "\t"))):
            return
        self.line.append(text)

    def comment(self, text: str) -> None:
        """Conditional comments of Outlook are no text."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Processing instructions (``<?xml:namespace …>``) are no text."""

    def _newline(self) -> None:
        text = "".join(self.line)
        self.line.clear()
        text = text.rstrip() if text != "-- " else text
        if not self.preformatted:
            text = text.lstrip(" \t")
        self.out.append(self._prefix() + text)

    def _break(self, blank: bool) -> None:
        if "".join(self.line).strip():
            self._newline()
        else:
            self.line.clear()
        if blank and self.out and self.out[-1].strip("> "):
            self.out.append(self._prefix().rstrip())

    def _prefix(self) -> str:
        return "> " * min(self.quotes, _DEEPEST_QUOTE)

    def _emit(self, text: str) -> None:
        if "".join(self.line).strip():
            self._newline()
        self.line = [text]
        self._newline()

    def close(self) -> str:
        if self.line:
            self._newline()
        return "\n".join(self.out)


def _is_hidden(attributes: Any) -> bool:
    style = attributes.get("style")
    if style and _HIDDEN.search(re.sub(r"\s+", "", str(style)[:4000]).lower()):
        return True
    return "hidden" in attributes


def _is_signature(attributes: Any) -> bool:
    for name in ("class", "id"):
        value = attributes.get(name)
        if value and _SIGNATURE.search(str(value)[:300]):
            return True
    return False


def _is_quote(attributes: Any) -> bool:
    """A blockquote that only indents (Apple's and Outlook's indent buttons) is the writer's own text."""
    if str(attributes.get("type") or "").lower() == "cite":
        return True
    style = re.sub(r"\s+", "", str(attributes.get("style") or "")[:1000]).lower()
    if "border-left:" in style and "border-left:none" not in style and "border-left:0" not in style:
        return True
    name = str(attributes.get("class") or "").lower()
    return not _INDENT_ONLY.search(name + " " + style)


def to_text(html: str) -> str:
    """Readable text of an HTML document or fragment, lines ending in LF. Linear; never raises on any
    string.
    """
    reader = _Reader()
    parser = etree.HTMLParser(target=reader, recover=True, huge_tree=True, remove_pis=True)
    try:
        parser.feed(html)
        text = str(parser.close())
    except (etree.LxmlError, AssertionError):
        text = reader.close()
    return _BLANKS.sub("\n\n", text).strip("\n")
