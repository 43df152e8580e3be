"""Rules about one kind of letter: hit and miss, in both forms."""

from datetime import date
from typing import Any

import pytest

from replies.facts import LetterKind

_K = LetterKind

TRIALS: dict[str, dict[str, Any]] = {
    "automatic_message_missing": {"kind": _K.IDENTIFICATION_REQUEST, "drop": "automatisch bericht"},
    "acknowledgement_free_missing": {"kind": _K.ACKNOWLEDGEMENT, "drop": "gratis"},
    "acknowledgement_correction_missing": {"kind": _K.ACKNOWLEDGEMENT, "drop": "Klopt dit niet"},
    "acknowledgement_file_missing": {
        "kind": _K.ACKNOWLEDGEMENT,
        "drop": "verwijder|bewaren|dossier",
    },
    "acknowledgement_due_missing": {
        "kind": _K.ACKNOWLEDGEMENT,
        "swap": (r"(?:7|4) april 2026", "binnenkort"),
    },
    "acknowledgement_received_missing": {
        "kind": _K.NEUTRAL_ACKNOWLEDGEMENT,
        "swap": ("5 maart 2026", "vorige week"),
    },
    "acknowledgement_promise": {
        "kind": _K.ACKNOWLEDGEMENT,
        "add": {
            "u": "Wij zullen uw gegevens verwijderen.",
            "je": "Je verzoek wordt zeker ingewilligd.",
        },
        "innocent": ("Wij zullen zo snel mogelijk antwoorden.", "Het bewijs verwijderen wij na de controle."),
    },
    "neutral_claims_right": {
        "kind": _K.NEUTRAL_ACKNOWLEDGEMENT,
        "add": {
            "u": "Wij behandelen uw inzageverzoek.",
            "je": "Wij behandelen je klacht.",
        },
    },
    "identification_reason_missing": {
        "kind": _K.IDENTIFICATION_REQUEST,
        "drop": "met zekerheid afleiden|zeker weten",
    },
    "identification_use_missing": {"kind": _K.IDENTIFICATION_REQUEST, "drop": "alleen om te controleren"},
    "identification_period_missing": {"kind": _K.IDENTIFICATION_REQUEST, "drop": "14 dagen"},
    "identification_right_kept_missing": {
        "kind": _K.IDENTIFICATION_REQUEST,
        "drop": "geen enkel recht",
    },
    "identification_effect_missing": {"kind": _K.IDENTIFICATION_REQUEST, "drop": "termijn"},
    "identification_appointment_only": {
        "kind": _K.IDENTIFICATION_REQUEST,
        "swap": (
            r"(?m)^- (?:Stuur ons een kort|Noem|Hebt u een online).*$",
            "- Maak een afspraak op kantoor.",
        ),
    },
    "identification_not_allowed": {
        "kind": _K.IDENTIFICATION_REQUEST,
        "labels": ("unsubscribe", "question"),
    },
    "right_lost": {
        "kind": _K.IDENTIFICATION_REMINDER,
        "add": {"u": "Anders vervalt uw verzoek.", "je": "Anders verlies je je recht op een antwoord."},
        "innocent": {"u": ("Uw verzoek vervalt niet.",), "je": ("Je verzoek vervalt niet.",)},
    },
    "clarification_all_missing": {
        "kind": _K.CLARIFICATION,
        "drop": r"\balles\b",
    },
    "clarification_not_access": {"kind": _K.CLARIFICATION, "labels": ("erasure",)},
    "extension_reason_missing": {"kind": _K.EXTENSION, "drop": "ingewikkeld"},
    "extension_bad_reason": {
        "kind": _K.EXTENSION,
        "add": "Door vakantie en drukte lukt het niet.",
        "innocent": ("Dit komt niet door drukte.",),
    },
    "extension_called_refusal": {
        "kind": _K.EXTENSION,
        "add": "Wij weigeren dit verzoek voorlopig.",
        "innocent": ("Dit is geen weigering.",),
    },
    "extension_date_missing": {"kind": _K.EXTENSION, "swap": ("5 juni 2026", "later dit jaar")},
    "extension_promise": {"kind": _K.EXTENSION, "labels": ("access", "erasure"), "forms": ("je",)},
    "refusal_ground_missing": {"kind": _K.REFUSAL, "drop": "lid 4"},
    "refusal_reason_missing": {"kind": _K.REFUSAL, "drop": "In die e-mails"},
    "marketing_refused": {
        "kind": _K.REFUSAL,
        "labels": ("objection",),
        "case": {"direct_marketing": True},
    },
    "removal_refused": {"kind": _K.REFUSAL, "labels": ("erasure",), "forms": ("je",)},
    "no_data_refused": {
        "kind": _K.NO_DATA,
        "add": {"u": "Wij wijzen uw verzoek daarom af.", "je": "Je verzoek is daarom geweigerd."},
    },
    "no_data_search_missing": {"kind": _K.NO_DATA, "drop": "hebben wij gezocht"},
    "no_data_besides_missing": {"kind": _K.NO_DATA, "drop": "Buiten dit verzoek"},
    "no_data_hint_missing": {"kind": _K.NO_DATA, "drop": "andere naam"},
    "no_data_purge_missing": {"kind": _K.NO_DATA, "organisation": {"purges_on_no_data": True}},
    "access_item_missing": {"kind": _K.ACCESS_ANSWER, "drop": "bewaren|vijf jaar"},
    "recipients_unnamed": {
        "kind": _K.ACCESS_ANSWER,
        "add": "De gegevens gingen naar onze partners en diverse leveranciers.",
        "innocent": ("De gegevens gingen naar Drukkerij De Pers B.V.",),
    },
    "delivery_unsafe": {"kind": _K.ACCESS_ANSWER, "drop": "beveiligde link"},
    "portability_format_missing": {"kind": _K.PORTABILITY, "drop": "CSV"},
    "portability_pdf": {
        "kind": _K.PORTABILITY,
        "add": "Het bestand is een PDF.",
        "innocent": ("Het is geen PDF.",),
    },
    "rectified_text_missing": {"kind": _K.RECTIFIED, "drop": r"\bnu\b"},
    "recipients_told_missing": {"kind": _K.RECTIFIED, "drop": "ontvangers"},
    "erased_kept_missing": {"kind": _K.ERASED, "drop": r"bewaren|bewaard"},
    "erased_kept_ground_missing": {
        "kind": _K.ERASED,
        "swap": (r"(?m)^- de factuur.*$", "- de factuur van 12 mei 2024"),
    },
    "erased_backups_missing": {"kind": _K.ERASED, "drop": "reservekopie"},
    "action_date_missing": {"kind": _K.DIRECT_MARKETING, "swap": ("24 maart 2026", "een goed moment")},
    "deed_in_future": {"kind": _K.ERASED, "swap": ("24 maart 2026", "24 april 2026")},
    "restricted_notice_missing": {"kind": _K.RESTRICTED, "drop": "voordat wij de beperking"},
    "restricted_ground_missing": {"kind": _K.RESTRICTED, "drop": "lid 1"},
    "objection_basis_missing": {"kind": _K.OBJECTION, "drop": "gerechtvaardigd belang"},
    "consent_past_missing": {"kind": _K.CONSENT_WITHDRAWN, "drop": "blijft geldig"},
    "consent_reason_asked": {
        "kind": _K.CONSENT_WITHDRAWN,
        "add": {"u": "Waarom trekt u de toestemming in?", "je": "Wat is je reden?"},
        "innocent": {"u": ("U hoeft uw reden niet te geven.",), "je": ("Je hoeft je reden niet te geven.",)},
    },
    "automated_rights_missing": {"kind": _K.AUTOMATED_DECISION, "drop": "aanvechten"},
    "referral_controller_missing": {"kind": _K.PROCESSOR_REFERRAL, "drop": "verantwoordelijk"},
    "referral_late": {"kind": _K.PROCESSOR_REFERRAL, "case": {"received": date(2026, 3, 4)}},
    "fg_secrecy_missing": {"kind": _K.FORWARDED_TO_FG, "drop": "geheimhouding"},
    "breach_assessed": {
        "kind": _K.BREACH_THANKS,
        "add": "Er is geen datalek, het valt mee.",
        "innocent": ("Bedankt voor de melding van een mogelijk datalek.",),
    },
    "fee_choice_missing": {"kind": _K.FEE_WARNING, "swap": (r"trekt (?:uw|je) verzoek in of ", "")},
    "fee_burden_missing": {"kind": _K.FEE_WARNING, "drop": "hierom"},
    "lapse_reopen_missing": {
        "kind": _K.IDENTIFICATION_LAPSED,
        "drop": "Dat kan altijd|alsnog|opnieuw",
    },
    "lapse_late": {"kind": _K.IDENTIFICATION_LAPSED, "case": {"today": date(2026, 4, 8)}},
    "excessive_after_a_year": {
        "kind": _K.FEE_WARNING,
        "case": {"previous_answer": date(2025, 3, 4)},
    },
    "lifting_not_ahead": {"kind": _K.RESTRICTION_LIFTING, "case": {"today": date(2026, 4, 2)}},
}


@pytest.mark.parametrize("rule", TRIALS)
@pytest.mark.parametrize("form", ["u", "je"])
def test_rule_hits_the_spoiled_letter_and_spares_the_good_one(rule: str, form: str, bench: Any) -> None:
    trial = TRIALS[rule]
    assert rule not in {finding.rule for finding in bench.good(trial, form)}
    if form in trial.get("forms", ("u", "je")):
        assert rule in {finding.rule for finding in bench.spoiled(trial, form)}
