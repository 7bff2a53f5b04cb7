"""Take in photos: checked, turned upright, stripped, marked, and stored by their content.

What a camera writes into a file (its owner, its serial number, where it was) is not kept; time
and place are drawn onto the picture instead, and stand in the row. The same photo twice is one.
"""

from __future__ import annotations

import io
import os
from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import BinaryIO
from uuid import UUID

import msgspec
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from wangge.cases.models import Evidence
from wangge.core.case.evidence import (
    KEPT_SIDE_PX,
    KINDS,
    MOST_BYTES,
    MOST_PHOTOS,
    MOST_PIXELS,
    MOST_PIXELS_DRAWN,
    NotAPhoto,
    TooLarge,
    TooManyPhotos,
    UnknownPhoto,
)
from wangge.lib.clock import SHANGHAI

_MB = 1024 * 1024
#: Decoding is where a small file may take much memory: one picture at a time in a process.
_decoding = Lock()


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """When and where a photo was taken, as far as the phone says; WGS-84."""

    at: datetime | None = None
    lon: float | None = None
    lat: float | None = None


def keep_photo(
    file: BinaryIO, name: str, size: int, *, taken: Taken, by: UUID | None, now: datetime
) -> str:
    """The photo is stored; its hash. Refuses: TooLarge, NotAPhoto."""
    if size > MOST_BYTES:
        raise TooLarge(
            field="photos", name=name[:40], size=round(size / _MB), most=MOST_BYTES // _MB
        )
    picture = _open(file, name)
    _mark(picture, taken, now)
    return store_picture(picture, taken=taken, by=by, now=now)


def store_picture(picture: Image.Image, *, taken: Taken, by: UUID | None, now: datetime) -> str:
    """The picture as it is, a plain JPEG from now on, is stored; its hash."""
    stored = io.BytesIO()
    picture.save(stored, "JPEG", quality=82, optimize=False)
    data = stored.getvalue()
    digest = sha256(data).hexdigest()
    _write(path_of(digest), data)
    Evidence.objects.bulk_create(
        [
            Evidence(
                hash=digest,
                mime="image/jpeg",
                width=picture.width,
                height=picture.height,
                size=len(data),
                taken_at=taken.at,
                lon=taken.lon,
                lat=taken.lat,
                by_id=by,
                at=now,
            )
        ],
        ignore_conflicts=True,
    )
    return digest


def check_photos(hashes: Collection[str]) -> tuple[str, ...]:
    """The hashes, each once, all of them stored. One query, none without photos.

    Refuses: TooManyPhotos, UnknownPhoto.
    """
    wanted = tuple(dict.fromkeys(hashes))
    if len(wanted) > MOST_PHOTOS:
        raise TooManyPhotos(field="photos", most=MOST_PHOTOS, over=len(wanted) - MOST_PHOTOS)
    if wanted:
        known = set(Evidence.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        for digest in wanted:
            if digest not in known:
                raise UnknownPhoto(field="photos", hash=digest[:12])
    return wanted


def path_of(digest: str) -> Path:
    """Where the photo of that hash lies."""
    return Path(settings.EVIDENCE_ROOT) / digest[:2] / f"{digest}.jpg"


def _open(file: BinaryIO, name: str) -> Image.Image:
    """The picture, upright, in plain colours, no larger than is kept, without what came with it."""
    try:
        with _decoding, Image.open(file, formats=("JPEG", "PNG", "WEBP")) as source:
            if source.format not in KINDS or source.width * source.height > _most_pixels(source):
                raise NotAPhoto(field="photos", name=name[:40])
            source.draft("RGB", (KEPT_SIDE_PX, KEPT_SIDE_PX))
            source.thumbnail((KEPT_SIDE_PX, KEPT_SIDE_PX))  # before it is copied for turning
            upright = ImageOps.exif_transpose(source).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NotAPhoto(field="photos", name=name[:40]) from error
    except Image.DecompressionBombError as error:
        raise NotAPhoto(field="photos", name=name[:40]) from error
    upright.info.clear()
    return upright


def _most_pixels(source: Image.Image) -> int:
    """A JPEG that is sent line by line is decoded at a fraction of its size; others are not."""
    by_lines = source.format in ("JPEG", "MPO") and not source.info.get("progressive")
    return MOST_PIXELS if by_lines else MOST_PIXELS_DRAWN


def _mark(picture: Image.Image, taken: Taken, now: datetime) -> None:
    """Draw when and where onto the lower edge, white on a dark band."""
    at = (taken.at or now).astimezone(SHANGHAI)
    words = f"{at:%Y-%m-%d %H:%M}"
    if taken.lon is not None and taken.lat is not None:
        words += f"  {taken.lon:.5f}, {taken.lat:.5f}"
    size = max(12, picture.width // 40)
    band = size * 2
    draw = ImageDraw.Draw(picture, "RGBA")
    draw.rectangle((0, picture.height - band, picture.width, picture.height), fill=(0, 0, 0, 140))
    draw.text(
        (size, picture.height - band + size // 2),
        words,
        fill=(255, 255, 255, 255),
        font=ImageFont.load_default(size),
    )


def _write(path: Path, data: bytes) -> None:
    """The file is there whole, or not at all, whatever breaks off."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}-{id(data)}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
