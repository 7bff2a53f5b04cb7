"""The code lists a county has from its first day. Rows that stand keep what the county made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files

import yaml
from django.db import transaction

from wangge.registry.codes import forget_codes
from wangge.registry.models import Code


@transaction.atomic
def install_codes(now: datetime) -> None:
    """Every code of data/codes.yaml stands."""
    known = set(Code.objects.values_list("list", "code"))
    Code.objects.bulk_create(row for row in _rows() if (row.list, row.code) not in known)
    forget_codes()


def _rows() -> Iterator[Code]:
    text = files("wangge.registry").joinpath("data/codes.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    for name, entry in data["lists"].items():
        for place, (code, title, *english) in enumerate(entry["codes"]):
            yield Code(
                list=name,
                code=code,
                title=title,
                title_en=english[0] if english else "",
                place=place,
                provenance=entry["provenance"],
            )
    categories = data["person_category"]
    for place, one in enumerate(categories["codes"]):
        yield Code(
            list="person_category",
            code=one["code"],
            title=one["title"],
            title_en=one.get("title_en", ""),
            place=place,
            domain=one.get("domain", "general"),
            visit_class=one.get("visit_class", ""),
            provenance=categories["provenance"],
        )
