"""A new round: what for, until when, and which households: by area and kind, or by their numbers.

Ignores what a checklist asks: the look-back brings its own, other rounds ask what visits ask.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wangge.core.duty import Actor
from wangge.core.errors import NotFound
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.lib.ids import uuid7
from wangge.packs.lookback.checklist import LINE, questions
from wangge.registry.access import day_of, land
from wangge.registry.codes import code_lists
from wangge.registry.models import Household, PersonCategory
from wangge.registry.models.base import ScopedSet
from wangge.registry.queries import choices_below, parts_of
from wangge.ui.answers import language_of
from wangge.ui.said import say
from wangge.visits.access import ARRANGE, land_of
from wangge.visits.actions.rounds import add_targets, open_round
from wangge.web.doors import actor_of, staff
from wangge.web.rounds.frame import crumbs, shown

#: Numbers of households one form takes.
MOST_NUMBERS = 5_000


class RoundForm(forms.Form):
    """What for, until when, and whom."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    title = forms.CharField(max_length=60)
    kind = forms.ChoiceField(widget=forms.RadioSelect)
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    area = forms.ChoiceField(required=False)
    visit_class = forms.ChoiceField(required=False)
    categories = forms.MultipleChoiceField(
        required=False, widget=forms.SelectMultiple(attrs={"size": "8"})
    )
    numbers = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, data: object, *, actor: Actor, now: datetime, language: str) -> None:
        super().__init__(data, auto_id="r-%s", initial={"code": str(uuid7()), "kind": LINE})  # type: ignore[arg-type]
        lists = code_lists()
        any_ = [("", _("不限"))]
        self.fields["title"].label = _("名称")
        self.fields["kind"].label = _("清单")
        self.fields["until"].label = _("截止日期")
        self.fields["area"].label = _("区域")
        self.fields["visit_class"].label = _("走访类别")
        self.fields["categories"].label = _("有这些人的户（可多选）")
        self.fields["categories"].help_text = _("不选就是不限；选了只要户里有其中一种人。")
        self.fields["numbers"].label = _("或者只要这些户号")
        self.fields["numbers"].help_text = _("从名单里粘贴，空格或换行隔开；填了就不看上面的条件。")
        choices: dict[str, list[tuple[str, str]]] = {
            "kind": [(LINE, _("回头看清单")), ("", _("普通走访表"))],
            "area": [
                ("", _("全部辖区")),
                *choices_below(parts_of(actor, now=now, right=ARRANGE), now=now),
            ],
            "visit_class": any_ + lists.choices("visit_class", language),
            "categories": lists.choices("person_category", language),
        }
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]
        self.fields["kind"].required = False


@require_http_methods(["GET", "POST"])
@staff
def new_round(request: HttpRequest) -> HttpResponse:
    """The form of a round (GET) and the round itself (POST). Refuses: NotFound."""
    actor, now = actor_of(request), utc_now()
    if not actor.may(ARRANGE):
        raise NotFound
    data = request.POST if request.method == "POST" else None
    form = RoundForm(data, actor=actor, now=now, language=language_of(request))
    status = 200
    if data is not None and form.is_valid():
        homes = list(_homes(form, actor, now).values_list("pk", flat=True))
        if homes:
            return _made(request, form, homes, actor, now)
        form.add_error(None, _("没有符合条件的户，请放宽条件或核对户号。"))
    if form.is_bound:
        status = 422
    return shown(
        request,
        "new.html",
        {"crumbs": crumbs((_("新建专项走访"), "")), "form": form},
        status=status,
    )


def _made(
    request: HttpRequest, form: RoundForm, homes: list[UUID], actor: Actor, now: datetime
) -> HttpResponse:
    given = form.cleaned_data
    lookback = given["kind"] == LINE
    until = given["until"] and datetime.combine(given["until"], time(23, 59, 59), tzinfo=SHANGHAI)
    row = open_round(
        given["code"],
        given["title"],
        line=LINE if lookback else "",
        checklist=questions() if lookback else (),
        until=until if until and until > now else None,
        actor=actor,
        now=now,
    )
    new = add_targets(row, [(home, None) for home in homes], actor=actor, now=now)
    say(request, _("名单已建好，共%(n)s户。") % {"n": new})
    return HttpResponseRedirect(reverse("round", args=[row.pk]))


def _homes(form: RoundForm, actor: Actor, now: datetime) -> ScopedSet[Household]:
    """The households meant, on land where the actor arranges visits. Refuses: NoSuchElement."""
    given, day = form.cleaned_data, day_of(now)
    found: ScopedSet[Household] = Household.objects.all()
    found = found.standing(day).filter(land(actor, ARRANGE, day))
    if given["area"]:
        where = land_of(actor, UUID(given["area"]), now=now)
        found = found.within(where.level, where.areas, day)
    numbers = [one for one in re.split(r"[\s,，、;；]+", given["numbers"]) if one][:MOST_NUMBERS]
    if numbers:
        return found.filter(no__in=numbers)
    if given["visit_class"]:
        found = found.filter(visit_class=given["visit_class"])
    if given["categories"]:
        inside = PersonCategory.objects.filter(
            code__in=given["categories"], until=None, special=False
        )
        found = found.filter(pk__in=inside.values("person__household_id"))
    return found
