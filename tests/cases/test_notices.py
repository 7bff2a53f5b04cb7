"""The story of the cast as their inboxes tell it, and clocks that turn amber."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from tests.cases.test_loop import a_photo, reported, say
from tests.liling import Liling
from tests.support.logs import written

from wangge.cases import notices
from wangge.cases.actions.remind import remind_due
from wangge.cases.actions.sweep import wake_due
from wangge.cases.models import Case as Row
from wangge.core.case.facts import Case
from wangge.core.case.verbs import Verb
from wangge.notify.models import Notice, Reminder
from wangge.notify.queries import inbox, unread_count


def follow(liling: Liling, *, batch: int = 1000, now: datetime | None = None) -> None:
    """The follower has read everything, in batches."""
    entries = written()
    for start in range(0, len(entries), batch):
        notices.follow(entries[start : start + batch], now or liling.now)


def kinds(liling: Liling, who: str) -> list[str]:
    return [one.kind for one in reversed(inbox(liling.actor(who), limit=100).notices)]


def story(liling: Liling) -> Case:
    case = reported(liling)
    case = say(liling, "liqiang", case, Verb.DISPATCH)
    case = say(liling, "chenyi", case, Verb.URGE, opinion="孩子要走")
    case = say(liling, "liushifu", case, Verb.HANDLE, opinion="已补", photos=(a_photo(liling),))
    return say(liling, "wangfang", case, Verb.VERIFY, opinion="看过了")


def test_everybody_hears_his_part_of_the_story(liling: Liling) -> None:
    story(liling)
    follow(liling)
    assert kinds(liling, "chenyi") == ["your_filed", "your_handled", "your_closed"]
    assert "came" in kinds(liling, "liqiang")
    assert "came" in kinds(liling, "wangfang")
    assert kinds(liling, "zhaomin") == []
    assert unread_count(liling.actor("wangdie")) == 0


def test_notices_name_case_and_class_in_words(liling: Liling) -> None:
    case = story(liling)
    follow(liling)
    newest = inbox(liling.actor("chenyi")).notices[0]
    assert case.no in newest.title
    assert "井盖" in newest.body


@pytest.mark.parametrize("batch", [1, 2, 1000])
def test_it_does_not_matter_how_it_is_batched_or_how_often_it_is_read(
    liling: Liling, batch: int
) -> None:
    story(liling)
    follow(liling)
    once = all_of_them()
    Notice.objects.all().delete()
    follow(liling, batch=batch)
    follow(liling, batch=batch)
    assert all_of_them() == once


def all_of_them() -> list[Sequence[object]]:
    rows = Notice.objects.order_by("position", "kind", "addressee_id")
    return list(rows.values_list("position", "kind", "addressee_id", "no", "facts", "at"))


def test_who_reported_by_telephone_has_no_inbox(liling: Liling) -> None:
    case = reported(liling)
    Row.objects.get(pk=case.id)
    follow(liling)
    told = set(Notice.objects.filter(to_post=False).values_list("addressee_id", flat=True))
    assert told <= {liling.actor("chenyi").user_id}


def test_an_escalation_reaches_the_owner_and_the_post_above(liling: Liling) -> None:
    reported(liling)
    wake_due(now=liling.now + timedelta(minutes=16))
    follow(liling)
    assert set(Notice.objects.values_list("kind", flat=True)) == {"came", "overdue", "escalated"}


def test_a_clock_that_turns_amber_reminds_its_owner_once(liling: Liling) -> None:
    case = reported(liling)  # 15 minutes, amber for the last five
    follow(liling)
    assert remind_due(now=liling.now + timedelta(minutes=9)) == 0
    assert remind_due(now=liling.now + timedelta(minutes=10)) == 1
    assert remind_due(now=liling.now + timedelta(minutes=11)) == 0
    (row,) = Notice.objects.filter(kind="amber")
    assert row.addressee_id == case.owner
    assert row.no == case.no


def test_reading_the_log_again_does_not_remind_again(liling: Liling) -> None:
    reported(liling)
    follow(liling)
    remind_due(now=liling.now + timedelta(minutes=10))
    follow(liling)
    assert remind_due(now=liling.now + timedelta(minutes=12)) == 0
    assert Notice.objects.filter(kind="amber").count() == 1


def test_every_clock_of_a_case_reminds(liling: Liling) -> None:
    case = reported(liling)
    follow(liling)
    remind_due(now=liling.now + timedelta(minutes=10))
    case = say(liling, "liqiang", case, Verb.DISPATCH)
    follow(liling)
    assert case.clock is not None
    assert case.clock.amber_at is not None
    assert remind_due(now=case.clock.amber_at) == 1


def test_a_case_that_moved_on_meanwhile_reminds_nobody_of_its_old_clock(liling: Liling) -> None:
    case = reported(liling)
    follow(liling)
    say(liling, "liqiang", case, Verb.DISPATCH)
    assert remind_due(now=liling.now + timedelta(minutes=10)) == 0


def test_an_overdue_case_is_not_called_nearly_due(liling: Liling) -> None:
    reported(liling)
    follow(liling)
    assert remind_due(now=liling.now + timedelta(minutes=20)) == 0


def test_a_suspended_or_closed_case_is_no_longer_remembered(liling: Liling) -> None:
    case = reported(liling)
    case = say(liling, "liqiang", case, Verb.DISPATCH)
    follow(liling)
    assert Reminder.objects.count() == 1
    until = liling.now + timedelta(days=3)
    say(liling, "liqiang", case, Verb.SUSPEND, reason="等管线图", until=until)
    follow(liling)
    assert Reminder.objects.count() == 0
