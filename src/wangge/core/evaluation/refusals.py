"""Why rules of the evaluation are refused."""

from __future__ import annotations

from wangge.core.errors import Invalid


class BadFormula(Invalid):
    """A formula that says nothing."""

    code = "bad_formula"
    zh = "公式“{formula}”有误：{what}。请只用指标、加减号、整数倍和括号。"
    en = "The formula “{formula}” is wrong: {what_en}. Use measures, + - and brackets."


class BadRules(Invalid):
    """Rules that cannot be used."""

    code = "bad_rules"
    zh = "评价规则有误（{where}）：{what}。"
    en = "The rules of the evaluation are wrong ({where}): {what_en}."


class PastRules(Invalid):
    """New rules for days that have been evaluated."""

    code = "past_rules"
    zh = "新规则最早从{first}起生效：已经过去的月份保持当时的公式。"
    en = "New rules begin on {first} at the earliest: past months keep their formulas."


class BadPeriod(Invalid):
    """No month, quarter or year."""

    code = "bad_period"
    zh = "看不懂时期“{period}”，请写成 2026-11、2026-Q4 或 2026。"
    en = "“{period}” is no period: write 2026-11, 2026-Q4 or 2026."
