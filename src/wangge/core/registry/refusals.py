"""What a clerk hears when a cell cannot be taken: what is wrong with it, and what to write."""

from __future__ import annotations

from wangge.core.errors import Invalid


class MissingValue(Invalid):
    """A column that must be filled is empty."""

    code = "missing_value"
    zh = "“{column}”没有填，这一项必须有。"
    en = "“{column}” is empty; it must be given."


class LostDigits(Invalid):
    """A long number was kept by the spreadsheet as a number: its last digits are gone."""

    code = "lost_digits"
    zh = "“{value}”在表格里成了数字，末几位已经丢失。请把这一列设为“文本”格式，再重新填写号码。"
    en = (
        "“{value}” was kept as a number and lost its last digits. "
        "Set the column to “text” and enter the number again."
    )


class CellError(Invalid):
    """The spreadsheet itself could not work the cell out."""

    code = "cell_error"
    zh = "单元格里是表格的错误“{value}”。请改成内容本身。"
    en = "The cell holds the spreadsheet's own error “{value}”. Please write the value itself."


class TooLong(Invalid):
    """More characters than a cell may hold."""

    code = "too_long"
    zh = "内容有{length}个字，最多{most}个。请缩短。"
    en = "{length} characters were given, at most {most} are taken."


class BadIdNumber(Invalid):
    """No Chinese identity number."""

    code = "bad_id_number"
    zh = "身份证号“{value}”应为18位（末位可为X）或旧的15位数字，现在是{length}位。请对照证件核对。"
    en = "The ID number “{value}” must have 18 characters (or 15, the old kind), not {length}."


class BadIdRegion(BadIdNumber):
    """The first digits name no province."""

    code = "bad_id_region"
    zh = "身份证号“{value}”开头的“{region}”不是省级代码。请对照证件核对。"
    en = "The ID number “{value}” begins with “{region}”, which is no province."


class BadIdDay(BadIdNumber):
    """The day of birth within the number does not exist."""

    code = "bad_id_day"
    zh = "身份证号“{value}”中的出生日期“{day}”不存在。请对照证件核对。"
    en = "The ID number “{value}” holds a day of birth, “{day}”, that does not exist."


class WrongCheckDigit(BadIdNumber):
    """The last character does not fit the others."""

    code = "wrong_check_digit"
    zh = "身份证号“{value}”的校验位不对，多半是抄错了一位。请对照证件核对。"
    en = "The check digit of the ID number “{value}” is wrong: most likely one digit is mistyped."


class BadDocumentNumber(Invalid):
    """No number of any document."""

    code = "bad_document_number"
    zh = "证件号码“{value}”应为5到30位字母或数字。请对照证件核对。"
    en = "A document number has 5 to 30 letters or digits; “{value}” does not."


class SexDiffers(Invalid):
    """The sex given is not the one the ID number tells."""

    code = "sex_differs"
    zh = "性别填的是{given}，身份证号表明是{told}。请核对哪一个写错了。"
    en = "The sex is given as {given}, but the ID number says {told}."


class BirthDiffers(Invalid):
    """The day of birth given is not the one the ID number tells."""

    code = "birth_differs"
    zh = "出生日期与身份证号中的不一致。请核对哪一个写错了；农历生日请写作“农历1950年八月十五”。"
    en = "The day of birth is not the one in the ID number. Which of the two is wrong?"


class BadCreditCode(Invalid):
    """No unified social credit code."""

    code = "bad_credit_code"
    zh = "统一社会信用代码“{value}”应为18位数字或大写字母（不含I、O、S、V、Z）。请对照执照核对。"
    en = "A credit code has 18 digits or capitals (no I, O, S, V, Z); “{value}” does not."


class WrongCreditCheck(BadCreditCode):
    """The last character of the credit code does not fit the others."""

    code = "wrong_credit_check"
    zh = "统一社会信用代码“{value}”的校验位不对，多半是抄错了一位。请对照执照核对。"
    en = "The check character of the credit code “{value}” is wrong: one is mistyped."


class BadPhone(Invalid):
    """No telephone number of this country."""

    code = "bad_phone_number"
    zh = "电话“{value}”（{length}位）不像电话号码。请填一个11位手机号，或带区号的座机号。"
    en = "“{value}” ({length} digits) is no telephone number: 11 digits, or a land line with code."


class BadPlate(Invalid):
    """No number plate."""

    code = "bad_plate"
    zh = "车牌“{value}”不像车牌号。请写作“湘B12345”或新能源“湘BD12345”。"
    en = "“{value}” does not look like a number plate; write 湘B12345 or 湘BD12345."


class BadDate(Invalid):
    """A day that cannot be read or does not exist."""

    code = "bad_date"
    zh = "日期“{value}”看不懂或不存在。请写作“2026-11-23”。"
    en = "“{value}” cannot be read as a day, or does not exist. Write 2026-11-23."


class DateInFuture(BadDate):
    """A day of birth that has not come yet."""

    code = "date_in_future"
    zh = "出生日期“{value}”还没到。请核对年份。"
    en = "The day of birth “{value}” is still to come."


class BadLunarDay(BadDate):
    """A lunar birthday that cannot be read."""

    code = "bad_lunar_day"
    zh = "农历生日“{value}”看不懂。请写作“农历1950年八月十五”或“农历八月十五”。"
    en = "The lunar birthday “{value}” cannot be read. Write 农历1950年八月十五."


class BadNumber(Invalid):
    """No number, or one that cannot be."""

    code = "bad_number"
    zh = "“{value}”不是{what}。请只写数字。"
    en = "“{value}” is not a {what_en}. Please write digits alone."


class UnknownCode(Invalid):
    """No entry of the code list."""

    code = "unknown_code"
    zh = "“{value}”不在“{column}”的代码表里，可填：{choices}。"
    en = "“{value}” is no entry of the list “{column}”; it may be: {choices}."


class BadDegree(Invalid):
    """No longitude or latitude."""

    code = "bad_degree"
    zh = "“{value}”不是{what}。请写十进制的度，如{example}。"
    en = "“{value}” is no {what_en}. Write decimal degrees, such as {example}."


class HalfAPoint(Invalid):
    """A longitude without a latitude, or the other way round."""

    code = "half_a_point"
    zh = "经度和纬度要么都填，要么都不填。"
    en = "Give longitude and latitude both, or neither."


class SwappedPoint(Invalid):
    """Longitude and latitude came the wrong way round."""

    code = "swapped_point"
    zh = "经度{lon}、纬度{lat}像是填反了：本地经度约113，纬度约27。"
    en = "Longitude {lon} and latitude {lat} seem swapped."
