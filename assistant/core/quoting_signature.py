"""Signature, disclaimer and phone footer below what someone wrote."""

from __future__ import annotations

import re

_DELIMITER = re.compile(r"^--[ \t]?$")
_FOOTER = re.compile(
    r"(?i)^\s*(?:verstuurd|verzonden|sent|envoyé) (?:vanaf|vanuit|met|via|from|with|de|depuis)\b.{0,80}$|^\s*(?:download|get) outlook (?:voor|for) \w+"
)


def split(text: str) -> tuple[str, str]:
    """What was written, and what stands below it as a signature."""
    own: list[str] = []
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if _DELIMITER.match(line):
            return "\n".join(own).strip(), "\n".join(lines[index + 1 :]).strip()
        if not _FOOTER.match(line):
            own.append(line)
    return "\n".join(own).strip(), ""
