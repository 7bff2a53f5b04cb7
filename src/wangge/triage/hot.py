"""Finding hot topics 热点 among the last days' reports: the same trouble, told by several people.

Bounded: the newest `MOST` reports of the last `DAYS` days. Left out are cases whose reporter asked
not to be named, what staff alone list, and every word that is not known from the catalogue or our
own sayings: a person's name therefore cannot become part of a topic.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

import numpy as np

from wangge.cases.models import Case, Reporter
from wangge.catalogue.access import catalogue
from wangge.core.territory.level import Level
from wangge.core.triage import Report
from wangge.core.triage.groups import fragments, groups, vectors
from wangge.territory.access import territory_index
from wangge.triage.access import items_of, standing, start_model
from wangge.triage.actions import renew_topics
from wangge.triage.models import HotTopic

#: How far back, how many reports at most, and how many of one town are compared.
DAYS, MOST, MOST_OF_A_TOWN = 7, 4_000, 1_500
#: A topic needs so many reports of so many people; an area keeps so many topics.
LEAST_COUNT, LEAST_PEOPLE, KEPT, KEPT_CASES = 4, 3, 10, 200


class _Said(NamedTuple):
    """A report as far as it matters here."""

    id: UUID
    town_id: UUID
    village_id: UUID | None
    county_id: UUID
    line: str
    item: str
    text: str
    place: tuple[float, float]
    at: datetime
    person: str


class _Found(NamedTuple):
    reports: list[_Said]
    words: list[str]
    label: str  #: the class most of them have, or probably mean where nobody has classed them

    @property
    def people(self) -> int:
        return len({one.person for one in self.reports})


def renew(*, now: datetime) -> int:
    """Every town's topics and the county's are as the last days' reports say; how many."""
    told = _told(now)
    by_town: dict[UUID, list[_Said]] = {}
    for one in told:
        by_town.setdefault(one.town_id, []).append(one)
    rows: list[HotTopic] = []
    county: list[_Found] = []
    for town, said in by_town.items():
        found = topics_among(said[:MOST_OF_A_TOWN])
        rows += _rows(town, found, now)
        county += found
    if told:
        rows += _rows(told[0].county_id, county, now)
    areas = set(HotTopic.objects.values_list("area_id", flat=True)) | {row.area_id for row in rows}
    return renew_topics(areas, rows)


def topics_among(said: Sequence[_Said]) -> list[_Found]:
    """Groups of reports of enough people, the largest first. Names of areas are not compared."""
    texts = [_without_areas(one.text) for one in said]
    advisor = standing().advisor
    sure = advisor.probabilities([Report(text) for text in texts])
    place = np.array([one.place for one in said], dtype=np.float64)
    found = []
    for members in groups(vectors(texts), sure, place, least=LEAST_COUNT):
        reports = [said[at] for at in members]
        meant = advisor.labels[int(sure[members].sum(axis=0).argmax())]
        given = Counter(f"{one.line}:{one.item}" for one in reports).most_common(1)[0][0]
        label = given if given in advisor.labels else meant
        topic = _Found(reports, _words(reports), label)
        if topic.people >= LEAST_PEOPLE:
            found.append(topic)
    return found


def _words(reports: Sequence[_Said]) -> list[str]:
    """Fragments whose every pair of letters is known of the catalogue or our own sayings."""
    known = start_model()
    texts = [_without_areas(one.text) for one in reports]
    shared = fragments(texts, [one.person for one in reports])
    return [words for words in shared if known.knows(words)]


def _rows(area: UUID, found: Iterable[_Found], now: datetime) -> list[HotTopic]:
    ranked = sorted(found, key=lambda one: (-one.people, -len(one.reports), one.reports[0].id))
    return [_row(area, place, one, now) for place, one in enumerate(ranked[:KEPT], start=1)]


def _row(area: UUID, place: int, one: _Found, now: datetime) -> HotTopic:
    newest = sorted(one.reports, key=lambda each: each.at, reverse=True)
    villages = Counter(each.village_id for each in newest if each.village_id)
    line, _, item = one.label.partition(":")
    return HotTopic(
        area_id=area,
        place=place,
        line=line,
        item=item,
        fragments=one.words,
        count=len(newest),
        people=one.people,
        village_ids=[village for village, _ in villages.most_common(8)],
        case_ids=[each.id for each in newest[:KEPT_CASES]],
        first_at=newest[-1].at,
        last_at=newest[0].at,
        made_at=now,
    )


def _told(now: datetime) -> list[_Said]:
    """The last days' reports, the newest first. Two queries."""
    rows = (
        Case.objects.filter(reported_at__gte=now - timedelta(days=DAYS), town_id__isnull=False)
        .exclude(state="voided")
        .order_by("-reported_at")
        .values_list(
            *("pk", "town_id", "village_id", "county_id", "line", "item", "text"),
            *("lon", "lat", "reported_at"),
        )[:MOST]
    )
    open_yet = {f"{line.code}:{line.default_item}" for line in catalogue().lines}
    reported = open_yet.union(items_of(catalogue()))
    found = [row for row in rows if f"{row[4]}:{row[5]}" in reported]
    people = _people([row[0] for row in found])
    told = []
    for pk, town, village, county, line, item, text, lon, lat, at in found:
        person = people.get(pk, str(pk))
        if person is not None and town is not None:
            place = (lon if lon is not None else np.nan, lat if lat is not None else np.nan)
            told.append(_Said(pk, town, village, county, line, item, text, place, at, person))
    return told


def _people(case_ids: Sequence[UUID]) -> Mapping[UUID, str | None]:
    """Who reported each case, as a mark that is the same for the same person; None: in confidence.

    A case without a reporter counts as one person of its own.
    """
    rows = Reporter.objects.filter(case_id__in=case_ids).values_list(
        "case_id", "user_id", "phone_blind", "confidential"
    )
    found: dict[UUID, str | None] = {}
    for case_id, user_id, blind, confidential in rows:
        if confidential:
            found[case_id] = None
        elif case_id not in found:
            found[case_id] = str(user_id or (bytes(blind).hex() if blind else case_id))
    return found


def _without_areas(text: str) -> str:
    """The text without names of towns and villages: where it is, the point says."""
    return _areas(territory_index().version).sub("，", text)


@lru_cache(maxsize=2)
def _areas(version: object) -> re.Pattern[str]:
    """`version` only tells these areas from the last."""
    levels = (Level.TOWN, Level.VILLAGE)
    names = {area.name for area in territory_index().areas.values() if area.level in levels}
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)) or "(?!)")
