"""`GET /me`: who you are, what waits for you, what you may report."""

from __future__ import annotations

from wangge.api.door import Answer, Call, Endpoint, Shown
from wangge.api.examples import ME
from wangge.api.shapes.people import (
    BoxView,
    GrantView,
    HeldPost,
    LineView,
    MeAnswer,
    PersonView,
)
from wangge.cases.queries.case_view import area_view
from wangge.cases.queries.lists import counts, say_count
from wangge.catalogue.access import catalogue
from wangge.core.duty import Actor
from wangge.territory.access import roles


def me(call: Call[None, None]) -> Answer:
    """Three counts; all else stands in memory."""
    actor, zh = call.actor, call.language.startswith("zh")
    assert actor.user_id is not None, "the door lets nobody else in"
    return Answer(
        MeAnswer(
            person=PersonView(id=actor.user_id, name=actor.name),
            posts=_posts(actor, call.language),
            grants=tuple(
                GrantView(
                    role=grant.role,
                    area=area_view(grant.area_id),
                    lines=tuple(sorted(grant.lines)),
                    sees=grant.sees.value,
                    masked=grant.masked,
                    rights=tuple(sorted(grant.rights)),
                )
                for grant in actor.grants
            ),
            boxes=tuple(
                BoxView(box=box.value, count=count, said=say_count(count))
                for box, count in counts(actor, now=call.now).items()
            ),
            may_report=tuple(
                LineView(code=line.code, title=line.title if zh else line.title_en)
                for line in catalogue().lines
            ),
            note=actor.why_so_little(call.language) or "",
        )
    )


def _posts(actor: Actor, language: str) -> tuple[HeldPost, ...]:
    known, zh = roles(), language.startswith("zh")
    return tuple(
        HeldPost(
            id=post.id,
            code=post.code,
            title=post.called(language),
            role=post.role,
            role_title=known[post.role].title if zh else known[post.role].title_en,
            area=area_view(post.area_id),
            lines=tuple(sorted(post.lines)),
        )
        for post in actor.posts
    )


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/me",
        name="me",
        group="people",
        summary="Who you are, your posts, your boxes",
        description="Counts stop at 1,000 (“999+”), so this costs the same at any size.",
        handle=me,
        answers={200: Shown(description="You.", shape=MeAnswer, example=ME)},
    ),
)
