"""The demo county's contacts and its months of visits: 王爹 has 王芳, and a few wait too long.

Ignores problems found at the door: the demo's cases have a past of their own (`run`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from random import Random
from uuid import UUID

from django.db.models import Q

from wangge.core.duty import SYSTEM
from wangge.ops.simulate.demo_registry import CAST_GRID, CHENYI, SEED, WANGDIE, since
from wangge.ops.simulate.visiting import visit_everybody
from wangge.registry.models import Household
from wangge.territory.models import Post
from wangge.visits.actions import assign_contact
from wangge.visits.models import Visit

#: 王芳's post.
_CONTACT = "P-430281121201001-1"
#: So many households nobody called at in time: the proof names them.
_LATE = 7


def visit_demo(now: datetime) -> int:
    """Every household has a contact and visits, if there were none yet; how many visits."""
    if Visit.objects.exists() or not Household.objects.exists():
        return 0
    post = Post.objects.get(code=_CONTACT)
    late = _late_ones()
    hers = Household.objects.filter(no__startswith=CAST_GRID)
    for home in hers.filter(Q(no__in=(WANGDIE, CHENYI)) | Q(pk__in=late)):
        assign_contact(home.pk, post.pk, reason="演示", actor=SYSTEM, now=since(now))
    return visit_everybody(now=now, since=since(now), seed=SEED, late=late)


def _late_ones() -> Collection[UUID]:
    """A few households that want visits often, one of them 王芳's; the same every time."""
    wanted = Household.objects.exclude(visit_class="ordinary").exclude(no__in=(WANGDIE, CHENYI))
    near = wanted.filter(no__startswith=CAST_GRID).order_by("no").values_list("pk", flat=True)[:1]
    others = list(wanted.order_by("no").values_list("pk", flat=True))
    return {*near, *Random(SEED).sample(others, min(_LATE - 1, len(others)))}
