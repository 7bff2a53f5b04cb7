"""The small form of an action: exactly the fields it needs, named as a clerk names them.

What an action needs is said by the flow (`cases.queries.may_do`); here each need becomes a field.
A form never judges: whatever was typed goes to the case, and a refusal comes back to its field.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from wangge.cases.actions.act import Act
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.queries.may_do import ANSWERS, item_of
from wangge.cases.queries.shapes import CaseView, Choice, Need, Sayable
from wangge.catalogue.access import catalogue
from wangge.core.case.verbs import Verb
from wangge.core.case.world import Part
from wangge.core.clock import Limit
from wangge.lib.clock import SHANGHAI
from wangge.territory.access import territory_index

#: A suspension ends when the working day begins.
_MORNING = time(8)


class ActionForm(forms.Form):
    """The fields of one action on one case. `version` is the case as it was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        action: Sayable,
        case: CaseView,
        *,
        now: datetime,
        language: str,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Any] | None = None,
        back: str = "",
    ) -> None:
        super().__init__(
            data, files, initial={"version": case.version, "back": back}, auto_id="a-%s"
        )
        self.verb = Verb(action.action)
        self.now = now
        self.use_required_attribute = False  # what is missing is said by the case itself
        self.takes_photos = self.wants_photos = False
        self.picks_place = False
        self.kept = [one for one in (data.getlist("kept") if data else []) if one]  # type: ignore[attr-defined]
        for need in action.needs:
            for name in need.fields:
                self._add(name, need, case, language)
        if self.verb is Verb.CALLBACK:
            self.fields["solved"] = _yes_no(_("问题是否解决"))
            self.fields["satisfied"] = _yes_no(_("是否满意"))
        if not self.is_bound:
            for name in ("reason", "opinion"):
                if name in self.fields:
                    self.fields[name].widget.attrs["autofocus"] = True
                    break

    def _add(self, name: str, need: Need, case: CaseView, language: str) -> None:
        """The field for one need."""
        must = need.required and len(need.fields) == 1
        match name:
            case "photos":
                self.takes_photos, self.wants_photos = True, must
            case "point":
                self._add_place(case)
            case "condition":
                self.fields[name] = _conditions(case, need, language)
            case "post":
                self.fields[name] = _posts(need.choices, must, self.verb)
            case "passed" | "reached":
                pairs = [("yes" if one.value else "no", one.title) for one in need.choices]
                self.fields[name] = forms.ChoiceField(
                    label=need.title, choices=pairs, widget=forms.RadioSelect, required=must
                )
            case "stars":
                stars = [(str(one.value), one.title) for one in need.choices]
                self.fields[name] = forms.ChoiceField(
                    label=need.title, choices=stars, widget=forms.RadioSelect, required=must
                )
            case "until":
                self.fields[name] = _until(need.title, self.now)
            case "item":
                self.fields[name] = _items(case, language)
            case "into":
                self.fields[name] = forms.CharField(
                    label=need.title,
                    required=False,  # or one of the likely ones is ticked
                    max_length=30,
                    help_text=_("保留哪一件，就填哪一件的编号；本案的诉求人会并入它。"),
                )
            case "parts":
                self.fields[name] = _words(need.title, must, _("一行写一件，至少两件。"))
            case "destination":
                self.fields[name] = forms.CharField(label=need.title, required=must, max_length=60)
            case _ if name.startswith(ANSWERS):
                self.fields[name] = _answer(need, must)
            case _:
                self.fields[name] = _words(need.title, must)

    def _add_place(self, case: CaseView) -> None:
        self.picks_place = True
        point = case.point
        for name, label, value in (
            ("lon", _("经度"), point and point.lon),
            ("lat", _("纬度"), point and point.lat),
        ):
            self.fields[name] = forms.FloatField(label=label, required=False, initial=value)
        self.fields["datum"] = forms.ChoiceField(
            label=_("坐标系"),
            choices=[
                ("wgs84", _("WGS-84（本页地图、手机定位）")),
                ("cgcs2000", _("CGCS2000（天地图）")),
                ("gcj02", _("GCJ-02（高德、腾讯）")),
                ("bd09", _("BD-09（百度）")),
            ],
            required=False,
        )
        self.fields["area"] = forms.ChoiceField(
            label=_("或只选村（社区）"), choices=villages(), required=False
        )
        self.fields["place"] = forms.CharField(
            label=_("地点说明"), required=False, max_length=200, initial=case.place
        )

    def act(self, photos: tuple[str, ...]) -> Act:
        """What is wanted, as the case takes it. Only after `is_valid`."""
        given = self.cleaned_data
        wanted: dict[str, Any] = {"action": self.verb, "version": given["version"]}
        for name in ("opinion", "reason", "destination"):
            wanted[name] = given.get(name, "")
        for name in ("condition", "item"):
            wanted[name] = given.get(name) or None
        for name in ("passed", "reached", "solved", "satisfied"):
            wanted[name] = {"yes": True, "no": False}.get(given.get(name, ""))
        into = given.get("into", "").strip().upper() or self.data.get("twin", "")
        wanted["into"] = into or None
        wanted["post"] = UUID(given["post"]) if given.get("post") else None
        wanted["stars"] = int(given["stars"]) if given.get("stars") else None
        wanted["photos"] = photos
        if until := given.get("until"):
            wanted["until"] = datetime.combine(until, _MORNING, tzinfo=SHANGHAI)
        lines = [line.strip() for line in given.get("parts", "").splitlines()]
        wanted["parts"] = tuple(Part(text=line) for line in lines if line)
        wanted["answers"] = {
            name.removeprefix(ANSWERS): value.isoformat() if isinstance(value, date) else value
            for name, value in given.items()
            if name.startswith(ANSWERS) and value
        }
        if self.picks_place:
            wanted |= self._place(given)
        return Act(**wanted)

    def _place(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """A named village is meant only where the point was left as it stands."""
        area, lon, lat = given.get("area"), given.get("lon"), given.get("lat")
        moved = "lon" in self.changed_data or "lat" in self.changed_data
        if area and not moved:
            return {"area": UUID(area), "place": given.get("place", "")}
        if lon is None or lat is None:
            return {"place": given.get("place", "")}
        point = GivenPoint(lon=lon, lat=lat, datum=given.get("datum") or "wgs84")
        return {"point": point, "place": given.get("place", "")}


def villages() -> list[tuple[str, Any]]:
    """Every village by town, as a select takes them."""
    index = territory_index()
    towns: dict[str, list[tuple[str, str]]] = {}
    for area in index.areas.values():
        if area.level == "village":
            towns.setdefault(index.name(area.parent_id), []).append((str(area.id), area.name))
    return [("", "—"), *towns.items()]


def items_by_category(line: str, language: str) -> list[tuple[str, Any]]:
    """Every class of a line by category, as a select takes them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for item in catalogue().items(line):
        title = item.title if language.startswith("zh") else item.title_en or item.title
        groups.setdefault(item.category, []).append((item.code, f"{title} {item.code}"))
    return list(groups.items())


def _words(label: str, must: bool, help_text: str = "") -> forms.Field:
    return forms.CharField(
        label=label,
        required=must,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _answer(need: Need, must: bool) -> forms.Field:
    """A field of the flow's own form."""
    match need.kind:
        case "choice":
            pairs = [(str(one.value), one.title) for one in need.choices]
            return forms.ChoiceField(
                label=need.title,
                choices=pairs if must else [("", "—"), *pairs],
                required=must,
                widget=forms.RadioSelect if must else forms.Select,
            )
        case "date":
            return forms.DateField(
                label=need.title, required=must, widget=forms.DateInput(attrs={"type": "date"})
            )
        case _:
            return forms.CharField(label=need.title, required=must, max_length=200)


def _yes_no(label: str) -> forms.Field:
    pairs = [("", "—"), ("yes", _("是")), ("no", _("否"))]
    return forms.ChoiceField(label=label, choices=pairs, required=False)


def _conditions(case: CaseView, need: Need, language: str) -> forms.Field:
    """The filing conditions, each with its limit and where that figure comes from."""
    item = item_of(case.line, case.item)
    marks = {one.code: one.provenance.value for one in (item.conditions if item else ())}
    limits = {
        one.code: Limit.parse(one.limit).say(language) for one in (item.conditions if item else ())
    }
    whens = {one.code: one.when for one in (item.conditions if item else ())}
    pairs = [
        (
            str(one.value),
            f"{whens.get(str(one.value), one.title)} · {limits.get(str(one.value), '')}"
            f" [{marks.get(str(one.value), '')}]",
        )
        for one in need.choices
    ]
    return forms.ChoiceField(
        label=need.title,
        choices=pairs,
        widget=forms.RadioSelect,
        required=False,
        initial=case.condition or (pairs[0][0] if pairs else None),
        help_text=_("方括号内是时限的来源：F1、F1b 公开标准，K 待核，P 建议，L 本地。"),
    )


def _posts(choices: tuple[Choice, ...], must: bool, verb: Verb) -> forms.Field:
    empty = _("按职责表自动派给责任岗位") if verb is Verb.DISPATCH else _("请选择岗位")
    return forms.ChoiceField(
        label=_("派给") if verb is Verb.DISPATCH else _("指派给"),
        choices=[("", empty), *((str(one.value), one.title) for one in choices)],
        required=must,
        widget=forms.Select(attrs={"data-searchable": _("输入几个字筛选岗位")}),
    )


def _until(label: str, now: datetime) -> forms.Field:
    tomorrow = now.astimezone(SHANGHAI).date() + timedelta(days=1)
    return forms.DateField(
        label=label,
        help_text=_("到这一天上午8点自动恢复计时，最长一年。"),
        widget=forms.DateInput(attrs={"type": "date", "min": tomorrow.isoformat()}),
    )


def _items(case: CaseView, language: str) -> forms.Field:
    return forms.ChoiceField(
        label=_("改为"),
        choices=items_by_category(case.line, language),
        initial=case.item,
        widget=forms.Select(attrs={"data-searchable": _("输入几个字筛选类别")}),
    )
