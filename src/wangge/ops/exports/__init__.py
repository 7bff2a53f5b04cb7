"""The kinds of file `wangge export` writes: `cases.py` holds `command` for `export cases`.

Kinds of the registry (people, households …) need no file each: `_registry.py` makes their commands.
"""

from __future__ import annotations

from wangge.ops.imports import REGISTRY

#: Further commands: word → "module:function of the word".
MORE = dict.fromkeys(REGISTRY, "wangge.ops.exports._registry:command_for")
