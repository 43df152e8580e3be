"""Bounces without standard headers, by the subjects that mail servers give them."""

from __future__ import annotations

import re

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_SUBJECT = re.compile(
    r"^(?:onbestelbaar|niet bezorgd|kan niet worden bezorgd|undeliver|delivery (?:status notification|failure|has failed)|"
    r"mail delivery (?:failed|system)|returned mail|failure notice|message non distribuable)"
)


def judge(facts: Facts) -> Finding | None:
    """A finding for bounce subjects."""
    if _SUBJECT.match(facts.subject):
        return Finding(
            "bounce_content",
            "bounce",
            "certain",
            "Het onderwerp is dat van een bericht dat niet bezorgd kon worden.",
        )
    return None
