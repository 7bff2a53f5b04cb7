"""Cases of other systems 外系统案件: what a row says, judged by the rules every report meets. Pure.

Columns in, columns out: an import is a hundred thousand rows, so everything here works on whole
columns and speaks of a single row only where it is wrong. Ignores land, posts and the database.
"""

from __future__ import annotations
