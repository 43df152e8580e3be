"""A term for court or bezwaar other than six weeks."""

import re
from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import own_words, sentences

_COURT = re.compile(
    r"\brechtbank\b|\bbezwaar(?:schrift)?\b[^.]{0,60}\b(?:binnen|weken|dagen)|\bberoep\b", re.IGNORECASE
)
_TERM = re.compile(
    r"\b(?P<count>een|één|twee|drie|vier|vijf|zes|zeven|acht|tien|twaalf|\d+) (?P<unit>weken|week|dagen"
    r"|maanden|maand)\b",
    re.IGNORECASE,
)


def _check(draft: Draft) -> Iterable[Hit]:
    if not draft.dutch_law:
        return
    for sentence in sentences(own_words(draft.body)):
        if not _COURT.search(sentence.text):
            continue
        for match in _TERM.finditer(sentence.text):
            if (match["count"].lower(), match["unit"].lower()) not in {("zes", "weken"), ("6", "weken")}:
                start = sentence.start + match.start()
                yield Hit(f"Verkeerde termijn: “{match[0]}”", start, start + len(match[0]))


RULE = Rule(
    "remedy_term_wrong",
    why="art. 35 lid 2 UAVG en art. 6:7 Awb: zes weken",
    how="Schrijf: zes weken.",
    check=_check,
)
