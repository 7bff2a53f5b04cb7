"""What triage refuses, each with a sentence for who asked."""

from __future__ import annotations

from wangge.core.errors import Invalid


class TooFewCases(Invalid):
    """A history too short to learn from."""

    code = "too_few_cases"
    zh = "已结案、类别明确的案件只有 {count} 件，不足以训练。请至少积累 {least} 件、两个类别。"
    en = "Only {count} closed cases of a clear class: too few to learn from. {least} cases of two classes are needed."  # noqa: E501


class NothingSaid(Invalid):
    """No text to be classed."""

    code = "nothing_said"
    zh = "没有内容。请写明问题，再请求推荐类别。"
    en = "There is no text. Say what is wrong, then ask for its class."
