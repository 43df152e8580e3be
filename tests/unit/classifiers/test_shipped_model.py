"""The shipped model: its card, its answers to plain mails, its reasons, and its calm before any input."""

import json
import subprocess
import sys
import time

import pytest

import classifiers
from classifiers import FOLLOWUPS, LABELS, Message
from classifiers.pipeline import MODEL_DIR
from classifiers.training.corpus import corpus_hash

SIZE_LIMIT = 10_000_000


@pytest.fixture(scope="module")
def judge() -> classifiers.Classifier:
    return classifiers.load()


def mail(body: str, subject: str = "", **more: object) -> Message:
    return Message("1", "vng", subject, body, **more)  # type: ignore[arg-type]


def test_the_card_names_the_corpus_it_was_made_of() -> None:
    card = json.loads((MODEL_DIR / "card.json").read_text(encoding="utf-8"))
    assert card["corpus_sha256"] == corpus_hash(), "the corpus changed: run `assistant train`"
    assert card["corpus_sha256"] in (MODEL_DIR / "CARD.md").read_text(encoding="utf-8")


def test_the_model_is_small_and_holds_no_pickle() -> None:
    files = [path for path in MODEL_DIR.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < SIZE_LIMIT
    assert not [path for path in files if path.suffix in {".pkl", ".pickle", ".joblib"}]


def test_spacy_alone_loads_the_model_by_its_entry_points() -> None:
    program = (
        "import sys, spacy; nlp = spacy.load(sys.argv[1]);"
        "doc = nlp('Verwijder al mijn gegevens.'); print(max(doc.cats, key=doc.cats.get))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(MODEL_DIR)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert run.stdout.split() == ["erasure"]


@pytest.mark.parametrize(
    ("subject", "body", "labels"),
    [
        ("Inzage", "Graag ontvang ik een overzicht van alle gegevens die u van mij heeft.", ("access",)),
        (
            "",
            "Mijn adres is veranderd. Kunt u dat aanpassen in uw systeem? Ik woon nu op Dorpsstraat 3.",
            ("rectification",),
        ),
        ("Verwijderen", "Verwijder al mijn gegevens uit uw database.", ("erasure",)),
        ("", "Meld mij af voor de nieuwsbrief.", ("unsubscribe",)),
        (
            "Datalek",
            "Ik kreeg een mail met de gegevens van iemand anders. Dit lijkt mij een datalek.",
            ("breach_report",),
        ),
        ("", "Hoe lang bewaart u cv's van sollicitanten?", ("question",)),
        ("Factuur 2025-11", "In de bijlage vindt u onze factuur voor de maand november.", ("other",)),
        ("", "Ik trek mijn toestemming voor het gebruik van mijn foto in.", ("consent_withdrawal",)),
    ],
)
def test_plain_mails_are_understood(
    judge: classifiers.Classifier, subject: str, body: str, labels: tuple[str, ...]
) -> None:
    assert judge.classify([mail(body, subject)])[0].labels == labels


def test_the_reason_is_the_sentence_that_asks(judge: classifiers.Classifier) -> None:
    body = "Beste,\n\nVorige week was ik op het congres.\nVerwijder al mijn gegevens uit uw database.\n\nGroet, Jan"
    verdict = judge.classify([mail(body)])[0]
    assert verdict.labels == ("erasure",)
    assert [body[s:e] for s, e in verdict.evidence["erasure"]] == [
        "Verwijder al mijn gegevens uit uw database."
    ]


def test_reasons_below_quoted_history_point_into_the_body(judge: classifiers.Classifier) -> None:
    body = "> Wat wilt u?\n> Wilt u inzage?\n\nVerwijder al mijn gegevens uit uw database."
    verdict = judge.classify([mail(body)])[0]
    assert [body[s:e] for s, e in verdict.evidence["erasure"]] == [
        "Verwijder al mijn gegevens uit uw database."
    ]


def test_quoted_history_is_not_judged(judge: classifiers.Classifier) -> None:
    body = "Dank voor uw bericht.\n\nOp 3 nov 2025 schreef VNG <po@vng.nl>:\n> U kunt ons vragen uw gegevens te wissen."
    verdict = judge.classify([mail(body)])[0]
    assert verdict.labels == ("other",)
    assert verdict.new_text == "Dank voor uw bericht."


def test_a_follow_up_label_is_given_only_inside_a_case(judge: classifiers.Classifier) -> None:
    asked = "Om zeker te weten dat u het bent vragen wij u om uw geboortedatum."
    outside, inside = judge.classify(
        [
            mail("Mijn geboortedatum is 3 april 1980."),
            mail("Mijn geboortedatum is 3 april 1980.", previous=asked, case_type="access"),
        ]
    )
    assert outside.followup is None
    assert inside.followup == "identification"


@pytest.mark.parametrize(
    ("body", "followup"),
    [
        ("Hoe staat het met mijn verzoek? Ik heb nog niets gehoord.", "status_inquiry"),
        ("Laat maar, ik trek mijn verzoek in. Het is al opgelost.", "request_withdrawal"),
        ("Bedankt voor de snelle reactie!", "none"),
    ],
)
def test_follow_ups_are_understood(judge: classifiers.Classifier, body: str, followup: str) -> None:
    verdict = judge.classify([mail(body, previous="Wij hebben uw verzoek ontvangen.", case_type="access")])[0]
    assert verdict.followup == followup
    assert verdict.followup in FOLLOWUPS


def test_another_language_goes_to_a_person(judge: classifiers.Classifier) -> None:
    verdict = judge.classify(
        [mail("Bitte löschen Sie alle meine Daten, die Sie über mich gespeichert haben, vielen Dank.")]
    )[0]
    assert verdict.language == "other"
    assert not verdict.confident


@pytest.mark.parametrize(
    ("body", "label", "language"),
    [
        ("Please delete all personal data you hold about me and remove my account.", "erasure", "en"),
        ("Je souhaite recevoir une copie de toutes mes données personnelles.", "access", "fr"),
    ],
)
def test_english_and_french_requests_are_recognised(
    judge: classifiers.Classifier, body: str, label: str, language: str
) -> None:
    verdict = judge.classify([mail(body)])[0]
    assert label in verdict.labels
    assert verdict.language == language


ODD = {
    "empty": "",
    "blanks": " \n\t" * 20_000,
    "five megabytes": "ik wil inzage " * 360_000,
    "one endless line": "verwijder" * 600_000,
    "emoji": "😀" * 50_000,
    "right to left": "\u202eשלום עולם " * 3_000,
    "null bytes": "\0" * 20_000 + "inzage",
    "html": "<div><style>" + "x" * 50_000 + "</style><p>Graag inzage</p>" * 500,
    "angle brackets": "<" * 200_000,
    "quote marks": ">" * 1_000_000,
    "entities": "&nbsp;" * 50_000,
    "half surrogates": "\ud800 inzage \udfff",
    "dots": ". " * 200_000,
    "headers": "Van: a\n" * 50_000,
    "attributions": "Op 3 mei schreef " * 20_000,
    "articles": "artikel 15 " * 50_000,
    "digits": "1" * 500_000,
    "at signs": "a@" * 100_000,
    "initials": "A." * 100_000,
    "returns": "\r" * 200_000,
    "mixed quotes": "\"'" * 50_000,
}


@pytest.mark.parametrize("name", ODD)
def test_any_input_is_answered_within_a_second(judge: classifiers.Classifier, name: str) -> None:
    started = time.perf_counter()
    verdict = judge.classify([mail(ODD[name], ODD[name][:5000])])[0]
    assert time.perf_counter() - started < 1.0
    assert set(verdict.labels) <= set(LABELS)
    assert all(0 <= score <= 1 for score in verdict.scores.values())


def test_text_without_a_word_is_never_certain(judge: classifiers.Classifier) -> None:
    assert not any(
        v.confident for v in judge.classify([mail(""), mail("!!!!"), mail("12345 67"), mail("😀😀")])
    )


def test_a_message_is_judged_the_same_alone_and_in_a_batch(judge: classifiers.Classifier) -> None:
    messages = [mail(f"Verwijder mijn foto nummer {i}. " * (i % 5 + 1), "foto") for i in range(70)]
    together = judge.classify(messages)
    assert [v.labels for v in together] == [judge.classify([m])[0].labels for m in messages]
    assert judge.classify([]) == []
