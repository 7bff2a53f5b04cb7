"""Numbers that check themselves: identity numbers, credit codes, telephones, number plates.

Each function takes what somebody wrote and gives the number as it is kept and searched by (the
same number always in the same form), or refuses in a sentence that shows personal numbers masked
(sentences are kept and shown where numbers may not be). Ignores whose number it is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import mul

from wangge.core.registry.refusals import (
    BadCreditCode,
    BadDocumentNumber,
    BadIdDay,
    BadIdNumber,
    BadIdRegion,
    BadPhone,
    BadPlate,
    WrongCheckDigit,
    WrongCreditCheck,
)
from wangge.lib.masking import mask_id, mask_phone

#: GB 11643: weights of the first seventeen digits, and the check character by their sum mod 11.
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_ID_TOO_MUCH = ord("0") * sum(_ID_WEIGHTS)
#: Codes of provinces (GB/T 2260); 81–83: residence permits of Hong Kong, Macao and Taiwan.
_PROVINCES = frozenset(
    re.findall("..", "1112131415212223313233343536374142434445465051525354616263646571818283")
)
#: The last three digits of an old number that tell of somebody born before 1900 (unverified).
_CENTENARIANS = frozenset(("996", "997", "998", "999"))

#: GB 32100: digits and letters without I, O, S, V, Z; weight 3^i mod 31.
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_VALUES = {char: value for value, char in enumerate(_CREDIT_ALPHABET)}
_CREDIT_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))

_ID18 = re.compile(r"\d{17}[\dX]")
_ID15 = re.compile(r"\d{15}")
_DOCUMENT = re.compile(r"[0-9A-Z()/-]{5,30}")
_OWN_CODE = re.compile(r"[0-9A-Z][0-9A-Z_-]{2,39}")
_MOBILE = re.compile(r"(?:\+?(?:00)?86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(?:\+?(?:00)?86)?(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})")
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_SERVICE = re.compile(r"[48]00\d{7}|1[12]\d|12\d{3}|9[56]\d{3,4}")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]"
    r"[0-9A-HJ-NP-Z]{4,5}[0-9A-HJ-NP-Z挂学警港澳领]"
)
#: Plates a county gives out itself, to electric bicycles and tricycles: 醴陵A12345.
_LOCAL_PLATE = re.compile(r"[\u4e00-\u9fff]{2,4}[0-9A-Z]{4,8}")


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A Chinese identity number and what it says of its bearer."""

    text: str  #: 18 characters
    birth: date
    sex: str  #: GB/T 2261.1: "1" male, "2" female


def plain(text: str) -> str:
    """The text without white space, with half-width capitals: how numbers are compared."""
    if text.isascii():
        return "".join(text.split()).upper()
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def id_number(text: str) -> IdNumber:
    """A resident's identity number (GB 11643), checked; an old one of 15 digits becomes 18.

    Refuses: BadIdNumber, BadIdRegion, BadIdDay, WrongCheckDigit.
    """
    given = plain(text)
    if _ID15.fullmatch(given):
        century = "18" if given[12:] in _CENTENARIANS else "19"
        body = given[:6] + century + given[6:]
        whole = body + check_digit(body)
    elif _ID18.fullmatch(given):
        whole = given
    else:
        raise BadIdNumber(field="id_number", value=mask_id(given), length=len(given))
    if whole[:2] not in _PROVINCES:
        raise BadIdRegion(field="id_number", value=mask_id(given), region=whole[:2])
    try:
        birth = date(int(whole[6:10]), int(whole[10:12]), int(whole[12:14]))
    except ValueError:
        raise BadIdDay(field="id_number", value=mask_id(given), day=whole[6:14]) from None
    if birth.year < 1800:
        raise BadIdDay(field="id_number", value=mask_id(given), day=whole[6:14])
    if whole[17] != check_digit(whole[:17]):
        raise WrongCheckDigit(field="id_number", value=mask_id(given))
    return IdNumber(whole, birth, "1" if int(whole[16]) % 2 else "2")


def check_digit(seventeen: str) -> str:
    """The eighteenth character of an identity number with these first seventeen digits."""
    # the bytes of the digits count 48 too much each
    return _ID_CHECKS[(sum(map(mul, seventeen.encode(), _ID_WEIGHTS)) - _ID_TOO_MUCH) % 11]


def document_number(text: str) -> str:
    """The number of another document: a passport, a permit. Refuses: BadDocumentNumber."""
    given = plain(text)
    if _DOCUMENT.fullmatch(given) is None:
        raise BadDocumentNumber(field="id_number", value=mask_id(given))
    return given


def credit_code(text: str) -> str:
    """A unified social credit code (GB 32100), checked; or a code of the county's own.

    What has 17 to 19 characters without a hyphen was meant to be a credit code and must be one.
    Refuses: BadCreditCode, WrongCreditCheck.
    """
    given = plain(text)
    if 17 <= len(given) <= 19 and "-" not in given:
        if len(given) != 18 or any(char not in _CREDIT_VALUES for char in given):
            raise BadCreditCode(field="code", value=given[:30])
        if given[17] != credit_check(given[:17]):
            raise WrongCreditCheck(field="code", value=given)
        return given
    if _OWN_CODE.fullmatch(given) is None:
        raise BadCreditCode(field="code", value=given[:30])
    return given


def credit_check(seventeen: str) -> str:
    """The eighteenth character of a credit code with these first seventeen."""
    total = sum(
        _CREDIT_VALUES[char] * weight
        for char, weight in zip(seventeen, _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_ALPHABET[(31 - total % 31) % 31]


def phone(text: str) -> str:
    """A telephone number: 13812345678, 0731-12345678, or a local or service number.

    The country code, spaces and hyphens are left out. Refuses: BadPhone.
    """
    digits = re.sub(r"[().–—-]", "", plain(text))
    mobile = _MOBILE.fullmatch(digits)
    if mobile is not None:
        return mobile[1]
    landline = _LANDLINE.fullmatch(digits)
    if landline is not None:
        return f"{landline[1]}-{landline[2]}"
    if _LOCAL.fullmatch(digits) or _SERVICE.fullmatch(digits):
        return digits
    raise BadPhone(field="phone", value=mask_phone(text), length=len(digits))


def plate(text: str) -> str:
    """A number plate, without dot and spaces: 湘B12345, 湘BD12345. Refuses: BadPlate."""
    given = re.sub(r"[·•.・-]", "", plain(text))
    if _PLATE.fullmatch(given) or _LOCAL_PLATE.fullmatch(given):
        return given
    raise BadPlate(field="plate", value=text.strip()[:30])
