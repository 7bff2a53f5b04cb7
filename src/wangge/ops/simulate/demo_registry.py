"""The demo county's register: about 4,000 invented households, 王爹 among them.

Registered as of long ago, so that sixty days of visits and cases have somebody to happen to.
Ignores contacts and visits: those are `visiting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from wangge.core.duty import SYSTEM
from wangge.core.registry.values import Birthday
from wangge.ops.simulate.county_rows import Ground, Rows, Sizes, points_in
from wangge.ops.simulate.numbers import Identities, telephone
from wangge.ops.simulate.registering import grounds, inventor, register, write
from wangge.packs.personal_data.actions import link_account
from wangge.registry.actions import enrol_special
from wangge.registry.models import Person

SEED = 430281

#: Older than the demo's sixty days of cases, so that those can be proven to their beginning.
_STANDING = timedelta(days=100)

#: Where the cast lives: 东富镇东富村.
CAST_GRID = "430281121201001"
WANGDIE = f"{CAST_GRID}0901"
CHENYI = f"{CAST_GRID}0902"

#: People of special groups, told apart only inside their domain.
_SPECIAL = ("correction", "mental", "released", "mental", "drugs", "correction")

_VILLAGE = Sizes(
    households=13, sites=3, components=10, organisations=3, vehicles=4, devices=3, dwellings=True
)
_STREET = Sizes(
    households=24, sites=2, components=24, organisations=8, vehicles=8, devices=4, dwellings=True
)


def since(now: datetime) -> datetime:
    """When the demo's people were registered."""
    return now - _STANDING


@transaction.atomic
def register_demo(now: datetime) -> dict[str, int]:
    """The demo's register stands, if there was none; how many rows of each kind were written."""
    if Person.objects.exists():
        return {}
    then = since(now)
    land = grounds()
    counts = register(
        inventor(SEED, then),
        land,
        lambda ground: _STREET if ground.urban else _VILLAGE,
        now=then,
    )
    rows = Rows()
    _add_cast(next(one for one in land if one.code == CAST_GRID), rows)
    people = [draft.values for draft in rows.by_kind["person"]]
    write(rows, counts, now=then)
    for person, username in zip(people, ("wangdie", "chenyi"), strict=True):
        link_account(str(person["id_number"]), username, actor=SYSTEM, now=then)
    for one, category in zip(_some_adults(len(_SPECIAL), then), _SPECIAL, strict=True):
        enrol_special(one, [category], reason="演示数据：虚构人员", actor=SYSTEM, now=then)
    return counts


def _add_cast(ground: Ground, rows: Rows) -> None:
    """王爹, 82 and alone, keeps his birthday by the old calendar; 陈姨 lives next door."""
    places = points_in(ground.shape, 2, seed=SEED)
    identities = Identities(first=400)  # numbers nobody else of the county was given
    for number, address, visit_class, (lon, lat), person in (
        (
            WANGDIE,
            "东富镇东富村3组12号",
            "key",
            places[0],
            {
                "name": "王爹",
                "id_number": identities.take(date(1944, 10, 1), "1"),
                "sex": "1",
                "birth": Birthday(date(1944, 10, 1), "lunar", "八月十五"),
                "phone": telephone(40_000_001),
                "education": "80",
                "marriage": "30",
                "categories": ("lives_alone", "very_old"),
            },
        ),
        (
            CHENYI,
            "东富镇东富村3组13号",
            "ordinary",
            places[1],
            {
                "name": "陈姨",
                "id_number": identities.take(date(1968, 3, 8), "2"),
                "sex": "2",
                "birth": Birthday(date(1968, 3, 8)),
                "phone": telephone(40_000_002),
                "education": "70",
                "marriage": "20",
                "categories": (),
            },
        ),
    ):
        rows.add(
            "household",
            {
                "no": number,
                "address": address,
                "dwelling": None,
                "visit_class": visit_class,
                "state": "lived_in",
                "grid": ground.id,
                "lon": lon,
                "lat": lat,
            },
        )
        rows.add(
            "person",
            {
                "id_kind": "resident",
                "household": number,
                "relation": "02",
                "nation": "01",
                "politics": "13",
                "person_type": "01",
                "residence": "together",
                "grid": ground.id,
                **person,
            },
        )


def _some_adults(count: int, now: datetime) -> Sequence[UUID]:
    """Grown-up people, the same in every demo, far from each other."""
    grown = Person.objects.filter(birth__lt=now.date() - timedelta(days=25 * 365))
    grown = grown.filter(birth__gt=now.date() - timedelta(days=55 * 365), relation="02", sex="1")
    known = list(grown.order_by("household__no").values_list("id", flat=True))
    step = len(known) // count
    return known[step // 2 :: step][:count]
