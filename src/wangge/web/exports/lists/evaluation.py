"""The evaluation as a table: every indicator with its value, numerator and denominator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wangge.ledger.queries.evaluation import Evaluation, evaluation
from wangge.web.county.evaluation import asked as asked_for
from wangge.web.county.evaluation import line_of
from wangge.web.exports.listing import Asked, Listing


def _evaluation(asked: Asked) -> Evaluation:
    """Refuses: NotFound."""
    place, subject, period = asked_for(asked.actor, dict(asked.given), asked.now)
    return evaluation(subject, place.id, period, now=asked.now)


def _rows(asked: Asked) -> Iterator[Sequence[object]]:
    found = _evaluation(asked)
    for one in found.rows:
        line = line_of(one, found.period, zh=asked.zh)
        points = one.result.points
        yield (
            *(found.period.written(), one.whom.code, line.name),
            line.rank if line.rank is not None else _("案件过少，不排名"),
            *("" if points is None else round(points, 1), line.grade, line.volume),
            *(
                value
                for reading in one.result.readings
                for value in (
                    "" if reading.value is None else round(reading.value, 2),
                    reading.numerator,
                    reading.denominator,
                )
            ),
        )


def _headings(asked: Asked) -> Sequence[str]:
    found = _evaluation(asked)
    indicators = found.scheme.indicators if found.scheme else ()
    titles = [one.title if asked.zh else one.title_en for one in indicators]
    return (
        *(_("时期"), _("代码"), _("对象"), _("名次"), _("得分"), _("等次"), _("件数")),
        *(
            heading
            for title in titles
            for heading in (title, f"{title} {_('分子')}", f"{title} {_('分母')}")
        ),
    )


LISTINGS = (
    Listing(
        code="county.evaluation",
        title=gettext_lazy("综合评价"),
        headings=_headings,
        rows=_rows,
        count=lambda asked: len(_evaluation(asked).rows),
        open_to=lambda actor: actor.may("ledger.read"),
    ),
)
