"""Does a text put the organisation in default? A missed notice costs money, a wrong alarm costs a look."""

from __future__ import annotations

import time

import pytest

from assistant.core.default_notice import DefaultNotice, find_default_notice

NOTICE, THREAT, NONE = DefaultNotice.NOTICE, DefaultNotice.THREAT, DefaultNotice.NONE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hierbij stel ik u in gebreke wegens het niet tijdig beslissen op mijn verzoek van 3 maart.",
            NOTICE,
        ),
        ("INGEBREKESTELLING\n\nOp 1 mei diende ik een verzoek in. U hebt niet gereageerd.", NOTICE),
        ("Bij deze mijn ingebrekestelling. Als u niet beslist, bent u een dwangsom verschuldigd.", NOTICE),
        ("Ik stel u hiermee formeel in gebreke.", NOTICE),
        ("U bent in gebreke. Na veertien dagen maak ik aanspraak op een dwangsom.", NOTICE),
        ("Beschouw deze mail als ingebrekestelling in de zin van artikel 4:17 Awb.", NOTICE),
        ("U heeft niet tijdig beslist op mijn verzoek.", NOTICE),
        ("Mocht u deze ingebrekestelling niet ernstig nemen, dan volgt beroep.", NOTICE),
        ("Gelieve deze mail te beschouwen als in-gebreke-stelling.", NOTICE),
        ("This letter is a formal notice of default.", NOTICE),
        ("Als ik volgende week niets hoor, stel ik u in gebreke.", THREAT),
        ("Anders zal ik u in gebreke stellen.", THREAT),
        ("Ik overweeg een ingebrekestelling te sturen.", THREAT),
        ("Mijn buurman kreeg een dwangsom van de gemeente.", THREAT),
        ("Dit is geen ingebrekestelling, alleen een herinnering.", NONE),
        ("Wat is een ingebrekestelling precies?", NONE),
        ("Hoe kan ik jullie in gebreke stellen?", NONE),
        ("Ik wil graag inzage in mijn gegevens.", NONE),
        ("Bij gebreke van een antwoord dien ik een klacht in.", NONE),
        ("", NONE),
    ],
)
def test_reading(text: str, expected: DefaultNotice) -> None:
    assert find_default_notice(text) is expected


def test_one_notice_outweighs_what_stands_around_it() -> None:
    text = "Dit is geen ingebrekestelling, schreef ik vorige maand. Nu wel: ik stel u in gebreke."
    assert find_default_notice(text) is NOTICE


@pytest.mark.parametrize("piece", ["in gebreke ", "ingebreke" * 20, "wil ", "a", "in  \n", "dwangsom als "])
def test_long_texts_take_no_more_than_their_length(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    find_default_notice(text)
    assert time.process_time() - start < 2
