"""The value of a column as a page or a program shows it: in words, masked as far as it must be.

Identity numbers and telephones are always masked; names, addresses and plates for whoever reads
masked. Ignores who may see the row at all: `registry.access` judges that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from wangge.core.duty import Actor
from wangge.core.registry.columns import Column, Kind, Type
from wangge.lib.masking import MASK, mask_id, mask_name, mask_phone
from wangge.privacy.sealing import unseal
from wangge.registry.access import day_of, reads_whole
from wangge.registry.codes import code_lists
from wangge.registry.models import Element, Person
from wangge.registry.queries.related import categories_of, codes_of_parts
from wangge.territory.access import TerritoryIndex, territory_index

#: The model's field of a column that refers to another element.
REFERENCES = {
    Type.HOUSEHOLD: "household_id",
    Type.BUILDING: "building_id",
    Type.DWELLING: "dwelling_id",
    Type.ORGANISATION: "organisation_id",
}
_SHOWN_OF_PLATE = 2


#: (code of an item, language) → its title.
ItemTitle = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Words:
    """What is needed to say the values of some rows: read once for all of them."""

    index: TerritoryIndex
    day: date
    language: str
    #: Codes of people's categories, by person.
    categories: Mapping[UUID, Sequence[str]] = field(default_factory=dict)
    #: Code of an element referred to, by its id; those of other land are missing.
    parts: Mapping[UUID, str] = field(default_factory=dict)
    #: Ids of the rows whose names and addresses are shown whole.
    whole: Collection[UUID] = field(default_factory=frozenset)
    #: What an item of the catalogue is called.
    item_title: ItemTitle | None = None


def words_for(
    actor: Actor,
    kind: Kind,
    rows: Iterable[Element],
    columns: Iterable[Column],
    *,
    now: datetime,
    language: str,
    item_title: ItemTitle | None = None,
) -> Words:
    """What the cells of these rows need; a query for categories and one for each reference."""
    rows, wanted = list(rows), {column.type for column in columns}
    parts: dict[UUID, str] = {}
    for type_, name in REFERENCES.items():
        if type_ in wanted:
            ids = {getattr(row, name) for row in rows} - {None}
            parts |= codes_of_parts(actor, type_, ids, now=now)
    people = [row.pk for row in rows] if kind.code == "person" else []
    return Words(
        index=territory_index(at=now),
        day=day_of(now),
        language=language,
        categories=categories_of(people) if Type.CATEGORIES in wanted and people else {},
        parts=parts,
        whole=frozenset(row.pk for row in rows if reads_whole(actor, row, now=now)),
        item_title=item_title,
    )


def said(kind: Kind, column: Column, row: Element, words: Words) -> str:
    """The value in words, "" for none."""
    match column.type:
        case Type.CODE:
            code = getattr(row, column.name)
            return code_lists().title(column.codes, code, words.language) if code else ""
        case Type.CATEGORIES:
            return "、".join(tags_of(row, words))
        case Type.GRID:
            return place_of(row, words)
        case Type.BIRTHDAY:
            return _birthday(row, words) if isinstance(row, Person) else ""
        case Type.ID_NUMBER | Type.PHONE:
            return masked_number(kind, column, row)
        case Type.HOUSEHOLD | Type.BUILDING | Type.DWELLING | Type.ORGANISATION:
            part = getattr(row, REFERENCES[column.type])
            return words.parts.get(part, "") if part else ""
        case Type.ITEM:
            code = str(getattr(row, column.name))
            return words.item_title(code, words.language) if words.item_title else code
        case Type.LON | Type.LAT:
            degree = getattr(row, column.name)
            return "" if degree is None else f"{degree:.6f}"
        case _:
            value = getattr(row, column.name)
            text = "" if value is None else str(value)
            return text if row.pk in words.whole else _masked(column, text, row, words)


def masked_number(kind: Kind, column: Column, row: Element) -> str:
    """The sealed number with its middle hidden, "" where there is none."""
    number = whole_number(kind, column, row)
    if not number:
        return ""
    return mask_id(number) if column.type is Type.ID_NUMBER else mask_phone(number)


def whole_number(kind: Kind, column: Column, row: Element) -> str:
    """The sealed number itself. Whoever shows it has noted the look before."""
    sealed = getattr(row, "id_sealed" if column.type is Type.ID_NUMBER else "phone_sealed")
    return unseal(sealed, of=f"{kind.code}.{column.name}", row=row.pk) if sealed else ""


def name_of(kind: Kind, row: Element, words: Words) -> str:
    """What an element is called: a person by name, a household by address, all else as it says."""
    for name in ("name", "address", kind.key[-1], "code"):
        if not hasattr(row, name):
            continue
        text = said(kind, kind.column(name), row, words)
        if text:
            return text
    return kind.title(words.language)


def tags_of(row: Element, words: Words) -> list[str]:
    """The titles of a person's categories, in the order of the code list."""
    codes, lists = words.categories.get(row.pk, ()), code_lists()
    order = list(lists.titles.get("person_category", {}))
    known = sorted(
        (code for code in codes if code not in lists.special),
        key=lambda code: order.index(code) if code in order else len(order),
    )
    return [lists.title("person_category", code, words.language) for code in known]


def place_of(row: Element, words: Words) -> str:
    """Town, village and grid, each once."""
    grid, village, town = row.chain_on(words.day)
    names = [words.index.name(one) for one in (town, village, grid)]
    return " ".join(dict.fromkeys(name for name in names if name))


def _masked(column: Column, text: str, row: Element, words: Words) -> str:
    if not text:
        return ""
    match column.mask:
        case "name":
            return mask_name(text)
        case "address":
            return words.index.name(row.chain_on(words.day)[1]) or MASK
        case "plate":
            return text[:_SHOWN_OF_PLATE] + MASK * 3 + text[-_SHOWN_OF_PLATE:]
        case _:
            return text


def _birthday(row: Person, words: Words) -> str:
    if row.pk not in words.whole:
        return str(row.birth.year) if row.birth else ""
    day = row.birth.isoformat() if row.birth else ""
    if row.birth_calendar != "lunar":
        return day
    lunar = _("农历%(day)s") % {"day": row.lunar_birthday.removeprefix("农历")}
    return f"{lunar} ({day})" if day else lunar
