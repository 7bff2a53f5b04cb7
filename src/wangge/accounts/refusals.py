"""What the accounts say when they will not do something. One class, one sentence."""

from __future__ import annotations

from wangge.core.errors import Forbidden, Invalid


class WrongPassword(Invalid):
    code = "wrong_password"
    zh = "用户名或密码不正确。请核对后再试，还可以试{left}次。"
    en = "The user name or password is not right. Please check; {left} tries are left."


class WrongOldPassword(Invalid):
    code = "wrong_old_password"
    zh = "原密码不正确。请核对后再试。"
    en = "The old password is not right. Please check and try again."


class LockedOut(Forbidden):
    code = "locked_out"
    zh = "连续输错次数过多，已暂停登录。请在{until}之后再试，或请安全管理员解锁。"
    en = (
        "Too many wrong tries: sign-in is paused. Please try again after {until}, "
        "or ask the security officer to unlock it."
    )


class AccountClosed(Forbidden):
    code = "account_closed"
    zh = "这个账户已停用。如需恢复，请联系系统管理员。"
    en = "This account is closed. Please ask the administrator if you need it."


class WeakPassword(Invalid):
    code = "weak_password"
    zh = "密码不符合要求：{why}。请换一个。"
    en = "This password will not do: {why_en}. Please choose another."


class UsernameTaken(Invalid):
    code = "username_taken"
    zh = "用户名“{username}”已有人使用。请换一个。"
    en = "The user name “{username}” is taken. Please choose another."


class BadUsername(Invalid):
    code = "bad_username"
    zh = "用户名“{username}”不可用：须为 2 至 40 个小写字母、数字或 . _ -，以字母开头。"
    en = (
        "The user name “{username}” will not do: 2 to 40 lower-case letters, digits or . _ -, "
        "beginning with a letter."
    )


class MayNot(Forbidden):
    code = "may_not"
    zh = "您的岗位没有“{right}”权限。请联系有此权限的管理员。"
    en = "Your post does not hold the right to {right_en}. Please ask an administrator who does."
