"""What changes the rows of proofs: runs asked for and carried out, certificates made."""

from __future__ import annotations

from wangge.proofs.actions.certify import certify
from wangge.proofs.actions.runs import ask, ask_in_turn, carry_out, take

__all__ = ["ask", "ask_in_turn", "carry_out", "certify", "take"]
