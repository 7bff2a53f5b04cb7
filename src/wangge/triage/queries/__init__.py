"""What may be asked of triage."""

from __future__ import annotations

from wangge.triage.queries.accuracy import Accuracy, accuracy
from wangge.triage.queries.suggest import Suggested, Tone, suggest, suggest_other
from wangge.triage.queries.topics import HotTopicView, hot_topics

__all__ = [
    "Accuracy",
    "HotTopicView",
    "Suggested",
    "Tone",
    "accuracy",
    "hot_topics",
    "suggest",
    "suggest_other",
]
