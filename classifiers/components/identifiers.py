"""Numbers and addresses that identify a person, each checked by its own rule where it has one."""

import re
from typing import Any, Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc
from stdnum import iban
from stdnum.be import nn
from stdnum.nl import bsn

from classifiers.components.tokenizer import text_of_doc

_MONTHS: Final = (
    r"jan\w*|feb\w*|maart|mrt|apr\w*|mei|juni?|juli?|aug\w*|sept?\w*|okt\w*|nov\w*|dec\w*|march|may|june|july|oct\w*"
    r"|janv\w*|f[ée]v\w*|mars|avr\w*|juin|juil\w*|ao[uû]t"
)
_DATE: Final = (
    rf"(?:\d{{1,2}}[-/. ]\d{{1,2}}[-/. ]\d{{2,4}}|\d{{1,2}}(?:er|st|nd|rd|th)?\s(?:{_MONTHS})\.?,?\s\d{{4}}"
    rf"|\d{{4}}-\d{{2}}-\d{{2}})"
)
_PATTERNS: Final = {
    "email": re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"),
    "iban": re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"),
    "rijksregisternummer": re.compile(r"(?<!\d)\d{2}[.\s-]?\d{2}[.\s-]?\d{2}[-.\s]?\d{3}[.\s-]?\d{2}(?!\d)"),
    "bsn": re.compile(
        r"(?<![\d+-])\d{4}[. ]?\d{2}[. ]?\d{3}(?!\d)|(?<![\d+])\d{3}[. ]\d{3}[. ]\d{3}(?!\d)"
        r"|(?<![\d+])\d{8,9}(?!\d)"
    ),
    "birth_date": re.compile(
        rf"(?:\bgeb(?:oren|\.|\b)|\bgeboortedatum|\bdate of birth|\bdob\b|\bborn|\bn[ée]e? le"
        rf"|\bdate de naissance|\xb0)[^\d\n]{{0,25}}({_DATE})",
        re.I,
    ),
    "phone": re.compile(r"(?<![\d/.-])(?:\+3[12][\s.-]?(?:\(0\))?|0)[1-9](?:[\s./-]?\d){7,9}(?!\d)"),
    "postcode": re.compile(r"(?<!\d)[1-9]\d{3}\s?[A-Z]{2}\b|\bB?-?[1-9]\d{3}\s(?=[A-Z][a-z]+)"),
}  # fmt: skip


class Identifier(NamedTuple):
    """A number or address at a place in the text."""

    kind: str
    start: int
    end: int


def identifiers(text: str) -> list[Identifier]:
    """Return the identifiers of a text in order; one stretch has one kind, the most certain first."""
    found: list[Identifier] = []
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            group = 1 if pattern.groups else 0
            start, end = match.span(group)
            if _valid(kind, match[group]) and not any(f.start < end and start < f.end for f in found):
                found.append(Identifier(kind, start, end))
    return sorted(found, key=lambda identifier: identifier.start)


def _valid(kind: str, text: str) -> bool:
    if kind == "bsn":
        return bool(bsn.is_valid(text.replace(".", "").replace(" ", "")))
    if kind == "rijksregisternummer":
        return bool(nn.is_valid(re.sub(r"\D", "", text)))
    if kind == "iban":
        return bool(iban.is_valid(text))
    return True


class Identifiers:
    """Sets `doc.spans["identifiers"]`."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the identifiers of one doc."""
        spans = []
        for kind, start, end in identifiers(text_of_doc(doc)):
            span = doc.char_span(start, end, label=kind, alignment_mode="expand")
            if span is not None:
                spans.append(span)
        doc.spans["identifiers"] = spans
        return doc


@Language.factory("identifiers", assigns=["doc.spans"])
def make_identifiers(nlp: Language, name: str) -> Any:
    """Create the component for a pipeline."""
    return Identifiers()
