"""What a county has from its first day: the roles and the departments, read from data.

Rows that stand already keep what the county made of them; only missing ones are added.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.db import transaction

from wangge.territory.actions.roster import renew_roster
from wangge.territory.models import Department, Role


@transaction.atomic
def install_roles(now: datetime) -> None:
    """Every role of data/roles.yaml stands; titles and rights of those there are left alone."""
    known = set(Role.objects.values_list("code", flat=True))
    Role.objects.bulk_create(
        Role(
            code=role["code"],
            title=role["title"],
            title_en=role["title_en"],
            sees=role["sees"],
            masked=role.get("masked", False),
            separate=role.get("separate", ""),
            rights=role["rights"],
            place=place,
        )
        for place, role in enumerate(_data("roles"))
        if role["code"] not in known
    )
    renew_roster(now=now)


@transaction.atomic
def install_departments(now: datetime) -> None:
    """Every department of data/departments.yaml stands; titles of those there are left alone."""
    known = set(Department.objects.values_list("code", flat=True))
    Department.objects.bulk_create(
        Department(code=one["code"], title=one["title"], title_en=one["title_en"])
        for one in _data("departments")
        if one["code"] not in known
    )
    renew_roster(now=now)


@cache
def _data(name: str) -> list[dict[str, Any]]:
    text = files("wangge.territory").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    found = yaml.safe_load(text)[name]
    assert isinstance(found, list)
    return found
