"""Take photos in, and give them out to whoever sees their case."""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import BinaryIO, cast

from django.http import FileResponse, HttpRequest

from wangge.api.door import Answer, Call, Endpoint, Shown
from wangge.api.endpoints.cases import known_number
from wangge.api.examples import PHOTO
from wangge.api.reading import check_length
from wangge.api.refusals import (
    LengthMissing,
    MalformedForm,
    MissingField,
    TooBig,
    UnknownField,
    WrongType,
    WrongValue,
)
from wangge.api.shapes.places import PhotoAnswer
from wangge.cases.access import case_for, evidence_for
from wangge.cases.actions.evidence import Taken, keep_photo, path_of
from wangge.cases.models import Evidence
from wangge.core.case.evidence import MOST_BYTES, NotAPhoto, TooLarge
from wangge.core.case.refusals import NoSuchCase

#: A photo and the little around it; a longer body is refused before a byte of it is read.
MOST_FORM = MOST_BYTES + 64 * 1024

_FIELDS = {"taken_at", "lon", "lat"}
_HASH = re.compile(r"[0-9a-f]{64}")


def take_photo(call: Call[None, None]) -> Answer:
    """201 and the hash; the same photo again gives the same hash."""
    request = call.request
    assert request is not None
    check_photo_form(request)
    for name in (*request.POST, *request.FILES):
        if name not in _FIELDS | {"photo"}:
            raise UnknownField(field=name[:60], name=name[:60])
    file = request.FILES.get("photo")
    if file is None or file.file is None:
        raise MissingField(field="photo", name="photo")
    taken = Taken(
        at=_instant(request),
        lon=_degrees(request, "lon", 180),
        lat=_degrees(request, "lat", 90),
    )
    digest = keep_photo(
        cast("BinaryIO", file.file),
        file.name or "",
        file.size or 0,
        taken=taken,
        by=call.actor.user_id,
        now=call.now,
    )
    kept = Evidence.objects.get(pk=digest)
    answer = PhotoAnswer(hash=digest, width=kept.width, height=kept.height, size=kept.size)
    return Answer(answer, 201)


def check_photo_form(request: HttpRequest) -> None:
    """A form, and not too long. Refuses: WrongType, LengthMissing, TooBig."""
    check_length(request.META, MOST_FORM)
    if request.content_type != "multipart/form-data":
        raise WrongType(wanted="multipart/form-data", got=(request.content_type or "")[:60])


def give_photo(call: Call[None, None], no: str, digest: str) -> FileResponse:
    """The picture, for whoever sees the case; it never changes, so it may be kept."""
    row = case_for(call.actor, known_number(no))
    if not _HASH.fullmatch(digest):
        raise NoSuchCase(no=row.no)
    kept = evidence_for(call.actor, row, digest)
    try:
        file = path_of(kept.pk).open("rb")
    except FileNotFoundError:
        raise NoSuchCase(no=row.no) from None
    answer = FileResponse(file, content_type=kept.mime)
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


def _instant(request: HttpRequest) -> datetime | None:
    said = request.POST.get("taken_at", "")
    if not said:
        return None
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not 1990 < at.year < 2200:
        raise WrongValue(
            field="taken_at",
            name="taken_at",
            wanted="a date and time with its zone",
            wanted_zh="应为带时区的日期时间（如 2026-11-23T09:00:00+08:00）",
        )
    return at


def _degrees(request: HttpRequest, name: str, most: float) -> float | None:
    said = request.POST.get(name, "")
    if not said:
        return None
    try:
        value = float(said)
    except ValueError:
        value = math.nan
    if not abs(value) <= most:
        raise WrongValue(
            field=name, name=name, wanted="degrees, WGS-84", wanted_zh="应为度数（WGS-84）"
        )
    return value


ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/photos",
        name="takePhoto",
        group="photos",
        summary="Send a photo",
        description="JPEG, PNG or WebP, at most 15 MB. It is turned upright, made smaller, and "
        "everything the camera wrote into it is left out; time and place are drawn onto it. Send "
        "the hash with a report or an action. Until then nobody but the county's files holds it.",
        handle=take_photo,
        form={
            "type": "object",
            "required": ["photo"],
            "additionalProperties": False,
            "properties": {
                "photo": {
                    "type": "string",
                    "contentMediaType": "application/octet-stream",
                    "description": "The picture.",
                },
                "taken_at": {
                    "type": "string",
                    "format": "date-time",
                    "description": "When it was taken, with its zone.",
                    "examples": ["2026-11-23T09:00:00+08:00"],
                },
                "lon": {
                    "type": "number",
                    "description": "Longitude where it was taken, WGS-84.",
                    "examples": [113.6],
                },
                "lat": {
                    "type": "number",
                    "description": "Latitude where it was taken, WGS-84.",
                    "examples": [27.64],
                },
            },
        },
        answers={201: Shown(description="It is kept.", shape=PhotoAnswer, example=PHOTO)},
        refusals=(
            *(TooLarge, NotAPhoto, MalformedForm, MissingField, UnknownField, WrongValue),
            *(TooBig, WrongType, LengthMissing),
        ),
    ),
    Endpoint(
        method="GET",
        path="/cases/{no}/photos/{digest}",
        name="givePhoto",
        group="photos",
        summary="A photo of a case",
        handle=give_photo,
        answers={200: Shown(description="The picture.", media="image/jpeg")},
        refusals=(NoSuchCase,),
    ),
)
