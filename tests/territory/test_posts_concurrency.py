"""Two writers and many readers of one roster: nobody keeps an old one for more than a second."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from tests.territory.small_county import NOW, actor, make_areas, post, user

from wangge.core.errors import Refusal
from wangge.territory.access import posts as access
from wangge.territory.access import roster
from wangge.territory.actions import appoint, install_demo_posts, relieve, renew_roster
from wangge.territory.models import Holding, RosterVersion

WORKER = "P-430281121201001-1"


def _at_once(*calls: Callable[[], object]) -> list[object]:
    """What each call gave or refused, all started together on connections of their own."""
    gate = threading.Barrier(len(calls))
    found: list[object] = [None] * len(calls)

    def run(place: int) -> None:
        try:
            gate.wait()
            found[place] = calls[place]()
        except Refusal as refusal:
            found[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_of_two_appointments_to_one_post_at_once_one_is_refused() -> None:
    make_areas()
    install_demo_posts(NOW)
    admin, target = actor("admin"), post(WORKER)
    relieve(target, actor=admin, now=NOW)
    found = _at_once(
        lambda: appoint(target, user("chenyi"), actor=admin, now=NOW),
        lambda: appoint(target, user("wangdie"), actor=admin, now=NOW),
    )
    assert sum(isinstance(one, Refusal) for one in found) == 1
    assert Holding.objects.filter(post=target, until__isnull=True).count() == 1
    holder = Holding.objects.get(post=target, until__isnull=True).user_id
    assert roster().answering(target.id, NOW).person == holder


@pytest.mark.django_db(transaction=True)
def test_every_change_gives_the_roster_a_new_stamp_even_at_once() -> None:
    renew_roster(now=NOW)
    stamps = {RosterVersion.objects.get().stamp}
    _at_once(lambda: renew_roster(now=NOW), lambda: renew_roster(now=NOW))
    stamps.add(RosterVersion.objects.get().stamp)
    assert len(stamps) == 2
    assert RosterVersion.objects.count() == 1


@pytest.mark.django_db
def test_what_another_process_changed_is_seen_after_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_areas()
    install_demo_posts(NOW)
    clock = [NOW]
    monkeypatch.setattr(access, "utc_now", lambda: clock[0])
    before = roster()
    monkeypatch.setattr(access, "_read", access._read)  # what this process holds stays held
    held = access._read
    renew_roster(now=NOW)
    access._read = held  # as if another process had written
    assert roster() is before, "within the second it is believed"
    clock[0] = NOW + timedelta(seconds=1)
    assert roster() is not before
    again = roster()
    clock[0] = NOW + timedelta(seconds=2)
    assert roster() is again, "an unchanged stamp reads nothing again"
