"""A BSN or rijksregisternummer is asked."""

from replies.lint.finding import Rule
from replies.lint.reading import BOTH, present

RULE = Rule(
    "national_number_asked",
    why="art. 87 AVG; art. 46 UAVG; art. 8 Belgische wet van 8 augustus 1983",
    how="Vraag andere gegevens waaraan de persoon te herkennen is.",
    check=present(
        r"(?:stuur|mail|noem|geef|vermeld|vul|laat|schrijf|bezorg|verstrek|nodig|vragen|ontvangen|weten"
        r"|send|give|tell|need)"
        r"\w*\b[^.\n]{0,80}(?:\bBSN\b|burgerservicenummer|sofinummer|rijksregisternummer"
        r"|national number|nationaal nummer)"
        r"|(?:\bBSN\b|burgerservicenummer|sofinummer|rijksregisternummer|national number|nationaal nummer)"
        r"[^.\n]{0,60}(?:stur|mail|doorge|meestur|vermeld|nodig|opge[vg])",
        "Er wordt om een BSN of rijksregisternummer gevraagd",
        unless_denied=True,
    ),
    languages=BOTH,
)
