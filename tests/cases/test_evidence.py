"""Photos: checked, stripped of what the camera wrote, marked, and stored by their content."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from PIL import Image

from wangge.cases.actions.evidence import Taken, check_photos, keep_photo, path_of
from wangge.cases.models import Evidence
from wangge.core.case.evidence import (
    KEPT_SIDE_PX,
    MOST_BYTES,
    NotAPhoto,
    TooLarge,
    TooManyPhotos,
    UnknownPhoto,
)

NOW = datetime(2026, 11, 23, 1, 12, tzinfo=UTC)
HERE = Taken(at=NOW, lon=113.52, lat=27.6)


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **saved: Any) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", size, "green").save(file, kind, **saved)
    file.seek(0)
    return file


def keep(file: io.BytesIO, name: str = "井盖.jpg", taken: Taken = HERE) -> str:
    return keep_photo(file, name, len(file.getvalue()), taken=taken, by=None, now=NOW)


@pytest.mark.django_db
def test_a_photo_is_stored_under_the_hash_of_what_is_stored() -> None:
    digest = keep(picture())
    assert sha256(path_of(digest).read_bytes()).hexdigest() == digest
    row = Evidence.objects.get(pk=digest)
    assert (row.taken_at, row.lon, row.lat) == (NOW, 113.52, 27.6)


@pytest.mark.django_db
def test_what_the_camera_wrote_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret camera of 陈姨"
    exif[0x8825] = {1: "N", 2: (27.0, 36.0, 0.0)}
    digest = keep(picture(exif=exif.tobytes()))
    stored = path_of(digest).read_bytes()
    assert b"Secret" not in stored
    assert not dict(Image.open(io.BytesIO(stored)).getexif())


@pytest.mark.django_db
def test_a_photo_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    digest = keep(picture(size=(400, 300), exif=exif.tobytes()))
    row = Evidence.objects.get(pk=digest)
    assert (row.width, row.height) == (300, 400)


@pytest.mark.django_db
def test_time_and_place_are_drawn_on_the_picture() -> None:
    digest = keep(picture())
    with Image.open(path_of(digest)) as stored:
        band = stored.crop((0, stored.height - 20, stored.width, stored.height)).convert("L")
        sky = stored.crop((0, 0, stored.width, 20)).convert("L")
    assert max(band.tobytes()) > 200, "white letters"
    assert max(sky.tobytes()) - min(sky.tobytes()) < 10, "and nothing above"


@pytest.mark.django_db
def test_the_same_photo_twice_is_one() -> None:
    assert keep(picture()) == keep(picture())
    assert Evidence.objects.count() == 1


@pytest.mark.django_db
def test_a_large_photo_is_made_smaller() -> None:
    row = Evidence.objects.get(pk=keep(picture(size=(4000, 3000))))
    assert (row.width, row.height) == (KEPT_SIDE_PX, KEPT_SIDE_PX * 3 // 4)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.django_db
def test_other_kinds_become_jpeg(kind: str) -> None:
    with Image.open(path_of(keep(picture(kind)))) as stored:
        assert stored.format == "JPEG"


def test_a_file_of_two_hundred_megabytes_is_refused_before_it_is_read() -> None:
    class Unread(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("nobody may read it")

    with pytest.raises(TooLarge) as refusal:
        keep_photo(Unread(), "影片.jpg", 200 * 1024 * 1024, taken=HERE, by=None, now=NOW)
    assert "200MB" in refusal.value.say("zh")
    assert refusal.value.field == "photos"
    assert MOST_BYTES < 200 * 1024 * 1024


@pytest.mark.parametrize(
    "content",
    [b"", b"<script>alert(1)</script>", b"%PDF-1.7", b"\xff\xd8\xff\xe0 broken", b"GIF89a" * 9],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPhoto):
        keep(io.BytesIO(content))


def test_a_bomb_of_pixels_is_refused() -> None:
    file = io.BytesIO()
    Image.new("1", (40_000, 5_000)).save(file, "PNG")
    file.seek(0)
    with pytest.raises(NotAPhoto):
        keep(file)


@pytest.mark.django_db
def test_photos_named_in_a_step_must_exist_and_be_few() -> None:
    digest = keep(picture())
    assert check_photos([digest, digest]) == (digest,)
    with pytest.raises(UnknownPhoto):
        check_photos(["0" * 64])
    with pytest.raises(TooManyPhotos):
        check_photos([f"{number:064}" for number in range(13)])
