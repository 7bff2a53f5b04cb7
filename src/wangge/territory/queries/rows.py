"""Rows that the pages of administration hand to actions, or show as they are."""

from __future__ import annotations

from uuid import UUID

from wangge.core.errors import NotFound
from wangge.territory.models import Absence, Area, AreaCode, AreaSuccession, Holding, Role


def area_row(area_id: UUID) -> Area:
    """The area of that id, with the areas it lies in. Refuses: NotFound."""
    found = Area.objects.select_related("parent__parent__parent").filter(pk=area_id).first()
    if found is None:
        raise NotFound(field="area")
    return found


def codes_of(area_id: UUID) -> list[AreaCode]:
    """Every code the area ever had, of all systems."""
    return list(AreaCode.objects.filter(area=area_id).order_by("system", "valid_from"))


def successions_of(area_id: UUID) -> list[AreaSuccession]:
    """What the area came from and what became of it, the latest first."""
    about = AreaSuccession.objects.filter(before=area_id) | AreaSuccession.objects.filter(
        after=area_id
    )
    return list(about.select_related("before", "after").order_by("-on"))


def role_row(code: str) -> Role:
    """The role of that code. Refuses: NotFound."""
    found = Role.objects.filter(code=code).first()
    if found is None:
        raise NotFound(field="role")
    return found


def holdings_of(post_id: UUID) -> list[Holding]:
    """Who held the post, the latest first."""
    return list(Holding.objects.filter(post=post_id).select_related("user").order_by("-since"))


def absences_about(person: UUID) -> list[Absence]:
    """When the person was, is or will be away, the latest first; at most twenty."""
    found = Absence.objects.filter(user=person).select_related("user", "stand_in", "post")
    return list(found.order_by("-since")[:20])


def absence_of(absence_id: str) -> Absence:
    """The absence of that id. Refuses: NotFound."""
    try:
        wanted = UUID(absence_id)
    except ValueError:
        raise NotFound(field="absence") from None
    found = Absence.objects.select_related("user").filter(pk=wanted).first()
    if found is None:
        raise NotFound(field="absence")
    return found
