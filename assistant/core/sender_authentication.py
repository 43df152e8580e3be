"""SPF, DKIM and DMARC as the organisation's own mail server found them (RFC 8601); what others claim is
ignored.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from assistant.core.identification import Authentication
from assistant.core.mail import ParsedMail

_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(r"(?i)^\s*(spf|dkim|dmarc)(?:/\d)?\s*=\s*([a-z]+)")
_DOMAIN = re.compile(
    r"(?i)\b(?:header\.d|header\.i|smtp\.mailfrom|smtp\.helo|header\.from)\s*=\s*\"?([^\s;\"]{1,300})"
)
_FAILED = {"fail", "softfail", "hardfail", "policy"}


@dataclass(frozen=True, slots=True)
class Results:
    """The three results; ``aligned`` when SPF or DKIM passed for the domain of the From address itself."""

    spf: Authentication = Authentication.NONE
    dkim: Authentication = Authentication.NONE
    dmarc: Authentication = Authentication.NONE
    aligned: bool = False

    @property
    def passed(self) -> bool:
        """Rung 0 of the ladder: DMARC passed, or where there is none, an aligned pass without any failure."""
        if self.dmarc is not Authentication.NONE:
            return self.dmarc is Authentication.PASS
        return self.aligned and Authentication.FAIL not in (self.spf, self.dkim)


def results(mail: ParsedMail, trusted_authserv_ids: Collection[str]) -> Results:
    """The results in the topmost Authentication-Results header of a trusted server.

    Only the topmost counts: our server writes above what it received, so a forged header with its name stands
    below. An id of ``-`` trusts headers without any name, as Exchange Online writes them.
    """
    trusted = {name.strip().lower() for name in trusted_authserv_ids}
    for value in mail.header_all("authentication-results"):
        plain = _COMMENT.sub(" ", value[:8_000])
        first, _, rest = plain.partition(";")
        name = (first.split() or [""])[0].lower()
        if name in trusted:
            return _read(rest, mail)
        if "=" in name and "-" in trusted:
            return _read(plain, mail)
    return Results()


def _read(text: str, mail: ParsedMail) -> Results:
    domain = mail.from_[0].domain if mail.from_ else ""
    found: dict[str, Authentication] = {}
    aligned = False
    for statement in text.split(";"):
        result = _RESULT.match(statement)
        if result is None:
            continue
        method, outcome = result.group(1).lower(), _outcome(result.group(2).lower())
        # Several DKIM signatures: one good one is enough, as RFC 6376 section 6 has it.
        if method not in found or outcome is Authentication.PASS:
            found[method] = outcome
        if outcome is Authentication.PASS and method != "dmarc":
            aligned = aligned or any(_aligned(name, domain) for name in _DOMAIN.findall(statement))
    none = Authentication.NONE
    return Results(found.get("spf", none), found.get("dkim", none), found.get("dmarc", none), aligned)


def _outcome(word: str) -> Authentication:
    if word == "pass":
        return Authentication.PASS
    return Authentication.FAIL if word in _FAILED else Authentication.NONE


def _aligned(name: str, domain: str) -> bool:
    """Relaxed alignment: the same domain, or one under the other."""
    other = name.rpartition("@")[2].strip(".<>").lower()
    return bool(domain) and (
        other == domain or other.endswith("." + domain) or (domain.endswith("." + other) and "." in other)
    )
