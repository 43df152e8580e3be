"""Lower case without accents, straight quotes and single spaces: the form in which phrases are compared."""

from __future__ import annotations

import unicodedata

_SPECIAL = {
    "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i",
    "’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-",
    "\u200b": "", "\u00ad": "",
}  # fmt: skip
_ACCENTED = (
    range(0xC0, 0x250),
    range(0x370, 0x400),
    range(0x400, 0x460),
    range(0x1E00, 0x2000),
    range(0xFF01, 0xFF5F),
)


def _table() -> dict[int, str]:
    table = {}
    for characters in _ACCENTED:
        for code in characters:
            plain = "".join(
                c for c in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(c)
            )
            if plain != chr(code):
                table[code] = plain.lower()
    return table | {ord(char): plain for char, plain in _SPECIAL.items()}


_TABLE = _table()


def fold(text: str) -> str:
    """``"Échec de remise"`` -> ``"echec de remise"``; scripts without case or accents stay comparable with
    themselves.
    """
    lowered = text.lower()
    if not lowered.isascii():
        lowered = lowered.translate(_TABLE)
    return " ".join(lowered.split())


def phrases(table: str) -> tuple[str, ...]:
    """The phrases of a table, separated by ``|`` or line breaks, folded, once each."""
    found = (fold(phrase) for phrase in table.replace("\n", "|").split("|"))
    return tuple(dict.fromkeys(phrase for phrase in found if phrase))
