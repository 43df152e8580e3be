"""Header values, addresses, charsets and transfer encodings, piece by piece."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.core import parse_addresses, parse_charset, parse_headers, parse_transfer
from assistant.core.mail import Address


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("=?utf-8?Q?caf=C3=A9?=", "café"),
        ("=?UTF-8?B?Y2Fmw6k=?= open", "café open"),
        ("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        ("=?utf-8?Q?a?=  =?iso-8859-1?Q?=E9?=", "aé"),
        ("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
        ("x=?utf-8?Q?a?=y", "xay"),
        ("=?utf-8?Q?Wat=3F?=", "Wat?"),
        ("=?utf-8*nl?Q?taal?=", "taal"),
        ("=?utf-8?Q?onaf", "=?utf-8?Q?onaf"),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("=? =?=?utf-8?Q?ok?=", "=? =?ok"),
        ("=?utf-8?B?!!!?=", ""),
        ("tab\there", "tab\there"),
        ("omgekeerd \u202egpj.exe", "omgekeerd gpj.exe"),
    ],
)
def test_encoded_words(raw: str, wanted: str) -> None:
    assert parse_headers.decoded(raw) == wanted


@pytest.mark.parametrize(
    ("value", "main", "wanted"),
    [
        ("text/plain; charset=utf-8", "text/plain", {"charset": "utf-8"}),
        ('TEXT/PLAIN; Charset="utf-8"; x', "text/plain", {"charset": "utf-8"}),
        ('a/b; name="een;twee"; x=1', "a/b", {"name": "een;twee", "x": "1"}),
        ('a/b; name="een\\"twee"', "a/b", {"name": 'een"twee'}),
        ("a/b; name*=utf-8''%C3%A9", "a/b", {"name": "é"}),
        ("a/b; name*0=een; name*1=twee", "a/b", {"name": "eentwee"}),
        ("a/b; name*1*=%20x; name*0*=utf-8'nl'y", "a/b", {"name": "y x"}),
        ('a/b; name="=?utf-8?Q?=C3=A9?="', "a/b", {"name": "é"}),
        ('a/b; name="onaf', "a/b", {"name": "onaf"}),
        ("text/plain charset=utf-8", "text/plain", {"charset": "utf-8"}),
        ("", "", {}),
    ],
)
def test_parameters(value: str, main: str, wanted: dict[str, str]) -> None:
    assert parse_headers.parameters(value) == (main, wanted)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("Tue, 3 Mar 2026 10:00:00 +0100", "2026-03-03T10:00:00+01:00"),
        ("3 Mar 2026 10:00 GMT", "2026-03-03T10:00:00+00:00"),
        ("Tue, 03 Mar 26 10:00:00 -0000", "2026-03-03T10:00:00+00:00"),
        ("2026-03-03 10:00", "2026-03-03T10:00:00+00:00"),
        ("op 2026-03-03T10:00:00Z", "2026-03-03T10:00:00+00:00"),
        ("Tue, 31 Feb 2026 10:00:00 +0100", None),
        ("Tue, 3 Mar 2026 25:00:00 +0100", None),
        ("", None),
        ("\x00" * 50, None),
        ("1" * 5000, None),
    ],
)
def test_dates_are_aware_or_none(value: str, wanted: str | None) -> None:
    found = parse_headers.date(value)
    assert (found.isoformat() if found else None) == wanted


def test_a_date_without_zone_is_read_as_utc() -> None:
    assert parse_headers.date("3 Mar 2026 10:00:00") == datetime(2026, 3, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("a@b.nl", [Address("a@b.nl")]),
        ("A B <A@B.nl>, c@d.nl", [Address("a@b.nl", "A B"), Address("c@d.nl")]),
        ('"B, A" <a@b.nl>', [Address("a@b.nl", "B, A")]),
        (
            "groep: a@b.nl, C <c@d.nl>;, e@f.nl",
            [Address("a@b.nl"), Address("c@d.nl", "C"), Address("e@f.nl")],
        ),
        ("undisclosed-recipients:;", []),
        ("<>", []),
        ("a@b.nl (Jan (de) Vries)", [Address("a@b.nl", "Jan de Vries")]),
        ("<mailto:a@b.nl>", [Address("a@b.nl")]),
        ("<@relay.nl:a@b.nl>", [Address("a@b.nl")]),
        ("a@b.nl <c@d.nl>", [Address("c@d.nl", "a@b.nl")]),
        ("'Jan' <a@b.nl>", [Address("a@b.nl", "Jan")]),
        ("Jan <a @ b.nl>", [Address("a@b.nl", "Jan")]),
        ("Jan <a@b.nl", [Address("a@b.nl", "Jan")]),
        ('"onaf <a@b.nl>', [Address("a@b.nl", "onaf")]),
        ("a@b@c.nl", [Address("a@b@c.nl")]),
        ("=?utf-8?Q?Zo=C3=AB?= <z@b.nl>; y@b.nl", [Address("z@b.nl", "Zoë"), Address("y@b.nl")]),
    ],
)
def test_addresses(value: str, wanted: list[Address]) -> None:
    assert list(parse_addresses.addresses(value)) == wanted


def test_one_hundred_thousand_addresses_are_cut_off() -> None:
    assert len(parse_addresses.addresses("a@b.nl," * 100_000)) == parse_addresses.MAX_ADDRESSES


@pytest.mark.parametrize(
    "name",
    [
        "utf-8",
        "UTF8",
        "iso-8859-15",
        "windows-1251",
        "koi8-r",
        "cp437",
        "Shift_JIS",
        "'utf-8'",
        "iso-8859-8-i",
    ],
)
def test_known_charsets(name: str) -> None:
    assert parse_charset.codec_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x-onbekend",
        "base64",
        "zlib",
        "rot13",
        "idna",
        "punycode",
        "unicode_escape",
        "undefined",
        "\x00",
        "a" * 500,
        "../x",
    ],
)
def test_what_is_no_charset(name: str) -> None:
    assert parse_charset.codec_name(name) == ""


@pytest.mark.parametrize(
    "charset",
    ["utf-7", "utf-16", "utf-32", "iso-2022-jp", "hz", "gb18030", "big5", "euc-kr", "shift_jis", "utf-8", ""],
)
def test_any_bytes_in_any_charset_become_storable_text(charset: str) -> None:
    for payload in (b"+2AA-", bytes(range(256)), b"\x1b$B\xff", b"\xff\xfe\x00\xd8", b"\xef\xbb\xbfa"):
        parse_charset.decode(payload, charset)[0].encode("utf-8")


@pytest.mark.parametrize(
    ("payload", "encoding", "wanted"),
    [
        (b"SGFs\r\nbG8=", "base64", b"Hallo"),
        (b"SGFsbG8=SGFsbG8=", "base64", b"HalloHallo"),
        (b"SGFsbG8", "base64", b"Hallo"),
        (b"SGFsbG8=\r\n-- \r\nvoet regel", "base64", b"Hallo\nvoet regel"),
        (b"gewone tekst", "base64", b"gewone tekst"),
        (b"", "base64", b""),
        (b"caf=C3=A9=\r\n!", "quoted-printable", b"caf\xc3\xa9!"),
        (b"a=ZZ", "quoted-printable", b"a=ZZ"),
        (b"a=C3=A9", "quoted_printable", b"a\xc3\xa9"),
        (b"SGFsbG8=", "b", b"Hallo"),
        (b"begin 644 x\n%2&%L;&\\\n`\nend\n", "x-uuencode", b"Hallo"),
        (b"geen uu", "uuencode", b"geen uu"),
        (b"rauw", "8bit", b"rauw"),
        (b"rauw", "onzin", b"rauw"),
    ],
)
def test_transfer_encodings(payload: bytes, encoding: str, wanted: bytes) -> None:
    assert parse_transfer.decode(payload, encoding)[0] == wanted
