"""What privacy says when it will not do something. One class, one sentence."""

from __future__ import annotations

from wangge.core.errors import Forbidden, Invalid, Refusal, Stale


class KeysMissing(Refusal):
    code = "keys_missing"
    status = 503
    zh = "找不到密钥文件 {path}，加密的内容读不出也写不进。请从保管处取回密钥文件放到这里。"
    en = (
        "The key file {path} is missing: nothing sealed can be read or written. "
        "Put the county's key file back there from where it is kept."
    )


class KeysDamaged(Refusal):
    code = "keys_damaged"
    status = 503
    zh = "密钥文件 {path} 读不懂（{why}）。请从保管处取回完好的密钥文件。"
    en = (
        "The key file {path} cannot be understood ({why}). "
        "Put the county's sound key file back there from where it is kept."
    )


class KeysOpenToOthers(Refusal):
    code = "keys_open_to_others"
    status = 503
    zh = "密钥文件 {path} 别人也能读。请执行：chmod 600 {path}"
    en = "Others may read the key file {path}. Please run: chmod 600 {path}"


class KeyUnknown(Refusal):
    code = "key_unknown"
    status = 503
    zh = "这一项是用第{number}号密钥加密的，县里的密钥文件里没有这一把。请取回当时的密钥文件。"
    en = (
        "This was sealed with key {number}, which the county's key file does not hold. "
        "Put back the key file of that time."
    )


class CannotUnseal(Refusal):
    code = "cannot_unseal"
    status = 503
    zh = (
        "这一项解不开：第{number}号密钥不是当时那一把，或内容被改动、被换到了别的行。"
        "请运行 wangge doctor 核对密钥。"
    )
    en = (
        "This cannot be opened: key {number} is not the one it was sealed with, or it was changed "
        "or moved to another row. Please check the keys with `wangge doctor`."
    )


class RowsHidden(Refusal):
    code = "rows_hidden"
    zh = (
        "看不全表 {table} 的行，不能据此换密钥。请用 wangge keys 命令，它以数据库所有者的身份运行。"
    )
    en = (
        "Row policies hide rows of {table}, so keys cannot be judged by what is seen. "
        "Use `wangge keys`, which works as the owner of the database."
    )


class NoSuchSuite(Refusal):
    code = "no_such_suite"
    zh = "没有“{suite}”这种密码套件。WANGGE_CIPHERS 只能是 intl 或 gm。"
    en = "There is no cipher suite “{suite}”. WANGGE_CIPHERS is intl or gm."


class NoReason(Invalid):
    code = "no_reason"
    zh = "请写明原因，例如“核对走访名单”。原因会留在记录里。"
    en = "Please say why, for example “checking the list of visits”. The reason is kept on record."


class NotYoursToDecide(Forbidden):
    code = "not_yours_to_decide"
    zh = "这份申请要由另一位有审批权限的负责人决定，申请人本人和同一岗位不能批。"
    en = (
        "Another person with the right to approve must decide this; "
        "neither who asked nor the same post may."
    )


class AlreadyDecided(Stale):
    code = "already_decided"
    zh = "这份申请已经有人处理过了，请刷新查看结果。"
    en = "Somebody has already decided this. Please load the page again."


class MayNotSetRules(Forbidden):
    code = "may_not_set_rules"
    zh = "您的岗位不能改个人信息规则。请联系安全管理员。"
    en = "Your post may not change the rules for personal data. Please ask the security officer."


class TooShortToKeep(Invalid):
    code = "too_short_to_keep"
    zh = "保存天数须在{least}天到{most}天之间：短于{least}天不合法定期限。请改正。"
    en = "Keep it for {least} to {most} days: shorter than {least} would break the law's term."


class NothingSaid(Invalid):
    code = "nothing_said"
    zh = "用途、依据、收集内容和保存期限都要写，中英文都要。请补上。"
    en = (
        "Purpose, basis, fields and time must all be said, in Chinese and English. Please add them."
    )


class NotANumber(Invalid):
    code = "not_a_number"
    zh = "请填1到{most}之间的整数。"
    en = "Please give a whole number from 1 to {most}."
