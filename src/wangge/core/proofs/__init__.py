"""What is proven and what a proof says: faults as values, the log, its seals. Pure."""

from __future__ import annotations

from wangge.core.proofs.anchors import Anchored, check_anchor
from wangge.core.proofs.judge import check_chain
from wangge.core.proofs.log import Chained, FaultKind, LogFault, hash_of

__all__ = [
    "Anchored",
    "Chained",
    "FaultKind",
    "LogFault",
    "check_anchor",
    "check_chain",
    "hash_of",
]
