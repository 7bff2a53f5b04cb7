"""A model as bytes: plain arrays in a compressed archive with a JSON head, no pickle.

Reading checks everything a damaged or foreign file could be wrong in, since the bytes come out of
a database or a file. Ignores older formats: a model of another format is trained anew.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

from wangge.core.errors import Invalid
from wangge.core.triage.model import Model

FORMAT = 1
#: No honest model comes near; a file that says otherwise would fill the memory.
_MOST_NUMBERS = 200_000_000


class BadModel(Invalid):
    """Bytes that are no model of this format."""

    code = "bad_triage_model"
    zh = "智能分类模型读不出来：{why}。请重新训练（wangge train triage）。"
    en = "The triage model cannot be read: {why}. Train it again (wangge train triage)."


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    labels: tuple[str, ...]
    sizes: tuple[int, ...]
    sharpness: float
    card: dict[str, object]


def pack(model: Model) -> bytes:
    """The model as bytes, the same bytes for the same model."""
    head = _Head(FORMAT, model.labels, model.sizes, model.sharpness, dict(model.card))
    arrays = {
        "head": np.frombuffer(msgspec.json.encode(head), dtype=np.uint8),
        "gaps": np.diff(model.hashes, prepend=np.uint32(0)),
        "rarity": model.rarity.astype(np.float16),
        "weights": np.ascontiguousarray(model.weights.T),
        "scale": model.scale.astype(np.float32),
        "bias": model.bias.astype(np.float32),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            one = io.BytesIO()
            np.save(one, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), one.getvalue(), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def unpack(stored: bytes) -> Model:
    """The model of those bytes. Refuses: BadModel."""
    try:
        with np.load(io.BytesIO(stored), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        head = msgspec.json.decode(arrays["head"].tobytes(), type=_Head)
    except (
        *(OSError, ValueError, KeyError, EOFError, NotImplementedError),
        *(zipfile.BadZipFile, zlib.error, msgspec.MsgspecError),
    ) as error:
        raise BadModel(why=type(error).__name__) from error
    if head.format != FORMAT:
        raise BadModel(why=f"format {head.format}")
    _check(head, arrays)
    return Model(
        labels=head.labels,
        sizes=head.sizes,
        hashes=np.cumsum(arrays["gaps"], dtype=np.uint32),
        rarity=arrays["rarity"].astype(np.float32),
        weights=np.ascontiguousarray(arrays["weights"].T),
        scale=arrays["scale"],
        bias=arrays["bias"],
        sharpness=head.sharpness,
        card=head.card,
    )


def _check(head: _Head, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    count, classes = len(arrays["gaps"]), len(head.labels)
    shapes = {
        "gaps": ((count,), np.uint32),
        "rarity": ((count,), np.float16),
        "weights": ((classes, count), np.int8),
        "scale": ((classes,), np.float32),
        "bias": ((classes,), np.float32),
    }
    for name, (shape, kind) in shapes.items():
        array = arrays.get(name)
        if array is None or array.shape != shape or array.dtype != kind:
            raise BadModel(why=f"{name}")
        if not np.isfinite(array.astype(np.float64) if name != "weights" else 0).all():
            raise BadModel(why=f"{name}")
    if not classes or len(set(head.labels)) != classes or not 0 < head.sharpness < 1e6:
        raise BadModel(why="labels")
    if not head.sizes or not all(1 <= size <= 5 for size in head.sizes):
        raise BadModel(why="sizes")
    if count * classes > _MOST_NUMBERS or (arrays["gaps"][1:] == 0).any():
        raise BadModel(why="gaps")
