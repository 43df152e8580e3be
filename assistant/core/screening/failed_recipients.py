"""X-Failed-Recipients: only mail servers write it, into the bounces of Exim and Gmail."""

from __future__ import annotations

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding


def judge(facts: Facts) -> Finding | None:
    """A finding wherever the header stands."""
    if "x-failed-recipients" in facts.headers:
        return Finding(
            "failed_recipients",
            "bounce",
            "De kop X-Failed-Recipients hoort bij een bericht dat niet bezorgd kon worden.",
        )
    return None
