"""One spelling for counting: lower case, no accents, digits as 0, punctuation apart, single spaces."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_PUNCTUATION: Final = re.compile(r"([^\w\s])")
_DIGIT: Final = re.compile(r"\d")
_LONG_RUN: Final = re.compile(r"([^\w\s])(?:\s?\1){2,}")
_QUOTES: Final = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-"}
)


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """Strip the accent of one non-ASCII letter; read any digit as 0 and any control character as a space."""
    if char.isdigit():
        return "0"
    if unicodedata.category(char)[0] == "C":
        return " "
    decomposed = unicodedata.normalize("NFKD", char)
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return kept or " "


def normalise(text: str) -> str:
    """Return the text in the spelling that n-grams are counted in. Never longer than a few times its input."""
    text = text.translate(_QUOTES)
    text = _DIGIT.sub("0", text.lower())
    if not text.isascii() or not text.isprintable():
        text = "".join(c if " " <= c <= "~" else _plain(c) for c in text)
    text = _LONG_RUN.sub(r"\1\1", text)
    return " ".join(_PUNCTUATION.sub(r" \1 ", text).split())
