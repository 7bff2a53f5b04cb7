"""`python -m wangge.catalogue FOLDER…`: says what is wrong with packs, without a county running."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from wangge.catalogue.loader import folders_in, load_packs


def main(arguments: Sequence[str]) -> int:
    """Print every problem as `file:line: sentence`; 0 if there is none, 2 if there is no pack."""
    folders = folders_in(Path(argument) for argument in arguments)
    if not folders:
        sys.stderr.write("没有找到 manifest.yaml。 No manifest.yaml found.\n")
        return 2
    loaded = load_packs(folders)
    for problem in loaded.problems:
        sys.stdout.write(f"{problem}\n")
    for pack, _ in loaded.packs:
        sys.stdout.write(f"{pack.code}: 可以使用 good\n")
    return 1 if loaded.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
