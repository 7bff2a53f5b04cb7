"""A program that speaks JSON over HTTP with somebody's token, as tests see it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image


@dataclass(frozen=True)
class Said:
    """An answer: its status, its JSON, its headers."""

    status: int
    json: Any
    headers: Any = field(repr=False)
    raw: bytes = field(repr=False, default=b"")

    @property
    def code(self) -> str:
        """The code of an error."""
        return str(self.json["error"]["code"])


@dataclass(frozen=True)
class Program:
    """Somebody's program, holding a token (or none)."""

    token: str | None
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, path: str, **headers: str) -> Said:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: object, **headers: str) -> Said:
        return self.ask("POST", path, json.dumps(body).encode(), **headers)

    def ask(
        self,
        method: str,
        path: str,
        data: bytes = b"",
        kind: str = "application/json",
        **headers: str,
    ) -> Said:
        """Any request at all."""
        known = {"authorization": f"Bearer {self.token}"} if self.token else {}
        answer = self.client.generic(
            method, f"/api/v1{path}", data, content_type=kind, headers=known | headers
        )
        return _said(answer)

    def send_photo(self, colour: str = "red", **fields: str) -> Said:
        """A small photo, with whatever else."""
        file = io.BytesIO()
        Image.new("RGB", (80, 60), colour).save(file, "JPEG")
        photo = SimpleUploadedFile("井盖.jpg", file.getvalue(), "image/jpeg")
        known = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return _said(self.client.post("/api/v1/photos", {"photo": photo, **fields}, headers=known))


def _said(answer: Any) -> Said:
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    is_json = answer.get("Content-Type", "").startswith("application/json") and raw
    return Said(answer.status_code, json.loads(raw) if is_json else None, answer.headers, raw)


#: Gives the program of one of the cast, by user name.
Cast = Callable[[str], Program]
