"""Which passwords will do (等保: complexity, and none that anybody would guess first).

Length does most of the work, so the rules ask for ten characters of two kinds rather than for
short ones of four. Ignores hashing: that is Argon2, by the framework.
"""

from __future__ import annotations

from wangge.accounts.models import User
from wangge.accounts.refusals import WeakPassword

MIN_LENGTH = 10
MAX_LENGTH = 128  # a longer one only costs hashing time

#: Ends of many guessing lists that the other rules would let through.
_GUESSED_FIRST = ("password", "qwertyuiop", "admin", "woaini", "iloveyou", "letmein")


def check_password_rules(password: str, user: User | None = None) -> None:
    """The password will do for that person. Refuses: WeakPassword, naming the first fault."""
    fault = _fault(password, user)
    if fault is not None:
        raise WeakPassword(field="password", why=fault[0], why_en=fault[1])


def _fault(password: str, user: User | None) -> tuple[str, str] | None:
    if len(password) < MIN_LENGTH:
        return (f"至少要有{MIN_LENGTH}个字符", f"it needs at least {MIN_LENGTH} characters")
    if len(password) > MAX_LENGTH:
        return (f"不能超过{MAX_LENGTH}个字符", f"it may have at most {MAX_LENGTH} characters")
    kinds = {_kind(letter) for letter in password}
    if len(kinds) < 2:
        return (
            "字母、数字、符号至少要有两种",
            "it needs two of letters, digits and other signs",
        )
    if len(set(password)) < 5:
        return ("重复的字符太多", "it repeats the same few characters")
    plain = password.casefold()
    bare = "".join(letter for letter in plain if letter.isalpha())
    if bare in _GUESSED_FIRST:
        return ("太常见，容易被猜到", "it is among the first anybody would guess")
    if user is not None:
        own = (user.username, user.name, user.phone)
        if any(len(word) >= 2 and word.casefold() in plain for word in own):
            return (
                "不能包含本人的用户名、姓名或手机号",
                "it may not contain your user name, name or phone number",
            )
    return None


def _kind(letter: str) -> str:
    if letter.isdigit():
        return "digit"
    return "letter" if letter.isalpha() else "sign"
