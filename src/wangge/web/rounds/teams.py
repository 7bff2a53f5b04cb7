"""Sending teams into villages and calling them home 驻村工作队."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wangge.accounts.models import User
from wangge.core.duty import Actor, Role
from wangge.core.errors import Invalid, NotFound, Refusal
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.packs.epidemic.queries import LINE
from wangge.territory.access import roster
from wangge.territory.access.posts import post_for
from wangge.territory.actions.teams import SEND, recall_team, send_team
from wangge.territory.models import Area
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.web.case.forms import villages
from wangge.web.doors import actor_of, staff
from wangge.web.rounds.frame import crumbs, named, shown

#: A team stays so long where nothing else is said.
_USUAL = timedelta(days=14)


class NobodyCalled(Invalid):
    """A name that is no account, or no village."""

    code = "nobody_called"
    zh = "请选择村（社区），并核对账户名：{names}。"
    en = "Choose a village and check these account names: {names}."


@require_http_methods(["GET", "POST"])
@staff
def teams(request: HttpRequest) -> HttpResponse:
    """The teams that are out, and a form to send another; POST sends or recalls one."""
    actor, now = actor_of(request), utc_now()
    if not actor.may(SEND):
        raise NotFound
    error, status = "", 200
    if request.method == "POST":
        try:
            words = _send(request, actor, now)
        except Refusal as refusal:
            error, status = refusal.say(language_of(request)), status_of(refusal)
        else:
            say(request, words)
            return HttpResponseRedirect(reverse("teams"))
    context = {
        "crumbs": crumbs((_("驻村工作队"), "")),
        "teams": _out(actor, now),
        "villages": villages(),
        "given": request.POST,
        "until": request.POST.get("until")
        or (now.astimezone(SHANGHAI) + _USUAL).date().isoformat(),
        "error": error,
    }
    return shown(request, "teams.html", context, status=status)


def _send(request: HttpRequest, actor: Actor, now: datetime) -> str:
    """What was done, in a sentence. Refuses what `send_team` and `recall_team` refuse; NotFound."""
    given = request.POST
    if code := given.get("recall"):
        leader = post_for(actor, code)
        recall_team(leader, actor=actor, now=now)
        return _("%(team)s已收回。") % {"team": leader.title}
    village = _village(given.get("village", ""))
    names = given.get("people", "").replace("，", " ").replace(",", " ").split()
    found = {
        user.username: user for user in User.objects.filter(username__in=names, is_active=True)
    }
    missing = [name for name in names if name not in found]
    if village is None or missing:
        raise NobodyCalled(field="people", names="、".join(missing) or "—")
    try:
        last = date.fromisoformat(given.get("until", ""))
    except ValueError:
        last = now.astimezone(SHANGHAI).date()
    until = datetime.combine(last + timedelta(days=1), time(), tzinfo=SHANGHAI)
    users = [found[name] for name in dict.fromkeys(names)]
    send_team(village, users, line=LINE, until=until, actor=actor, now=now)
    return _("已派%(n)s人到%(village)s。") % {"n": len(users), "village": village.name}


def _village(text: str) -> Area | None:
    try:
        return Area.objects.filter(pk=UUID(text)).first()
    except ValueError:
        return None


def _out(actor: Actor, now: datetime) -> list[dict[str, object]]:
    """The teams in villages where the actor sends them, by village."""
    known = roster()
    posts = [post for post in known.posts.values() if post.role == Role.TEAM and post.in_force(now)]
    ids = {post.id for post in posts}
    return sorted(
        (
            {
                "code": post.code,
                "title": post.title,
                "village": named(post.area_id),
                "until": post.until,
                "people": 1 + sum(one.above == post.id for one in posts),
                "leader": known.answering(post.id, now).say("zh"),
            }
            for post in posts
            if post.above not in ids
        ),
        key=lambda one: str(one["village"]),
    )
