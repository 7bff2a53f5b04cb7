"""Where packs are looked for, and the words they may use, as this county has them.

Three places: the packs that come with Wangge, `packs` in the county's data folder, and the folders
named in WANGGE_PACKS (several with the system's path separator). Each is a pack or holds some.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from wangge.catalogue.loader import OUR_PACKS, folders_in, vocabulary
from wangge.catalogue.models import Calendar
from wangge.catalogue.reader import Vocabulary
from wangge.territory.models import Department


def pack_folders() -> tuple[Path, ...]:
    """The folder of every pack there is, ours first."""
    named = getattr(settings, "WANGGE_PACKS", None) or os.environ.get("WANGGE_PACKS", "")
    extra = named.split(os.pathsep) if isinstance(named, str) else named
    places = [OUR_PACKS, Path(settings.DATA) / "packs", *(Path(place) for place in extra if place)]
    return folders_in(places)


def county_vocabulary() -> Vocabulary:
    """The departments and calendars a pack may name here. Two queries."""
    ours = vocabulary()
    return ours._replace(
        departments=ours.departments | set(Department.objects.values_list("code", flat=True)),
        calendars=ours.calendars | set(Calendar.objects.values_list("code", flat=True)),
    )
