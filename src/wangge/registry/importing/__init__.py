"""Bringing files of rows into the registry, as clerks work (批量导入).

A file is uploaded, its headings matched with columns, tried without writing, then run. The worker
takes it in chunks: each chunk is one transaction with its position, so that a file that was killed
goes on where it stood and no row is written twice. A bad row stays behind with its reasons and
never stops the good ones.
"""

from __future__ import annotations
