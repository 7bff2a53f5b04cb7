"""The pack epidemic: what is due today is cleared today, or climbs at midnight."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pytest
from tests.liling import Liling
from tests.packs.known import known

from wangge.accounts.models import User
from wangge.accounts.refusals import MayNot
from wangge.cases.access import case_for_reporter
from wangge.cases.actions.act import Act, act
from wangge.cases.actions.sweep import wake_due
from wangge.cases.models import Case as Row
from wangge.cases.models import Reporter
from wangge.core.case.facts import Case
from wangge.core.case.verbs import Verb
from wangge.core.catalogue import ItemKind
from wangge.core.duty import Actor
from wangge.core.territory.level import Level
from wangge.packs.epidemic.actions import bring, bring_list
from wangge.packs.epidemic.queries import by_day, by_post, duties, figures
from wangge.packs.epidemic.refusals import UnreadableList
from wangge.territory.actions.teams import recall_team, send_team
from wangge.territory.models import Area, Post
from wangge.territory.refusals import EmptyTeam, TeamNeedsVillage

LINE = "epidemic"
DAY = timedelta(days=1)
HOME = {"place": "自家", "until": "2020-02-26"}


@pytest.fixture
def village(liling: Liling) -> Area:
    return Area.objects.get(level=Level.VILLAGE, name="东富村")


@pytest.fixture
def now(liling: Liling) -> datetime:
    """Ten minutes past nine of the county's own day: its posts stand only since its making."""
    return liling.now.replace(hour=1, minute=10) + 2 * DAY


def rows(*people: tuple[str, str], village: str = "东富村") -> list[tuple[int, dict[str, str]]]:
    return [
        (n, {"name": name, "phone": phone, "village": village, "class": "重点地区来人"})
        for n, (name, phone) in enumerate(people, start=2)
    ]


def listed(liling: Liling, now: datetime, name: str = "周某") -> Case:
    """One person brought in by the county centre."""
    made = bring(rows((name, "13812340001")), actor=centre(liling, now), now=now)
    return Row.objects.get(no=made.numbers[0]).as_fact()


def centre(liling: Liling, now: datetime) -> Actor:
    return actor_at(liling, "P-430281-centre", now)


def actor_at(liling: Liling, post: str, now: datetime) -> Actor:
    name = User.objects.get(holdings__post__code=post).username
    return liling.actor(name, at=now)


def answering(liling: Liling, case: Case, now: datetime) -> Actor:
    """Whoever holds the post that owes the next step."""
    return liling.actor(User.objects.filter(holdings__post=case.owner)[0].username, at=now)


def test_residents_are_never_offered_its_classes() -> None:
    assert {item.kind for item in known(LINE).items(LINE)} == {ItemKind.INTERNAL}


def test_a_listed_person_is_sealed_and_owed_today(liling: Liling, now: datetime) -> None:
    case = listed(liling, now)
    assert (case.state, case.source) == ("registered", "import")
    assert case.due_at == (now + DAY).replace(hour=16, minute=0) - DAY
    told = Reporter.objects.get(case_id=case.id)
    assert told.open_name == ""
    assert told.name == "周某"
    assert told.phone_sealed is not None
    assert "周某" not in Row.objects.get(pk=case.id).fact


def test_who_is_listed_can_follow_the_own_case(liling: Liling, now: datetime) -> None:
    case = listed(liling, now)
    row, told = case_for_reporter(case.no, "13812340001")
    assert (row.pk, told.name) == (case.id, "周某")


def test_the_same_list_again_doubles_nobody(liling: Liling, now: datetime) -> None:
    people = rows(("甲", "13800000001"), ("乙", "13800000002"))
    first = bring(people, actor=centre(liling, now), now=now)
    again = bring(people, actor=centre(liling, now), now=now + timedelta(hours=1))
    assert (first.new, first.same, again.new, again.same) == (2, 0, 0, 2)
    assert first.numbers == again.numbers


def test_a_bad_row_is_told_and_stops_nobody(liling: Liling, now: datetime) -> None:
    people = [*rows(("甲", "13800000001")), (3, {"name": "", "village": "东富村"})]
    people += [(4, {"name": "乙", "village": "天宫村"}), (5, {"name": "丙", "phone": "12"})]
    made = bring(people, actor=centre(liling, now), now=now)
    assert made.new == 1
    assert [number for number, _ in made.faults] == [3, 4, 5]


def test_a_list_is_read_as_clerks_keep_it(liling: Liling, now: datetime) -> None:
    text = (
        "重点人员排查表\n姓名,联系电话,村（社区）,类别\n张三,13800000009,东富镇东富村,密切接触者\n"
    )
    made = bring_list(
        io.BytesIO(text.encode("gb18030")), ".csv", actor=centre(liling, now), now=now
    )
    assert made.new == 1
    assert Row.objects.get(no=made.numbers[0]).item == "Y01.01"


def test_what_is_no_list_is_refused(liling: Liling, now: datetime) -> None:
    with pytest.raises(UnreadableList):
        bring_list(io.BytesIO(b"a,b\n1,2\n"), ".csv", actor=centre(liling, now), now=now)


def team(liling: Liling, village: Area, now: datetime, *, days: int = 14) -> Post:
    names = ("chenyi", "zhangyi")
    users = [
        User.objects.get_or_create(
            username=name, defaults={"name": name, "made_at": now, "password_changed_at": now}
        )[0]
        for name in names
    ]
    until = now + days * DAY
    sender = liling.actor("liqiang", at=now)
    return send_team(village, users, line=LINE, until=until, actor=sender, now=now)


def test_a_team_takes_the_villages_cases_while_it_is_there(
    liling: Liling, village: Area, now: datetime
) -> None:
    leader = team(liling, village, now)
    mine = {leader.pk, *Post.objects.filter(above=leader).values_list("pk", flat=True)}
    assert len(mine) == 2
    assert listed(liling, now).owner in mine
    after = now + 15 * DAY
    assert listed(liling, after, "后来的").owner not in mine


def test_a_team_sees_its_line_in_its_village_only(
    liling: Liling, village: Area, now: datetime
) -> None:
    leader = team(liling, village, now)
    name = User.objects.filter(holdings__post=leader)[0].username
    holder = liling.actor(name, at=now)
    case = listed(liling, now)
    assert holder.sees(case.chain.areas(), LINE, ())
    assert not holder.sees(case.chain.areas(), "city_management", ())
    assert not any(grant.rights for grant in holder.grants)


def test_a_team_that_is_called_back_answers_for_nothing_more(
    liling: Liling, village: Area, now: datetime
) -> None:
    leader = team(liling, village, now)
    case = listed(liling, now)
    later = now + timedelta(hours=2)
    recall_team(leader, actor=liling.actor("liqiang", at=later), now=later)
    holder = User.objects.filter(holdings__post=case.owner)[0].username
    assert not liling.actor(holder, at=later + timedelta(minutes=1)).answers_for(case.owner)
    desk = Post.objects.get(role_id="village_desk", area=village)
    stands_in = User.objects.filter(holdings__post=desk)[0].username
    assert liling.actor(stands_in, at=later + timedelta(minutes=1)).answers_for(case.owner)


def test_a_team_is_sent_by_who_may_to_where_it_can_go(
    liling: Liling, village: Area, now: datetime
) -> None:
    sent = {"line": LINE, "until": now + DAY, "now": now}
    user = User.objects.get(username="chenyi")
    with pytest.raises(MayNot):
        send_team(village, [user], actor=liling.actor("zhaomin", at=now), **sent)
    mine = liling.actor("liqiang", at=now)
    with pytest.raises(EmptyTeam):
        send_team(village, [], actor=mine, **sent)
    assert village.parent is not None
    with pytest.raises(TeamNeedsVillage):
        send_team(village.parent, [user], actor=mine, **sent)


def test_midnight_carries_upward_what_nobody_cleared(liling: Liling, now: datetime) -> None:
    case = listed(liling, now)
    assert case.due_at is not None
    wake_due(now=case.due_at - timedelta(seconds=1))
    assert Row.objects.get(pk=case.id).escalation == 0
    wake_due(now=case.due_at)
    assert Row.objects.get(pk=case.id).escalation == 1


def test_a_fortnight_of_daily_clearance(liling: Liling, village: Area, now: datetime) -> None:
    """Twelve people, two of whom are forgotten on the fifth day; all released after fourteen."""
    team(liling, village, now, days=20)
    boss = centre(liling, now)
    people = [(f"观察对象{n}", f"1381234{n:04}") for n in range(12)]
    numbers = bring(rows(*people), actor=boss, now=now).numbers
    for no in numbers:
        found = {"found": "reached", "symptoms": "none"}
        screener = answering(liling, Row.objects.get(no=no).as_fact(), now)
        act(no, Act(action=Verb.PRECHECK, answers=found), actor=screener, now=now)
        act(no, Act(action=Verb.DISPATCH, answers=HOME), actor=centre(liling, now), now=now)
    for day in range(14):
        morning = now + timedelta(hours=1) + day * DAY
        for place, no in enumerate(numbers):
            if day == 4 and place < 2:
                continue
            who = answering(liling, Row.objects.get(no=no).as_fact(), morning)
            tested = Act(action=Verb.RECORD, answers={"result": "negative"})
            act(no, tested, actor=who, now=morning)
        wake_due(now=morning.replace(hour=16, minute=0) + timedelta(minutes=1))
    end = now + 14 * DAY
    for no in numbers:
        who = answering(liling, Row.objects.get(no=no).as_fact(), end)
        act(no, Act(action=Verb.HANDLE, opinion="期满，检测均为阴性"), actor=who, now=end)
        judge = liling.actor("liqiang", at=end)
        assert act(no, Act(action=Verb.CLOSE, opinion="解除"), actor=judge, now=end).state == (
            "cleared"
        )
    boss = centre(liling, end)
    first, last = now.date(), (now + 14 * DAY).date()
    found_days = {one.day: one for one in by_day(duties(boss, first, last), first, last)}
    bad = first + 4 * DAY
    assert (found_days[bad].due, found_days[bad].cleared, found_days[bad].late) == (12, 10, 2)
    caught_up = bad + DAY  # tested that morning for the day before; the next test is due a day on
    assert (found_days[caught_up].due, found_days[caught_up].cleared) == (10, 10)
    others = [one for day, one in found_days.items() if day not in (bad, caught_up)]
    assert {(one.due, one.cleared, one.left) for one in others} == {(12, 12, 0)}
    assert sum(one.due for one in by_post(duties(boss, bad, bad), bad).values()) == 12
    told = figures(boss, now=end)
    assert (told.listed, told.screened, told.observed, told.isolated) == (12, 12, 12, 0)
    assert (told.tests, told.released, told.watched) == (12 * 14 - 2, 12, 0)
    assert (told.teams, told.people) == (1, 2)


def test_days_without_anybody_are_days_too() -> None:
    first, last = date(2020, 2, 1), date(2020, 2, 3)
    assert [one.due for one in by_day([], first, last)] == [0, 0, 0]
