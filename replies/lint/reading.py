"""How rules read a letter: sentence by sentence, without quotations, and with an eye for negation."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from replies.dates import FoundDate, find_dates
from replies.lint.finding import Check, Draft, Hit

BOTH = frozenset({"nl", "en"})

_SENTENCE = re.compile(r"[^.?!\n]+(?:[.?!](?=\S)[^.?!\n]*)*[.?!]*")
_HIDDEN = re.compile(
    r"^>[^\n]*$"  # a quoted line
    r"|[“„][^”\n]{0,500}”|\"[^\"\n]{0,500}\"|(?<!\w)'[^'\n]{2,200}'(?!\w)"  # a quotation
    r"|https?://\S+|(?<!\S)\S{1,128}@\S+"  # an address
    r"|\[\[[^\[\]\n]*\]\]",  # an open field
    re.MULTILINE,
)
_OPEN = re.compile(r"\[\[[^\[\]\n]*\]\]")
_NEGATION = re.compile(
    r"\b(?:geen|niet|niets|niemand|nooit|nergens|hoeft|hoef|not|never|no|nothing)\b", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"[;:]|\b(?:anders|maar|want|dan|omdat|otherwise|else|but|then|because)\b"
    r"|\b(?:en|of|and|or)(?= (?:kunt?|stuur|mail|geef|laat|noem|vermeld|bezorg|upload|send|give)\b)",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\b(?:zonder|without|tenzij|unless|alleen als|niet eerder|pas)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the body and where it starts."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in the body."""
        return self.start + len(self.text)


@lru_cache(maxsize=8)
def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of the text with their offsets; a line end also ends a sentence."""
    return tuple(Sentence(m[0], m.start()) for m in _SENTENCE.finditer(text) if m[0].strip())


@lru_cache(maxsize=8)  # some thirty rules read the same letter
def own_words(text: str) -> str:
    """Return the text with quotations, addresses and open fields blanked, at the same offsets."""
    return _HIDDEN.sub(lambda match: " " * len(match[0]), text)


def denied(sentence: str, end: int) -> bool:
    """Return whether the sentence says no to what ends at this offset ("Stuur geen kopie").

    Only the clause around it counts: "Stuur een kopie, anders kunnen wij niet verder" asks for one, and so does
    "Zonder kopie kunnen wij niet verder".
    """
    begin, stop = 0, len(sentence)
    for border in _CLAUSE.finditer(sentence):
        if border.start() >= end:
            stop = border.start()
            break
        begin = border.end()
    clause = sentence[begin:stop]
    return bool(_NEGATION.search(clause)) and not _WITHOUT.search(clause)


def dates_where(body: str, says: Callable[[str], object]) -> Iterator[FoundDate]:
    """Yield the dates, at their offsets in the body, of each sentence of which `says` is true."""
    for sentence in sentences(body):
        if says(sentence.text):
            for found in find_dates(sentence.text):
                yield FoundDate(found.value, sentence.start + found.start, sentence.start + found.end)


def present(pattern: str, what: str, *, unless_denied: bool = False, quoted: bool = False) -> Check:
    """Return a check that reports each sentence in which the pattern occurs.

    `quoted` also reads quotations and addresses.
    """
    compiled = re.compile(pattern, re.IGNORECASE)

    def check(draft: Draft) -> Iterable[Hit]:
        for sentence in sentences(draft.body if quoted else own_words(draft.body)):
            match = compiled.search(sentence.text)
            if match and not (unless_denied and denied(sentence.text, match.end())):
                yield Hit(
                    f"{what}: “{match[0].strip()}”",
                    sentence.start + match.start(),
                    sentence.start + match.end(),
                )

    return check


def absent(pattern: str, what: str, *, awaiting: str = "") -> Check:
    """Return a check that reports once when the pattern occurs nowhere in the body.

    It stays silent while the field whose label starts with `awaiting` is open: that field will bring the words.
    """
    compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)

    def check(draft: Draft) -> Iterable[Hit]:
        if not compiled.search(draft.body) and not (awaiting and awaits(draft, awaiting)):
            yield Hit(what)

    return check


def of_other_country(*, dutch: str, belgian: str, what: str) -> Check:
    """Return a check that reports every place with what belongs to the country that the controller is not in."""
    in_netherlands, in_belgium = (re.compile(pattern, re.IGNORECASE) for pattern in (dutch, belgian))

    def check(draft: Draft) -> Iterable[Hit]:
        pattern = in_belgium if draft.dutch_law else in_netherlands
        for match in pattern.finditer(own_words(draft.body)):
            yield Hit(f"{what}: “{match[0]}”", match.start(), match.end())

    return check


def other_form(pattern: str, form: str) -> Check:
    """Return a check that reports these words, in body and subject, where the organisation writes `form` (u or je)."""
    compiled = re.compile(pattern, re.IGNORECASE)

    def check(draft: Draft) -> Iterable[Hit]:
        if draft.facts.organisation.form == form:
            for match in compiled.finditer(own_words(draft.body)):
                yield Hit(f"'{match[0]}' in een brief met {form}", match.start(), match.end())
            for match in compiled.finditer(own_words(draft.subject)):
                yield Hit(f"'{match[0]}' in het onderwerp van een brief met {form}")

    return check


def awaits(draft: Draft, label: str) -> bool:
    """Return whether a field of which the label holds these words is still open."""
    return any(label in match[0] for match in _OPEN.finditer(draft.body))


def before_remedies(draft: Draft) -> str:
    """Return the body up to the paragraph on complaint and court: the answer itself."""
    match = re.search(r"^.*(?:niet eens met dit antwoord|hier niet mee eens).*$", draft.body, re.MULTILINE)
    return draft.body[: match.start()] if match else draft.body


def section(draft: Draft, heading: str) -> str:
    """Return the text of the part with this heading in a combined letter; the whole answer where there is none."""
    answer = before_remedies(draft)
    found = re.search(
        rf"^\d+\. {re.escape(heading)}$(?P<text>.*?)(?=^\d+\. |\Z)", answer, re.MULTILINE | re.DOTALL
    )
    return found["text"] if found else answer
