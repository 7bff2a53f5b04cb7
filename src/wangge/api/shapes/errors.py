"""The one shape of every error."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType


class Error(Struct, frozen=True, kw_only=True):
    """What is wrong, where, and what to do."""

    code: Annotated[str, Meta(description="Stable, for programs: `stale_version`.")]
    message: Annotated[
        str, Meta(description="A sentence for people, Chinese or English by Accept-Language.")
    ]
    field: Annotated[
        str | UnsetType, Meta(description="The field it is about, with dots: `point.datum`.")
    ] = UNSET
    case: Annotated[
        Any, Meta(description="With 409: the case as it stands now; what you sent is not lost.")
    ] = UNSET


class ErrorAnswer(Struct, frozen=True, kw_only=True):
    """The answer to whatever was refused."""

    error: Annotated[Error, Meta(description="The one error.")]
