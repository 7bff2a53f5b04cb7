"""The only writers of the accounts, split by noun."""

from __future__ import annotations

from wangge.accounts.actions.passwords import change_password, reset_password
from wangge.accounts.actions.sessions import close_session, open_session, sign_out_everywhere
from wangge.accounts.actions.sign_in import sign_in
from wangge.accounts.actions.tokens import make_token, revoke_token
from wangge.accounts.actions.users import (
    change_details,
    close_user,
    create_user,
    reopen_user,
    set_language,
    unlock_user,
)

__all__ = [
    "change_details",
    "change_password",
    "close_session",
    "close_user",
    "create_user",
    "make_token",
    "open_session",
    "reopen_user",
    "reset_password",
    "revoke_token",
    "set_language",
    "sign_in",
    "sign_out_everywhere",
    "unlock_user",
]
