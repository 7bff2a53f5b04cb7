"""What time does to cases; each fault known of other systems has its test."""

from __future__ import annotations

from datetime import timedelta

from tests.cases.test_loop import reported, say
from tests.liling import Liling

from wangge.accounts.models import User
from wangge.cases.actions.sweep import reschedule_open, wake_due
from wangge.cases.models import Case as Row
from wangge.catalogue.access import forget
from wangge.catalogue.actions import import_holiday_notice
from wangge.core.case.verbs import Verb
from wangge.territory.access import roster
from wangge.territory.actions import relieve
from wangge.territory.models import Post


def test_a_comment_does_not_restart_the_clock(liling: Liling) -> None:
    case = reported(liling)
    due = case.due_at
    case = say(liling, "chenyi", case, Verb.COMMENT, opinion="还没人来")
    assert case.due_at == due
    assert wake_due(now=liling.now + timedelta(minutes=16)) == 1


def test_a_case_whose_post_is_vacant_climbs_all_the_same(liling: Liling) -> None:
    case = reported(liling)
    administrator = liling.actor("admin")
    relieve(Post.objects.get(pk=case.owner), actor=administrator, now=liling.now)
    answer = roster().answering(case.owner, liling.now + timedelta(minutes=1))
    assert answer.person is not None
    assert answer.post.id != case.owner
    assert wake_due(now=liling.now + timedelta(minutes=16)) == 1


def test_the_oldest_late_case_is_never_starved(liling: Liling) -> None:
    cases = [reported(liling, text=f"第{number}件") for number in range(250)]
    late = liling.now + timedelta(hours=1)
    assert wake_due(now=late) == 250
    assert not Row.objects.filter(pk__in=[one.id for one in cases], escalation=0).exists()


def test_at_the_top_it_goes_on_knocking(liling: Liling) -> None:
    case = reported(liling)
    at = liling.now
    for times in range(1, 9):
        at += timedelta(days=4)
        assert wake_due(now=at) == 1
        assert Row.objects.get(pk=case.id).escalation == times


def test_waking_twice_at_once_escalates_once(liling: Liling) -> None:
    reported(liling)
    late = liling.now + timedelta(minutes=16)
    assert wake_due(now=late) == 1
    assert wake_due(now=late) == 0


def test_a_suspended_case_wakes_at_the_end_of_its_suspension(liling: Liling) -> None:
    case = say(liling, "liqiang", reported(liling), Verb.DISPATCH)
    until = liling.now + timedelta(days=5)
    case = say(liling, "liqiang", case, Verb.SUSPEND, reason="等管材", until=until)
    assert wake_due(now=until - timedelta(minutes=1)) == 0
    assert wake_due(now=until) == 1
    row = Row.objects.get(pk=case.id)
    assert not row.paused
    assert row.due_at is not None
    assert row.due_at > until


def test_a_new_holiday_notice_moves_the_open_deadlines_it_touches(liling: Liling) -> None:
    urgent = reported(liling)
    working = say(
        liling,
        "liqiang",
        say(liling, "liqiang", reported(liling), Verb.RECLASSIFY, item="E01.13"),
        Verb.DISPATCH,
    )
    assert working.due_at is not None
    days = "日期,类型,名称\n2026-11-25,放假,试验假\n"
    known = "\n".join(
        f"2026-{month:02}-{day:02},放假,节日" for month, day in [(1, 1), (10, 1), (10, 2)]
    )
    notice = (days + known).encode()
    import_holiday_notice(
        notice, year=2026, source="试验", actor=liling.actor("admin"), now=liling.now
    )
    forget()
    assert reschedule_open(now=liling.now + timedelta(minutes=30)) == 1
    moved = Row.objects.get(pk=working.id)
    assert moved.due_at != working.due_at
    clock = moved.as_fact().clock
    assert clock is not None
    assert "11月25日放假" in clock.explained
    assert Row.objects.get(pk=urgent.id).due_at == urgent.due_at


def test_nobody_of_the_cast_is_missing(liling: Liling) -> None:
    wanted = {"wangfang", "liqiang", "zhoumin", "chenyi", "liushifu", "zhaomin", "sunzhuren"}
    wanted |= {"heshen", "wangdie", "admin"}
    assert wanted <= set(User.objects.values_list("username", flat=True))
