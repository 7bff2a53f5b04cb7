"""`POST /triage`: which class a text may mean. It proposes; whoever reports decides."""

from __future__ import annotations

from wangge.api.door import Answer, Call, Endpoint, Shown
from wangge.api.shapes.triage import ClassView, PieceView, TriageAnswer, TriageIn
from wangge.core.catalogue import UnknownLine
from wangge.triage.queries import Suggested, suggest
from wangge.triage.refusals import NothingSaid

_REQUEST = {"text": "村口污水井盖不见了，晚上看不清。", "line": "city_management"}
_ANSWER = {
    "classes": [
        {
            "line": "city_management",
            "item": "C01.02",
            "title": "污水井盖",
            "probability": 0.98,
            "confidence": "likely",
            "said": "很可能",
            "why": [{"start": 2, "end": 6, "words": "污水井盖"}],
        }
    ]
}


def triage(call: Call[TriageIn, None]) -> Answer:
    """No query: the model stands in memory. Refuses: NothingSaid, UnknownLine."""
    if not call.body.text.strip():
        raise NothingSaid(field="text")
    found = suggest(call.body.text, call.language, line=call.body.line)
    return Answer(TriageAnswer(classes=tuple(map(_view, found))))


def _view(one: Suggested) -> ClassView:
    return ClassView(
        line=one.line,
        item=one.item,
        title=one.title,
        probability=one.probability,
        confidence=one.confidence.value,
        said=one.said,
        why=tuple(
            PieceView(start=piece.start, end=piece.end, words=piece.words) for piece in one.pieces
        ),
    )


ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/triage",
        name="triage",
        group="catalogue",
        summary="Which class a text may mean",
        description="At most three classes with how likely each is and which pieces of the text "
        "say so, from a small model that runs here and learns from the county's closed cases. "
        "Nothing is kept, and nothing is decided: send the item you choose with the report.",
        handle=triage,
        body=TriageIn,
        requests={"a report": _REQUEST},
        answers={200: Shown(description="The classes.", shape=TriageAnswer, example=_ANSWER)},
        refusals=(NothingSaid, UnknownLine),
    ),
)
