"""Reads markup as a policy and a screen reader do. Used by the tests of the looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.template import Context, Template


@dataclass
class Page(HTMLParser):
    """What stands in a piece of markup: tags with their attributes, and the text."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of that name."""
        return [attrs for name, attrs in self.tags if name == tag]

    def one(self, tag: str) -> dict[str, str]:
        """The attributes of the only element of that name."""
        (found,) = self.all(tag)
        return found

    def forbidden(self) -> list[str]:
        """What a strict content security policy would stop."""
        wrong = []
        for tag, attrs in self.tags:
            wrong += [f"<{tag} {name}>" for name in attrs if name == "style" or name[:2] == "on"]
            inline = tag == "script" and "src" not in attrs
            if tag == "style" or (inline and attrs.get("type") != "application/json"):
                wrong.append(f"<{tag}>")
            if attrs.get("href", "").startswith("javascript:"):
                wrong.append(f"<{tag} href=javascript:>")
        return wrong

    def twice(self) -> list[str]:
        """Ids that stand on more than one element."""
        ids = [attrs["id"] for _, attrs in self.tags if "id" in attrs]
        return sorted({each for each in ids if ids.count(each) > 1})


def read(markup: str) -> Page:
    """The markup as a page."""
    page = Page()
    page.feed(markup)
    page.close()
    return page


def render(source: str, **context: object) -> str:
    """A template of components rendered with that context."""
    return Template("{% load ui %}" + source).render(Context(context))
