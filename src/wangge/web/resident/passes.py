"""What lets a resident follow a case without an account: a signed address, made by this county.

It is given to whoever has just reported, and to whoever proves himself by number and telephone.
It names the case and the requester; it opens nothing else, and not for ever.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.core import signing

from wangge.core.duty import Actor
from wangge.core.errors import NotFound

_SALT = "web.resident.pass"
#: As long as a case may be followed by the address that its report gave.
LIVES = timedelta(days=180)


class PassOver(NotFound):
    """An address that is too old or was never given out."""

    code = "pass_over"
    zh = "这个查询链接无效或已过期。请在“查进度”里输入案件编号和上报时留的电话。"
    en = (
        "This link is not valid or has expired. Please look the case up by its number and "
        "the telephone number you left."
    )


class Pass(NamedTuple):
    """Which case, and as whom: None where the reporter left nothing to be known by."""

    case_id: UUID
    requester: UUID | None

    def actor(self) -> Actor:
        """The requester as somebody who acts, without an account."""
        return Actor(user_id=self.requester or self.case_id)


def write_pass(case_id: UUID, requester: UUID | None) -> str:
    """The token of an address."""
    return signing.dumps([case_id.hex, requester.hex if requester else ""], salt=_SALT)


def read_pass(token: str) -> Pass:
    """What `write_pass` wrote. Refuses: PassOver."""
    try:
        case, requester = signing.loads(token, salt=_SALT, max_age=LIVES)
        return Pass(UUID(case), UUID(requester) if requester else None)
    except (signing.BadSignature, ValueError, TypeError):
        raise PassOver from None
