"""Who is asking, and what that person may see. 权限。

Permission is a role at a post, over an area and all below it, for some service lines. An actor is
built once from the roster; after that every question is answered by looking into it. Ignores
cases themselves: they come as a chain of areas, a line, and the parties (posts and people on it).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wangge.core.duty.facts import PostFact, RoleFact, Sight
from wangge.core.duty.roster import Roster
from wangge.core.territory.level import Level


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over an area and all below it, by virtue of one post."""

    role: str
    area_id: UUID
    level: Level
    #: Service lines it holds for; empty means all.
    lines: frozenset[str]
    post_id: UUID
    sees: Sight = Sight.OWN
    masked: bool = False
    rights: frozenset[str] = frozenset()

    def covers(self, chain: Collection[UUID], line: str | None) -> bool:
        """Whether a case on this land (`chain`: ids of its areas) and of this line is within."""
        return self.area_id in chain and (line is None or not self.lines or line in self.lines)


@dataclass(frozen=True, slots=True)
class AreaScope:
    """Cases of some lines (empty: all) whose area of `level` is one of `areas`."""

    level: Level
    lines: frozenset[str]
    areas: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Scope:
    """What an actor sees, shaped to become one WHERE: any of the parts will do.

    `everything` | area scopes | a post of `posts` is a party | `person` is a party.
    """

    everything: bool = False
    areas: tuple[AreaScope, ...] = ()
    posts: frozenset[UUID] = frozenset()
    person: UUID | None = None

    @property
    def nothing(self) -> bool:
        """Whether no row at all can be within."""
        return not (self.everything or self.areas or self.posts or self.person)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks, with the posts he or she answers for at that time.

    A stranger has neither id nor posts and sees nothing. `system` is time itself: escalations and
    recomputed deadlines; it sees everything and holds no role.
    """

    user_id: UUID | None = None
    name: str = ""
    posts: tuple[PostFact, ...] = ()
    grants: tuple[Grant, ...] = ()
    #: Posts whose cases are within sight because a team's post sees its members' posts.
    team_posts: frozenset[UUID] = frozenset()
    system: bool = False
    post_ids: frozenset[UUID] = field(init=False)
    #: What the actor is anywhere at all: most questions end here.
    roles: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "post_ids", frozenset(post.id for post in self.posts))
        object.__setattr__(self, "roles", frozenset(grant.role for grant in self.grants))

    @property
    def is_stranger(self) -> bool:
        """Whether nobody has signed in."""
        return self.user_id is None and not self.system

    def answers_for(self, post_id: UUID | None) -> bool:
        """Whether the actor answers for that post now."""
        return post_id is not None and post_id in self.post_ids

    def sees(
        self, chain: Collection[UUID], line: str | None, parties: Collection[UUID | None] = ()
    ) -> bool:
        """Whether a case is within sight.

        `chain`: ids of the areas it lies in (grid, village, town, county; those known).
        `parties`: ids of the posts and people on it (owner, handler, requester …);
        None among them is nobody.
        """
        return self.system or self._is_party(parties) or self._grant_over(chain, line) is not None

    def reads_names(
        self, chain: Collection[UUID], line: str | None, parties: Collection[UUID | None] = ()
    ) -> bool:
        """Whether people on such a case may be shown unmasked."""
        if self.system or self._is_party(parties):
            return True
        return self._grant_over(chain, line, unmasked=True) is not None

    def post_as(self, role: str, chain: Collection[UUID], line: str | None) -> UUID | None:
        """The post by which the actor has that role over such a case; None if there is none."""
        for grant in self.grants:
            if grant.role == role and grant.covers(chain, line):
                return grant.post_id
        return None

    def has_role(self, role: str, chain: Collection[UUID] | None = None) -> bool:
        """Whether the actor has that role at all, or over land with those areas."""
        return any(
            grant.role == role and (chain is None or grant.area_id in chain)
            for grant in self.grants
        )

    def may(self, right: str, chain: Collection[UUID] | None = None) -> bool:
        """Whether an administrative right is held at all, or over land with those areas."""
        return self.system or any(
            right in grant.rights and (chain is None or grant.area_id in chain)
            for grant in self.grants
        )

    def scope(self) -> Scope:
        """What `sees` says of every case at once, for queries."""
        if self.system:
            return Scope(everything=True)
        merged: dict[tuple[Level, frozenset[str]], set[UUID]] = {}
        for grant in self.grants:
            if grant.sees is Sight.SUBTREE:
                merged.setdefault((grant.level, grant.lines), set()).add(grant.area_id)
        areas = tuple(
            AreaScope(level, lines, frozenset(ids)) for (level, lines), ids in merged.items()
        )
        return Scope(areas=areas, posts=self.post_ids | self.team_posts, person=self.user_id)

    def why_so_little(self, language: str = "zh") -> str | None:
        """A sentence for an actor without any post, so that an empty page explains itself."""
        if self.posts or self.system:
            return None
        if language.startswith("zh"):
            return "您名下没有岗位，只能看到自己上报的案件。如应有岗位，请联系系统管理员任职。"
        return (
            "You hold no post and see only your own reports. "
            "If you should hold one, please ask the administrator to appoint you."
        )

    def _is_party(self, parties: Collection[UUID | None]) -> bool:
        return any(
            party == self.user_id or party in self.post_ids or party in self.team_posts
            for party in parties
            if party is not None
        )

    def _grant_over(
        self, chain: Collection[UUID], line: str | None, *, unmasked: bool = False
    ) -> Grant | None:
        for grant in self.grants:
            if grant.sees is not Sight.SUBTREE or (unmasked and grant.masked):
                continue
            if grant.covers(chain, line):
                return grant
        return None


#: Nobody has signed in.
STRANGER = Actor(name="访客")
#: Time: what nobody's hand does.
SYSTEM = Actor(name="系统", system=True)


def actor_of(
    person: UUID, name: str, roster: Roster, roles: Mapping[str, RoleFact], at: datetime
) -> Actor:
    """The actor that person is at that instant.

    He acts for every post he answers for, but a separated role (三员分立) is his only if he holds
    or stands in at that very post: it never falls to anybody.
    """
    posts: list[PostFact] = []
    grants: list[Grant] = []
    team: set[UUID] = set()
    for post_id in roster.posts_answered_by(person, at):
        post = roster.posts[post_id]
        role = roles.get(post.role)
        if role is None:
            continue
        if role.separate and roster.answering(post_id, at).post.id != post_id:
            continue
        posts.append(post)
        grants.append(
            Grant(
                role=role.code,
                area_id=post.area_id,
                level=post.level,
                lines=post.lines,
                post_id=post.id,
                sees=role.sees,
                masked=role.masked,
                rights=role.rights,
            )
        )
        if role.sees is Sight.TEAM:
            team |= roster.under(post_id)
    order = list(Level)
    posts.sort(key=lambda post: (order.index(post.level), post.code))
    grants.sort(key=lambda grant: (order.index(grant.level), grant.role, str(grant.post_id)))
    return Actor(
        user_id=person,
        name=name,
        posts=tuple(posts),
        grants=tuple(grants),
        team_posts=frozenset(team),
    )
