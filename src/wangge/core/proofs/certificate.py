"""Certificates 证书: signed words of what a night's proof found and where the log then stood.

Each is one canonical JSON text, signed as it stands with Ed25519, and names the hash of the one
before it. With an export of the log anybody checks them offline: the chain of certificates, the
chain of every subject, the Merkle root of every anchor. Pure; docs/how-to/check-a-certificate.md
does the same in a few lines of plain Python.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from wangge.core.proofs.anchors import Anchored, anchor_digest
from wangge.lib.chain import genesis, link, merkle_root

#: Which rules a certificate follows.
FORM = "wangge.certificate.v1"


@dataclass(frozen=True, slots=True)
class Certified:
    """A certificate as it is handed out."""

    text: str  #: canonical JSON, signed as it stands
    signature: bytes
    public_key: bytes

    @property
    def hash(self) -> bytes:
        """What the next certificate calls it by."""
        return sha256(self.text.encode()).digest()

    @property
    def body(self) -> dict[str, Any]:
        """What it says."""
        said: dict[str, Any] = json.loads(self.text)
        return said

    def as_json(self) -> str:
        """One line for a file."""
        whole = {
            "certificate": self.text,
            "signature": self.signature.hex(),
            "public_key": self.public_key.hex(),
        }
        return json.dumps(whole, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a certificate or with the log it speaks of."""

    zh: str
    en: str


def canonical(body: Mapping[str, Any]) -> str:
    """The one way to write it: keys in order, no spaces, letters as they are."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sign(body: Mapping[str, Any], key: Ed25519PrivateKey) -> Certified:
    """The body as a signed certificate."""
    text = canonical(body)
    return Certified(text, key.sign(text.encode()), key.public_key().public_bytes_raw())


def read(line: str) -> Certified:
    """A certificate from a line of a file. Raises ValueError for anything else."""
    try:
        whole = json.loads(line)
        found = Certified(
            whole["certificate"],
            bytes.fromhex(whole["signature"]),
            bytes.fromhex(whole["public_key"]),
        )
        if found.body["form"] != FORM:
            raise ValueError
        return found
    except (KeyError, TypeError, ValueError):
        msg = "no certificate of a county"
        raise ValueError(msg) from None


def is_signed(certificate: Certified) -> bool:
    """Whether who holds the key's other half signed just this text."""
    try:
        key = Ed25519PublicKey.from_public_bytes(certificate.public_key)
        key.verify(certificate.signature, certificate.text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def certificate_troubles(
    certificates: Iterable[Certified], *, public_key: bytes | None = None
) -> Iterator[Trouble]:
    """Everything wrong with certificates and with their chain, in order of their numbers."""
    found = sorted(certificates, key=lambda one: int(one.body["number"]))
    for one in found:
        number = one.body["number"]
        if not is_signed(one):
            yield Trouble(
                f"第 {number} 号证书的签名不对：内容被改动过。",
                f"Certificate {number} does not bear its signature: it was altered.",
            )
        if public_key is not None and one.public_key != public_key:
            yield Trouble(
                f"第 {number} 号证书不是用给出的公钥签的。",
                f"Certificate {number} was not signed with the key you gave.",
            )
    for before, one in pairwise(found):
        number = int(one.body["number"])
        if int(before.body["number"]) + 1 == number and one.body["before"] != before.hash.hex():
            yield Trouble(
                f"第 {number} 号证书接不上前一张。",
                f"Certificate {number} does not follow from the one before it.",
            )


def log_troubles(lines: Iterable[str], certificate: Certified) -> Iterator[Trouble]:
    """Everything wrong with an exported log up to where the certificate says it stood.

    `lines`: of `wangge export log`, in order. Holds one hash a subject, and those of one span.
    """
    last = certificate.body["log"]
    ends: dict[UUID, tuple[int, bytes]] = {}
    span: list[bytes] = []
    before = b""
    number = 0
    for line in lines:
        said = json.loads(line)
        if "anchor" not in said:
            yield from _entry_trouble(said, ends)
            span.append(bytes.fromhex(said["hash"]))
            continue
        anchor = _anchor(said)
        number += 1
        if anchor.number != number or anchor_digest(anchor, before) != anchor.hash:
            yield _anchor_trouble(anchor.number)
            number = anchor.number
        if merkle_root(span) != anchor.root or len(span) != anchor.count:
            yield Trouble(
                f"第 {anchor.number} 号锚封存的日志与导出的不同。",
                f"The entries under anchor {anchor.number} are not those it sealed.",
            )
        if anchor.number == last["anchor"] and anchor.hash.hex() != last["hash"]:
            yield Trouble(
                f"第 {anchor.number} 号锚不是证书里记下的那个。",
                f"Anchor {anchor.number} is not the one the certificate names.",
            )
        before, span = anchor.hash, []
    if number < last["anchor"]:
        yield Trouble(
            f"导出的日志只到第 {number} 号锚，证书记到第 {last['anchor']} 号。",
            f"The log ends at anchor {number}, the certificate speaks of {last['anchor']}.",
        )


def _entry_trouble(
    said: Mapping[str, Any], ends: dict[UUID, tuple[int, bytes]]
) -> Iterator[Trouble]:
    """Whether an entry follows from the one before it; remembers where its subject ends now."""
    subject = UUID(said["subject"])
    seq, before = ends.get(subject, (0, genesis(subject)))
    digest = bytes.fromhex(said["hash"])
    right = link(
        before,
        subject=subject,
        seq=said["seq"],
        name=said["name"],
        at=datetime.fromisoformat(said["at"]),
        post=UUID(said["post"]) if said["post"] else None,
        person=UUID(said["person"]) if said["person"] else None,
        data=said["data"],
    )
    if said["seq"] != seq + 1:
        yield Trouble(
            f"{subject} 的第 {seq + 1} 条日志不见了。", f"Entry {seq + 1} of {subject} is missing."
        )
    elif right != digest:
        yield Trouble(
            f"{subject} 的第 {said['seq']} 条日志（或它的前一条）被改动过。",
            f"Entry {said['seq']} of {subject}, or the one before it, was altered.",
        )
    ends[subject] = (said["seq"], digest)


def _anchor(said: Mapping[str, Any]) -> Anchored:
    return Anchored(
        number=said["anchor"],
        count=said["count"],
        root=bytes.fromhex(said["root"]),
        hash=bytes.fromhex(said["hash"]),
        at=datetime.fromisoformat(said["at"]),
        after=(said["after"][0], said["after"][1]),
        to=(said["to"][0], said["to"][1]),
        listed=bytes.fromhex(said["listed"]) if said["listed"] else None,
    )


def _anchor_trouble(number: int) -> Trouble:
    return Trouble(
        f"第 {number} 号锚（或它的前一个）被改动或缺失。",
        f"Anchor {number}, or the one before it, was altered or is missing.",
    )
