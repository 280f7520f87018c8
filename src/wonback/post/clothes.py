"""How a letter in HTML is dressed. Mail programs know no style sheets of ours, so each element carries its own."""

import re

from django.utils.safestring import SafeString, mark_safe

FACE = "font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
# What a class of a letter's template looks like, by day and by night.
CLOTHES: dict[str, tuple[str, str]] = {
    "paper": (f"margin:0;padding:24px 12px;background:#faf8f4;color:#17181b;{FACE};font-size:15px;line-height:1.5", "background:#141517;color:#ece9e3"),
    "sheet": ("max-width:600px;margin:0 auto", ""),
    "title": ("margin:0 0 4px;font-size:21px;line-height:1.3;font-weight:600", ""),
    "note": ("margin:0 0 20px;color:#5f6064;font-size:13px", "color:#a5a29c"),
    "line": ("margin:0 0 12px;padding:16px;background:#ffffff;border:1px solid #e5e1d9;border-radius:10px", "background:#1c1d20;border-color:#34353a"),
    "name": ("font-size:17px;font-weight:600;color:#17181b;text-decoration:none", "color:#ece9e3"),
    "why": ("margin:4px 0 12px;color:#3f4044", "color:#c9c6c0"),
    "late": ("color:#9a4a2c", "color:#e29a7c"),
    "verb": ("display:inline-block;padding:11px 16px;margin:0 6px 6px 0;border:1px solid #c9c5bc;border-radius:6px;color:#17181b;font-size:15px;line-height:20px;text-decoration:none", "color:#ece9e3;border-color:#4a4b50"),
    "first": ("background:#1f6b52;border-color:#1f6b52;color:#ffffff", "background:#7cc4a6;border-color:#7cc4a6;color:#101512"),
    "foot": ("margin:24px 0 0;color:#5f6064;font-size:13px", "color:#a5a29c"),
    "quiet": ("color:#5f6064", "color:#a5a29c"),
}  # fmt: skip
CLASS = re.compile(r'class="([a-z ]+)"')


def dressed(html: str) -> SafeString:
    """The letter with the look of its classes on every element, and how it looks at night in one place.

    >>> dressed('<p class="late">Late</p>')
    '<p class="late" style="color:#9a4a2c">Late</p>'
    """
    worn = CLASS.sub(lambda found: f'{found[0]} style="{look(found[1].split())}"', html)
    # What was put in is a template of ours, escaped when it was filled; only looks were added.
    return mark_safe(worn.replace("</head>", f"<style>{at_night()}</style></head>"))  # noqa: S308  # as said above


def look(names: list[str]) -> str:
    return ";".join(CLOTHES[name][0] for name in names)


def at_night() -> str:
    """Whoever reads in the dark is not dazzled, where the mail program listens."""
    rules = (
        f".{name}{{{'!important;'.join(night.split(';'))}!important}}"
        for name, (_day, night) in CLOTHES.items()
        if night
    )
    return "@media (prefers-color-scheme:dark){" + "".join(rules) + "}"
