"""The first posts of a county that is no demo: the centre, and somebody to make the others.

From then on every case has an owner, for the centre is never vacant.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from wangge.accounts.actions import create_user
from wangge.audit.actions import append
from wangge.core.duty import SYSTEM
from wangge.core.duty import Role as KnownRole
from wangge.core.territory.level import Level
from wangge.territory.actions.posts import appoint, create_post
from wangge.territory.actions.roster import renew_roster
from wangge.territory.models import Area, Post, Role


@transaction.atomic
def install_first_posts(now: datetime) -> str | None:
    """The county has its centre and an administrator `admin`; his password, told only once.

    None where there are posts already: nothing is touched then. He must change the password.
    """
    if Post.objects.exists():
        return None
    county = Area.objects.get(level=Level.COUNTY, valid_until__isnull=True)
    centre = Post.objects.create(
        code=f"P-{county.code}-centre",
        title="县指挥中心",
        title_en="County centre",
        role=Role.objects.get(code=KnownRole.CENTRE),
        area=county,
        lines=[],
        above=None,
        valid_from=now,
    )
    append("post", centre.id, "post.made", {"code": centre.code}, actor=SYSTEM, now=now)
    renew_roster(now=now)
    keeper = create_post(
        f"P-{county.code}-administrator",
        title="系统管理员",
        title_en="System administrator",
        role=Role.objects.get(code=KnownRole.ADMINISTRATOR),
        area=county,
        above=centre,
        actor=SYSTEM,
        now=now,
    )
    password = f"{secrets.token_urlsafe(12)}-{secrets.randbelow(10)}"  # of every kind, always
    user = create_user("admin", name="管理员", password=password, actor=SYSTEM, now=now)
    appoint(keeper, user, actor=SYSTEM, now=now)
    return password
