"""Every door × everybody: nobody without the right learns of a person in a special group.

Each answer is held against that of a twin county where the person was never registered: the same
status, the same words, the same counts. Only the log may know that something was written; it tells
neither about whom nor what.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connection, transaction
from tests.api.programs import Program
from tests.liling import Liling
from tests.web.registry.conftest import Home, home
from tests.web.signed import browser_of
from tests.web.test_every_screen import PEOPLE, browser
from tests.web.walking import Heard, addresses, answer_of, lasting

from wangge.accounts.actions.tokens import make_token
from wangge.accounts.models import User
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.core.case.facts import Case
from wangge.core.registry.ids import check_digit
from wangge.core.registry.kinds import KINDS
from wangge.core.registry.values import Birthday, Draft
from wangge.lib.clock import utc_now
from wangge.privacy.actions import note_look
from wangge.registry.access import elements_for, special_domain
from wangge.registry.actions import enrol_special, put, put_many
from wangge.registry.actions.changing import version_of
from wangge.registry.models import Person
from wangge.registry.queries import Wanted, count_listed, listing, standing_counts
from wangge.registry.queries.search import search

__all__: Sequence[str] = ["home"]

NAME, PHONE = "阙隐之", "13987654321"
NUMBER = "43028119770312003" + check_digit("43028119770312003")
UNKNOWN = "43028119770312005" + check_digit("43028119770312005")

#: Doors that lead to somebody of the domain, and so are not a twin's: the log knows of writing.
_LOGS = ("admin/log/", "admin/privacy/", "admin/health/")
#: What may be asked of any list, in case it listens.
_ASKED = (
    "q={q}&phone={phone}&subject={id}&person={id}&household={home}&category=released&name={name}"
)


@dataclass(frozen=True)
class Hidden:
    """The person nobody may learn of."""

    id: UUID
    home: Home
    case: Case


def hide(liling: Liling, home: Home) -> UUID:
    """Registered by 王芳 as anybody is, looked at by her once, then taken into the domain."""
    wangfang, keeper, now = liling.actor("wangfang"), liling.actor("zhuanguan"), utc_now()
    values: dict[str, object] = {
        "name": NAME,
        "id_number": NUMBER,
        "phone": PHONE,
        "sex": "1",
        "birth": Birthday(None),
        "household": "0012",
        "relation": "20",
        "grid": home.grid,
        "categories": ("low_income",),
    }
    row = put(KINDS["person"], values, actor=wangfang, now=now)
    note_look(actor=wangfang, kind="person", subject=row.pk, what="phone", reason="走访", now=now)
    enrol_special(row.pk, ["released"], reason="交接", actor=keeper, now=now)
    with special_domain(keeper, reason="看看", now=now, subject=row.pk):
        assert Person.objects.get(pk=row.pk).name == NAME
    return row.pk


@pytest.fixture
def case(liling: Liling, home: Home) -> Case:
    """A case in the same grid, reported from the person's telephone."""
    lon, lat = liling.point_in("东富村")
    given = Report(
        line="city_management",
        item="C01.02",
        text="东富村污水井盖不见了",
        point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
    )
    return report_case(given, actor=liling.actor("chenyi", at=utc_now()), now=utc_now())[0]


def doors(hidden: UUID, home: Home, case: Case) -> Iterator[str]:
    """Every address, with the person in every blank that takes an id, and three ways to ask."""
    blanks = {
        "<str:no>": case.no,
        "<uuid:area>": str(home.grid),
        "<slug:line>": "city_management",
        "<str:item>": "C01.02",
        "<str:condition>": "missing",
        "<slug:code>": "city_case",
        "<str:code>": "P-430281121-dispatcher",
        "<str:username>": "wangfang",
        "<int:number>": "1",
        "<str:verb>": "dispatch",
        "<slug:kind>": "person",
        "<str:kind>": "person",
        "<slug:column>": "phone",
        "<str:listing>": "registry.person",
        "<uuid:reporter>": str(case.reporters[0]),
    }
    for pattern in sorted(set(addresses())):
        address = pattern
        for blank, value in blanks.items():
            address = address.replace(blank, value)
        if "household" in address and "<uuid" in address:
            address = _filled(address, str(home.household.pk))
        address = _filled(address, str(hidden))
        for q in (NAME, NUMBER, PHONE):
            asked = _ASKED.format(q=q, phone=PHONE, id=hidden, home=home.household.pk, name=NAME)
            yield f"/{address}?{asked}"
    for kind, row in (("household", home.household.pk), ("person", home.wangdie.pk)):
        for part in ("", "history/", "edit/"):
            yield f"/registry/{kind}/{row}/{part}"
    for words in (NAME[:2], NAME[1:], f"{NAME} 东富", f"{NAME} 3组", NUMBER[:10], PHONE[:7]):
        yield f"/registry/?q={words}"
    for asked in ("ended=1", "sex=1", "category=low_income", f"area={home.grid}", ""):
        yield f"/registry/person/?{asked}"
        yield f"/api/v1/registry/person?{asked}"
    yield f"/api/v1/registry/person?q={NAME}"
    yield f"/api/v1/registry/person/{hidden}"


def _filled(address: str, value: str) -> str:
    while "<" in address:
        before, _, rest = address.partition("<")
        address = before + value + rest.partition(">")[2]
    return address


def answers(who: str, asked: list[str]) -> dict[str, str]:
    """What that person's browser is answered at every address.

    A shut door is tried once, and so is one that never looked at what `q` asked.
    """
    client, found, shut, deaf = browser(who), dict[str, str](), set[str](), set[str]()
    for address in asked:
        path, _, words = address.partition("?")
        if path in shut or (path in deaf and words.startswith("q=")):
            continue
        Heard.looked_at.clear()
        with transaction.atomic():
            found[address] = answer_of(client, address)
            transaction.set_rollback(True)
        if found[address][:3] not in ("200", "422"):
            shut.add(path)
        if not Heard.looked_at & {"q", "*"}:
            deaf.add(path)
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_every_door_answers_as_if_the_person_were_not_there(
    liling: Liling, home: Home, case: Case, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.core.handlers.wsgi.QueryDict", Heard)
    place = transaction.savepoint()
    hidden = hide(liling, home)
    asked = list(doors(hidden, home, case))
    with_him = answers(who, asked)
    transaction.savepoint_rollback(place)
    without = answers(who, asked)
    wrong = []
    for address, answer in with_him.items():
        said = without.get(address, "")
        wrong += [
            f"{address} tells {secret}"
            for secret in (NAME, NUMBER, PHONE, str(hidden))
            if answer.count(secret) > said.count(secret)
        ]
        if not address.startswith(tuple(f"/{one}" for one in _LOGS)):
            one, other = lasting(answer), lasting(said)
            if one != other:
                wrong.append(f"{address} differs: {_where(one, other)}")
    assert not wrong, "\n".join(wrong[:40])


def _where(one: str, other: str) -> str:
    pairs = enumerate(zip(one, other, strict=False))
    place = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
    near = slice(max(0, place - 60), place + 60)
    return f"…{one[near]!r} / {other[near]!r}"


def form(number: str, name: str = NAME) -> dict[str, str]:
    """What a clerk types who does not know."""
    return {"name": name, "id_number": number, "phone": PHONE, "household": "0012"}


@pytest.mark.parametrize("who", ["wangfang", "liqiang"])
def test_the_same_number_again_is_answered_as_an_unknown_one(
    liling: Liling, home: Home, who: str
) -> None:
    hide(liling, home)
    client = browser_of(who)
    said = []
    for number in (NUMBER, UNKNOWN):
        place = transaction.savepoint()
        answer = answer_of(client, "/registry/person/new/", form(number) | {"grid": str(home.grid)})
        assert answer.startswith("302"), answer
        row = Person.objects.get(name=NAME)
        page = answer_of(client, f"/registry/person/{row.pk}/")
        masked = f"{number[:6]}{'*' * 8}{number[-4:]}"
        said.append(lasting(answer) + lasting(page).replace(masked, "<number>"))
        transaction.savepoint_rollback(place)
    assert said[0] == said[1]


def test_somebody_elses_number_may_be_changed_to_it_like_to_any_other(
    liling: Liling, home: Home
) -> None:
    hide(liling, home)
    client, said = browser_of("wangfang"), []
    address = f"/registry/person/{home.zhangsan.pk}/edit/"
    for number in (NUMBER, UNKNOWN):
        place = transaction.savepoint()
        given = {"name": "张三", "was-name": "张三", "id_number": number,
                 "version": version_of(home.zhangsan)}  # fmt: skip
        said.append(lasting(answer_of(client, address, given)))
        transaction.savepoint_rollback(place)
    assert said[0] == said[1]
    assert said[0].startswith("302"), said[0]


@pytest.mark.parametrize("do", ["edit", "end", "move", "reveal/phone"])
def test_nothing_can_be_done_to_the_person(liling: Liling, home: Home, do: str) -> None:
    hidden = hide(liling, home)
    nobody = UUID(int=hidden.int + 1)
    given = {"name": "改", "reason": "看", "on": "2026-11-24", "household": "0012"}
    for who in ("wangfang", "liqiang", "sunzhuren", "heshen"):
        client = browser_of(who)
        said = [
            lasting(answer_of(client, f"/registry/person/{one}/{do}/", given))
            for one in (hidden, nobody)
        ]
        assert said[0] == said[1]
        assert said[0].startswith("404")


def test_a_trial_run_of_a_file_counts_as_if_the_person_were_not_there(
    liling: Liling, home: Home
) -> None:
    hide(liling, home)
    actor, counts = liling.actor("wangfang"), []
    for number in (NUMBER, UNKNOWN):
        draft = Draft(2, {"name": NAME, "id_number": number, "household": "0012",
                          "grid": home.grid})  # fmt: skip
        for dry_run in (True, False):
            place = transaction.savepoint()
            done = put_many(KINDS["person"], [draft], actor=actor, now=utc_now(), source="表",
                            dry_run=dry_run)  # fmt: skip
            counts.append((done.new, done.changed, done.same, len(done.faults)))
            transaction.savepoint_rollback(place)
    assert set(counts) == {(1, 0, 0, 0)}


@pytest.mark.parametrize("who", ["wangfang", "liqiang", "zhoumin", "sunzhuren", "zhuanguan"])
def test_no_count_list_or_search_moves_by_one(liling: Liling, home: Home, who: str) -> None:
    actor, now = liling.actor(who, at=utc_now()), utc_now()
    person = KINDS["person"]

    def told() -> list[object]:
        wanted = [Wanted(), Wanted(area=home.grid), Wanted(category="low_income"),
                  Wanted(category="released"), Wanted(codes={"sex": "1"})]  # fmt: skip
        return [
            dict(standing_counts(actor, now=now)),
            elements_for(actor, person, now=now).count(),
            [count_listed(actor, person, one, now=now) for one in wanted],
            [[row.pk for row in listing(actor, person, one, now=now).rows] for one in wanted],
            [search(actor, words, now=now) for words in (NAME, NUMBER, PHONE, f"{NAME} 东富")],
        ]

    before = told()
    hide(liling, home)
    assert told() == before


def test_not_even_sql_sees_the_person(liling: Liling, home: Home) -> None:
    hidden = hide(liling, home)
    with connection.cursor() as cursor:
        for table, column in (
            ("registry_person", "id"),
            ("registry_personcategory", "person_id"),
            ("registry_formermembership", "person_id"),
            ("registry_findable", "element_id"),
        ):
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [hidden])
            assert cursor.fetchone() == (0,), table


def test_no_page_leads_to_the_domain_but_its_keepers(liling: Liling, home: Home) -> None:
    for who in PEOPLE:
        if who in ("stranger", "keeper"):
            continue
        client = browser(who)
        for address in ("/registry/", "/registry/person/", "/desk/", "/admin/", "/county/", "/me/"):
            answer = client.get(address)
            assert b"/registry/special" not in answer.content, (who, address)
        assert client.get("/registry/special/").status_code == 404
        assert client.post("/registry/special/", {"do": "open", "reason": "x"}).status_code == 404


@pytest.mark.parametrize("kind", ["person", "household"])
def test_no_file_that_is_taken_out_holds_the_person(liling: Liling, home: Home, kind: str) -> None:
    client, files = browser_of("liqiang"), []
    place = transaction.savepoint()
    hidden = hide(liling, home)
    for _twin in range(2):
        file = answer_of(client, f"/exports/new/registry.{kind}/", {"do": "export"})
        assert file.startswith("200"), file[:200]
        files.append(file)
        if not files[1:]:
            transaction.savepoint_rollback(place)
    for secret in (NAME, NUMBER, NUMBER[:6] + "*" * 8 + NUMBER[-4:], PHONE, str(hidden)):
        assert secret not in files[0]
    assert lasting(files[0]) == lasting(files[1])


def test_a_program_hears_the_same_of_that_number_as_of_an_unknown_one(
    liling: Liling, home: Home
) -> None:
    hide(liling, home)
    user = User.objects.get(username="wangfang")
    program, said = Program(make_token(user, title="test", now=utc_now())), []
    for number in (NUMBER, UNKNOWN):
        place = transaction.savepoint()
        values = {"name": NAME, "id_number": number, "household": "0012", "grid": "东富镇东富村"}
        answer = program.post("/registry/person", {"values": values})
        assert answer.status == 200, answer.json
        text = json.dumps(answer.json, ensure_ascii=False)
        said.append(lasting(text.replace(f"{number[:6]}{'*' * 8}{number[-4:]}", "<number>")))
        transaction.savepoint_rollback(place)
    assert said[0] == said[1]
