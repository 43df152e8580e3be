"""What the rules look at, worked out once per mail and only when a rule asks for it."""

from __future__ import annotations

from functools import cached_property

from assistant.core import quoting, sender
from assistant.core.mail import ParsedMail
from assistant.core.screening.verdict import ScreeningContext


class Facts:
    """One mail as the rules see it."""

    def __init__(self, mail: ParsedMail, context: ScreeningContext) -> None:
        self.mail = mail
        self.context = context

    @cached_property
    def headers(self) -> dict[str, str]:
        """The first value of each header, lower-case names."""
        return dict(reversed(self.mail.headers))

    @cached_property
    def own(self) -> quoting.OwnWords:
        """The sender's own words."""
        return quoting.own_words(self.mail)

    @cached_property
    def subject(self) -> str:
        """The subject in lower case, white space joined."""
        return " ".join(self.mail.subject.lower().split())

    @cached_property
    def author(self) -> str:
        """The author's address, or an empty string."""
        return self.mail.from_[0].email if self.mail.from_ else ""

    @cached_property
    def reply_to(self) -> str | None:
        """The address that may be answered."""
        found = sender.answer_address(self.mail, self.context.own_addresses | self.context.web_form_senders)
        return found.email if found else None
