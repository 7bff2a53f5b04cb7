"""What comes in from a visit on the phone, read into a `VisitGiven`. Judges only the shape."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from wangge.cases.actions.evidence import Taken
from wangge.core.duty import Actor
from wangge.core.errors import Invalid, NotFound
from wangge.visits.actions.record import MOST_PROBLEMS, Problem, VisitGiven, record_visit
from wangge.visits.models import Visit
from wangge.visits.queries.rules import visit_form
from wangge.web.classes import class_meant, class_titled
from wangge.web.field.taking import Files
from wangge.web.reporting import keep_photos, read_id, read_point, read_taken


class ProblemWithoutWords(Invalid):
    """A problem of which nothing is said."""

    code = "problem_without_words"
    zh = "第{place}个问题没有选类别，也没有写是什么。请补上或删掉它的照片。"
    en = "Problem {place} has neither a class nor words. Add some, or remove its photos."


def take_visit(given: QueryDict, files: Files, *, actor: Actor, now: datetime) -> Visit:
    """The visit of a form; the same sent again is the same visit.

    Refuses as `record_visit` does, and BadId, BadCoordinate, ProblemWithoutWords, photo refusals.
    """
    try:
        household = UUID(given.get("household", ""))
    except ValueError:
        raise NotFound(field="household") from None
    taken = read_taken(given, now=now)

    def photos(name: str) -> tuple[str, ...]:
        return keep_photos(files.getlist(name), taken=taken, by=actor.user_id, now=now)

    return record_visit(
        VisitGiven(
            id=read_id(given.get("id", "")),
            household_id=household,
            at=taken.at,
            kind=given.get("visit_kind", "home"),
            answers=_answers(given),
            note=given.get("note", ""),
            photos=photos("photos"),
            point=read_point(given),
            problems=_problems(given, files, taken, actor, now),
            round_id=read_id(given.get("round", "")),
        ),
        actor=actor,
        now=now,
    )


def _answers(given: QueryDict) -> dict[str, list[str]]:
    """a-home-ill=1 … by question."""
    found: dict[str, list[str]] = {}
    for field in visit_form().fields:
        ticked = [one.code for one in field.choices if given.get(f"a-{field.code}-{one.code}")]
        if ticked:
            found[field.code] = ticked
    for name, value in given.items():  # the questions of a round: c-<question>-<answer>
        if name.startswith("c-") and value and name.count("-") >= 2:
            _, question, answer = str(name).split("-", 2)
            found.setdefault(question, []).append(answer)
    return found


def _problems(
    given: QueryDict, files: Files, taken: Taken, actor: Actor, now: datetime
) -> tuple[Problem, ...]:
    """p1-class, p1-text, p1-photos …; one without anything is none."""
    found = []
    for place in range(1, MOST_PROBLEMS + 1):
        value, text = given.get(f"p{place}-class", ""), given.get(f"p{place}-text", "").strip()
        uploads = files.getlist(f"p{place}-photos")
        if not (value or text or uploads):
            continue
        text = text or given.get(f"p{place}-title", "").strip() or _title(value)
        if not text:
            raise ProblemWithoutWords(field=f"p{place}-text", place=place)
        line, item = class_meant(value, text)
        photos = keep_photos(uploads, taken=taken, by=actor.user_id, now=now)
        found.append(Problem(line=line, item=item, text=text, photos=photos))
    return tuple(found)


def _title(value: str) -> str:
    """The class in words, where nothing else was said."""
    line, _, item = value.partition(":")
    return class_titled(line, item, "zh") if value else ""
