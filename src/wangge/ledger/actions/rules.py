"""Change the rules of the evaluation 评价规则: from a day on, never for months that are over."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.evaluation import Rules
from wangge.core.evaluation.refusals import BadRules, PastRules
from wangge.ledger.models import RuleBook
from wangge.ledger.rules import read_text
from wangge.lib.clock import SHANGHAI

#: What the log's entries about the rules are about.
RULES = UUID("5b0e2c1a-7c53-4a64-9d1d-6a7e9c0f4f01")
_LONGEST = 200_000


@transaction.atomic
def put_rules(text: str, *, since: date, reason: str, actor: Actor, now: datetime) -> Rules:
    """From `since` on the evaluation reckons by `text`; a book of that very day is replaced.

    Refuses: MayNot, PastRules, BadRules, BadFormula.
    """
    require(actor, "catalogue.write")
    first = now.astimezone(SHANGHAI).date().replace(day=1)
    if since < first:
        raise PastRules(field="since", first=first.isoformat())
    if len(text) > _LONGEST:
        raise BadRules(field="text", where="—", what="太长", what_en="too long")
    if not reason.strip():
        raise BadRules(field="reason", where="—", what="请写明理由", what_en="say why")
    rules = read_text(text)
    RuleBook.objects.update_or_create(
        since=since,
        defaults={
            "text": text,
            "reason": reason.strip()[:500],
            "made_at": now,
            "by_id": actor.user_id,
        },
    )
    append(
        "evaluation",
        RULES,
        "evaluation.rules_set",
        {"since": since.isoformat(), "reason": reason.strip()[:500], "text": text},
        actor=actor,
        now=now,
    )
    return rules
