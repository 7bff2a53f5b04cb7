"""Which posts are the natural contacts of a grid's households: its workers, else who is above.

Ignores who holds them: a vacant post is answered by the one above, so every grid has somebody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from wangge.core.duty import Role
from wangge.territory.models import Post

#: Who is in touch with households, the nearest first.
_NEAREST = (Role.GRID_WORKER, Role.VILLAGE_DESK, Role.DISPATCHER, Role.CENTRE)


class ContactPosts:
    """The posts in force at an instant that may be contacts by default. Two queries."""

    def __init__(self, at: datetime) -> None:
        standing = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
        rows = Post.objects.filter(
            standing, valid_from__lte=at, role__in=[role.value for role in _NEAREST]
        ).order_by("code")
        held = Q(holdings__since__lte=at) & (
            Q(holdings__until__isnull=True) | Q(holdings__until__gt=at)
        )
        with_holder = set(rows.filter(held).values_list("id", flat=True))
        self._by_area: Mapping[tuple[str, UUID], list[UUID]] = defaultdict(list)
        self.area_of: dict[UUID, UUID] = {}
        self.role_of: dict[UUID, str] = {}
        self._vacant: Mapping[tuple[str, UUID], list[UUID]] = defaultdict(list)
        for post, role, area in rows.values_list("id", "role_id", "area_id"):
            self.area_of[post], self.role_of[post] = area, role
            found = self._by_area if post in with_holder else self._vacant
            found[role, area].append(post)

    def of(self, areas: Iterable[UUID]) -> list[UUID]:
        """The posts of that land (`areas`: grid, village, town, county), in order of code.

        Workers of the grid, those held before vacant ones; else the village's, the town's, the
        county's. Empty only in a county without posts.
        """
        chain = list(areas)
        for role in _NEAREST:
            for posts in (self._by_area, self._vacant):
                found = [post for area in chain for post in posts.get((role, area), ())]
                if found:
                    return found
        return []
