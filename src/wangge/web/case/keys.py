"""Which letter presses which action on a desk, and which actions stand in front.

j, k and x belong to the list; a letter may serve two actions that are never offered together.
"""

from __future__ import annotations

from wangge.core.case.verbs import Verb

KEYS: dict[Verb, str] = {
    Verb.ACCEPT: "a",
    Verb.DISPATCH: "d",
    Verb.SIGN_FOR: "s",
    Verb.ASSIGN: "i",
    Verb.HANDLE: "h",
    Verb.SELF_HANDLE: "h",
    Verb.PRECHECK: "v",
    Verb.VERIFY: "v",
    Verb.REWORK: "w",
    Verb.CLOSE: "c",
    Verb.RETURN: "r",
    Verb.WITHDRAW: "z",
    Verb.URGE: "u",
    Verb.SUPERVISE: "p",
    Verb.ANSWER_SUPERVISION: "q",
    Verb.COMMENT: "n",
    Verb.MERGE: "m",
    Verb.SPLIT: "f",
    Verb.SUSPEND: "o",
    Verb.RESUME: "o",
    Verb.RELOCATE: "l",
    Verb.RECLASSIFY: "t",
    Verb.CALLBACK: "b",
    Verb.REOPEN: "e",
    Verb.ASK_EXTENSION: "y",
    Verb.GRANT_EXTENSION: "g",
}

#: What carries a case forward, the likeliest first: the first one offered is the primary button.
FORWARD: tuple[Verb, ...] = (
    Verb.ANSWER_SUPERVISION,
    Verb.GRANT_EXTENSION,
    Verb.RESUME,
    Verb.DISPATCH,
    Verb.VERIFY,
    Verb.PRECHECK,
    Verb.HANDLE,
    Verb.SIGN_FOR,
    Verb.ACCEPT,
    Verb.CLOSE,
    Verb.CALLBACK,
)

#: Shown as buttons; everything else stands under 更多.
IN_FRONT = frozenset(FORWARD) | {
    Verb.RETURN,
    Verb.REWORK,
    Verb.MERGE,
    Verb.ASSIGN,
    Verb.URGE,
    Verb.SUPERVISE,
    Verb.COMMENT,
    Verb.REFUSE_EXTENSION,
    Verb.REOPEN,
}

#: What ends or undoes something: asked for with care.
DANGER = frozenset({Verb.REJECT, Verb.VOID, Verb.FORCE_CLOSE})
