"""Every address of the site × everybody of the cast: who passes which door, in words or not at all.

An address without a row here fails, so that no door is opened unseen. The JSON interface holds
its own doors in tests/api. Then: every page in English is English but for data, and every page
keeps within its budget of queries.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver
from tests.liling import Liling
from tests.queries import own_queries
from tests.web.signed import browser_of

from wangge.accounts.models import User
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.core.case.facts import Case
from wangge.core.registry.kinds import KINDS
from wangge.core.territory.level import Level
from wangge.lib.clock import utc_now
from wangge.packs.lookback.checklist import questions
from wangge.registry.actions import put
from wangge.registry.importing.actions import take_in
from wangge.registry.models import Household, Import, Person
from wangge.territory.access import areas, territory_index
from wangge.territory.models import Post
from wangge.visits.actions.rounds import add_targets, open_round
from wangge.visits.models import Round
from wangge.web.models import Export

#: Everybody who may come to a door: a name here → a user name, or the code of a post held.
PEOPLE = {
    "stranger": None,
    "resident": "chenyi",
    "worker": "wangfang",
    "village": "P-430281121201-desk",
    "dispatcher": "liqiang",
    "next_town": "zhaomin",
    "acceptor": "zhoumin",
    "department": "P-430281-road",
    "handler": "liushifu",
    "operator": "P-430281-operator-1",
    "leader": "sunzhuren",
    "centre": "P-430281-centre",
    "auditor": "heshen",
    "security": "P-430281-security",
    "admin": "admin",
    "keeper": "zhuanguan",
}
STAFF = frozenset(PEOPLE) - {"stranger", "resident"}
#: Who sees a case in 东富村 that still stands at its beginning.
SEE_CASE = STAFF - {"next_town", "department", "handler", "security", "admin", "keeper"}
#: Who reads the figures of the own land, and whose land is the whole county.
READ_FIGURES = STAFF - {"security", "admin", "keeper"}
HOTLINE = {"acceptor", "operator", "centre"}
COUNTY = READ_FIGURES - {"dispatcher", "next_town", "worker", "village", "handler"}

#: Who holds the right to read figures, and may hang them on a wall.
WALL = {"dispatcher", "next_town", "acceptor", "department", "leader", "centre", "auditor"}

#: Who reads the registry at all, who sees somebody registered in 东富村, who may change that.
SEE_PERSON = {
    "worker", "village", "dispatcher", "acceptor", "operator", "leader", "centre", "keeper",
}  # fmt: skip
REGISTRY = {*SEE_PERSON, "next_town"}
REGISTRY_COUNTY = {"acceptor", "operator", "leader", "centre", "keeper"}
WRITE_PERSON = {"worker", "village", "dispatcher", "centre"}

#: Who may bring files into the registry, and who may take its lists out.
IMPORT = {"village", "dispatcher", "next_town", "centre"}
TAKE_OUT = {"dispatcher", "next_town", "centre"}

#: Who may see what was proven: who reads figures or the log by right, and who keeps the land.
PROOFS = {*WALL, "admin"}

#: Who asks for large exports, grants them, or audits both.
APPROVALS = {"dispatcher", "next_town", "centre", "leader", "auditor", "security"}


@dataclass(frozen=True)
class Door:
    """An address: who passes, and what the others are answered."""

    passes: frozenset[str]
    status: int = 200
    others: int = 404
    strangers: int = 302
    budget: int = 8
    page: bool = True  #: to be read by people, so also in English


def staff(of: set[str] | frozenset[str] = STAFF, **told: object) -> Door:
    """A door for staff, or for some of them."""
    return Door(frozenset(of), **told)  # type: ignore[arg-type]


def everybody(**told: object) -> Door:
    """A door that stands open."""
    return Door(frozenset(PEOPLE), **told)  # type: ignore[arg-type]


def admin(*more: str, budget: int = 8) -> Door:
    """A page of administration."""
    return staff({"admin", *more}, budget=budget)


SIGNED_IN = frozenset(PEOPLE) - {"stranger"}
POST_ONLY = everybody(status=405, page=False)
NOBODY = staff(set(), page=False)

DOORS: dict[str, Door] = {
    "healthz": everybody(page=False),
    "sign-in/": Door(frozenset({"stranger"}), others=302),
    "sign-out/": POST_ONLY,
    "password/": Door(SIGNED_IN),
    "desk/": staff(),
    "desk/dispatch/": NOBODY,
    "desk/merge/": NOBODY,
    "desk/map/": staff(),
    "desk/map/data/": staff(page=False),
    "desk/map/land/": staff(page=False),
    "hotline/": staff(HOTLINE),
    "hotline/aside/": staff(HOTLINE),
    "cases/<str:no>/": staff(SEE_CASE),
    "cases/<str:no>/do/<str:verb>/": staff({"dispatcher", "acceptor"}, others=403, page=False),
    "cases/<str:no>/photos/<str:digest>": NOBODY,
    "cases/<str:no>/map.json": staff(SEE_CASE, page=False),
    "cases/<str:no>/similar/": staff(SEE_CASE),
    "cases/<str:no>/reporters/<uuid:reporter>/": staff(SEE_CASE),
    "cases/<str:no>/print/": staff(SEE_CASE),
    "field/": staff(),
    "field/todo/": staff(),
    "field/report/": staff(),
    "field/map/": staff(),
    "field/land.geojson": staff(page=False),
    "field/cases/<str:no>/": staff(SEE_CASE),
    "field/visits/": staff(),
    "field/visits/new/": staff(),
    "field/visits/<uuid:household>/": staff(SEE_PERSON),
    "field/drafts/": staff(),
    "field/offline/": staff(),
    "field/queue/": staff(others=403, strangers=401, page=False),
    "field/app.webmanifest": everybody(page=False),
    "field/worker.js": everybody(page=False),
    "wall/": staff(WALL, budget=11),
    "wall/data/": staff(WALL, page=False, strangers=404),
    "wall/heat.geojson": staff(WALL, page=False, strangers=404),
    "wall/phone/": staff(READ_FIGURES, budget=13),
    "wall/passes/": staff(WALL),
    "wall/passes/<uuid:wall_pass>/": POST_ONLY,
    "wall/enter/<str:key>/": everybody(status=404, page=False),
    "registry/imports/": staff(IMPORT),
    "registry/imports/template/<slug:kind>.xlsx": staff(IMPORT, page=False),
    "registry/imports/<uuid:file>/": staff({"dispatcher", "centre"}),
    "registry/imports/<uuid:file>/progress/": staff({"dispatcher", "centre"}, page=False),
    "registry/imports/<uuid:file>/preview/": staff({"dispatcher", "centre"}),
    "registry/imports/<uuid:file>/bad.xlsx": staff({"dispatcher", "centre"}, page=False),
    "exports/": staff(),
    "exports/new/<str:listing>/": staff(TAKE_OUT),
    "exports/<uuid:export>/": staff({"dispatcher"}),
    "exports/<uuid:export>/file.xlsx": staff({"dispatcher"}, status=422, page=False),
    "registry/": staff(REGISTRY),
    "registry/special/": staff({"keeper"}),
    "registry/special/enrol/": staff({"keeper"}),
    "registry/special/<uuid:element>/": staff({"keeper"}),
    "registry/person/<uuid:element>/move/": staff(WRITE_PERSON),
    "registry/<slug:kind>/": staff(REGISTRY),
    "registry/<slug:kind>/new/": staff({*WRITE_PERSON, "next_town"}),
    "registry/<slug:kind>/<uuid:element>/": staff(SEE_PERSON),
    "registry/<slug:kind>/<uuid:element>/edit/": staff(WRITE_PERSON),
    "registry/<slug:kind>/<uuid:element>/end/": staff(WRITE_PERSON),
    "registry/<slug:kind>/<uuid:element>/history/": staff(SEE_PERSON),
    "registry/<slug:kind>/<uuid:element>/map.json": staff(SEE_PERSON, page=False),
    "registry/<slug:kind>/<uuid:element>/reveal/<slug:column>/": staff(SEE_PERSON - {"leader"}),
    "county/proofs/": staff(PROOFS, budget=10),
    "county/proofs/ask/": POST_ONLY,
    "county/proofs/<uuid:run>/": staff(PROOFS, status=404, page=False),
    "county/proofs/<uuid:run>/state/": staff(PROOFS, status=404, page=False),
    "county/proofs/<uuid:run>/holes.geojson": staff(PROOFS, status=404, page=False),
    "proofs/": everybody(),
    "proofs/key": everybody(page=False),
    "proofs/certificates.jsonl": everybody(page=False),
    "proofs/certificates/<int:number>.json": everybody(status=404, page=False),
    "county/": staff(READ_FIGURES),
    "county/areas/<uuid:area>/": staff(COUNTY),
    "county/areas/<uuid:area>/map.geojson": staff(COUNTY, page=False),
    "county/areas/<uuid:area>/work/": staff(COUNTY),
    "county/areas/<uuid:area>/days/": staff(COUNTY),
    "county/hot/": staff(READ_FIGURES),
    "county/hot/<uuid:area>/": staff(COUNTY),
    "county/evaluation/": staff(READ_FIGURES),
    "county/evaluation/rules/": staff(READ_FIGURES | {"admin"}),
    "county/stood/": staff(COUNTY),
    "county/cases/": staff(COUNTY),
    "county/unlocated/": staff(READ_FIGURES),
    "county/grids/": staff(),
    "visits/": staff(REGISTRY),
    "visits/areas/<uuid:area>/": staff(REGISTRY_COUNTY),
    "visits/areas/<uuid:area>/homes/": staff(REGISTRY_COUNTY),
    "visits/homes/<uuid:household>/": staff(SEE_PERSON),
    "visits/assign/": POST_ONLY,
    "admin/visits/": admin("auditor"),
    "admin/": admin("auditor", "security", "village", "dispatcher", "next_town", "centre"),
    "admin/settings/": admin("auditor"),
    "admin/catalogue/": admin("auditor"),
    "admin/catalogue/<slug:line>/<str:item>/": admin("auditor"),
    "admin/catalogue/<slug:line>/<str:item>/<str:condition>/": admin("auditor"),
    "admin/duty/": admin("auditor"),
    "admin/duty/edit/": admin("auditor"),
    "admin/flows/": admin("auditor"),
    "admin/flows/<slug:code>/": admin("auditor"),
    "admin/posts/": admin("auditor", "village", "dispatcher", "next_town", "centre"),
    "admin/posts/new/": admin(),
    "admin/posts/<str:code>/": admin("auditor", "village", "dispatcher", "next_town", "centre"),
    "admin/people/": admin("auditor", "security"),
    "admin/people/new/": admin(),
    "admin/people/<str:username>/": admin("auditor", "security"),
    "admin/calendar/": admin("auditor"),
    "admin/calendar/notice/": admin(),
    "admin/areas/": admin("auditor"),
    "admin/areas/import/": admin(),
    "admin/areas/versions/<int:number>/": admin("auditor"),
    "admin/areas/<uuid:area>/": admin("auditor"),
    "admin/areas/<uuid:grid>/change/": admin(),
    "admin/log/": staff({"auditor"}),
    "admin/log/anchors/": staff({"auditor"}),
    "admin/log/<uuid:subject>/": staff({"auditor"}),
    "admin/privacy/": staff({"auditor", "security"}),
    "admin/privacy/purposes/<str:purpose>/": staff({"auditor", "security"}),
    "admin/privacy/retention/<str:rule>/": staff({"auditor", "security"}),
    "admin/privacy/thresholds/<str:threshold>/": staff({"auditor", "security"}),
    "admin/privacy/looks/": staff({"auditor", "security"}),
    "admin/privacy/approvals/": staff(APPROVALS),
    "admin/privacy/approvals/<uuid:approval>/": NOBODY,
    "admin/health/": admin("auditor"),
    "inbox/": Door(SIGNED_IN),
    "inbox/settings/": Door(SIGNED_IN),
    "inbox/<uuid:notice>/": NOBODY,
    "me/": Door(SIGNED_IN),
    "rounds/": staff(REGISTRY),
    "rounds/new/": staff({"village", "dispatcher", "next_town", "centre"}),
    "rounds/clearance/": staff(REGISTRY),
    "rounds/clearance/cases/": staff(REGISTRY),
    "rounds/clearance/list/": staff({"dispatcher", "next_town", "acceptor", "centre"}),
    "rounds/teams/": staff({"dispatcher", "next_town", "centre"}),
    "rounds/<uuid:round_id>/": staff(REGISTRY),
    "rounds/<uuid:round_id>/homes/": staff(REGISTRY),
    "rounds/<uuid:round_id>/problems/": staff(REGISTRY),
    "rounds/<uuid:round_id>/homes/<uuid:household>/": staff(SEE_PERSON),
    "me/data/": Door(SIGNED_IN),
    "own-data/link/": staff({*WRITE_PERSON, "next_town"}),
    "own-data/<str:no>/": NOBODY,
    "ui/": staff(strangers=404, page=False),
    "ui/look/": POST_ONLY,
    "ui/language/": everybody(status=302, page=False),
    "": everybody(),
    "report/": everybody(),
    "report/classes/": everybody(),
    "report/where/": everybody(),
    "report/land.geojson": everybody(page=False),
    "reported/<str:token>/": everybody(status=404, page=False),
    "follow/": everybody(),
    "follow/<str:token>/": everybody(status=404, page=False),
    "follow/<str:token>/photos/<str:digest>.jpg": everybody(status=404, page=False),
    "follow/<str:token>/<str:verb>/": POST_ONLY,
    "mine/": Door(SIGNED_IN),
}


def patterns(within: object = None, before: str = "") -> Iterator[str]:
    """Every address of the site but those of the JSON interface."""
    resolver = within if isinstance(within, URLResolver) else get_resolver()
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, here)
        elif not here.startswith("api/"):
            yield here


@pytest.fixture
def case(liling: Liling) -> Case:
    """A report in 东富村, by 陈姨, that nobody has taken up; and somebody registered there."""
    now = utc_now()
    register_somebody(liling)
    bring_in_and_take_out(liling)
    open_a_round(liling)
    lon, lat = liling.point_in("东富村")
    given = Report(
        line="city_management",
        item="C01.02",
        text="东富村污水井盖不见了",
        point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
    )
    return report_case(given, actor=liling.actor("chenyi", at=now), now=now)[0]


def register_somebody(liling: Liling) -> None:
    """沈登记 lives in 东富村, in a household of his own."""
    wangfang, now = liling.actor("wangfang"), liling.now
    grid = areas(Level.GRID).filter(full_name__contains="东富村").earliest("sort_key").id
    home = {"no": "D-0001", "address": "东富村3组", "grid": grid}
    put(KINDS["household"], home, actor=wangfang, now=now)
    person = {"name": "沈登记", "phone": "13800005678", "household": "D-0001", "grid": grid}
    put(KINDS["person"], person, actor=wangfang, now=now)


def open_a_round(liling: Liling) -> None:
    """The household is on the list of a round."""
    li, now = liling.actor("liqiang"), liling.now
    row = open_round("r-1", "回头看", line="lookback", checklist=questions(), actor=li, now=now)
    add_targets(row, [(Household.objects.get(no="D-0001").pk, None)], actor=li, now=now)


def bring_in_and_take_out(liling: Liling) -> None:
    """李强 has a file on its way in, and a list on its way out."""
    li, now = liling.actor("liqiang"), liling.now
    take_in(KINDS["person"], "人口.csv", ["姓名,网格\n张三,东富村\n".encode()], actor=li, now=now)
    assert li.user_id is not None
    Export.objects.create(
        code="cases", title="案件", language="zh-hans", by_id=li.user_id, by_name=li.name, at=now
    )


def address_of(pattern: str, case: Case) -> str:
    """The address with things that exist in its blanks; a token is not to be guessed."""
    county = str(territory_index().county_id)
    blanks = {
        "<str:no>": case.no,
        "<uuid:area>": county,
        "<uuid:grid>": str(case.chain.grid),
        "<slug:line>": "city_management",
        "<str:item>": "C01.02",
        "<str:condition>": "missing",
        "<slug:code>": "city_case",
        "<str:code>": "P-430281121-dispatcher",
        "<str:username>": "liqiang",
        "<int:number>": "1",
        "<uuid:subject>": str(case.id),
        "<str:verb>": "dispatch",
        "<str:digest>": "0" * 64,
        "<uuid:reporter>": str(case.reporters[0]),
        "<uuid:notice>": str(case.id),
        "<uuid:approval>": str(case.id),
        "<str:rule>": "case.reporter",
        "<str:purpose>": "case.report",
        "<str:threshold>": "export.rows",
        "<uuid:run>": str(case.id),
        "<slug:kind>": "person",
        "<slug:column>": "phone",
        "<uuid:round_id>": str(Round.objects.get().pk),
        "<uuid:household>": str(Household.objects.get(no="D-0001").pk),
        "<uuid:file>": str(Import.objects.get().pk),
        "<uuid:export>": str(Export.objects.get().pk),
        "<str:listing>": "registry.person",
        "<uuid:element>": str(Person.objects.get(name="沈登记").pk),
        "<str:token>": "x",
        "<str:key>": "x",
        "<uuid:wall_pass>": str(case.id),
    }
    found = pattern
    for blank, value in blanks.items():
        found = found.replace(blank, value)
    asked = {
        "county/cases/": f"?subject={county}",
        "county/stood/": f"?subject={county}&day=2026-11-01",
    }
    return f"/{found}{asked.get(pattern, '')}"


def browser(who: str, language: str = "zh-hans") -> Client:
    """The browser of one of PEOPLE."""
    name = PEOPLE[who]
    if name and name.startswith("P-"):
        post = Post.objects.get(code=name)
        name = User.objects.get(holdings__post=post).username
    return browser_of(name, language=language)


def test_every_address_has_its_row() -> None:
    known = set(patterns())
    assert known - DOORS.keys() == set(), "say above who may pass these"
    assert DOORS.keys() - known == set(), "these are gone"


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_passes_the_own_doors_and_no_other(case: Case, who: str) -> None:
    client, wrong = browser(who), []
    for pattern, door in DOORS.items():
        status = client.get(address_of(pattern, case)).status_code
        if who in door.passes:
            expected = {door.status}
        elif who == "stranger":
            expected = {door.strangers}
        else:
            expected = {door.others, 404}
        if status not in expected:
            wrong.append(f"{pattern}: {status}, not {sorted(expected)}")
    assert not wrong, "\n".join(wrong)


def _visitor(door: Door) -> str:
    """Who looks at a page: whoever has most to see there."""
    order = (
        "dispatcher",
        "acceptor",
        "leader",
        "admin",
        "auditor",
        "keeper",
        "resident",
        "stranger",
    )
    return next(who for who in order if who in door.passes)


_PAGES = [pattern for pattern, door in DOORS.items() if door.page and door.passes]


@pytest.mark.parametrize("pattern", _PAGES)
def test_a_page_keeps_its_budget_of_queries(case: Case, pattern: str) -> None:
    door = DOORS[pattern]
    client, address = browser(_visitor(door)), address_of(pattern, case)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    found = own_queries(asked)
    assert len(found) <= door.budget, "\n".join(sql[:120] for sql in found)


_SCRIPT = re.compile(r"<(script|style|template|head)\b.*?</\1>", re.S)
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def chrome_of(page: str) -> set[str]:
    """The Chinese left in labels, headings, buttons, links and captions of an English page.

    Cells, options and list entries hold data; everything else is the page's own words.
    """
    text = _SCRIPT.sub("", page)
    found = re.findall(r"<(?:label|th|button|caption|legend|h2)\b[^>]*>(.*?)</", text, re.S)
    found += re.findall(r'(?:placeholder|aria-label)="([^"]*)"', text)
    words = set()
    for one in found:
        words |= set(_CHINESE.findall(html.unescape(re.sub(r"<[^>]+>", "", one))))
    return words


#: Names that stand where labels stand: the place looked at, the person, the language switch.
_NAMES = {"中文", "醴陵市", "东富镇", "李强", "周敏", "王芳", "孙主任", "管理员", "何审", "陈姨"}


@pytest.mark.parametrize("pattern", _PAGES)
def test_a_page_in_english_is_english(case: Case, pattern: str) -> None:
    door = DOORS[pattern]
    client = browser(_visitor(door), "en")
    page = client.get(address_of(pattern, case)).content.decode()
    left = {word for word in chrome_of(page) - _NAMES if not any(name in word for name in _NAMES)}
    assert not left, left
