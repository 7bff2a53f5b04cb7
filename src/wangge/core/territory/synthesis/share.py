"""Sharing out the triangles of a mesh among places: fair in area, all of one piece, wiggly.

Each place gets the land nearest to it, where "nearest" is weighted (a power diagram) until the
areas are as wished, and measured on ground warped by smooth noise, so that borders wander as
borders do. Ignores the drawing of the borders.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ground:
    """Triangles to share out: a whole mesh, or the part of it that one town got."""

    points_m: Floats
    areas_m2: Floats
    #: (n, 3) neighbouring triangles as indices into this ground, -1 for none.
    beyond: Ints

    def part(self, chosen: NDArray[np.bool_]) -> Ground:
        """The ground of the `chosen` triangles alone."""
        renamed = np.full(len(chosen) + 1, -1, dtype=np.int64)
        renamed[:-1][chosen] = np.arange(int(chosen.sum()))
        return Ground(self.points_m[chosen], self.areas_m2[chosen], renamed[self.beyond[chosen]])


def warp(points_m: Floats, *, swing_m: float, wave_m: float, rng: np.random.Generator) -> Floats:
    """`points_m` moved by smooth noise in three octaves: `swing_m` far over `wave_m`, then less."""
    moved = points_m.copy()
    for _ in range(3):
        moved[:, 0] += swing_m * _noise(points_m / wave_m, rng)
        moved[:, 1] += swing_m * _noise(points_m / wave_m, rng)
        swing_m, wave_m = swing_m * 0.5, wave_m * 0.4
    return moved


def _noise(points: Floats, rng: np.random.Generator) -> Floats:
    """Smooth random values in -1…1 that change over a distance of about 1."""
    cell = np.floor(points).astype(np.int64)
    part = points - cell
    part = part * part * (3.0 - 2.0 * part)
    low = cell.min(axis=0)
    cell -= low
    table = rng.random(tuple(cell.max(axis=0) + 2)) * 2.0 - 1.0
    i, j = cell.T
    south = table[i, j] * (1 - part[:, 0]) + table[i + 1, j] * part[:, 0]
    north = table[i, j + 1] * (1 - part[:, 0]) + table[i + 1, j + 1] * part[:, 0]
    noise: Floats = south * (1 - part[:, 1]) + north * part[:, 1]
    return noise


def share(
    ground: Ground, places_m: Floats, wanted: Floats, *, rounds: int = 60, drift: float = 0.0
) -> Ints:
    """For each triangle the index of the place that gets it.

    `wanted` are relative areas. `drift` moves each place towards the middle of its land by that
    part every round (0 keeps the places where they are). Every place gets one connected piece.
    """
    goal = wanted / wanted.sum() * ground.areas_m2.sum()
    places, weight = places_m.copy(), goal / np.pi
    owner = np.zeros(len(ground.points_m), dtype=np.int64)
    for _ in range(rounds):
        owner = _nearest(ground.points_m, places, weight)
        got = np.bincount(owner, ground.areas_m2, minlength=len(places))
        # a border between two discs moves by dw/2d, so their areas by about pi/2 dw
        weight = weight + (goal - got) * 0.35
        if drift:
            held = np.maximum(got, 1.0)
            middle = np.stack(
                [
                    np.bincount(owner, ground.areas_m2 * axis, minlength=len(places)) / held
                    for axis in ground.points_m.T
                ],
                axis=1,
            )
            places = np.where(got[:, None] > 0, places + drift * (middle - places), places)
    return _in_one_piece(ground, owner, len(places))


def _nearest(points: Floats, places: Floats, weight: Floats) -> Ints:
    across = points[:, :1] - places[:, 0]
    along = points[:, 1:] - places[:, 1]
    nearest: Ints = (across * across + along * along - weight).argmin(axis=1)
    return nearest


def _in_one_piece(ground: Ground, owner: Ints, count: int) -> Ints:
    """`owner` with every stray fragment given to a neighbour and single-triangle teeth filed."""
    beyond = ground.beyond.tolist()
    owners = owner.tolist()
    keep = _largest_pieces(ground, owners, beyond, count)
    queue = deque(i for i in range(len(owners)) if keep[i])
    while queue:
        here = queue.popleft()
        for there in beyond[here]:
            if there >= 0 and not keep[there]:
                keep[there] = True
                owners[there] = owners[here]
                queue.append(there)
    _file_teeth(owners, beyond)
    return np.array(owners, dtype=np.int64)


def _largest_pieces(
    ground: Ground, owners: list[int], beyond: list[list[int]], count: int
) -> list[bool]:
    """True for the triangles in the largest piece of their owner."""
    piece_of = [-1] * len(owners)
    best: list[tuple[float, int]] = [(0.0, -1)] * count
    for start in range(len(owners)):
        if piece_of[start] >= 0:
            continue
        piece_of[start] = start
        stack, area = [start], 0.0
        while stack:
            here = stack.pop()
            area += float(ground.areas_m2[here])
            for there in beyond[here]:
                if there >= 0 and piece_of[there] < 0 and owners[there] == owners[here]:
                    piece_of[there] = start
                    stack.append(there)
        best[owners[start]] = max(best[owners[start]], (area, start))
    return [best[owners[i]][1] == piece_of[i] for i in range(len(owners))]


def _file_teeth(owners: list[int], beyond: list[list[int]]) -> None:
    """Give a triangle that only touches its own land on one side to the owner of the other two.

    Such a triangle is a leaf of its owner's piece, so nothing falls apart.
    """
    for _ in range(4):
        changed = False
        for here, sides in enumerate(beyond):
            others = [owners[side] for side in sides if side >= 0 and owners[side] != owners[here]]
            if len(others) == 2 and len(sides) - sides.count(-1) == 3 and others[0] == others[1]:
                owners[here] = others[0]
                changed = True
        if not changed:
            return
