"""What the pack says no with."""

from __future__ import annotations

from wangge.core.errors import Forbidden, Invalid


class NotThatPerson(Invalid):
    """An identity number that is not the person's, or of nobody on the actor's land."""

    code = "not_that_person"
    zh = "登记里没有这个证件号码的人，或不在您的辖区。请核对证件后再填。"
    en = "Nobody on your land is registered with that number. Check the card and enter it again."


class AccountTaken(Invalid):
    """An account that is somebody else's already, or none."""

    code = "account_taken"
    zh = "没有账户“{username}”，或它已属于另一个人。请核对账户名。"
    en = "There is no account “{username}”, or it belongs to somebody else. Check the name."


class NotToHandOver(Forbidden):
    """Not the post that handles the request, or not the time for it."""

    code = "not_to_hand_over"
    zh = "只有正在办理本申请的岗位能导出。请先核对身份、转到“办理中”。"
    en = "Only the post that is handling the request may take the file out. Check identity first."


class HandedOver(Forbidden):
    """The file was taken out before."""

    code = "handed_over"
    zh = "本案的文件已导出过一次，不能再下载。如未交到本人手里，请由复核岗位退回重办。"
    en = "The file was taken out once. If it did not reach the person, have the case sent back."


class UnknownWish(Invalid):
    """A request there is no class for."""

    code = "unknown_wish"
    zh = "请选择要办的事：更正、复制或查询谁看过。"
    en = "Choose what you ask for: correct, copy, or who looked."


class NotLinked(Forbidden):
    """An account that is nobody's yet."""

    code = "not_linked"
    zh = "您的账户还没有和登记对上。请带身份证到村（社区）办理一次。"
    en = "Your account is not yet linked to a registered person. Bring your identity card once."
