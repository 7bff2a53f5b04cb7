"""The only way to rows of the territory, split by noun."""

from __future__ import annotations

from wangge.territory.access.posts import (
    absences_for,
    actor_for,
    chain_of,
    forget_roster,
    post_for,
    posts_for,
    roles,
    roster,
    routing_index,
)

__all__ = [
    "absences_for",
    "actor_for",
    "chain_of",
    "forget_roster",
    "post_for",
    "posts_for",
    "roles",
    "roster",
    "routing_index",
]
