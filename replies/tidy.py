"""Brings a rendered text to the one layout of letters."""

import re

_GAPS = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """Return the text with single blank lines, no blanks at line ends, and one newline at its end."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return _GAPS.sub("\n\n", lines).strip() + "\n"
