"""Which articles and named rights does a text invoke or mention, and do they belong together?"""

import re
from dataclasses import dataclass
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from classifiers.components.tokenizer import text_of_doc
from classifiers.labels import ARTICLES

LAW: Final = (
    r"(?:u?avg|gdpr|rgpd|dsgvo|algemene verordening(?: gegevens\w+)?|verordening"
    r"|general data protection regulation|r[èe]glement)"
)
OTHER_LAW: Final = (
    r"(?:awb|woo|wob|grondwet|wmo|gemeentewet|jeugdwet|participatiewet|bw|burgerlijk wetboek|rv|sr|wpg|evrm|apv|omgevingswet"
    r"|algemene wet bestuursrecht|wet open overheid|archiefwet|decreet\b.{0,40}|model\w*|cao|statuten|reglement)"
)
_ARTICLE: Final = re.compile(
    r"\b(?:artt?\.?|artikelen|artikel|articles?|art\s)\s{0,2}(?P<n>\d{1,3})(?P<sub>(?:[:.]\d{1,3}[a-z]?)?)"
    r"(?P<more>(?:\s?(?:,|en|e\.v\.|t/m|and|et|of|juncto|jo\.?|&)\s?(?:artikel\s)?\d{1,3}(?![\d/-])){0,6})"
    r"(?P<rest>.{0,70})",
    re.I,
)
_LAW: Final = re.compile(rf"\b{LAW}\b", re.I)
_OTHER_LAW: Final = re.compile(rf"\b{OTHER_LAW}\b", re.I)
_NUMBER: Final = re.compile(r"\d{1,3}")
NAMED: Final = {
    "access": r"(?:recht\w* (?:op|van|tot) )?(?:inzage|toegang tot)|inzage(?:recht|verzoek)|right (?:of"
    r"|to) access|droit d'acc[èe]s",
    "rectification": r"rectificatie|recht op (?:correctie|verbetering)|correctie(?:recht|verzoek)"
    r"|right to rectification|droit de rectification",
    "erasure": r"(?:gegevens)?wissing|recht op (?:verwijdering|vergetelheid)|vergetelheid"
    r"|verwijder(?:ings)?verzoek|right to (?:erasure|be forgotten)|droit [àa] l'(?:effacement|oubli)",
    "restriction": r"beperking van de verwerking|recht op beperking|restriction of processing|limitation du traitement",
    "portability": r"overdraagbaarheid|dataportabiliteit|portabilit\w*",
    "objection": r"recht van (?:bezwaar|verzet)|bezwaarrecht|right to object|droit d'opposition",
    "automated_decision": r"geautomatiseerde (?:individuele )?besl\w+"
    r"|automated (?:individual )?decision\w*|d[ée]cision automatis[ée]e",
}  # fmt: skip
_NAMED: Final = {label: re.compile(rf"\b(?:{pattern})", re.I) for label, pattern in NAMED.items()}
_CUES: Final = {
    "access": ("inzage", "toegang", "access", "acc"),
    "rectification": ("rectif", "correctie", "verbetering"),
    "erasure": ("wissing", "verwijder", "vergetelheid", "eras", "forgotten", "oubli", "effacement"),
    "restriction": ("beperking", "restriction", "limitation"),
    "portability": ("overdraagbaarheid", "portab"),
    "objection": ("recht", "right to object", "droit d'opposition"),
    "automated_decision": ("geautomatiseerd", "automated", "automatis"),
}
"""Cheap words without which a named right cannot be there."""
_ANY_CUE: Final = re.compile("|".join(re.escape(cue) for cues in _CUES.values() for cue in cues))
_LABEL_OF: Final = {ARTICLES[label]: label for label in NAMED}
NEAR: Final = 90


@dataclass(frozen=True, slots=True)
class Reference:
    """An article or a named right at a place in the text. `label` is the right it stands for, if any."""

    start: int
    end: int
    label: str
    article: str
    ours: bool


def references(text: str) -> list[Reference]:
    """Return the articles and named rights of a text, in order. `ours` is false for articles of another law."""
    found: list[Reference] = []
    if "art" in (low := text.lower()):
        for match in _ARTICLE.finditer(text):
            found.extend(_articles(match))
    if not _ANY_CUE.search(low):
        return found
    for label, pattern in _NAMED.items():
        if not any(cue in low for cue in _CUES[label]):
            continue
        found.extend(Reference(m.start(), m.end(), label, "", True) for m in pattern.finditer(text))
    return sorted(found, key=lambda reference: reference.start)


def _articles(match: re.Match[str]) -> list[Reference]:
    rest = match["rest"]
    law, other = _LAW.search(rest), _OTHER_LAW.search(rest)
    ours = not match["sub"] and not (other and (not law or other.start() < law.start()))
    numbers = [match["n"], *_NUMBER.findall(match["more"])]
    end = match.start("rest")
    return [
        Reference(match.start(), end, _LABEL_OF.get(number, "") if ours else "", number, ours)
        for number in dict.fromkeys(numbers)
    ]


def wrong_pairings(found: list[Reference]) -> list[tuple[Reference, Reference]]:
    """Return articles that stand right beside the name of another right, as in «artikel 17 inzage»."""
    pairs = []
    for article in (r for r in found if r.article and r.ours and r.label):
        near = [
            r
            for r in found
            if not r.article and -30 < r.start - article.end < NEAR and r.start != article.start
        ]
        if near and all(r.label != article.label for r in near):
            pairs.append((article, near[0]))
    return pairs


class LegalReferences:
    """Sets `doc.spans["legal"]` (label: the right or the article) and `doc._.wrong_pairings`."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the references of one doc."""
        found = references(text_of_doc(doc))
        spans = []
        for reference in found:
            span = doc.char_span(
                reference.start,
                reference.end,
                label=reference.label or f"article {reference.article}",
                alignment_mode="expand",
            )
            if span is not None:
                spans.append(span)
        doc.spans["legal"] = spans
        doc._.wrong_pairings = [(a.article, b.label) for a, b in wrong_pairings(found)]
        return doc


if not Doc.has_extension("wrong_pairings"):
    Doc.set_extension("wrong_pairings", default=None)


@Language.factory("legal_references", assigns=["doc.spans", "doc._.wrong_pairings"])
def make_legal_references(nlp: Language, name: str) -> Any:
    """Create the component for a pipeline."""
    return LegalReferences()
