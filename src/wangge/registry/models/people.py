"""People (人), the households they belonged to, and the categories they are in.

Rows of people in a special group are a permission domain of their own: PostgreSQL's row level
security hides them from every statement that has not opened that domain (`access.special_domain`),
whatever the code above forgets. Identity numbers and telephones are sealed; their blind index
serves exact search.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wangge.lib.ids import uuid7
from wangge.registry.models.base import Element, element_constraints, element_indexes
from wangge.registry.models.households import Household


class Person(Element):
    """A person 人员, on the land of the household he or she belongs to."""

    name = models.TextField()
    sex = models.TextField(blank=True, default="")
    birth = models.DateField(null=True, blank=True)
    #: "lunar" where the family keeps the birthday by the old calendar; then as said, 八月十五.
    birth_calendar = models.TextField(default="solar")
    lunar_birthday = models.TextField(blank=True, default="")
    id_kind = models.TextField(blank=True, default="")
    id_sealed = models.BinaryField(null=True, editable=False)
    id_blind = models.BinaryField(null=True, max_length=16, editable=False)
    phone_sealed = models.BinaryField(null=True, editable=False)
    phone_blind = models.BinaryField(null=True, max_length=16, editable=False)
    nation = models.TextField(blank=True, default="")
    education = models.TextField(blank=True, default="")
    politics = models.TextField(blank=True, default="")
    marriage = models.TextField(blank=True, default="")
    person_type = models.TextField(blank=True, default="")
    #: 人户状态: whether the person lives where registered.
    residence = models.TextField(blank=True, default="")
    household = models.ForeignKey(
        Household, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    #: To the head of the household (家庭关系).
    relation = models.TextField(blank=True, default="")
    joined_on = models.DateField(null=True, blank=True)
    #: In the special domain: invisible outside it.
    special = models.BooleanField(default=False, editable=False)
    #: The account that proved to be this person, for his or her own data.
    user_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            *element_constraints("person"),
            models.UniqueConstraint(
                fields=["id_blind"],
                condition=Q(special=False, id_blind__isnull=False, valid_until__isnull=True),
                name="registry_person_one_id",
            ),
            # Of its own, so that no collision tells an outsider that somebody is in there.
            models.UniqueConstraint(
                fields=["id_blind"],
                condition=Q(special=True, id_blind__isnull=False, valid_until__isnull=True),
                name="registry_person_one_id_special",
            ),
        ]
        indexes: ClassVar = [
            *element_indexes("person"),
            models.Index(
                fields=["phone_blind"],
                name="registry_person_phone",
                condition=Q(phone_blind__isnull=False),
            ),
            models.Index(
                fields=["user_id"], name="registry_person_user", condition=Q(user_id__isnull=False)
            ),
            models.Index(
                fields=["name", "id"], name="registry_person_special", condition=Q(special=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class PersonCategory(models.Model):
    """A person is in a category for a time 人员类别: lives alone, low income, left behind …"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="categories")
    #: Of code list person_category.
    code = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True, default="")
    special = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "code"],
                condition=Q(until__isnull=True),
                name="registry_personcategory_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="registry_personcategory_ends_after_start",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["code", "person"], name="registry_personcategory_code"),
        ]

    def __str__(self) -> str:
        return self.code


class FormerMembership(models.Model):
    """A person belonged to a household until a day. 历史户籍关系。"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    relation = models.TextField(blank=True, default="")
    since = models.DateField(null=True, blank=True)
    until = models.DateField()
    special = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__gte=F("since")),
                name="registry_formermembership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} – {self.until}"
