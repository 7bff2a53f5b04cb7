"""What the door says before anything is judged: who are you, what is this, how much of it.

A class may name its own HTTP `status`; the others are answered as `ui.answers` says.
"""

from __future__ import annotations

from typing import ClassVar

from wangge.core.errors import Forbidden, Invalid, NotFound, Refusal


class NotSignedIn(Refusal):
    """No token and no session."""

    status: ClassVar[int] = 401
    code = "not_signed_in"
    zh = "请先登录，或在请求头中带上令牌：Authorization: Bearer 令牌。"
    en = "Sign in first, or send a token: “Authorization: Bearer TOKEN”."


class BadToken(Refusal):
    """A token that opens nothing."""

    status: ClassVar[int] = 401
    code = "bad_token"
    zh = "令牌无效、已过期或已吊销。请重新申请令牌。"
    en = "The token is not valid, has expired or was revoked. Ask for a new one."


class NotFromOurPages(Forbidden):
    """A request by session without the token of our own pages."""

    code = "not_from_our_pages"
    zh = "页面已过期或请求不是从本站页面发出的。请刷新页面后再提交，填写的内容会保留。"
    en = "The page has expired or the request did not come from it. Reload it and send again."


class TooBig(Refusal):
    """More bytes than this address takes; they were not read."""

    status: ClassVar[int] = 413
    code = "too_big"
    zh = "提交的内容有{size}KB，最多{most}KB。请减少内容后再提交。"
    en = "The request has {size} KB, at most {most} KB are taken. Send less."


class LengthMissing(Refusal):
    """A body that does not say how long it is."""

    status: ClassVar[int] = 411
    code = "length_missing"
    zh = "请求须写明长度（Content-Length）。"
    en = "The request must say how long it is (Content-Length)."


class WrongType(Refusal):
    """A body of a kind this address does not read."""

    status: ClassVar[int] = 415
    code = "wrong_type"
    zh = "这个地址只接受 {wanted}，收到的是“{got}”。请修改 Content-Type。"
    en = "This address takes {wanted}, not “{got}”. Change the Content-Type."


class Malformed(Refusal):
    """A body that is no JSON."""

    status: ClassVar[int] = 400
    code = "malformed"
    zh = "内容不是有效的 JSON，第{line}行第{column}个字符处有误。请更正后再提交。"
    en = "This is no valid JSON: see line {line}, column {column}. Mend it and send again."


class MalformedForm(Refusal):
    """A form that cannot be taken apart."""

    status: ClassVar[int] = 400
    code = "malformed_form"
    zh = "表单内容不完整或已损坏。请重新提交。"
    en = "The form is incomplete or damaged. Send it again."


class UnknownField(Invalid):
    """A field nobody reads: most likely a typing error, which would be lost silently."""

    code = "unknown_field"
    zh = "没有“{name}”这个字段。请核对字段名或删去。"
    en = "There is no field “{name}”. Check its name or leave it out."


class MissingField(Invalid):
    """A field that must be there."""

    code = "missing_field"
    zh = "缺少字段“{name}”。请补上后再提交。"
    en = "The field “{name}” is missing. Add it and send again."


class WrongValue(Invalid):
    """A value of another kind, or out of bounds."""

    code = "wrong_value"
    zh = "字段“{name}”的值不对：{wanted_zh}。请更正后再提交。"
    en = "The value of “{name}” is not right: {wanted}. Mend it and send again."


class UnknownArea(Invalid):
    """An area that does not exist."""

    code = "unknown_area"
    zh = "没有这个区划。请填区划的 id（可由 /locate 查得）或统计用区划代码。"
    en = "There is no such area. Give an area's id (see /locate) or its code."


class NoSuchAddress(NotFound):
    """No such address of the interface."""

    code = "no_such_address"
    zh = "没有这个接口地址。地址列表见 /api/v1/docs。"
    en = "There is no such address. See /api/v1/docs for the list."


class WrongMethod(Refusal):
    """The address does not know that method."""

    status: ClassVar[int] = 405
    code = "wrong_method"
    zh = "这个地址不支持 {method}，可用：{allowed}。"
    en = "This address does not know {method}; it knows {allowed}."


class Unavailable(Refusal):
    """The database cannot be reached."""

    status: ClassVar[int] = 503
    code = "unavailable"
    zh = "系统暂时不能办理，请稍后用同一编号(id)重新提交，不会重复立案。"
    en = "The system cannot answer now. Send the same id again later: it will not count twice."


class Busy(Refusal):
    """More programs wait than can be served in good time."""

    status: ClassVar[int] = 503
    code = "busy"
    zh = "同时提交的太多，这一件没有收下。请过几秒用同一编号(id)重新提交。"
    en = "Too many are sending at once and this was not taken. Send the same id in some seconds."


class Broken(Refusal):
    """A fault of ours."""

    status: ClassVar[int] = 500
    code = "broken"
    zh = "系统出错，已记录。请稍后用同一编号(id)重新提交。"
    en = "Something broke on our side and was written down. Send the same id again later."
