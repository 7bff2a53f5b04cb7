"""What may count as evidence: kinds, sizes and numbers, as values."""

from __future__ import annotations

from wangge.core.errors import Invalid

#: A photo of any telephone made today fits; a film does not.
MOST_BYTES = 15 * 1024 * 1024
#: More pixels than any telephone's camera: such a file is made to fill the memory.
MOST_PIXELS = 120_000_000
#: The same for kinds that must be drawn whole before they can be made smaller: 200 MB of memory.
MOST_PIXELS_DRAWN = 50_000_000
#: The longer side of what is kept; enough to read a number plate across the street.
KEPT_SIDE_PX = 1920
#: Photos in one step of a case.
MOST_PHOTOS = 12
#: What a camera or a screenshot makes.
KINDS = ("JPEG", "PNG", "WEBP", "MPO")


class TooLarge(Invalid):
    """A file beyond `MOST_BYTES`."""

    code = "photo_too_large"
    zh = (
        "照片“{name}”有{size}MB，超过{most}MB。请改用手机普通画质重拍或压缩后再传，其他内容已保留。"
    )
    en = "The photo “{name}” has {size} MB, over {most} MB. Take a smaller one; the rest is kept."


class NotAPhoto(Invalid):
    """A file that is no picture of a kind we know."""

    code = "not_a_photo"
    zh = "文件“{name}”不是照片（支持JPG、PNG、WEBP），或已损坏。请重新拍照，其他内容已保留。"
    en = "“{name}” is no photo (JPG, PNG, WEBP) or is damaged. Take it again; the rest is kept."


class TooManyPhotos(Invalid):
    """More than `MOST_PHOTOS`."""

    code = "too_many_photos"
    zh = "一次最多{most}张照片，请去掉{over}张。"
    en = "At most {most} photos at a time; please leave out {over}."


class UnknownPhoto(Invalid):
    """A hash that names no stored photo."""

    code = "unknown_photo"
    zh = "照片 {hash} 没有上传成功，请重新上传后再提交。"
    en = "The photo {hash} was not uploaded. Upload it, then send again."
