"""Which rows of a batch are registered already: by id, or by the kind's natural key.

A person is known by the identity number, without one by household and name; a household by its
number in the village; everything else by its code.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from wangge.core.registry.columns import Kind
from wangge.core.registry.values import Draft
from wangge.privacy.sealing import blind
from wangge.registry.actions.columns import SEALED, Columns
from wangge.registry.actions.standing import Standing
from wangge.registry.actions.villages import households_at
from wangge.registry.kinds import model_of
from wangge.registry.models import Element, Household, Person

#: What tells elements of a kind apart.
Key = tuple[object, ...]


class Known:
    """The registered elements a batch speaks of. Two queries."""

    def __init__(self, kind: Kind, drafts: Iterable[Draft], keys: Collection[Key]) -> None:
        self.by_id: dict[UUID, Element] = {}
        self.by_key: dict[Key, Element] = {}
        rows = model_of(kind)._default_manager.filter(valid_until=None)
        ids = [draft.id for draft in drafts if draft.id is not None]
        if ids:
            self.by_id = {row.pk: row for row in rows.filter(pk__in=ids)}
        for row in _with_keys(kind, keys):
            self.by_key[_key_of_row(kind, row)] = row

    def find(self, draft: Draft, key: Key | None) -> Element | None:
        """The element the draft changes, None where it makes a new one."""
        if draft.id is not None:
            return self.by_id.get(draft.id)
        return self.by_key.get(key) if key is not None else None


def differs(row: Element, columns: Columns) -> bool:
    """Whether writing these columns would change anything that can be compared."""
    return any(
        _plain(getattr(row, name)) != value for name, value in columns.items() if name not in SEALED
    )


def key_of(kind: Kind, draft: Draft, standing: Standing) -> Key | None:
    """What tells the draft's element apart; None where it says too little."""
    values = draft.values
    match kind.code:
        case "person":
            number = values.get("id_number")
            if number:
                return ("id", blind(str(number), of="person.id_number"))
            household, name = standing.parts.get("household"), values.get("name")
            return ("member", household, name) if household and name else None
        case "household":
            no = values.get("no")
            return (standing.chain[1], no) if standing.chain and no else None
        case _:
            code = values.get(kind.key[0])
            return (code,) if code else None


def _with_keys(kind: Kind, keys: Collection[Key]) -> Iterable[Element]:
    if not keys:
        return []
    match kind.code:
        case "person":
            blinds = [key[1] for key in keys if key[0] == "id"]
            households = {str(key[1]) for key in keys if key[0] == "member"}
            # said as the index says it: that of the general domain is a partial one
            general = Person.objects.filter(special=False, valid_until=None)
            found: list[Element] = list(
                general.filter(id_blind__among=blinds, id_blind__isnull=False)
            )
            if households:
                found += general.filter(household_id__in=households, id_blind=None)
            return found
        case "household":
            return households_at([(key[0], key[1]) for key in keys])  # type: ignore[misc]
        case _:
            rows = model_of(kind)._default_manager.filter(valid_until=None)
            return rows.filter(**{f"{kind.key[0]}__among": [key[0] for key in keys]})


def _key_of_row(kind: Kind, row: Element) -> Key:
    if isinstance(row, Person):
        if row.id_blind is not None:
            return ("id", bytes(row.id_blind))
        return ("member", row.household_id, row.name)
    if isinstance(row, Household):
        return (row.village_id, row.no)
    return (getattr(row, kind.key[0]),)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value
