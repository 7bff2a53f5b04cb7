"""What an administrator changes: seen before it is done, with a reason, and on record."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.liling import Liling
from tests.web.signed import browser_of

from wangge.accounts.access import actor_from_token
from wangge.accounts.models import User
from wangge.audit.models import Entry
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.cases.models import Case
from wangge.catalogue.access import catalogue
from wangge.core.clock import DayKind
from wangge.lib.clock import utc_now
from wangge.territory.access import area_by_code, forget_roster, roster, territory_index
from wangge.territory.models import Absence, Boundary, Post, TerritoryVersion

ITEM = "/admin/catalogue/city_management/C01.02/"


def condition_page(client: Client) -> str:
    text = client.get(ITEM).content.decode()
    found = re.search(rf'href="({ITEM}[^"]+/)"', text)
    assert found
    return found[1]


def test_a_limit_is_previewed_then_changed_with_a_reason_and_kept_in_history(
    liling: Liling,
) -> None:
    client = browser_of("admin")
    address = condition_page(client)
    code = address.rstrip("/").rpartition("/")[2]
    before = catalogue().condition("city_management", "C01.02", code).limit
    text = client.get(address, {"limit": "3wh"}).content.decode()
    assert "由2个紧急工作时改为3个工作时" in text
    assert "现有0件在办案件" in text
    assert catalogue().condition("city_management", "C01.02", code).limit == before
    refused = client.post(address, {"limit": "3wh", "reason": ""})
    assert refused.status_code == 422
    assert "3wh" in refused.content.decode()
    done = client.post(address, {"limit": "3wh", "reason": "县政府会议定"})
    assert done.status_code == 302
    text = client.get(address).content.decode()
    assert "3个工作时" in text
    assert "本县自定" in text
    assert "2个紧急工作时" in text.split("<h2>历次时限")[1]
    assert Entry.objects.filter(name="condition.limit_changed").exists()


def test_a_limit_that_is_none_is_refused_with_a_sentence(liling: Liling) -> None:
    client = browser_of("admin")
    answer = client.get(condition_page(client), {"limit": "很快"})
    assert answer.status_code == 422
    assert "很快" in answer.content.decode()


def test_the_auditor_reads_a_limit_but_cannot_change_it(liling: Liling) -> None:
    client = browser_of("heshen")
    address = condition_page(client)
    assert "改为新时限" not in client.get(address, {"limit": "3wh"}).content.decode()
    answer = client.post(address, {"limit": "3wh", "reason": "试试"})
    assert answer.status_code == 403
    assert not Entry.objects.filter(name="condition.limit_changed").exists()


def test_duty_is_set_for_one_town_and_removed_again(liling: Liling) -> None:
    client = browser_of("admin")
    entry = {"line": "city_management", "item": "C01.02", "area": "430281121"}
    given = entry | {"who": "department:road", "level": "county", "reason": "镇里没有"}
    answer = client.post("/admin/duty/edit/", given | {"do": "set"})
    assert answer.status_code == 302
    areas = ["430281121", "430281"]
    found = catalogue().duty("city_management", "C01.02", areas)
    assert found is not None
    assert (found.department, found.area) == ("road", "430281121")
    answer = client.post("/admin/duty/edit/", given | {"do": "remove"})
    assert answer.status_code == 302
    found = catalogue().duty("city_management", "C01.02", areas)
    assert found is None or found.area == ""


def test_a_post_is_made_held_left_and_closed(liling: Liling) -> None:
    client = browser_of("admin")
    town = area_by_code("430281121")
    made = client.post(
        "/admin/posts/new/",
        {
            "area": str(town.id),
            "code": "P-test-1",
            "title": "东富镇夜班派遣岗",
            "role": "dispatcher",
            "above": "P-430281121-leader",
        },
    )
    assert made.status_code == 302
    text = client.get("/admin/posts/P-test-1/").content.decode()
    assert "空岗" in text
    address = "/admin/posts/P-test-1/"
    assert client.post(address, {"do": "appoint", "username": "chenyi"}).status_code == 302
    forget_roster()
    assert "陈姨" in client.get(address).content.decode()
    assert client.post(address, {"do": "appoint", "username": "wangdie"}).status_code != 302
    assert client.post(address, {"do": "relieve"}).status_code == 302
    assert client.post(address, {"do": "close"}).status_code == 302
    assert Post.objects.get(code="P-test-1").valid_until is not None


def test_an_absence_with_a_stand_in_is_entered_by_the_dispatcher_and_ended(
    liling: Liling,
) -> None:
    client = browser_of("liqiang")
    post = liling.post("wangfang")
    address = f"/admin/posts/{post.code}/"
    now = utc_now()
    given = {
        "do": "absence",
        "person": "wangfang",
        "stand_in": "chenyi",
        "until": (now + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"),
        "reason": "生病",
    }
    assert client.post(address, given).status_code == 302
    forget_roster()
    answer = roster().answering(post.id, utc_now())
    assert answer.person == User.objects.get(username="chenyi").id
    assert "陈姨" in client.get(address).content.decode()
    absence = Absence.objects.get(reason="生病")
    assert client.post(address, {"do": "back", "absence": str(absence.id)}).status_code == 302
    forget_roster()
    assert roster().answering(post.id, utc_now()).person == post.holdings.get().user_id


def test_a_new_account_gets_a_first_password_shown_once(liling: Liling) -> None:
    client = browser_of("admin")
    answer = client.post("/admin/people/new/", {"username": "xinren", "name": "新人"})
    text = answer.content.decode()
    assert 'class="once' in text
    assert User.objects.get(username="xinren").must_change_password
    again = client.post("/admin/people/new/", {"username": "xinren", "name": "新人"})
    assert again.status_code == 422
    assert 'value="xinren"' in again.content.decode()


def test_only_the_security_officer_unlocks_and_resets(liling: Liling) -> None:
    address = "/admin/people/liqiang/"
    assert browser_of("admin").post(address, {"do": "unlock"}).status_code == 403
    officer = User.objects.get(holdings__post__code="P-430281-security").username
    client = browser_of(officer)
    assert client.post(address, {"do": "unlock"}).status_code == 302
    assert 'class="once' in client.post(address, {"do": "reset"}).content.decode()
    assert client.post(address, {"do": "close"}).status_code == 403


def test_a_notice_is_tried_then_moves_the_open_deadlines(liling: Liling) -> None:
    client = browser_of("admin")
    notice = "日期,类型,名称,来源\n2027-01-01,放假,元旦,国办\n2027-01-04,放假,元旦,国办\n"
    given = {"year": "2027", "source": "国办发明电", "text": notice}
    tried = client.post("/admin/calendar/notice/", given | {"do": "try"}).content.decode()
    assert "2027-01-04" in tried
    assert "工作日 → 放假" in tried
    assert 2027 not in next(iter(catalogue().calendars.values())).confirmed
    done = client.post("/admin/calendar/notice/", given | {"do": "import"})
    assert done.status_code == 302
    known = next(iter(catalogue().calendars.values()))
    assert 2027 in known.confirmed
    from_notice = {on for on, kind in known.days.items() if kind is DayKind.holiday}
    assert any(str(on) == "2027-01-04" for on in from_notice)
    assert "已按国务院通知确认" in client.get("/admin/calendar/?year=2027").content.decode()


def test_an_unreadable_notice_is_refused_and_kept(liling: Liling) -> None:
    answer = browser_of("admin").post(
        "/admin/calendar/notice/", {"year": "2027", "text": "放假啦", "do": "try"}
    )
    assert "放假啦" in answer.content.decode()
    assert not Entry.objects.filter(name="calendar.notice_imported").exists()


def borders(shift: float = 0.0) -> SimpleUploadedFile:
    """The grids of the county as GeoJSON, shifted by so many degrees."""
    index = territory_index()
    features = []
    for row in Boundary.objects.filter(version=index.version_id, area__level="grid")[:5]:
        shape = shapely.transform(shapely.from_wkb(bytes(row.wkb)), lambda xy: xy + shift)
        code = index.areas[row.area_id].code
        geometry = json.loads(shapely.to_geojson(shape))
        features.append({"type": "Feature", "properties": {"code": code}, "geometry": geometry})
    body = json.dumps({"type": "FeatureCollection", "features": features})
    return SimpleUploadedFile("grids.geojson", body.encode(), "application/geo+json")


def test_borders_are_tried_without_changing_anything(liling: Liling) -> None:
    client = browser_of("admin")
    given = {"level": "grid", "datum": "wgs84", "code_field": "code", "do": "try"}
    good = client.post("/admin/areas/import/", given | {"file": borders()})
    assert good.status_code == 200
    assert "只是试算" in good.content.decode()
    bad = client.post("/admin/areas/import/", given | {"file": borders(0.005)}).content.decode()
    assert "重叠" in bad
    assert TerritoryVersion.objects.count() == 1


def test_borders_without_a_datum_are_refused(liling: Liling) -> None:
    client = browser_of("admin")
    given = {"level": "grid", "code_field": "code", "do": "try", "file": borders()}
    assert client.post("/admin/areas/import/", given).status_code == 422


def test_the_log_of_a_case_is_found_by_its_number_and_whole(liling: Liling) -> None:
    lon, lat = liling.point_in("东富村")
    given = Report(
        line="city_management",
        item="C01.02",
        text="井盖不见了",
        point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
    )
    case, _ = report_case(given, actor=liling.actor("chenyi"), now=liling.now)
    client = browser_of("heshen")
    assert case.no in client.get("/admin/log/", {"subject": case.no}).content.decode()
    text = client.get(f"/admin/log/{case.id}/").content.decode()
    assert "链条完整，共1条" in text
    assert Case.objects.filter(pk=case.id).exists()


def test_a_key_for_programs_is_shown_once_works_and_is_revoked(liling: Liling) -> None:
    client = browser_of("wangfang")
    text = client.post("/me/", {"do": "make", "title": "手机程序"}).content.decode()
    found = re.search(r'class="once figures">([^<]+)<', text)
    assert found
    raw = found[1]
    actor = actor_from_token(raw)
    assert actor is not None
    assert actor.name == "王芳"
    text = client.get("/me/").content.decode()
    assert raw not in text
    token = re.search(r'name="token" value="([^"]+)"', text)
    assert token
    assert client.post("/me/", {"do": "revoke", "token": token[1]}).status_code == 302
    assert actor_from_token(raw) is None


def test_nobody_revokes_anothers_key_from_his_own_page(liling: Liling) -> None:
    browser_of("wangfang").post("/me/", {"do": "make", "title": "手机程序"})
    text = browser_of("wangfang").get("/me/").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', text)
    assert token
    answer = browser_of("liqiang").post("/me/", {"do": "revoke", "token": token[1]})
    assert answer.status_code == 404
