"""The sheets, icons and modules keep to their own rules."""

from __future__ import annotations

import gzip
import re
from importlib.resources import files
from pathlib import Path

UI = Path(str(files("wangge.ui")))
SHEETS = sorted((UI / "static/ui/css").glob("*.css"))
MODULES = sorted((UI / "static/ui/js").glob("*.js"))
TEMPLATES = sorted(UI.rglob("templates/**/*.html"))


def _text(paths: list[Path]) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in paths)


def test_the_sheets_are_small() -> None:
    """Budget: all of it under 14 kB, so that a first page on 2G is not waiting for looks."""
    size = len(gzip.compress(_text(SHEETS).encode(), 9))
    assert size < 14_000


def test_colours_stand_in_one_file_only() -> None:
    for sheet in SHEETS:
        if sheet.name == "tokens.css":
            continue
        text = sheet.read_text(encoding="utf-8")
        colours = set(re.findall(r"#[0-9a-f]{3,8}\b(?=[;\s,)])", text)) - {"#fff", "#999"}
        assert not colours, f"{sheet.name}: {colours}"


def test_every_name_of_a_token_is_defined() -> None:
    text = _text(SHEETS)
    used = set(re.findall(r"var\((--[\w-]+)", text))
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert used <= defined


def test_the_dark_sheet_changes_every_colour() -> None:
    text = (UI / "static/ui/css/tokens.css").read_text(encoding="utf-8")
    light = text[text.index(":root") : text.index("[data-theme")]
    dark = text[text.index("[data-theme") : text.index("[data-view")]

    def colours(block: str) -> set[str]:
        return set(re.findall(r"(--[\w-]+):\s*(?:#|rgb)", block))

    assert colours(light) == colours(dark)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


#: (ink, the papers it is written on): all at 4.5 : 1.
PAIRS = [
    ("--ink", ("--paper", "--ground", "--sunk", "--hover", "--accent-soft")),
    ("--ink-2", ("--paper", "--ground", "--sunk", "--hover", "--accent-soft")),
    ("--ink-3", ("--paper", "--ground")),
    ("--accent-ink", ("--paper", "--ground", "--accent-soft")),
    ("--on-accent", ("--accent", "--accent-hover")),
    ("--red", ("--paper", "--ground", "--red-soft", "--hover", "--accent-soft")),
    ("--on-red", ("--red",)),
    ("--amber", ("--paper", "--ground", "--amber-soft", "--hover", "--accent-soft")),
    ("--green", ("--paper", "--ground", "--green-soft", "--hover", "--accent-soft")),
    ("--slate", ("--paper", "--ground", "--slate-soft", "--hover")),
]


def test_everything_written_can_be_read() -> None:
    text = (UI / "static/ui/css/tokens.css").read_text(encoding="utf-8")
    blocks = {
        "light": text[text.index(":root") : text.index("[data-theme")],
        "dark": text[text.index("[data-theme") : text.index("[data-view")],
    }
    faint = []
    for theme, block in blocks.items():
        tokens = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{3,6});", block))
        for ink, papers in PAIRS:
            for paper in papers:
                ratio = _contrast(tokens[ink], tokens[paper])
                if ratio < 4.5:
                    faint.append(f"{theme}: {ink} on {paper} {ratio:.2f}")
    assert not faint


def test_every_icon_that_is_used_is_in_the_sprite() -> None:
    listed = {
        line
        for line in (UI / "icons.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    }
    used = set(re.findall(r'{% icon "([\w-]+)"', _text(TEMPLATES)))
    used |= set(re.findall(r'icon="([\w-]+)"', _text(TEMPLATES)))
    assert used <= listed


def test_modules_are_short_and_write_no_markup() -> None:
    for module in MODULES:
        text = module.read_text(encoding="utf-8")
        assert text.count("\n") < 150, module.name
        for danger in ("innerHTML", "outerHTML =", "eval(", "document.write", ".style."):
            assert danger not in text, f"{module.name}: {danger}"


def test_a_module_a_page_links_to_is_imported_by_no_other() -> None:
    """Linked under its hashed name and imported under its plain one, it would run twice."""
    linked = set(re.findall(r"ui/js/(\w+\.js)", _text(TEMPLATES)))
    imported = set(re.findall(r'(?:from|import\()\s*"\./(\w+\.js)"', _text(MODULES)))
    assert linked
    assert not linked & imported


def test_templates_carry_no_style_and_no_handler() -> None:
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<[^>%]*\s(style|on[a-z]+)=", text), path.name
