"""Splitting, merging and redrawing grids, with effect from a day to come. 网格拆分、合并、调界。

Each makes a version of the territory and posts to serve the new grids from the first instant of
that day. Until then nothing differs, and it can be taken back (`withdraw_version`). Ignores what
stands on the land: storeys above take part through `territory.hooks`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import shapely
from django.db import transaction
from shapely.geometry.base import BaseGeometry

from wangge.core.duty import Actor
from wangge.core.territory.coverage import areal
from wangge.core.territory.cutting import by_pieces, cut, faults_of_pieces
from wangge.core.territory.faults import Fault
from wangge.core.territory.refusals import BadCut, NotOneVillage, bad_cut
from wangge.territory.actions.redraw import Ground, Part, decide, ground_of
from wangge.territory.change import Change, ChangeKind

#: Of the land of one part, this much must have been a grid's for it to stay that grid.
_STAYS = 0.5


@transaction.atomic
def split_grid(
    code: str,
    *,
    line: BaseGeometry | None = None,
    pieces: Sequence[BaseGeometry] = (),
    effective_from: date,
    names: Sequence[str] = (),
    posts: Mapping[str, Sequence[int]] | None = None,
    dry_run: bool,
    actor: Actor,
    now: datetime,
) -> Change:
    """From that day on the grid is two (by `line`) or as many as there are `pieces`. 拆分。

    Line and pieces in WGS-84, in any order of pieces; the parts are numbered from west to east,
    north to south, as are `names` and the places in `posts` (code of an old post → parts 0, 1 …
    it goes on in; posts not named are shared out in turn). The old grid and its posts end at that
    instant. On a dry run nothing is written and the faults are told; else they refuse.
    Needs "territory.write" and "posts.write".
    Refuses: MayNot, NotAGrid, DayTooSoon, LaterDecided, StillPending, BadCut, NoCodeLeft,
    FaultyChange.
    """
    ground = ground_of([code], on=effective_from, actor=actor, now=now)
    (old,) = ground.olds
    land = ground.shapes[old.id]
    shapes, faults = _parts(land, line, pieces, old.name)
    wanted = [Part(shape=shape) for shape in shapes]
    return decide(
        ChangeKind.SPLIT,
        ground,
        wanted,
        names=names,
        posts=posts or {},
        faults=faults,
        dry_run=dry_run,
        actor=actor,
        now=now,
    )


@transaction.atomic
def merge_grids(
    codes: Sequence[str],
    *,
    effective_from: date,
    name: str = "",
    dry_run: bool,
    actor: Actor,
    now: datetime,
) -> Change:
    """From that day on the grids of one village are one, served by all their posts. 合并。

    Refuses: MayNot, NotAGrid, NotOneVillage, DayTooSoon, LaterDecided, StillPending, BadCut,
    NoCodeLeft, FaultyChange.
    """
    ground = ground_of(codes, on=effective_from, actor=actor, now=now)
    if len({old.parent_id for old in ground.olds}) != 1:
        raise NotOneVillage(field="grid")
    return decide(
        ChangeKind.MERGE,
        ground,
        [Part(shape=_together(ground))],
        names=[name] if name else (),
        posts={},
        faults=[],
        dry_run=dry_run,
        actor=actor,
        now=now,
    )


@transaction.atomic
def move_border(
    codes: tuple[str, str],
    *,
    line: BaseGeometry | None = None,
    pieces: Sequence[BaseGeometry] = (),
    effective_from: date,
    dry_run: bool,
    actor: Actor,
    now: datetime,
) -> Change:
    """From that day on the border between two neighbours runs along `line`, or as drawn. 调界。

    Both grids go on with their codes and posts, each with the part it had most of. Where they lie
    in different villages or towns, the borders of these move along.
    Refuses: MayNot, NotAGrid, DayTooSoon, LaterDecided, StillPending, BadCut, FaultyChange.
    """
    ground = ground_of(codes, on=effective_from, actor=actor, now=now)
    one, other = ground.olds
    shapes, faults = _parts(_together(ground), line, pieces, f"{one.name}、{other.name}")
    if len(shapes) != 2:
        raise bad_cut("pieces", BadCut.NOT_TWO)
    kept = ground.shapes[one.id]
    first, second = sorted(shapes, key=lambda part: -shapely.intersection(part, kept).area)
    for old, part in ((one, first), (other, second)):
        was = ground.shapes[old.id]
        if shapely.intersection(was, part).area < _STAYS * was.area:
            raise bad_cut("line", BadCut.TOO_FAR)
    return decide(
        ChangeKind.MOVE,
        ground,
        [Part(shape=first, stays=one), Part(shape=second, stays=other)],
        names=(),
        posts={},
        faults=faults,
        dry_run=dry_run,
        actor=actor,
        now=now,
    )


def _parts(
    land: BaseGeometry, line: BaseGeometry | None, pieces: Sequence[BaseGeometry], name: str
) -> tuple[Sequence[BaseGeometry], list[Fault]]:
    """The parts of the land, and what is wrong with the pieces as drawn. Refuses: BadCut."""
    if line is not None:
        return cut(land, line), []
    if len(pieces) < 2:
        raise bad_cut("pieces", BadCut.NOT_TWO)
    return by_pieces(land, pieces), faults_of_pieces(land, pieces, name)


def _together(ground: Ground) -> BaseGeometry:
    """The land of all the grids in one piece. Refuses: BadCut."""
    shapes = [ground.shapes[old.id] for old in ground.olds]
    land = areal(shapely.coverage_union_all(shapes))
    if len(shapes) < 2 or len(shapely.get_parts(land)) >= sum(
        len(shapely.get_parts(shape)) for shape in shapes
    ):
        raise bad_cut("grid", BadCut.NOT_NEIGHBOURS)
    return land
