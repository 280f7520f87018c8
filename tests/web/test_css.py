"""The furniture stays small, layered, and free of what a strict browser would refuse."""

import re
from pathlib import Path

import pytest

import wonback

SOURCE = Path(wonback.__file__).parent
SHEETS = sorted(SOURCE.glob("*/static/**/*.css"))
MODULES = sorted(SOURCE.glob("*/static/**/*.js"))
WEB = SOURCE / "web/static"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_fits_on_a_screen_or_two(sheet):
    assert len(sheet.read_text().splitlines()) <= 120


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_script_is_a_small_thing(module):
    assert len(module.read_text().splitlines()) <= 80


def test_every_sheet_of_the_house_is_in_a_layer():
    main = (WEB / "css/wonback.css").read_text()
    named = set(re.findall(r'@import url\("([^"]+)"\) layer\(\w+\);', main))

    assert named == {path.name for path in (WEB / "css").glob("*.css")} - {"wonback.css"}


def test_a_sheet_of_one_page_is_in_a_layer_too():
    outside = [
        path.name
        for path in SHEETS
        if WEB not in path.parents and not path.read_text().lstrip("\n").startswith(("@layer", "/*"))
    ]

    assert outside == []


WHERE_THE_COLOURS_ARE = {"tokens.css", "toast.css"}


@pytest.mark.parametrize(
    "sheet", [path for path in SHEETS if path.name not in WHERE_THE_COLOURS_ARE], ids=lambda path: path.name
)
def test_colours_come_from_the_tokens(sheet):
    loud = re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(", sheet.read_text())

    assert loud == []


def test_every_token_that_is_used_exists():
    defined = {name for path in SHEETS for name in re.findall(r"(--[\w-]+)\s*:", path.read_text())}
    used = {name for path in SHEETS for name in re.findall(r"var\((--[\w-]+)", path.read_text())}

    assert used - defined == set()


def test_templates_hold_no_inline_style_or_script(templates):
    inline = re.compile(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=|hx-on")

    assert [name for name, text in templates.items() if inline.search(text)] == []


def test_every_static_file_a_template_names_exists(templates):
    named = {name for text in templates.values() for name in re.findall(r"{% static ['\"]([^'\"]+)['\"]", text)}
    there = {
        str(path.relative_to(static))
        for static in SOURCE.glob("*/static")
        for path in static.rglob("*")
        if path.is_file()
    }

    assert named - there == set()


def test_fonts_stay_light_and_carry_their_licence():
    fonts = list((WEB / "fonts").glob("*.woff2"))

    assert fonts
    assert max(font.stat().st_size for font in fonts) <= 60 * 1024
    assert all("SIL Open Font License" in licence.read_text() for licence in (WEB / "fonts").glob("LICENSE-*"))


def luminance(lightness):
    """Of a near-grey in OKLCH: the cube of its lightness is close enough to check contrast by."""
    return lightness**3


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "ink-soft", "ink-faint", "accent", "amber", "clay", "slate"])
@pytest.mark.parametrize("paper", ["paper", "raised", "sunken"])
def test_text_can_be_read_on_every_paper(theme, ink, paper):
    tokens = (WEB / "css/tokens.css").read_text()

    def lightness(name):
        both = re.search(rf"--{name}: light-dark\(oklch\(([\d.]+)%[^)]*\), oklch\(([\d.]+)%", tokens)
        return luminance(float(both[theme + 1]) / 100)

    dark, light = sorted([lightness(ink), lightness(paper)])

    assert (light + 0.05) / (dark + 0.05) >= 4.5
