"""Own words beyond single mails: the parts that strip_text gives, and the doubts it admits."""

from __future__ import annotations

import pytest

from assistant.core.parse import parse
from assistant.core.quoting import own_words, strip_text

LETTER = (
    "Van: PO <po@vng.nl>\nVerzonden: dinsdag 3 maart 2026 10:12\nAan: Jan\nOnderwerp: vraag\n\nKlopt dit?"
)


@pytest.mark.parametrize(
    ("subject", "own"),
    [
        ("vraag", True),
        ("", True),
        ("Re: vraag", False),
        ("RE[2]: vraag", False),
        ("Antw: vraag", False),
        ("Antwoord: vraag", False),
        ("FW: vraag", False),
        ("Fwd: vraag", False),
        ("Doorst: vraag", False),
        ("TR: vraag", False),
        ("AW: vraag", False),
        ("[EXTERN] Re: vraag", False),
        ("Reactie op uw brief", True),
        ("Afwijzing", True),
    ],
)
def test_the_subject_is_inherited_behind_a_prefix(subject: str, own: bool) -> None:
    assert strip_text("tekst", subject).subject_is_own is own


def test_a_reply_that_says_nothing_new_admits_doubt() -> None:
    words = strip_text(LETTER, "RE: vraag")
    assert (words.text, words.certain) == ("", False)
    assert "Klopt dit?" in words.quoted


def test_the_same_block_without_a_prefix_is_a_forward() -> None:
    words = strip_text(LETTER, "vraag")
    assert (words.text, words.forwarded, words.certain) == ("Klopt dit?", "Klopt dit?", True)
    assert words.forwarded_from is not None
    assert words.forwarded_from.email == "po@vng.nl"


def test_nothing_at_all_is_certain() -> None:
    words = strip_text("", "")
    assert (words.text, words.quoted, words.certain) == ("", "", True)


def test_windows_line_ends_of_an_api_do_not_matter() -> None:
    assert strip_text("Ja.\n\nOp 3-3-2026 om 10:12 schreef PO:\n> oud", "Re: x").text == "Ja."


@pytest.mark.parametrize(
    "attribution",
    [
        "Op di 3 mrt. 2026 om 10:12 schreef PO <po@vng.nl>:",
        "Op dinsdag 3 maart 2026 om 10:12:00 CET schreef PO <po@vng.nl>:",
        "Op 3 mrt 2026, om 10:12 heeft PO <po@vng.nl> het volgende geschreven:",
        "Op 03-03-2026 10:12 schreef PO:",
        "Op 3/03/2026 om 10:12 schreef PO:",
        "PO <po@vng.nl> schreef op 3 maart 2026 10:12:",
        "On Tue, 3 Mar 2026 at 10:12, PO <po@vng.nl> wrote:",
        "On 3 Mar 2026, at 10:12, PO wrote:",
        "PO <po@vng.nl> wrote:",
        "Le 3 mars 2026 à 10:12, PO <po@vng.nl> a écrit :",
        "Le mar. 3 mars 2026 à 10:12, PO a écrit :",
        "Am 03.03.2026 um 10:12 schrieb PO:",
        "2026-03-03 10:12 GMT+01:00 PO <po@vng.nl>:",
        "Quoting PO <po@vng.nl>:",
        "Citeren PO <po@vng.nl>:",
    ],
)
@pytest.mark.parametrize("mark", ["> ", ">"])
def test_attributions(attribution: str, mark: str) -> None:
    words = strip_text(f"Mijn antwoord.\n\n{attribution}\n\n{mark}oud\n{mark}ouder", "Re: x")
    assert words.text == "Mijn antwoord."
    assert "oud" in words.quoted


@pytest.mark.parametrize(
    "story",
    [
        "Op 3 maart schreef ik u een brief:",
        "Op 3 maart 2026 hebt u mij geschreven:",
        "In 2024 schreven jullie:",
        "Mijn moeder schreef mij:",
        "On 3 March you wrote:",
        "Le 3 mars vous avez écrit :",
    ],
)
def test_a_story_is_no_attribution(story: str) -> None:
    text = f"Beste,\n\n{story}\nwij helpen u graag. Dat is niet gebeurd."
    assert strip_text(text, "klacht").text == text


@pytest.mark.parametrize(
    "footer",
    [
        "Verstuurd vanaf mijn iPhone",
        "Verzonden vanaf mijn Samsung Galaxy-smartphone.",
        "Verstuurd vanuit Outlook voor Android",
        "Outlook voor iOS downloaden",
        "Download Outlook voor iOS",
        "Verzonden met de Telenet-app",
        "Verzonden via Ziggo Mail",
        "Sent from my iPad",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Envoyé de mon iPhone",
        "Envoyé à partir de Outlook pour Android",
        "Von meinem iPhone gesendet",
    ],
)
def test_footers(footer: str) -> None:
    words = strip_text(f"Ik wil inzage.\n\n{footer}")
    assert (words.text, words.signature) == ("Ik wil inzage.", footer)


def test_sent_from_in_a_sentence_is_no_footer() -> None:
    text = "Verstuurd vanaf mijn werkadres, dus antwoord liever naar huis: "
    text += "dat wil ik graag, want mijn baas leest hier mee en dat hoeft niet."
    assert strip_text(text).text == text


def test_a_thread_header_makes_the_subject_inherited_only_with_a_prefix() -> None:
    mail = parse(b"From: a@b.nl\nIn-Reply-To: <x@y>\nSubject: nieuw onderwerp\n\ntekst")
    assert own_words(mail).subject_is_own
