"""What the sender wrote now, in every quote style we know."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.components.own_text import own_spans
from classifiers.components.surface import cleaned, windows

OURS = "Geachte heer De Wit, om u te kunnen herkennen vragen wij u om uw geboortedatum. Met vriendelijke groet, VNG"

STYLES = {
    "gmail nl": "{own}\n\nOp di 4 nov 2025 om 09:31 schreef VNG <po@vng.nl>:\n\n> {ours}\n>\n> VNG\n",
    "gmail nl wrapped": (
        "{own}\n\nOp dinsdag 4 november 2025 om 09:31 schreef Privacy Officer VNG\n<po@vng.nl>:\n\n> {ours}\n"
    ),
    "apple mail nl": (
        "{own}\n\n> Op 4 nov 2025, om 09:31 heeft VNG <po@vng.nl> het volgende geschreven:\n> \n> {ours}\n"
    ),
    "iphone nl": (
        "{own}\n\nVerstuurd vanaf mijn iPhone\n\n"
        "> Op 4 nov. 2025 om 09:31 heeft VNG het volgende geschreven:\n>\n> {ours}"
    ),
    "outlook nl": (
        "{own}\n\nVan: VNG <po@vng.nl>\nVerzonden: dinsdag 4 november 2025 09:31\nAan: J. de Wit\n"
        "Onderwerp: RE: verzoek\n\n{ours}"
    ),
    "outlook nl bold": (
        "{own}\n\n*Van:* VNG\n*Verzonden:* dinsdag 4 november 2025 09:31\n*Aan:* J. de Wit\n"
        "*Onderwerp:* verzoek\n\n{ours}"
    ),
    "outlook nl old": (
        "{own}\n\n-----Oorspronkelijk bericht-----\nVan: VNG\nVerzonden: dinsdag 4 november\n"
        "Aan: J.\nOnderwerp: x\n\n{ours}"
    ),
    "outlook web": (
        "{own}\n\n________________________________\nVan: VNG\n"
        "Verzonden: dinsdag 4 november 2025 09:31\nAan: J.\nOnderwerp: x\n\n{ours}"
    ),
    "outlook en": (
        "{own}\n\nFrom: VNG <po@vng.nl>\nSent: Tuesday, November 4, 2025 9:31 AM\nTo: J. de Wit\n"
        "Subject: x\n\n{ours}"
    ),
    "outlook fr": (
        "{own}\n\nDe : VVSG\nEnvoyé : mardi 4 novembre 2025 09:31\nÀ : J. de Wit\nObjet : x\n\n{ours}"
    ),
    "gmail en": "{own}\n\nOn Tue, Nov 4, 2025 at 9:31 AM VNG <po@vng.nl> wrote:\n\n> {ours}\n",
    "gmail fr": "{own}\n\nLe mar. 4 nov. 2025 à 09:31, VVSG <info@vvsg.be> a écrit :\n\n> {ours}\n",
    "thunderbird": "{own}\n\nOn 4-11-2025 09:31, VNG wrote:\n> {ours}\n",
    "thunderbird nl": "{own}\n\nVNG schreef op 4-11-2025 om 09:31:\n> {ours}\n",
    "samsung": (
        "{own}\n\nVerzonden vanaf mijn Galaxy\n\n-------- Oorspronkelijk bericht --------\n"
        "Van: VNG <po@vng.nl>\nDatum: 04-11-2025 09:31\nAan: J.\nOnderwerp: x\n\n{ours}"
    ),
    "attribution without marks": "{own}\n\nOp 4 november 2025 om 09:31 schreef VNG <po@vng.nl>:\n\n{ours}\n",
    "bottom posting": "Op 4 nov 2025 schreef VNG <po@vng.nl>:\n> {ours}\n\n{own}\n",
    "forward": (
        "{own}\n\n---------- Doorgestuurd bericht ---------\nVan: VNG <po@vng.nl>\n"
        "Date: di 4 nov 2025\nSubject: x\nTo: j@w.example\n\n{ours}"
    ),
}
OWN = "Mijn geboortedatum is 3 april 1980 en verder wil ik dat u mijn foto weghaalt."


def own(body: str, *previous: str) -> str:
    text = cleaned(body)
    return "\n".join(text[start:end] for start, end in own_spans(text, previous))


@pytest.mark.parametrize("style", STYLES)
def test_history_is_left_out_and_own_words_stay(style: str) -> None:
    found = own(STYLES[style].format(own=OWN, ours=OURS))
    assert found.strip() == OWN


def test_answers_between_quoted_lines_stay_together() -> None:
    body = "Zie hieronder.\n\n> Welke gegevens bedoelt u?\nAlleen mijn foto.\n> En vanaf welk jaar?\nVanaf 2019.\n"
    assert own(body).split("\n") == ["Zie hieronder.", "Alleen mijn foto.", "Vanaf 2019."]


def test_history_without_any_mark_is_known_from_the_earlier_message() -> None:
    body = f"Mijn geboortedatum is 3 april 1980.\n\n{OURS}"
    assert own(body, OURS) == "Mijn geboortedatum is 3 april 1980."


def test_inline_answers_under_an_outlook_header_are_kept_when_the_earlier_message_is_known() -> None:
    earlier = "Wilt u ook uw foto's laten verwijderen?\nEn om welke bijeenkomst gaat het precies?"
    body = (
        "Zie mijn antwoorden.\n\nVan: VNG\nVerzonden: dinsdag\nAan: J.\nOnderwerp: x\n\n"
        "Wilt u ook uw foto's laten verwijderen?\nJa graag.\nEn om welke bijeenkomst gaat het precies?\nDe ALV van juni."
    )
    assert own(body, earlier).split("\n") == ["Zie mijn antwoorden.", "Ja graag.", "De ALV van juni."]


@pytest.mark.parametrize(
    "tail",
    [
        "-- \nJan de Wit\nBeleidsadviseur\n06-12345678",
        "Verzonden vanaf mijn Samsung",
        "Outlook voor Android downloaden",
        "Sent from my iPhone",
        "Envoyé de mon iPhone",
        "Disclaimer: dit bericht is vertrouwelijk. U kunt ons verzoeken om inzage of verwijdering.",
        "Dit bericht is uitsluitend bestemd voor de geadresseerde. Verwijder het anders.",
        "This e-mail and any attachments are confidential; please delete it.",
    ],
)
def test_signatures_footers_and_disclaimers_are_left_out(tail: str) -> None:
    assert (
        own(f"Graag inzage in mijn dossier.\n\nGroet, Jan\n\n{tail}")
        == "Graag inzage in mijn dossier.\n\nGroet, Jan"
    )


def test_a_postscript_below_the_signature_is_the_senders() -> None:
    body = "Tot morgen.\n\n-- \nJan\n06-12345678\n\nPS: haal mij van de verzendlijst."
    assert "PS: haal mij van de verzendlijst." in own(body)


def test_a_message_that_was_only_passed_on_is_read_itself() -> None:
    body = "Begin doorgestuurd bericht:\n\nVan: A\nOnderwerp: x\nDatum: 3 mei\nAan: B\n\nGraag mijn gegevens wissen."
    assert own(body) == "Graag mijn gegevens wissen."


@pytest.mark.parametrize(
    "line", ["Van: maandag tot vrijdag ben ik bereikbaar.", "Datum: 26 maart\nPlaats: Kortrijk\nTot dan."]
)
def test_ordinary_lines_that_look_like_a_header_stay(line: str) -> None:
    body = f"Hallo,\n\n{line}\n\nGroet"
    assert own(body) == body


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_spans_lie_in_the_text_in_order_whatever_the_text(body: str) -> None:
    text = cleaned(body)
    assert len(text) == len(body)
    at = 0
    for start, end in own_spans(text):
        assert at <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        at = end


def test_markup_becomes_blanks_of_the_same_length() -> None:
    body = "<div><style>p { color: red }</style><p>Graag&nbsp;inzage</p></div>"
    text = cleaned(body)
    assert len(text) == len(body)
    assert text.split() == ["Graag", "inzage"]


def test_addresses_in_angle_brackets_are_no_markup() -> None:
    assert "<jan@wit.example>" in cleaned("Mail naar <jan@wit.example> graag")


def test_of_a_very_long_body_head_tail_and_what_looks_like_a_request_are_read() -> None:
    body = "a " * 20_000 + "ik wil inzage in mijn gegevens " + "b " * 20_000 + "groet Jan"
    read = "".join(body[start:end] for start, end in windows(body))
    assert "inzage in mijn gegevens" in read
    assert read.endswith("groet Jan")
    assert len(read) < 20_000
