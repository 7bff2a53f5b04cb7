"""The kinds of file `wangge import` takes: `areas.py` holds `command` for `import areas`.

Kinds of the registry (people, households …) need no file each: `_registry.py` makes their commands.
"""

from __future__ import annotations

#: Word on the command line → kind of element.
REGISTRY = {
    "people": "person",
    "households": "household",
    "buildings": "building",
    "dwellings": "dwelling",
    "sites": "site",
    "components": "component",
    "organisations": "organisation",
    "vehicles": "vehicle",
    "devices": "device",
}
#: Further commands: word → "module:function of the word".
MORE = dict.fromkeys(REGISTRY, "wangge.ops.imports._registry:command_for")
