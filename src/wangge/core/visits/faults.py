"""What may be wrong with a household: the second promise, judged. 每一户有人联系.

Pure; `visits.proof` brings the households, for now or for any past instant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class FaultKind(StrEnum):
    """What is wrong with a household."""

    NO_CONTACT = "no_contact"  #: nobody is in touch with it
    CONTACT_NOT_YET = "contact_not_yet"  #: its contact begins only later
    UNKNOWN_POST = "unknown_post"  #: its contact is no post of the county
    UNANSWERED = "unanswered"  #: nobody at all answers for its contact
    OVERDUE = "overdue"  #: its last visit lies longer back than its rule allows
    NEVER_VISITED = "never_visited"  #: nobody ever called, and the rule's first span is over
    NO_GRID = "no_grid"  #: it stands in no grid that was in force


_WORDS: dict[FaultKind, tuple[str, str]] = {
    FaultKind.NO_CONTACT: (
        "{home}没有包户联系人，请指定。",
        "{home} has no contact: assign one.",
    ),
    FaultKind.CONTACT_NOT_YET: (
        "{home}的包户联系人要到{day}才开始，此前无人联系。",
        "{home} has a contact only from {day} on and none before.",
    ),
    FaultKind.UNKNOWN_POST: (
        "{home}的包户联系岗位不存在，请重新指定。",
        "{home} has a contact that is no post of the county: assign another.",
    ),
    FaultKind.UNANSWERED: (
        "{home}的包户联系岗位无人应答，县指挥中心也空缺。",
        "Nobody answers for the contact of {home}; the county centre is vacant too.",
    ),
    FaultKind.OVERDUE: (
        "{home}超期{late}天未走访，上次是{day}，应{rule}一次。",
        "{home} was last visited on {day}, {late} days late; its rule is {rule}.",
    ),
    FaultKind.NEVER_VISITED: (
        "{home}登记以来没有走访过，已超期{late}天，应{rule}一次。",
        "{home} was never visited since it was registered, {late} days late; its rule is {rule}.",
    ),
    FaultKind.NO_GRID: (
        "{home}不在任何当时有效的网格里，请改正它的网格。",
        "{home} stands in no grid that was in force: correct its grid.",
    ),
}


@dataclass(frozen=True, slots=True)
class HouseholdFault:
    """One household that breaks the promise. Names are those of its grid at that instant."""

    kind: FaultKind
    household_id: UUID
    no: str
    address: str
    town: str
    village: str
    grid: str
    #: (grid, village, town) it stood in; village and town are unknown with a grid not in force.
    areas: tuple[UUID, ...]
    lon: float | None = None
    lat: float | None = None
    days_late: int = 0
    #: The day of the last visit, or the day the contact begins.
    day: date | None = None
    rule: tuple[str, str] = ("", "")
    last_at: datetime | None = None

    def say(self, language: str = "zh", *, masked: bool = False) -> str:
        """One sentence that names it; masked, only its village and grid."""
        place = 0 if language.startswith("zh") else 1
        return _WORDS[self.kind][place].format(
            home=self._home(place, masked=masked),
            day=self.day.isoformat() if self.day else "",
            late=self.days_late,
            rule=self.rule[place],
        )

    def _home(self, place: int, *, masked: bool) -> str:
        village = "" if self.grid.startswith(self.village) else self.village
        where = [self.town, village, self.grid]
        land = ("" if place == 0 else " ").join(part for part in where if part)
        if masked:
            return f"{land}一户" if place == 0 else f"A household in {land or 'no grid'}"
        if place == 0:
            return f"{land}的{self.no}号户{f'（{self.address}）' if self.address else ''}"
        return f"Household {self.no}{f' ({self.address})' if self.address else ''} in {land}"
