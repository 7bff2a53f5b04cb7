"""Who serves where, as values: posts, who holds them, who is away. 岗位、任职、请假。

Facts are what the rows say; nothing here judges. All instants are aware; every span is half open,
`since <= at < until`, and an `until` of None has not ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from wangge.core.territory.level import Level


class Role(StrEnum):
    """The roles the loop itself knows by name; a county may add more as data."""

    GRID_WORKER = "grid_worker"  #: 网格员
    VILLAGE_DESK = "village_desk"  #: 村(社区)工作台, 网格长
    DISPATCHER = "dispatcher"  #: 派遣员
    ACCEPTOR = "acceptor"  #: 受理员
    DEPARTMENT = "department"  #: 部门工作台
    HANDLER = "handler"  #: 处置人员
    OPERATOR = "operator"  #: 话务员
    LEADER = "leader"  #: 领导
    AUDITOR = "auditor"  #: 审计管理员
    SECURITY = "security"  #: 安全管理员
    ADMINISTRATOR = "administrator"  #: 系统管理员
    CENTRE = "centre"  #: 县指挥中心
    KEEPER = "keeper"  #: 特殊人群专管员
    TEAM = "team"  #: 驻村工作队: sent into a village for a time and a line


class Sight(StrEnum):
    """How far a role sees."""

    SUBTREE = "subtree"  #: every case of its lines in its area and below
    TEAM = "team"  #: the cases of its own post and of the posts under it
    OWN = "own"  #: the cases of its own post
    NONE = "none"  #: no case at all: who keeps the machine does not read the files


@dataclass(frozen=True, slots=True)
class RoleFact:
    """What holding a post of this role lets somebody do."""

    code: str
    title: str
    title_en: str
    sees: Sight
    #: Names and numbers of people stay masked for this role.
    masked: bool = False
    rights: frozenset[str] = frozenset()
    #: 三员分立: who holds a role of such a group holds no other, and it never falls upward.
    separate: str = ""


@dataclass(frozen=True, slots=True)
class PostFact:
    """A post: it owns cases; people only hold it. 岗位。"""

    id: UUID
    code: str
    title: str
    role: str
    area_id: UUID
    level: Level
    #: Code of its department, None for posts of the territory itself.
    department: str | None = None
    #: Codes of the service lines it works for; empty means all.
    lines: frozenset[str] = frozenset()
    #: The post that answers when this one cannot; only the county centre has none.
    above: UUID | None = None
    title_en: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def in_force(self, at: datetime) -> bool:
        """Whether the post exists at that instant."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)

    def works_for(self, line: str | None) -> bool:
        """Whether the post works for that service line; None asks for no line in particular."""
        return line is None or not self.lines or line in self.lines

    def called(self, language: str) -> str:
        """The post's name in that language."""
        return self.title if language.startswith("zh") or not self.title_en else self.title_en


@dataclass(frozen=True, slots=True)
class HoldingFact:
    """A person holds a post for a time. 任职。"""

    post_id: UUID
    person: UUID
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AbsenceFact:
    """A person is away; perhaps somebody stands in. AB 角。

    `post_id` None: away from everything. `stand_in` None: nobody was named.
    """

    person: UUID
    stand_in: UUID | None
    since: datetime
    until: datetime | None = None
    post_id: UUID | None = None
