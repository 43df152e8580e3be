"""National numbers are made unreadable; other numbers stay."""

from __future__ import annotations

import pytest

from assistant.core.masking import MASK, identity_documents, mask


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("mijn bsn is 111222333", "bsn"),
        ("BSN: 1112.22.333.", "bsn"),
        ("burgerservicenummer 123 456 789", "bsn"),
        ("rijksregisternummer 85.07.30-033.28", "rijksregisternummer"),
        ("85073003328", "rijksregisternummer"),
    ],
)
def test_national_numbers_are_masked(text: str, kind: str) -> None:
    masked, found = mask(text)
    assert found == {kind}
    assert MASK in masked
    assert not any(part.isdigit() and len(part) > 3 for part in masked.split())


@pytest.mark.parametrize(
    "text",
    [
        "tel. 0612345678",
        "+31 6 1234 5678",
        "KvK 58273700",
        "VNG-2026-0042",
        "NL91ABNA0417164300",
        "op 12.03.2026 om 10.00",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask(text) == (text, frozenset())


def test_copies_of_identity_documents_are_found_by_name_and_type() -> None:
    files = [("kopie paspoort.pdf", "application/pdf"), ("cv.pdf", "application/pdf"), ("ID-kaart.JPG", "image/jpeg"),
             ("paspoort.txt", "text/plain")]  # fmt: skip
    assert identity_documents(files) == (0, 2)


def test_masking_is_linear() -> None:
    masked, _ = mask("1 2 3 . " * 100_000)
    assert len(masked) == 800_000
