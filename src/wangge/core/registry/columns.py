"""What a kind of element is described by: its columns, in a clerk's words.

One description serves lists, forms, import, export and the templates clerks fill in. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """How the value of a column is read, checked and shown."""

    TEXT = "text"
    NUMBER = "number"  #: a count, not negative
    MEASURE = "measure"  #: a decimal number
    DATE = "date"
    BIRTHDAY = "birthday"  #: a date, or a lunar birthday kept as said (农历八月十五)
    CODE = "code"  #: of a code list, given as code or as title
    CATEGORIES = "categories"  #: several of a code list, separated by 、
    ID_NUMBER = "id_number"  #: Chinese identity number, or of another document (id_kind)
    PHONE = "phone"
    CREDIT_CODE = "credit_code"  #: unified social credit code, or a code of the county's
    PLATE = "plate"
    GRID = "grid"  #: a grid, by code or by names
    HOUSEHOLD = "household"  #: 户号 in the village of the row
    BUILDING = "building"  #: the code of a building
    DWELLING = "dwelling"  #: the code of a dwelling
    ORGANISATION = "organisation"  #: the code of an organisation
    ITEM = "item"  #: an item of the catalogue, C01.02
    LON = "lon"
    LAT = "lat"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `name` is the model's field, or a word of its own for what takes two."""

    name: str
    zh: str
    en: str
    type: Type = Type.TEXT
    required: bool = False
    #: The code list, for CODE and CATEGORIES.
    codes: str = ""
    #: Personal: masked for whoever may not read it whole. "name", "phone", "id" or "address".
    mask: str = ""
    #: Other headings clerks write for it.
    aliases: tuple[str, ...] = ()
    #: One sentence beside the field.
    help: str = ""

    @property
    def sealed(self) -> bool:
        """Whether it is kept encrypted."""
        return self.type in (Type.ID_NUMBER, Type.PHONE)

    def title(self, language: str) -> str:
        """The heading in that language."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of element."""

    code: str
    zh: str
    en: str
    #: 人、地、物、组织 …: under what it stands in menus.
    group: str
    #: Names of the columns by which a row is the same row again.
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    #: Holds data of people: purpose shown, looks noted, exports limited.
    personal: bool = False
    #: Names of the columns searched by fragments.
    searched: tuple[str, ...] = ()
    #: Names of the columns a list shows.
    listed: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def title(self, language: str) -> str:
        """What it is called in that language."""
        return self.zh if language.startswith("zh") else self.en
