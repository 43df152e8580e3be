"""HTML made readable: what people see, and nothing that they do not."""

from __future__ import annotations

import pytest

from assistant.core.html_style import hidden_names
from assistant.core.html_text import to_text


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>een</p><p>twee</p>", "een\n\ntwee"),
        ("een<br>twee<br/>drie", "een\ntwee\ndrie"),
        ("  veel \n  witruimte&nbsp; ", "veel witruimte"),
        ("<ul><li>een<li>twee</ul>", "- een\n- twee"),
        ("<a href='https://x.nl/a'>hier</a>", "hier <https://x.nl/a>"),
        ("<a href='https://x.nl'>https://x.nl</a>", "https://x.nl"),
        ("<a href='javascript:x()'>hier</a>", "hier"),
        ("<blockquote>oud</blockquote>nieuw", "> oud\n>\nnieuw"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n>\n> > b\n> >"),
        ("<blockquote style='border: none; margin-left: 40px'>eigen</blockquote>", "eigen"),
        ("<pre>  a\n  b</pre>", "  a\n  b"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\tb"),
        ("a<hr>b", "a\n" + "_" * 32 + "\nb"),
        ("<img alt='logo'> x", "[logo] x"),
        ("<script>x</script><style>y</style><title>z</title>tekst", "tekst"),
        ("<span style='DISPLAY : none'>weg</span>blijft", "blijft"),
        ("<span style='font-size:0px'>weg</span>blijft", "blijft"),
        ("<span style='font-size:0.9em'>blijft</span>", "blijft"),
        ("<span style='opacity:0.5'>blijft</span>", "blijft"),
        ("<span hidden>weg</span>blijft", "blijft"),
        ("<div style='mso-hide:all'>weg</div>blijft", "blijft"),
        ("<style>.v, #w {display:none}</style><b class='a v'>weg</b><i id='w'>weg</i>blijft", "blijft"),
        ("<style>@media print {.v{display:none}}</style><b class='v'>blijft</b>", "blijft"),
        ("<!-- weg --><![if !mso]>blijft<![endif]>", "blijft"),
        ("<div class='gmail_signature'>Jan</div>", "-- \nJan"),
        ("a &lt; b &amp;amp; c", "a < b &amp; c"),
        ("&#xD800;&#0;&#99999999;", "\ufffd\ufffd\ufffd"),
        ("<title>alleen een onafgemaakte titel", "alleen een onafgemaakte titel"),
        ("", ""),
        ("kale tekst", "kale tekst"),
        ("<p>niet <b>gesloten", "niet gesloten"),
    ],
)
def test_text(html: str, wanted: str) -> None:
    assert to_text(html) == wanted


def test_hidden_names_of_a_style_sheet() -> None:
    css = (
        ".a{color:red}.b{display:none}#c , .d{visibility: hidden} @media x{.e{display:none}} .f{display:none"
    )
    assert hidden_names(css) == {"b", "c", "d", "f"}


@pytest.mark.parametrize("css", ["", "{", "}", "}}}}{{{{", "a{b{c{d", ".x{display:none", "@media{" * 1000])
def test_broken_style_sheets(css: str) -> None:
    assert isinstance(hidden_names(css), frozenset)
