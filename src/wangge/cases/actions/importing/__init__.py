"""Bring in cases of other systems 批量导入案件: verified, located, routed, logged, by the batch.

A batch is one transaction. The id of a case comes from its system and number, so whoever was
killed in the middle begins again and what stands already is left alone.
"""

from __future__ import annotations
