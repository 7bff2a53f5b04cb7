"""`wangge bench replay`: a city's real requests brought in, every on-time flag derived again.

WANGGE_BENCH_BOSTON names the file (Boston's "311" open data, .csv or .csv.gz); without it some
invented rows of its shape are taken. Shown: nothing lost, nothing doubled, the stored deadline and
closing give the very flag the city published, the ledger counts the same, the log proves clean.
"""

from __future__ import annotations

import csv
import gzip
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

from wangge.core.importing.foreign import ForeignSystem, read_map
from wangge.core.importing.ids import case_id
from wangge.lib.clock import utc_now
from wangge.ops.bench import Figures
from wangge.ops.bench.apart import apart
from wangge.ops.bench.served import run
from wangge.ops.imports.cases import bring_in

FILE = "WANGGE_BENCH_BOSTON"
_INVENTED = 400


class NotAsExpected(AssertionError):
    """Something was lost, doubled, or counts otherwise than the city says."""


def boston() -> ForeignSystem:
    """How the city's file is read."""
    return read_map((files("wangge.ops.bench") / "boston311.yaml").read_bytes())


def bench_replay() -> Figures:
    """Of the rows with a deadline, a closing and a flag: how many flags agree. All must."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="wangge-bench-") as folder:
        data = Path(folder) / "data"
        named = os.environ.get(FILE)
        file = Path(named) if named else invented(Path(folder) / "requests.csv")
        run("prepare", "--demo", "--no-past", data=data)
        found = apart(replay, data, data, file)
    agree, told = found["agree"], found["agree"] + found["disagree"]
    return {
        "name": "replay",
        "value": agree,
        "unit": "flags",
        "yardstick": "the city's own flags",
        "yardstick_value": told,
        "ratio": round(agree / told, 6),
        "n": found["rows"],
        "seconds": round(time.monotonic() - began, 1),
        "detail": f"{found['disagree']} disagree, {found['uncheckable']} uncheckable (open, or no "
        f"deadline, or no flag); {found['new']} cases of {found['rows']} rows, again "
        f"{found['again']} new; ledger: {found['on_time']} on time, {found['late']} late; log and "
        f"ledger prove clean; {'the real file' if named else 'invented rows'}",
    }


def replay(data: Path, file: Path) -> dict[str, int]:
    """The file brought in twice and looked at, in a county that is set up.

    Raises NotAsExpected where a row is lost or doubled, or a promise broken.
    """
    from wangge.audit.followers import catch_up  # why: only a county has models
    from wangge.proofs.prove import prove  # why: as above

    rejected = data / "rejected.csv"
    first = bring_in(file, boston(), data, rejected=rejected, workers=0)
    again = bring_in(file, boston(), data, rejected=rejected, workers=0)
    flags = compared(file)
    if not first["rows"] == first["new"] == again["same"] == sum(flags.values()):
        raise NotAsExpected(f"{first} {again} {flags}")
    catch_up(now=utc_now(), names=["ledger.tallies"])
    counted = _counted()
    for proof in prove(at=utc_now(), now=utc_now(), log=True):
        if proof.proven is False:
            raise NotAsExpected(proof.en)
    return {
        **flags,
        **counted,
        "rows": int(str(first["rows"])),
        "new": int(str(first["new"])),
        "again": int(str(again["new"])),
    }


def compared(file: Path) -> dict[str, int]:
    """Each row's flag beside the one that the stored deadline and closing give."""
    from wangge.cases.models import Case  # why: only a county has models

    system = boston().system
    stored = {}
    for row in Case.objects.only("pk", "fact").iterator(5_000):
        fact = row.as_fact()
        if fact.origin is not None:
            stored[row.pk] = (fact.origin.due_at, fact.closed_at)
    found = Counter({"agree": 0, "disagree": 0, "uncheckable": 0})
    for one in _rows(file):
        due_at, closed_at = stored.pop(case_id(system, one["case_enquiry_id"]))
        if due_at is None or closed_at is None or not one["ontime"]:
            found["uncheckable"] += 1
            continue
        derived = "ONTIME" if closed_at <= due_at else "OVERDUE"
        found["agree" if derived == one["ontime"] else "disagree"] += 1
    return dict(found)


def _counted() -> dict[str, int]:
    """What the ledger says of the whole county, all lines and days."""
    from django.db.models import Sum  # why: only a county has models

    from wangge.ledger.models import DayTally  # why: as above
    from wangge.territory.access import territory_index  # why: as above

    county = DayTally.objects.filter(subject_id=territory_index().county_id, item="")
    return county.aggregate(on_time=Sum("on_time"), late=Sum("late"))


def _rows(file: Path) -> Iterator[Mapping[str, str]]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8-sig", newline="") as text:
        yield from csv.DictReader(text)


def invented(file: Path, count: int = _INVENTED) -> Path:
    """Rows of the city's shape, all made up."""
    dice, begin = random.Random(1), datetime(2011, 7, 1)  # noqa: DTZ001 - local, as the city writes
    headings = [*boston().columns, "ontime", "queue", "department", "reason"]
    with file.open("w", encoding="utf-8", newline="") as out:
        to = csv.DictWriter(out, headings, restval="")
        to.writeheader()
        for number in range(count):
            at = begin + timedelta(minutes=37 * number)
            due = at + timedelta(days=3) if dice.random() < 0.9 else None
            closed = at + timedelta(hours=dice.uniform(1, 120)) if dice.random() < 0.9 else None
            on_time = due is None or (closed is not None and closed <= due)
            to.writerow(
                {
                    "case_enquiry_id": str(900_000_000_000 + number),
                    "open_dt": f"{at:%Y-%m-%d %H:%M:%S}",
                    "target_dt": f"{due:%Y-%m-%d %H:%M:%S}" if due else "",
                    "closed_dt": f"{closed:%Y-%m-%d %H:%M:%S}" if closed else "",
                    "ontime": "ONTIME" if on_time else "OVERDUE",
                    "case_status": "Closed" if closed else "Open",
                    "closure_reason": "Case Closed" if closed else " ",
                    "case_title": dice.choice(("Street Light Outages", "Pothole Repair")),
                    "type": dice.choice(("Street Light Outages", "Pothole Repair")),
                    "location": f"{number} Invented St",
                    "longitude": f"{-71.06 + dice.uniform(-0.1, 0.1):.4f}",
                    "latitude": f"{42.33 + dice.uniform(-0.1, 0.1):.4f}",
                    "source": dice.choice(tuple(boston().sources)),
                }
            )
    return file
