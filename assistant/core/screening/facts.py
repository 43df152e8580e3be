"""What the rules look at, worked out once per mail and only when a rule asks for it."""

from __future__ import annotations

import re
from functools import cached_property

from assistant.core import quoting, sender, sender_form, wish_cues
from assistant.core.folding import fold
from assistant.core.mail import ParsedMail
from assistant.core.screening.lexicon import SUBJECT, TEXT
from assistant.core.screening.verdict import ScreeningContext

_READ = 8_000  # characters of the text in which phrases are looked for
_TAG = re.compile(r"^(?:\[[^\]]{0,60}\]|\*+\s?[\w ]{0,30}\s?\*+|\([^)]{0,30}\)|[^\w\[(*]+)\s*")
_PREFIX = re.compile(
    r"^(?:re|antw(?:oord)?|aw|sv|rv|vs|odp|ref|fwd?|fw|doorst|tr|wg|i|rif|r)\s*(?:\[\d+\])?\s*:\s*"
)
_LINK_TEXT = re.compile(r"[^|\n.!?<>]{0,80}<https?://[^<>\s]{0,500}>")
_FORWARD = re.compile(r"^(?:fwd?|doorst\w*|doorgest\w*|tr|wg|i|rv)\s*:")


class Facts:
    """One mail as the rules see it."""

    def __init__(
        self, mail: ParsedMail, context: ScreeningContext, own: quoting.OwnWords | None = None
    ) -> None:
        self.mail = mail
        self.context = context
        self._own = own

    @cached_property
    def headers(self) -> dict[str, str]:
        """The first value of each header, lower-case names."""
        return dict(reversed(self.mail.headers))

    @cached_property
    def own(self) -> quoting.OwnWords:
        """The sender's own words."""
        return self._own or quoting.own_words(self.mail)

    @cached_property
    def own_text(self) -> str:
        """The sender's own words; the whole text where nothing could be told apart (bounces often look
        like history).
        """
        return self.own.text or self.mail.text

    @cached_property
    def folded(self) -> str:
        """The beginning of the own text, folded."""
        return fold(self.own_text[:_READ])

    @cached_property
    def said(self) -> dict[str, frozenset[str]]:
        """The machine phrases in the own text, per table."""
        return TEXT.find(self.folded)

    @cached_property
    def full_subject(self) -> str:
        """The subject, folded."""
        return fold(self.mail.subject[:500])

    @cached_property
    def subject(self) -> str:
        """The folded subject without list tags, ticket marks and Re: in front."""
        text = self.full_subject
        for _ in range(4):
            shorter = _PREFIX.sub("", _TAG.sub("", text))
            if shorter in (text, ""):
                break
            text = shorter
        return text

    @cached_property
    def subject_said(self) -> dict[str, frozenset[str]]:
        """The machine phrases in the subject, per table."""
        return SUBJECT.find(self.full_subject)

    @cached_property
    def is_forward(self) -> bool:
        """Whether a person forwarded something, by the subject."""
        return bool(_FORWARD.match(self.full_subject))

    @cached_property
    def is_request(self) -> bool:
        """Whether a person asks something about data in their own words."""
        return wish_cues.is_request(self._lines)

    @cached_property
    def reads_as_person(self) -> bool:
        """Whether the text is more likely a person's than a program's: nothing in it is a machine's
        phrase, and someone speaks of themselves, or wants something about data without the links that
        mailings live by.
        """
        if self.speaks_as_machine:
            return False
        return self.is_personal or self.is_wish

    @cached_property
    def is_wish(self) -> bool:
        """Whether something about data is wanted or asked, without the links that mailings live by."""
        return not self.has_links and wish_cues.is_wish(self._lines)

    @cached_property
    def has_links(self) -> bool:
        """Whether web addresses stand in the text or under it."""
        return "http" in self.own_text[:_READ] or "<a " in self.mail.html[: 2 * _READ]

    @cached_property
    def speaks_as_machine(self) -> bool:
        """Whether the own text holds any phrase that programs use."""
        return any(
            self.said[table]
            for table in ("away", "acknowledged", "self_declared", "automatic", "bounce_technical")
        )

    @cached_property
    def is_personal(self) -> bool:
        """Whether someone speaks of themselves."""
        return wish_cues.is_personal(self.folded)

    @cached_property
    def is_letter(self) -> bool:
        """Whether one person wrote this as a letter."""
        return wish_cues.is_letter(self.folded)

    @cached_property
    def is_question(self) -> bool:
        """Whether a person asks anything."""
        return wish_cues.is_question(self._lines)

    @cached_property
    def _lines(self) -> str:
        # What stands on a link is what a mailing wants its reader to say ("ja, ik wil mijn gegevens wijzigen").
        text = _LINK_TEXT.sub(" ", self.own_text[:_READ])
        return "\n".join(fold(line) for line in text.split("\n"))

    @cached_property
    def author(self) -> str:
        """The author's address, or an empty string."""
        return self.mail.from_[0].email if self.mail.from_ else ""

    @cached_property
    def local(self) -> str:
        """The part of the author's address before the @."""
        return self.author.rpartition("@")[0]

    @cached_property
    def reply_to(self) -> str | None:
        """The address that may be answered."""
        found = sender.answer_address(self.mail, self._ours)
        return found.email if found else None

    @cached_property
    def is_filled_form(self) -> bool:
        """Whether a person filled in a contact form: their web server may mark it as automatic, their
        words are not.
        """
        known = sender_form.person(self.mail, self._ours) is not None
        return known and (self.is_request or sender_form.is_form(self.mail))

    @cached_property
    def _ours(self) -> frozenset[str]:
        return self.context.own_addresses | self.context.web_form_senders
