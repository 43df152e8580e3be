"""Attached files: their real type, a safe name, size and hash."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest

from assistant.core.attachments import content_type, describe, safe_name
from assistant.core.parse import attachment_payloads, parse


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("cv.pdf", "cv.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\jan\\cv.doc", "cv.doc"),
        ("a\x00b\n.txt", "a_b_.txt"),
        ("factuur\u202efdp.exe", "factuurfdp.exe"),
        ("con.txt", "_con.txt"),
        ("NUL", "_NUL"),
        ("  .verborgen. ", "verborgen"),
        ("...", ""),
        ("", ""),
        ("vraag?<x>*.pdf", "vraag_x_.pdf"),
        ("e\u0301\u0301n.txt", "é\u0301n.txt"),
    ],
)
def test_names_are_safe(name: str, wanted: str) -> None:
    assert safe_name(name) == wanted


def test_a_long_name_keeps_its_extension() -> None:
    name = safe_name("a" * 500 + ".pdf")
    assert len(name) == 120
    assert name.endswith("a.pdf")


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x.txt", "inhoud")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("payload", "declared", "name", "wanted"),
    [
        (b"%PDF-1.7\n", "image/png", "x.png", "application/pdf"),
        (b"MZ\x90\x00", "image/jpeg", "foto.jpg", "application/x-msdownload"),
        (b"\x78\x9f\x3e\x22rest", "application/octet-stream", "winmail.dat", "application/ms-tnef"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "text/plain", "brief.doc", "application/msword"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "text/plain", "bericht.msg", "application/vnd.ms-outlook"),
        (b"<!DOCTYPE html><html>", "text/plain", "x.txt", "text/html"),
        (b"{\\rtf1 x}", "text/plain", "x.txt", "application/rtf"),
        (b"BEGIN:VCALENDAR\r\n", "text/plain", "x", "text/calendar"),
        (b"gewone tekst", "text/csv", "x.csv", "text/csv"),
        (b"gewone tekst", "application/pdf", "x.pdf", "text/plain"),
        (b"gewone tekst", "text/html", "x.html", "text/plain"),
        (b"\x00\x01\x02\x03", "text/plain", "x", "application/octet-stream"),
        (b"", "text/plain", "leeg.txt", "text/plain"),
    ],
)
def test_the_type_is_that_of_the_content(payload: bytes, declared: str, name: str, wanted: str) -> None:
    assert content_type(payload, declared, name) == wanted


def test_an_archive_is_named_and_stays_packed() -> None:
    packed = _zip()
    found = describe(packed, "application/octet-stream", "alles.zip", number=1)
    assert (found.content_type, found.size) == ("application/zip", len(packed))
    assert found.sha256 == hashlib.sha256(packed).hexdigest()


def test_a_nameless_file_gets_a_name_with_its_number() -> None:
    assert describe(b"%PDF-1.7", "application/octet-stream", "", number=3).filename == "bijlage-3.pdf"
    assert describe(b"\x00", "x/y", "///", number=2).filename == "bijlage-2.bin"


def test_payloads_come_with_their_listing() -> None:
    raw = (
        b"From: a@b.nl\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntekst\n--b\n"
        b'Content-Type: text/csv; name="a.csv"\nContent-Transfer-Encoding: base64\n\nYTti\n--b--\n'
    )
    ((listing, payload),) = attachment_payloads(raw)
    assert payload == b"a;b"
    assert parse(raw).attachments == (listing,)
