"""Does a text put the organisation in default? (Awb 4:17 and 6:12: two weeks later a penalty runs; LEGAL A6.6)."""

from __future__ import annotations

import re
from enum import StrEnum


class DefaultNotice(StrEnum):
    """What a text says about default: nothing, that it may come, or that this is it."""

    NONE = "none"
    THREAT = "threat"
    NOTICE = "notice"


_SENTENCE = re.compile(r"[^.!?\n]{1,1000}")
_WORDS = re.compile(
    r"ingebreke[\s-]{0,2}stelling|ingebrekegesteld|in[\s-]{1,3}gebreke|dwangsom|mise\s+en\s+demeure"
    r"|notice\s+of\s+default|niet[\s-]{1,3}tijdig[\s-]{1,3}(?:beslissen|beslist|besloten)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:geen|niet\s+als|nog\s+niet|zonder)\s+(?:\w+\s+){0,2}(?:ingebreke|in\s+gebreke|dwangsom)"
    r"|\bwat\s+(?:is|houdt|betekent)\b|\bhoe\s+(?:werkt|moet|kan|stel)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:anders|als|indien|mocht(?:en)?|zo\s+niet|wanneer|tenzij|bij\s+gebreke|overweeg|behoud\s+mij|binnenkort|volgende\s+stap)\b"
    r"|\b(?:zal|zullen|zou|kan|wil|ga)\b(?=.{0,80}\b(?:in\s+gebreke|ingebreke|dwangsom))",
    re.IGNORECASE,
)
_DEFAULT = re.compile(r"gebreke|ingebreke|demeure|notice\s+of\s+default|tijdig", re.IGNORECASE)
_CLAIM = re.compile(
    r"\baanspraak\b|\bvorder|\beis\b|verschuldigd|\bu\s+verbeurt|\bverbeurt\s+u\b|verbeuren|\bbetalen\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:hierbij|hiermee|bij\s+deze|deze|dit\s+is|per\s+heden|nu\s+in\s+gebreke)\b", re.IGNORECASE
)


def find_default_notice(text: str) -> DefaultNotice:
    """The strongest reading of any sentence. A wrong alarm costs a look, a missed notice costs money: doubt counts as notice.

    Linear in the length of the text; only the sender's own words should be given.
    """
    found = DefaultNotice.NONE
    for sentence in _SENTENCE.finditer(text):
        verdict = _judge(sentence[0])
        if verdict is DefaultNotice.NOTICE:
            return verdict
        if verdict is DefaultNotice.THREAT:
            found = verdict
    return found


def _judge(sentence: str) -> DefaultNotice:
    if not _WORDS.search(sentence):
        return DefaultNotice.NONE
    if not _DEFAULT.search(sentence) and not _CLAIM.search(sentence):
        return DefaultNotice.THREAT  # a penalty is only mentioned
    if _NOW.search(sentence) and not _DENIED.search(sentence):
        return DefaultNotice.NOTICE
    if _DENIED.search(sentence):
        return DefaultNotice.NONE
    return DefaultNotice.THREAT if _CONDITION.search(sentence) else DefaultNotice.NOTICE
