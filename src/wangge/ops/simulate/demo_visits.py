"""The demo county's contacts and its months of visits: 王爹 has 王芳, and everybody was called at.

So the demo proves clean on its first days; who leaves it standing sees households fall due.
Ignores problems found at the door: the demo's cases have a past of their own (`run`).
"""

from __future__ import annotations

from datetime import datetime

from wangge.core.duty import SYSTEM
from wangge.ops.simulate.demo_registry import CHENYI, SEED, WANGDIE, since
from wangge.ops.simulate.visiting import visit_everybody
from wangge.registry.models import Household
from wangge.territory.models import Post
from wangge.visits.actions import assign_contact
from wangge.visits.models import Visit

#: 王芳's post.
_CONTACT = "P-430281121201001-1"


def visit_demo(now: datetime) -> int:
    """Every household has a contact and visits, if there were none yet; how many visits."""
    if Visit.objects.exists() or not Household.objects.exists():
        return 0
    post = Post.objects.get(code=_CONTACT)
    for home in Household.objects.filter(no__in=(WANGDIE, CHENYI)):
        assign_contact(home.pk, post.pk, reason="演示", actor=SYSTEM, now=since(now))
    return visit_everybody(now=now, since=since(now), seed=SEED)
