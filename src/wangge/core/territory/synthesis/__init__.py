"""Making up the borders that no public file has, exactly and reproducibly. 合成边界。"""

from __future__ import annotations

from wangge.core.territory.synthesis.county import PlannedTown, PlannedVillage, divide, hosts

__all__ = ["PlannedTown", "PlannedVillage", "divide", "hosts"]
