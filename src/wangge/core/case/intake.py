"""What a report must be before it is believed: its words, its phone number, its source."""

from __future__ import annotations

import re

from wangge.core.catalogue import UnknownItem
from wangge.core.errors import Invalid, Refusal

#: 4,000 is what the open standard for city reports allows (GeoReport v2, `description`).
MOST_TEXT = 4000
MOST_NAME = 40
MOST_PLACE = 200

#: 来源 (standards §1.1): the formulas of evaluation rest on it, so it never changes afterwards.
SOURCES: dict[str, tuple[str, str]] = {
    "resident": ("群众上报", "Resident"),
    "grid_worker": ("网格员上报", "Grid worker"),
    "hotline": ("热线电话", "Hotline"),
    "web": ("网站", "Web"),
    "wechat": ("微信群", "Chat group"),
    "video": ("视频", "Video"),
    "leader": ("领导批示", "Leader"),
    "department": ("部门批转", "Department"),
    "media": ("媒体", "Media"),
    "petition": ("信访", "Petition"),
    "sensor": ("物联感知", "Sensor"),
    "import": ("批量导入", "Import"),
}

#: What somebody without a post may claim.
PUBLIC_SOURCES = ("resident", "web", "wechat")

_PHONE = re.compile(r"^(1\d{10}|0\d{9,11}|\d{7,8})$")
#: Characters that no keyboard makes.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class NoText(Invalid):
    """A report without words."""

    code = "no_text"
    zh = "请写一句话说明是什么问题，照片和位置已保留。"
    en = "Please say in a few words what is wrong; photo and place are kept."


class TooLong(Invalid):
    """More words than a field takes."""

    code = "too_long"
    zh = "“{what}”有{length}个字，最多{most}个。请精简后再提交。"
    en = "“{what_en}” has {length} characters, at most {most} fit. Please shorten it."


class BadCharacters(Invalid):
    """Characters that no keyboard makes."""

    code = "bad_characters"
    zh = "“{what}”里有无法保存的字符，请删去后再提交。"
    en = "“{what_en}” holds characters that cannot be kept. Remove them and send again."


class BadPhone(Invalid):
    """No telephone number of this country."""

    code = "bad_phone"
    zh = "电话“{phone}”不像电话号码。请填11位手机号，或带区号的座机号，也可以不填。"
    en = "“{phone}” does not look like a telephone number: 11 digits, or a land line with its code."


class BadSource(Invalid):
    """A source nobody knows."""

    code = "bad_source"
    zh = "来源“{source}”不在列表中：{choices}。"
    en = "“{source}” is not a known source: {choices}."


def check_text(text: str) -> str:
    """The words of a report, trimmed. Refuses: NoText, TooLong, BadCharacters."""
    words = plain(text, "问题描述", "description", MOST_TEXT, "text")
    if not words:
        raise NoText(field="text")
    return words


def check_place(place: str) -> str:
    """A place in words, trimmed; may be empty. Refuses: TooLong, BadCharacters."""
    return plain(place, "地点", "place", MOST_PLACE, "place")


def check_name(name: str) -> str:
    """A name, trimmed; may be empty. Refuses: TooLong, BadCharacters."""
    return plain(name, "姓名", "name", MOST_NAME, "reporter.name")


def check_opinion(words: str) -> str:
    """An opinion or a reason, trimmed; may be empty. Refuses: TooLong, BadCharacters."""
    return plain(words, "意见", "opinion", MOST_TEXT, "opinion")


def check_phone(phone: str) -> str:
    """A telephone number as digits only; may be empty. Refuses: BadPhone."""
    digits = re.sub(r"[\s\-()+]", "", phone)
    digits = digits.removeprefix("86") if len(digits) == 13 else digits
    if digits and not _PHONE.match(digits):
        raise BadPhone(field="reporter.phone", phone=phone[:20])
    return digits


def check_source(source: str, *, staff: bool) -> str:
    """A known source that whoever reports may claim: figures of work rest on it.

    `staff`: the one who reports holds a post; others speak for themselves. Refuses: BadSource.
    """
    choices = SOURCES if staff else PUBLIC_SOURCES
    if source not in choices:
        raise BadSource(field="source", source=source[:20], choices="、".join(choices))
    return source


def unknown_item(line: str, item: str) -> Refusal:
    """The refusal for a class the line does not have."""
    return UnknownItem(field="item", line=line, item=item[:20])


def plain(text: str, what: str, what_en: str, most: int, field: str) -> str:
    """The words of any field, trimmed; may be empty. Refuses: TooLong, BadCharacters."""
    words = text.strip()
    if CONTROL.search(words):
        raise BadCharacters(field=field, what=what, what_en=what_en)
    if len(words) > most:
        raise TooLong(field=field, what=what, what_en=what_en, length=len(words), most=most)
    return words
