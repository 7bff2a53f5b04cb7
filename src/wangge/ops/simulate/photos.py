"""Photos for the demo: drawn with a few strokes, each with DEMO across it, before and after.

Nobody could take them for real ones, and nobody's face or door is in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from random import Random
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from wangge.cases.actions.evidence import Taken, keep_photo, store_picture

_WIDTH, _HEIGHT = 560, 420
_HORIZON = 210
_VARIANTS = 2

#: Kind → (backdrop, what is wrong there).
_KINDS: dict[str, tuple[str, str]] = {
    "rubbish": ("street", "heap"),
    "road": ("street", "hole"),
    "water": ("street", "puddle"),
    "pole": ("street", "pole"),
    "fire": ("field", "smoke"),
    "river": ("river", "floating"),
    "shop": ("street", "crates"),
    "stall": ("street", "stall"),
    "sign": ("street", "sign"),
    "site": ("field", "heap"),
    "car": ("street", "car"),
    "build": ("field", "house"),
    "lamp": ("night", "lamp"),
    "manhole": ("street", "manhole"),
    "tree": ("street", "tree"),
    "school": ("street", "car"),
    "hill": ("field", "slide"),
    "none": ("field", "people"),
}

_Draw = ImageDraw.ImageDraw


class Pair(NamedTuple):
    """Hashes of the photos before and after the work."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def demo_photos(seed: int, *, now: datetime) -> Mapping[str, Pair]:
    """A few photos of every kind of trouble stand in the evidence store; under a second."""
    return {
        kind: Pair(_some(kind, False, seed, now), _some(kind, True, seed, now)) for kind in _KINDS
    }


def photo_at(kind: str, *, mended: bool, seed: int, taken: Taken, now: datetime) -> str:
    """One photo with its own time and place drawn onto it, as a phone sends it; its hash."""
    file = BytesIO()
    picture(kind, mended=mended, rng=Random(f"{seed} {kind} {mended}")).save(
        file, "JPEG", quality=85
    )
    size = file.tell()
    file.seek(0)
    return keep_photo(file, "demo.jpg", size, taken=taken, by=None, now=now)


def picture(kind: str, *, mended: bool, rng: Random) -> Image.Image:
    """The scene, with the trouble or without it."""
    backdrop, trouble = _KINDS[kind]
    image = Image.new("RGB", (_WIDTH, _HEIGHT), _SKIES[backdrop])
    draw = ImageDraw.Draw(image, "RGBA")
    _backdrop(draw, backdrop, rng)
    _TROUBLES[trouble](draw, mended, rng)
    font = ImageFont.load_default(72)
    draw.text((_WIDTH // 2, 60), "DEMO", fill=(255, 255, 255, 150), font=font, anchor="mm")
    return image


def _some(kind: str, mended: bool, seed: int, now: datetime) -> tuple[str, ...]:
    return tuple(
        store_picture(
            picture(kind, mended=mended, rng=Random(f"{seed} {kind} {number}")),
            taken=Taken(),
            by=None,
            now=now,
        )
        for number in range(_VARIANTS)
    )


_SKIES = {"street": "#bcd6ea", "field": "#cfe3f0", "river": "#c5dcec", "night": "#1d2740"}


def _backdrop(draw: _Draw, backdrop: str, rng: Random) -> None:
    if backdrop == "river":
        draw.rectangle((0, _HORIZON - 40, _WIDTH, _HORIZON), fill="#6f9a5d")
        draw.rectangle((0, _HORIZON, _WIDTH, _HEIGHT), fill="#5f8fa8")
        for y in range(_HORIZON + 20, _HEIGHT, 26):
            draw.line((rng.randint(0, 200), y, rng.randint(260, 560), y), fill="#86aec2", width=3)
        return
    if backdrop == "field":
        for x in range(-40, _WIDTH, 130):
            top = _HORIZON - rng.randint(30, 100)
            draw.polygon(((x, _HORIZON), (x + 100, top), (x + 220, _HORIZON)), fill="#7d9f76")
        draw.rectangle((0, _HORIZON, _WIDTH, _HEIGHT), fill="#b79d6c")
        return
    dark = backdrop == "night"
    for x in range(0, _WIDTH, 112):
        top = _HORIZON - rng.randint(60, 140)
        draw.rectangle((x, top, x + 104, _HORIZON), fill="#333c52" if dark else "#c9bfae")
        for y in range(top + 14, _HORIZON - 20, 34):
            for column in (18, 62):
                lit = rng.random() < 0.3
                colour = ("#e8cf7a" if lit else "#232b3f") if dark else "#8fa3b3"
                draw.rectangle((x + column, y, x + column + 24, y + 18), fill=colour)
    draw.rectangle((0, _HORIZON, _WIDTH, _HEIGHT), fill="#3a3f4c" if dark else "#8b8d91")
    draw.rectangle((0, _HORIZON, _WIDTH, _HORIZON + 26), fill="#4a5060" if dark else "#b5b0a6")
    for x in range(20, _WIDTH, 120):
        draw.rectangle((x, 330, x + 60, 338), fill="#e9e6d8")


def _heap(draw: _Draw, mended: bool, rng: Random) -> None:
    if mended:
        draw.rectangle((380, 200, 440, 280), fill="#2f7d4f")  # an upright bin
        draw.rectangle((374, 192, 446, 206), fill="#24613d")
        return
    for _ in range(26):
        x, y = rng.gauss(290, 70), rng.gauss(300, 26)
        colour = rng.choice(("#4c6b4d", "#c9c4bb", "#7b5a3c", "#2e3440", "#b0483f", "#d8c26a"))
        size = rng.randint(14, 40)
        draw.ellipse((x, y, x + size, y + size * 0.7), fill=colour)


def _hole(draw: _Draw, mended: bool, rng: Random) -> None:
    if mended:
        draw.rectangle((210, 285, 370, 350), fill="#55575c")
        return
    points = [(290 + rng.randint(60, 95) * dx, 315 + rng.randint(18, 34) * dy) for dx, dy in _RING]
    draw.polygon(points, fill="#3b332c")
    draw.line(((380, 315), (430, 300), (470, 322)), fill="#4b4b4d", width=4)


_RING = ((-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7), (1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7))


def _puddle(draw: _Draw, mended: bool, rng: Random) -> None:
    if not mended:
        draw.ellipse((90, 270, 480, 380), fill=(92, 128, 150, 220))
        for _ in range(5):
            x, y = rng.randint(140, 400), rng.randint(290, 350)
            draw.arc((x, y, x + 40, y + 12), 0, 360, fill="#d6e6ee", width=2)


def _pole(draw: _Draw, mended: bool, rng: Random) -> None:
    lean = 0 if mended else rng.randint(50, 90)
    draw.line((280, 340, 280 + lean, 60), fill="#6b5b4b", width=14)
    draw.line((230 + lean, 90, 330 + lean, 90), fill="#6b5b4b", width=8)
    sag = 110 if mended else 330
    draw.line((0, 100, 140, sag, 280 + lean, 92), fill="#222222", width=3, joint="curve")


def _smoke(draw: _Draw, mended: bool, rng: Random) -> None:
    draw.ellipse((220, 320, 340, 350), fill="#3d352b")
    if mended:
        return
    draw.polygon(((240, 335), (280, 260), (320, 335)), fill="#e27a2f")
    for step in range(9):
        x, y = 280 + rng.randint(-20, 30) + step * 10, 260 - step * 26
        draw.ellipse((x - 34, y - 24, x + 44, y + 26), fill=(120, 120, 120, 110))


def _floating(draw: _Draw, mended: bool, rng: Random) -> None:
    for _ in range(0 if mended else 24):
        x, y = rng.randint(60, 480), rng.randint(240, 390)
        colour = rng.choice(("#5d7f3c", "#e8e8e2", "#3f6b35", "#c0d4e0"))
        draw.ellipse((x, y, x + rng.randint(14, 46), y + 12), fill=colour)


def _crates(draw: _Draw, mended: bool, rng: Random) -> None:
    for place in range(2 if mended else 7):
        x, y = 60 + place * 62, (190 if mended else 240 + rng.randint(-8, 10))
        draw.rectangle((x, y, x + 54, y + 46), fill="#b8863b", outline="#7c5a26", width=3)


def _stall(draw: _Draw, mended: bool, rng: Random) -> None:
    if mended:
        return
    draw.polygon(((150, 200), (420, 200), (460, 250), (110, 250)), fill="#c0392b")
    draw.rectangle((130, 250, 440, 320), fill="#8f6b42")
    for x in range(140, 430, 26):
        colour = rng.choice(("#e07b39", "#6aa84f", "#e6c84b"))
        draw.ellipse((x, 232, x + 24, 256), fill=colour)


def _sign(draw: _Draw, mended: bool, rng: Random) -> None:
    tilt = 0 if mended else rng.randint(40, 70)
    draw.line((280, 350, 280 + tilt, 150), fill="#777777", width=10)
    corners = ((210, 100), (350, 100 + tilt // 2), (350 + tilt // 2, 180 + tilt // 2), (210, 180))
    draw.polygon(corners, fill="#2b6cb0", outline="#ffffff")


def _car(draw: _Draw, mended: bool, rng: Random) -> None:
    for place in range(1 if mended else 3):
        x, y = (420 if mended else 40 + place * 165), 250
        colour = rng.choice(("#b23b3b", "#3b5fb2", "#d9d9d9", "#444444"))
        draw.rounded_rectangle((x, y, x + 130, y + 50), 12, fill=colour)
        draw.rounded_rectangle((x + 24, y - 30, x + 104, y + 10), 10, fill="#9fb4c4")
        for wheel in (x + 18, x + 84):
            draw.ellipse((wheel, y + 36, wheel + 28, y + 64), fill="#1c1c1c")


def _house(draw: _Draw, mended: bool, rng: Random) -> None:
    if mended:
        draw.rectangle((180, 300, 400, 312), fill="#8a7a5c")
        return
    for row in range(6):
        for column in range(9 - rng.randint(0, 2)):
            x, y = 170 + column * 28 + (14 if row % 2 else 0), 300 - row * 18
            draw.rectangle((x, y, x + 26, y + 16), fill="#a6553d", outline="#7d3f2c")


def _lamp(draw: _Draw, mended: bool, rng: Random) -> None:
    draw.line((300, 360, 300, 90), fill="#8d93a3", width=8)
    draw.line((300, 92, 360, 104), fill="#8d93a3", width=8)
    if mended:
        draw.polygon(((350, 110), (250, 360), (480, 360)), fill=(255, 236, 160, 70))
        draw.ellipse((342, 96, 378, 118), fill="#fff3c4")
    else:
        draw.ellipse((342, 96, 378, 118), fill="#39404f")


def _manhole(draw: _Draw, mended: bool, rng: Random) -> None:
    draw.ellipse((200, 280, 370, 350), fill="#55585d" if mended else "#14110f")
    if mended:
        for x in range(220, 360, 20):
            draw.line((x, 290, x, 340), fill="#6d7176", width=3)
    else:
        draw.ellipse((350, 300, 470, 350), fill="#55585d", outline="#3a3c40", width=3)


def _tree(draw: _Draw, mended: bool, rng: Random) -> None:
    if mended:
        draw.rectangle((100, 130, 124, 340), fill="#6d5137")
        draw.ellipse((50, 60, 180, 180), fill="#4f8a4b")
        return
    draw.line((100, 340, 420, 290), fill="#6d5137", width=22)
    for _ in range(14):
        x, y = rng.randint(330, 480), rng.randint(240, 330)
        draw.ellipse((x, y, x + 50, y + 34), fill="#4f8a4b")


def _slide(draw: _Draw, mended: bool, rng: Random) -> None:
    draw.polygon(((0, 80), (260, 210), (0, 330)), fill="#7d6a4a")
    for _ in range(3 if mended else 30):
        x, y = rng.randint(60, 400), rng.randint(250, 370)
        size = rng.randint(10, 36)
        draw.ellipse((x, y, x + size, y + size * 0.8), fill="#5e4f38")


def _people(draw: _Draw, mended: bool, rng: Random) -> None:
    draw.rectangle((60, 130, 260, 300), fill="#d8cdb8")
    draw.polygon(((40, 130), (160, 70), (280, 130)), fill="#7a4a3a")
    for x, colour in ((330, "#3a6ea5"), (400 if mended else 450, "#a5503a")):
        draw.ellipse((x, 200, x + 34, 234), fill="#d9b38c")
        draw.rounded_rectangle((x - 8, 236, x + 42, 330), 10, fill=colour)


_TROUBLES = {
    "heap": _heap,
    "hole": _hole,
    "puddle": _puddle,
    "pole": _pole,
    "smoke": _smoke,
    "floating": _floating,
    "crates": _crates,
    "stall": _stall,
    "sign": _sign,
    "car": _car,
    "house": _house,
    "lamp": _lamp,
    "manhole": _manhole,
    "tree": _tree,
    "slide": _slide,
    "people": _people,
}
