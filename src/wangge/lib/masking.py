"""Masking 脱敏: personal data as those may see it who need not know it whole.

What is masked cannot be undone from the result, and something that is not what it should be (a
phone number in the name field) shows less, never more. Who may see the whole is judged elsewhere.
"""

from __future__ import annotations

import re
import unicodedata

MASK = "*"

#: Surnames of two characters; the list decides only how much of a name is shown.
_DOUBLE_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐司徒司空夏侯端木百里南宫独孤宇文"
        "长孙鲜于闾丘太史申屠轩辕钟离淳于单于公羊澹台宗政濮阳赫连呼延东郭西门左丘",
    )
)

_MOBILE = re.compile(r"(?:\+?(?:00)?86)?(1\d{10})")
_LANDLINE = re.compile(r"(0[12]\d|0[3-9]\d{2})(\d{7,8})")
_ID = re.compile(r"\d{17}[\dXx]|\d{15}")


def mask_name(name: str, *, public: bool = False) -> str:
    """张三 → 张*, 张小三 → 张*三, 欧阳小三 → 欧阳*三; for a public notice the surname alone, 张*.

    A single character is hidden. Characters are what a reader sees as one: a rare character with
    its variation selector, a letter with its accents.
    """
    letters = _letters(name)
    if len(letters) < 2:
        return MASK if letters else ""
    surname = 2 if len(letters) > 2 and "".join(letters[:2]) in _DOUBLE_SURNAMES else 1
    shown = "".join(letters[:surname])
    if public:
        return shown + MASK
    hidden = max(1, len(letters) - surname - 1)
    last = letters[-1] if len(letters) - surname > 1 else ""
    return shown + MASK * hidden + last


def mask_phone(phone: str) -> str:
    """138****5678; a landline 0731-****1234; of anything else at most the last two digits.

    The country code 86, spaces and hyphens are left out of a mobile number.
    """
    digits = re.sub(r"[\s().–—-]", "", unicodedata.normalize("NFKC", phone))
    mobile = _MOBILE.fullmatch(digits)
    if mobile is not None:
        number = mobile[1]
        return f"{number[:3]}{MASK * 4}{number[-4:]}"
    landline = _LANDLINE.fullmatch(digits)
    if landline is not None:
        number = landline[2]
        return f"{landline[1]}-{MASK * (len(number) - 4)}{number[-4:]}"
    return _all_but_last(digits, 2)


def mask_id(number: str) -> str:
    """430281********123X: the county and the last four; of an old number of 15 the last three.

    The day of birth is always hidden. Of any other number (passport, permit) at most the last two
    characters are shown.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", number)).upper()
    if _ID.fullmatch(plain) is None:
        return _all_but_last(plain, 2)
    shown = 4 if len(plain) == 18 else 3
    return plain[:6] + MASK * (len(plain) - 6 - shown) + plain[-shown:]


def _all_but_last(text: str, shown: int) -> str:
    """`text` with at most `shown` characters at its end readable, none if it is short."""
    letters = _letters(text)
    if len(letters) < 3 * shown:
        return MASK * len(letters)
    return MASK * (len(letters) - shown) + "".join(letters[-shown:])


def _letters(text: str) -> list[str]:
    """The characters a reader sees, each with the marks that belong to it; no white space."""
    letters: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if char.isspace() or unicodedata.category(char) == "Cc":
            continue
        if unicodedata.category(char) in ("Mn", "Me", "Mc", "Cf") and letters:
            letters[-1] += char
        else:
            letters.append(char)
    return letters
