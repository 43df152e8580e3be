"""What the attributes and styles of HTML in mail mean for a reader: hidden, quoted, or a signature."""

from __future__ import annotations

import re
from collections.abc import Mapping

_HIDDEN = re.compile(
    r"(?:^|;)(?:display:none|visibility:hidden|mso-hide:all|"
    r"(?:font-size|max-height|opacity):0(?:\.0+)?(?:px|pt|em|rem|%)?)(?:;|!|$)"
)
_SIGNATURE = re.compile(
    r"(?i)(?:^|[\s_-])(?:gmail_signature|moz-signature|ms-outlook-mobile-signature|io-ox-signature|bloop_sign|"
    r"protonmail_signature_block(?:-user)?|zimbra-?signature|signature|divsignature|mail-signature|"
    r"tutanota_signature)(?:$|\s)"
)
_INDENT_ONLY = re.compile(r"webkit-indent|border:(?:none|0)|border-left:(?:none|0)")
_NAME = re.compile(r"[.#]([\w-]{1,100})")
_MOST_CSS = 50_000


def _compact(style: str) -> str:
    return "".join(style[:4_000].split()).lower()


def is_hidden(attributes: Mapping[str, str], hidden_names: frozenset[str]) -> bool:
    """Whether an element is kept from the reader's eyes: by its style, the attribute ``hidden``, or a
    class of the head.
    """
    style = attributes.get("style")
    if style and _HIDDEN.search(_compact(style)):
        return True
    if "hidden" in attributes:
        return True
    return bool(hidden_names) and not hidden_names.isdisjoint(_names(attributes))


def is_signature(attributes: Mapping[str, str]) -> bool:
    """Whether a mail program marked the element as the sender's signature."""
    return any(_SIGNATURE.search(attributes[name][:300]) for name in ("class", "id") if name in attributes)


def is_quote(attributes: Mapping[str, str]) -> bool:
    """Whether a blockquote quotes; one that only indents (Apple's and Outlook's buttons) is the writer's
    own text.
    """
    if attributes.get("type", "").lower() == "cite":
        return True
    style = _compact(attributes.get("style", ""))
    if "border-left:" in style and "border-left:none" not in style and "border-left:0" not in style:
        return True
    return not _INDENT_ONLY.search(attributes.get("class", "")[:300].lower() + " " + style)


def hidden_names(css: str) -> frozenset[str]:
    """The classes and ids that a style sheet hides on every screen; rules inside ``@media`` depend on the
    screen.
    """
    found: set[str] = set()
    depth = 0
    position = 0
    css = css[:_MOST_CSS]
    while (brace := _next_brace(css, position)) >= 0:
        if css[brace] == "}":
            depth = max(0, depth - 1)
        else:
            selector = css[position:brace]
            if depth == 0 and "@" not in selector:
                end = css.find("}", brace)
                body = css[brace + 1 : end if end >= 0 else len(css)]
                if _HIDDEN.search(_compact(body)):
                    found.update(_NAME.findall(selector))
            depth += 1
        position = brace + 1
    return frozenset(found)


def _next_brace(css: str, position: int) -> int:
    opening, closing = css.find("{", position), css.find("}", position)
    if opening < 0 or closing < 0:
        return max(opening, closing)
    return min(opening, closing)


def _names(attributes: Mapping[str, str]) -> set[str]:
    names = set(attributes.get("class", "")[:1_000].split())
    return names | {attributes["id"]} if "id" in attributes else names
