"""Posts (岗位), who holds them, and who stands in.

A post belongs to an area, perhaps to a department, and hangs under another post; only the county
centre has none above it. Ignores who may answer at an instant: `core.duty` judges that.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wangge.core.duty import Role as KnownRole
from wangge.core.duty import Sight
from wangge.lib.ids import uuid7
from wangge.territory.models.areas import Area

SIGHTS = [
    (Sight.SUBTREE.value, "辖区内全部"),
    (Sight.TEAM.value, "本岗位及下属岗位"),
    (Sight.OWN.value, "本岗位"),
    (Sight.NONE.value, "不看案件"),
]


class Department(models.Model):
    """A body that handles cases: bureau, company, office. 部门、承办单位。"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=60)
    title_en = models.CharField(max_length=80)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class Role(models.Model):
    """What holding a post of this kind means. 角色。"""

    code = models.CharField(max_length=24, primary_key=True)
    title = models.CharField(max_length=40)
    title_en = models.CharField(max_length=60)
    sees = models.CharField(max_length=8, choices=SIGHTS)
    #: People on cases are shown masked to this role.
    masked = models.BooleanField(default=False)
    #: 三员分立: who holds a role of such a group holds no other.
    separate = models.CharField(max_length=24, blank=True, default="")
    #: Administrative rights, of `accounts.rights.RIGHTS`.
    rights = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "code"]

    def __str__(self) -> str:
        return self.title


class Post(models.Model):
    """A post: it owns cases, people hold it. 岗位。"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True, default="")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="posts")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="posts")
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    #: Codes of the service lines it works for; empty means all.
    lines = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    above = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="below"
    )
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["role"],
                condition=Q(role=KnownRole.CENTRE.value),
                name="territory_post_one_centre",
            ),
            models.CheckConstraint(
                condition=Q(role=KnownRole.CENTRE.value, above__isnull=True)
                | (~Q(role=KnownRole.CENTRE.value) & Q(above__isnull=False)),
                name="territory_post_above_but_for_centre",
            ),
            models.CheckConstraint(
                condition=~Q(role=KnownRole.CENTRE.value) | Q(valid_until__isnull=True),
                name="territory_post_centre_never_closed",
            ),
            models.CheckConstraint(
                condition=Q(above__isnull=True) | ~Q(above=F("id")),
                name="territory_post_not_above_itself",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="territory_post_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Holding(models.Model):
    """A person holds a post for a time, `until` not included. 任职。

    An exclusion constraint keeps two people from holding one post at the same time.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holdings"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="territory_holding_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.post_id}"


class Absence(models.Model):
    """A person is away for a time; perhaps somebody stands in (A/B 角). 请假与代理。"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences"
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stands_in",
    )
    #: Away from this post only; null: from all.
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.CASCADE, related_name="absences"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="territory_absence_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=F("user")),
                name="territory_absence_not_by_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.since:%F}"


class RosterVersion(models.Model):
    """One row whose stamp changes with every write to the roster, so that processes reread it."""

    name = models.CharField(max_length=8, primary_key=True, default="roster")
    stamp = models.UUIDField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.stamp)
