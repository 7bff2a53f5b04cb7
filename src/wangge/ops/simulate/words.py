"""What the people of the demo say: topics from `words.yaml`, put together differently each time."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from random import Random

import msgspec
import yaml

_SINCE = (
    *("今天一早就这样", "从昨天晚上开始的", "已经三四天了", "有一个多星期了", "上个月就说过"),
    *("这两天越来越严重", "刚刚路过看到的", "下班回来才发现"),
)
_ASK = (
    *("请尽快派人来看看。", "麻烦处理一下，谢谢。", "希望能早点解决。", "请有关部门管一管。"),
    *("拜托了。", "盼回复。", "能不能今天就弄好？", "谢谢你们，辛苦了。"),
)
_WORKER = ("巡查发现：", "日常巡查，", "走访时看到，", "入户途中发现", "网格巡查：", "")
_CALLER = ("来电人反映：", "市民来电称，", "来电人称", "热线来电：", "群众电话反映，")
_CHAT = ("群里有人发照片，", "微信群接龙反映：", "村民在群里说，")


class Topic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of trouble, how often it comes, where, and in which words."""

    item: str
    weight: float
    spots: tuple[str, ...]
    when: str
    photo: str
    what: tuple[str, ...]
    effect: tuple[str, ...]
    fix: tuple[str, ...]
    rain: float = 1.0
    town: float = 1.0
    months: dict[int, float] = msgspec.field(default_factory=dict)
    conditions: dict[str, float] = msgspec.field(default_factory=dict)

    @property
    def line(self) -> str:
        """The service line: rural matters are the villages' own."""
        return "village_affairs" if self.item.startswith("R") else "city_management"


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """Every topic, in the order of the file."""
    read = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return msgspec.convert(read["topics"], type=tuple[Topic, ...])


def report_text(topic: Topic, place: str, source: str, rng: Random) -> str:
    """What somebody says of that topic at that place; short or long, as it comes."""
    words = filled(rng.choice(topic.what), place, rng)
    parts = [_opening(source, rng) + words]
    if rng.random() < 0.4:
        parts.append(rng.choice(_SINCE))
    some = rng.choices((0, 1, 2), (30, 55, 15))[0]
    parts += rng.sample(topic.effect, min(some, len(topic.effect)))
    text = "，".join(parts) + "。"
    asks = {"grid_worker": 0.05, "hotline": 0.35, "leader": 0.0, "department": 0.0}
    if rng.random() < asks.get(source, 0.55):
        text += rng.choice(_ASK)
    return text


def fix_text(topic: Topic, rng: Random) -> str:
    """What the handler says when it is done."""
    return filled(rng.choice(topic.fix), "", rng)


def filled(words: str, place: str, rng: Random) -> str:
    """The words with their slots filled."""
    return words.format(p=place, n=rng.choice("二三四五六"), d=rng.choice("两三四五六"))


def _opening(source: str, rng: Random) -> str:
    match source:
        case "grid_worker":
            return rng.choice(_WORKER)
        case "hotline":
            return rng.choice(_CALLER)
        case "wechat":
            return rng.choice(_CHAT)
        case "leader":
            return "领导现场调研指出，"
        case "department":
            return "部门转来线索："
        case "video":
            return "视频巡查发现，"
        case _:
            return ""
