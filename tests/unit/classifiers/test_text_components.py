"""Sentences, references, identifiers, negation, language and names: what the pipeline marks in a text."""

import pytest
import spacy

from classifiers import pipeline
from classifiers.components.identifiers import identifiers
from classifiers.components.language import language_of
from classifiers.components.negation import condition_scopes, negation_scopes
from classifiers.components.normalise import normalise
from classifiers.components.references import references, wrong_pairings
from classifiers.components.sender_name import sender_name
from classifiers.components.sentences import LONGEST, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_abbreviations_initials_and_ordinals_do_not_end_a_sentence() -> None:
    text = "Ik vraag a.u.b. inzage o.g.v. art. 15 AVG aan dhr. J. de Wit. Graag vóór 1 mei."
    assert sentences(text) == [
        "Ik vraag a.u.b. inzage o.g.v. art. 15 AVG aan dhr. J. de Wit.",
        "Graag vóór 1 mei.",
    ]


def test_lines_that_a_program_wrapped_are_one_sentence() -> None:
    text = "Hierbij verzoek ik u om alle gegevens die u van mij heeft\nte verwijderen uit uw systemen."
    assert len(sentences(text)) == 1


def test_bullets_and_blank_lines_are_breaks() -> None:
    assert sentences("Graag:\n- mijn adres wijzigen\n- mijn foto weg\n\nGroet") == [
        "Graag:", "- mijn adres wijzigen", "- mijn foto weg", "Groet",
    ]  # fmt: skip


def test_an_endless_line_is_cut() -> None:
    found = sentences("woord " * 5000)
    assert max(map(len, found)) <= LONGEST
    assert sum(len(s.split()) for s in found) == 5000


@pytest.mark.parametrize(
    ("text", "label", "ours"),
    [
        ("op grond van artikel 15 AVG", "access", True),
        ("art. 17 lid 1 onder b van de AVG", "erasure", True),
        ("under Article 20 GDPR", "portability", True),
        ("conformément à l'article 21 du RGPD", "objection", True),
        ("artikel 6:4 Awb", "", False),
        ("artikel 15 van de Gemeentewet", "", False),
    ],
)
def test_articles_are_known_by_their_law(text: str, label: str, ours: bool) -> None:
    article = next(r for r in references(text) if r.article)
    assert (article.label, article.ours) == (label, ours)


def test_every_article_of_a_row_is_found() -> None:
    assert [r.article for r in references("de artikelen 15, 16 en 17 van de AVG") if r.article] == [
        "15",
        "16",
        "17",
    ]


def test_a_wrong_pairing_of_article_and_right_is_seen() -> None:
    found = references("Ik vraag op grond van artikel 17 AVG inzage in mijn gegevens.")
    assert [(a.article, b.label) for a, b in wrong_pairings(found)] == [("17", "access")]
    assert not wrong_pairings(references("Ik vraag op grond van artikel 15 AVG inzage."))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Mijn BSN is 111222333.", ["bsn"]),
        ("Mijn BSN is 111222334.", []),
        ("Rijksregisternummer 85.07.30-033.28", ["rijksregisternummer"]),
        ("Rijksregisternummer 85.07.30-033.29", []),
        ("Rekening NL91 ABNA 0417 1643 00", ["iban"]),
        ("Bel 06-12345678 of +32 470 12 34 56", ["phone", "phone"]),
        ("geboren op 3 april 1980 te Gent", ["birth_date"]),
        ("Nassaulaan 12, 2514 JS Den Haag", ["postcode"]),
        ("mail jan@wit.example", ["email"]),
    ],
)
def test_identifiers_are_checked_by_their_own_rule(text: str, kinds: list[str]) -> None:
    assert [found.kind for found in identifiers(text)] == kinds


def test_a_negation_reaches_to_the_next_stop() -> None:
    words = ["ik", "vraag", "geen", "verwijdering", ",", "alleen", "inzage"]
    (first, last), *_ = negation_scopes(words)
    assert "verwijdering" in words[first:last]
    assert "inzage" not in words[first:last]


def test_a_condition_reaches_to_the_comma() -> None:
    words = ["als", "dat", "niet", "kan", ",", "beperk", "dan", "het", "gebruik"]
    (first, last), *_ = condition_scopes(words)
    assert words[first:last] == ["als", "dat", "niet", "kan"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Graag ontvang ik een overzicht van wat u over mij heeft.", "nl"),
        ("Please send me a copy of all data you hold about me.", "en"),
        ("Je souhaite savoir quelles données vous avez sur moi.", "fr"),
        (
            "Bitte löschen Sie alle meine Daten, die Sie von mir gespeichert haben, und bestätigen Sie das.",
            "other",
        ),
        (
            "Proszę o usunięcie moich danych osobowych z państwa bazy, dziękuję bardzo za pomoc i odpowiedź",
            "other",
        ),
        ("من فضلك احذف جميع بياناتي الشخصية", "other"),
        ("afmelden", "nl"),
        ("", "nl"),
    ],
)
def test_the_language_is_named(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mijn naam is Jan de Wit en ik wil inzage.", "Jan de Wit"),
        ("Graag inzage.\n\nMet vriendelijke groet,\nKatrien Vandoorne\nstad Aarschot", "Katrien Vandoorne"),
        ("graag inzage", None),
    ],
)
def test_the_senders_name_is_found_where_stated(text: str, name: str | None) -> None:
    at = sender_name(text)
    assert (text[at[0] : at[1]] if at else None) == name


def test_spelling_is_levelled() -> None:
    assert normalise("Één  foto’s!!! 12 mei") == "een foto ' s ! ! 00 mei"


def test_the_shipped_pipeline_loads_with_spacy_and_marks_a_text() -> None:
    nlp = spacy.load(pipeline.MODEL_DIR)
    assert tuple(nlp.pipe_names) == pipeline.COMPONENTS
    doc = nlp(
        "Ik vraag geen wissing, maar inzage (artikel 15 AVG). Mijn BSN is 111222333.\n\nGroet,\nJan de Wit"
    )
    assert {span.label_ for span in doc.spans["legal"]} >= {"access", "erasure"}
    assert [span.label_ for span in doc.spans["identifiers"]] == ["bsn"]
    assert doc.spans["sender"][0].text == "Jan de Wit"
    assert any("wissing" in span.text for span in doc.spans["negation"])
    assert doc._.language == "nl"
    assert doc.cats["access"] > doc.cats["erasure"]
    assert next(s.text.strip() for s in doc.sents).endswith("AVG).")
