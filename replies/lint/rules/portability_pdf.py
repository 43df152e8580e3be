"""A PDF or paper where a machine-readable file is due."""

import re
from collections.abc import Iterable

from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import denied, own_words, section, sentences

_UNREADABLE = re.compile(
    r"\bpdf\w*|\.pdf\b|\bop papier\b|\buitdraai\b|\bscans?\b|\bschermafdruk\w*", re.IGNORECASE
)
_MACHINE = (".csv", ".json", ".xml", ".xlsx", ".zip", ".vcf", ".ics")


def _check(draft: Draft) -> Iterable[Hit]:
    for sentence in sentences(own_words(section(draft, "Overdracht van gegevens"))):
        match = _UNREADABLE.search(sentence.text)
        if match and not denied(sentence.text, match.end()):
            yield Hit(f"Geen bestand dat een ander programma kan inlezen: “{match[0]}”")
    names = [name.lower() for name in draft.attachments]
    if any(name.endswith(".pdf") for name in names) and not any(name.endswith(_MACHINE) for name in names):
        yield Hit("De enige bijlage is een PDF")


RULE = Rule(
    "portability_pdf",
    why="art. 20 lid 1 AVG; EDPB 01/2022 par. 156: gestructureerd en machineleesbaar",
    how="Geef de gegevens als CSV, JSON of XML.",
    check=_check,
    kinds=frozenset({LetterKind.PORTABILITY}),
)
