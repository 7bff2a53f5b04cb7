"""Pages that bring files into the registry 批量导入: upload, match, try, run, what is left."""

from __future__ import annotations
