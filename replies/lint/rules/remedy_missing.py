"""An answer without the judicial remedy."""

import re
from collections.abc import Iterable

from replies.facts import Remedies
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import awaits
from replies.registry import LETTERS

_WEEKS = r"(?:zes|6) weken"
_PETITION = re.compile(
    rf"{_WEEKS}.{{0,120}}\brechtbank\b|\brechtbank\b.{{0,200}}{_WEEKS}", re.IGNORECASE | re.DOTALL
)
_BEZWAAR = re.compile(rf"\bbezwaar\w*\b.{{0,200}}{_WEEKS}", re.IGNORECASE | re.DOTALL)
_BELGIAN = re.compile(r"rechtbank van eerste aanleg", re.IGNORECASE)

_NEEDED = {
    Remedies.NL_PRIVATE: ((_PETITION,), "het verzoek aan de rechtbank binnen zes weken"),
    Remedies.NL_PUBLIC_BODY: ((_BEZWAAR,), "het bezwaar binnen zes weken"),
    Remedies.NL_BY_CASE: ((_PETITION, _BEZWAAR), "bezwaar of het verzoek aan de rechtbank, binnen zes weken"),
    Remedies.BE: ((_BELGIAN,), "de voorzitter van de rechtbank van eerste aanleg"),
}


def _check(draft: Draft) -> Iterable[Hit]:
    if not any(LETTERS[kind].remedies for kind in draft.kinds) or awaits(draft, "rechtsmiddel"):
        return
    remedies = draft.facts.organisation.remedies
    statutory = draft.facts.case.statutory_task
    if remedies is Remedies.NL_BY_CASE and statutory is not None:
        remedies = Remedies.NL_PUBLIC_BODY if statutory else Remedies.NL_PRIVATE
    patterns, name = _NEEDED[remedies]
    if not any(pattern.search(draft.body) for pattern in patterns):
        yield Hit(f"Het rechtsmiddel ontbreekt: {name}")


RULE = Rule(
    "remedy_missing",
    why="art. 12 lid 4 en 79 AVG; art. 34 en 35 UAVG; art. 209 wet van 30 juli 2018",
    how="Zet de alinea over de rechter terug.",
    check=_check,
)
