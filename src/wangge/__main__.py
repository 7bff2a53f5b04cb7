"""`python -m wangge` is the command line."""

from __future__ import annotations

from wangge.ops.cli import main

if __name__ == "__main__":
    main()
