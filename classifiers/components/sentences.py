"""Where sentences begin and end in e-mail Dutch: hard-wrapped lines, bullets, abbreviations, no capitals at all."""

import re
from collections.abc import Iterator
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from classifiers.components.tokenizer import text_of_doc

ABBREVIATIONS: Final = frozenset(
    [
        "a.u.b",
        "aub",
        "art",
        "artt",
        "afd",
        "alg",
        "bijv",
        "bijz",
        "blz",
        "bv",
        "b.v",
        "ca",
        "dd",
        "d.d",
        "dhr",
        "dr",
        "drs",
        "mr",
        "mevr",
        "mw",
        "mej",
        "ing",
        "ir",
        "prof",
        "em",
        "fam",
        "gem",
        "geb",
        "get",
        "h.d",
        "i.c",
        "i.h.a",
        "i.p.v",
        "i.v.m",
        "i.o",
        "jl",
        "jr",
        "k.k",
        "l.s",
        "ll",
        "m.a.w",
        "m.b.t",
        "m.b.v",
        "m.i",
        "m.i.v",
        "mld",
        "mln",
        "m.n",
        "m.u.v",
        "n.a.v",
        "nl",
        "nr",
        "nrs",
        "n.v.t",
        "o.a",
        "o.b.v",
        "o.g",
        "o.i.d",
        "o.l.v",
        "o.m",
        "p",
        "p.a",
        "par",
        "p.s",
        "pag",
        "plm",
        "plv",
        "resp",
        "r.o",
        "s.v.p",
        "sr",
        "st",
        "sub",
        "tel",
        "t.a.v",
        "t.b.v",
        "t.g.v",
        "t.h.v",
        "t.n.v",
        "t.o.v",
        "t.z.t",
        "t/m",
        "vb",
        "vgl",
        "v.h",
        "vlgs",
        "voorl",
        "vr",
        "vs",
        "wnd",
        "zgn",
        "z.g.a.n",
        "z.o.z",
        "z.s.m",
        "jan",
        "feb",
        "mrt",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "okt",
        "nov",
        "dec",
        "ma",
        "di",
        "wo",
        "do",
        "vr",
        "za",
        "zo",
        "e.a",
        "e.d",
        "enz",
        "etc",
        "e.v",
        "m.e",
        "co",
        "inc",
        "ltd",
        "no",
        "mme",
        "mlle",
        "mrs",
        "ms",
        "vol",
        "cfr",
        "cf",
        "i.e",
        "e.g",
        "c.q",
        "aant",
        "bijl",
        "lid",
        "nov.",
        "tnv",
        "tav",
        "ivm",
        "mbt",
    ]
)
_LINE: Final = re.compile(r"[^\n\r\x85\u2028\u2029]+")
_STOP: Final = re.compile(r"[.!?…]+[)\]\"'”’»]*(?=\s)")
_BULLET: Final = re.compile(r"\s*(?:[-–—*•·▪◦>]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]|[ivx]{1,4}[.)])\s")
_DOTTED: Final = re.compile(r"(?:[a-z]{1,3}\.){1,3}[a-z]{1,3}$")
_LAST_WORD: Final = re.compile(r"[\w./]{1,12}$")
WRAP: Final = 55
"""A line at least this long, without closing punctuation, may have been wrapped by the sender's program."""
LONGEST: Final = 600
"""A sentence never runs on beyond this many characters."""


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence, in order, without surrounding blanks; blank stretches are left out."""
    spans: list[tuple[int, int]] = []
    for start, end in _blocks(text):
        for s, e in _in_block(text, start, end):
            spans.extend(_cut(text, s, e))
    return spans


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Join lines that a mail program wrapped; every other line end is a break."""
    begin: int | None = None
    last = 0
    for match in _LINE.finditer(text):
        line = match[0]
        if not line.strip():
            if begin is not None:
                yield begin, last
            begin = None
            continue
        if begin is not None and not _wrapped(text, begin, last, match):
            yield begin, last
            begin = None
        if begin is None:
            begin = match.start()
        last = match.end()
    if begin is not None:
        yield begin, last


def _wrapped(text: str, begin: int, last: int, following: re.Match[str]) -> bool:
    """Tell whether the line end between `last` and the following line was put there by a program."""
    if text.count("\n", last, following.start()) > 1 or _BULLET.match(following[0]):
        return False
    line = text[max(begin, text.rfind("\n", begin, last) + 1) : last].rstrip()
    first = following[0].lstrip()[:1]
    if line.endswith((".", "!", "?", ":", ";")):
        return False
    return len(line) >= WRAP or (first.islower() and len(line) >= 25)


def _in_block(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split one block at closing punctuation that is not part of an abbreviation, an initial or a number."""
    begin = start
    for match in _STOP.finditer(text, start, end):
        if match[0] == "." and _is_abbreviation(text, begin, match.start()):
            continue
        following = text[match.end() : match.end() + 3].lstrip()[:1]
        if match[0] in {".", "..."} and following.islower() and match.start() - begin < 12:
            continue
        yield begin, match.end()
        begin = match.end()
    yield begin, end


def _is_abbreviation(text: str, begin: int, stop: int) -> bool:
    found = _LAST_WORD.search(text, max(begin, stop - 12), stop)
    if found is None:
        return False
    word = found[0]
    if len(word) == 1:
        return word.isupper() or word.isdigit()
    return (
        word.lower() in ABBREVIATIONS
        or bool(_DOTTED.match(word))
        or (word.isdigit() and found.start() == begin)
    )


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Trim blanks, and cut what runs on too long at a space near the limit."""
    while start < end:
        stop = end
        if end - start > LONGEST:
            space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
            stop = space if space > 0 else start + LONGEST
        piece = text[start:stop]
        left = len(piece) - len(piece.lstrip())
        right = len(piece.rstrip())
        if right > left:
            yield start + left, start + right
        start = stop


class MailSentences:
    """Marks sentence starts on a Doc, so that `doc.sents` are the sentences of an e-mail."""

    def __call__(self, doc: Doc) -> Doc:
        """Set the sentence starts."""
        starts = {start for start, _ in sentence_spans(text_of_doc(doc))}
        for token in doc:
            token.is_sent_start = token.i == 0 or token.idx in starts
        return doc


@Language.factory("mail_sentences", assigns=["token.is_sent_start"])
def make_mail_sentences(nlp: Language, name: str) -> Any:
    """Create the component for a pipeline."""
    return MailSentences()
