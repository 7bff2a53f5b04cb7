"""Where invented cases lie and what is said of them: prepared once, drawn very often.

Texts hold common pairs of characters and rare ones (names of people, numbers of doors), so that
searches find much and little, as in a real county.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from wangge.lib.search_keys import area_mark, code_mark, words_of
from wangge.ops.simulate.places import Grid, near
from wangge.ops.simulate.words import Topic, filled
from wangge.territory.access import TerritoryIndex
from wangge.territory.people import invented_name

#: Points kept of each spot, wordings of each topic of a grid.
_POINTS, _WORDINGS = 16, 6
#: Metres from the border at which a point is beyond doubt, told again some decimetres aside.
_CLEAR_M = 32.0
#: One text in so many names somebody's house or a door.
_RARE = 0.12
_ASIDE = 8  #: millionths of a degree; under a metre


@dataclass(frozen=True, slots=True)
class Said:
    """One wording: the text, the place, and the keys they are found by, without a fortnight."""

    text: str
    place: str
    keys: tuple[int, ...]


class Scene:
    """One grid: points clear of its borders, and what is said of its topics."""

    def __init__(self, grid: Grid, index: TerritoryIndex, seed: str) -> None:
        self.grid = grid
        self._rng = rng = Random(f"{seed} {grid.code}")
        drawn = {n: [near(spot, rng) for _ in range(_POINTS)] for n, spot in enumerate(grid.spots)}
        clear = {n: [one for one in some if _clear(index, grid, one)] for n, some in drawn.items()}
        self._points = {n: some for n, some in clear.items() if some}
        self._said: dict[int, list[tuple[int, Said]]] = {}
        self._land = frozenset(map(area_mark, index.chain(grid.id)[:3]))

    @property
    def usable(self) -> bool:
        """Whether anything lies clear of its borders."""
        return bool(self._points)

    def some_point(self) -> tuple[float, float]:
        """A point well inside the grid, (lon, lat)."""
        return next(iter(self._points.values()))[0]

    def draw(self, number: int, topic: Topic) -> tuple[Said, float, float]:
        """A wording for that topic (`number` names it), and a longitude and latitude for it."""
        rng = self._rng
        known = self._said.get(number)
        if known is None:
            known = self._said[number] = [self._word(topic) for _ in range(_WORDINGS)]
        spot, said = known[int(rng.random() * _WORDINGS)]
        if rng.random() < _RARE:
            said = self._rarer(said, topic)
        points = self._points[spot]
        lon, lat = points[int(rng.random() * len(points))]
        return (
            said,
            round(lon + int(rng.random() * _ASIDE) / 1e6, 6),
            round(lat + int(rng.random() * _ASIDE) / 1e6, 6),
        )

    def _word(self, topic: Topic) -> tuple[int, Said]:
        rng, spots = self._rng, self.grid.spots
        fit = [n for n in self._points if spots[n].kind in topic.spots]
        chosen = rng.choice(fit or list(self._points))
        place = spots[chosen].name
        text = filled(rng.choice(topic.what), place, rng)
        if rng.random() < 0.3:
            text = f"{rng.choice(('刚看到', '今天发现', '路过看到'))}，{text}"
        return chosen, self._found_by(f"{text}。", place, topic)

    def _rarer(self, said: Said, topic: Topic) -> Said:
        rng, lot = self._rng, self._rng.random()
        if lot < 0.5:
            text = f"{said.text[:-1]}，在{invented_name(rng.randrange(60_000))}家旁边。"
        elif lot < 0.9:
            text = f"{said.text[:-1]}，门牌{rng.randrange(1, 999)}号。"
        else:
            text = f"{said.text[:-1]}，离{invented_name(int(60_000 * rng.random() ** 3))}的店不远。"
        return self._found_by(text, said.place, topic)

    def _found_by(self, text: str, place: str, topic: Topic) -> Said:
        keys = words_of(f"{text} {place}") | self._land | {code_mark(topic.line)}
        return Said(text, place, tuple(sorted(keys)))


def _clear(index: TerritoryIndex, grid: Grid, point: tuple[float, float]) -> bool:
    found = index.locator.locate(*point, near_m=_CLEAR_M)
    return found.how == "inside" and found.grid_id == grid.id
