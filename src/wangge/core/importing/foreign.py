"""What must be known of the other system 对照文件: its headings, classes, words and its clock.

Written once by whoever knows that system, as YAML or JSON; the file of cases stays as it came.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

import msgspec
import yaml

from wangge.core.importing.columns import NAMED
from wangge.core.importing.refusals import BadMap
from wangge.lib.datum import Datum


class ForeignSystem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The other system, as far as its files need explaining. Everything may be left out."""

    system: str = ""  #: what people call it; its numbers are unique under this name
    datum: str = ""  #: of its coordinates, where no column says it
    time_zone: str = "Asia/Shanghai"  #: of times without one
    line: str = ""  #: the service line where neither row nor type names one
    item: str = ""
    columns: dict[str, str] = {}  #: its heading → name or title of our column; "" for none
    types: dict[str, str] = {}  #: its class → "line/item" or "line"; "*" for all others
    outcomes: dict[str, str] = {}  #: its word → an outcome of ours
    sources: dict[str, str] = {}  #: its word → a source of ours; "*" for all others
    satisfaction: dict[str, int | None] = {}  #: its word → 1 to 5, or null
    #: Headings kept with the case as they are. They stand in the log, so nothing personal.
    keep: tuple[str, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """Its time zone."""
        return ZoneInfo(self.time_zone)

    def but(self, *, system: str | None, datum: str | None) -> ForeignSystem:
        """The same, with what somebody says besides."""
        given = {"system": system, "datum": datum}
        return msgspec.structs.replace(self, **{k: v for k, v in given.items() if v})


def read_map(data: bytes) -> ForeignSystem:
    """The other system as the map file tells it. Refuses: BadMap."""
    try:
        read = yaml.safe_load(data.decode("utf-8-sig"))
        found = msgspec.convert(read or {}, ForeignSystem, strict=False)
        _ = found.zone
    except (yaml.YAMLError, UnicodeDecodeError, msgspec.ValidationError) as fault:
        raise BadMap(field="map", why=" ".join(str(fault).split())[:300]) from None
    except (KeyError, ValueError, OSError):
        raise BadMap(field="time_zone", why=f"time_zone: {found.time_zone[:60]}") from None
    if found.datum and found.datum not in {one.value for one in Datum}:
        raise BadMap(field="datum", why=f"datum: {found.datum[:60]}")
    titles = {word for one in NAMED.values() for word in (one.name, one.zh, one.en, "")}
    for heading, column in found.columns.items():
        if column not in titles:
            raise BadMap(field="columns", why=f"columns: {heading[:60]}: {column[:60]}")
    return found
