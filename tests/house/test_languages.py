"""The screens are Chinese; every word of them has its English, with the same blanks to fill."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.utils.translation import template
from tests.house.sources import PACKAGE, Source, sources

_WORDS = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
_MARKERS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}

#: What Django's own extractor makes of `{% translate %}`, `{% blocktranslate %}` and `_("…")`.
_CALL = re.compile(r"""(?:gettext|\s_)\(\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
_BLANK = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def _catalog() -> Catalog:
    with _WORDS.open("rb") as file:
        return read_po(file, locale="en")


def _of_python(source: Source) -> Iterator[str]:
    for call in source.calls():
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name in _MARKERS and call.args and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value)


def _of_templates() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("templates/**/*")):
        if path.suffix in {".html", ".txt"}:
            python = template.templatize(path.read_text(encoding="utf-8"))
            for quoted in _CALL.findall(python):
                yield path.relative_to(PACKAGE).as_posix(), ast.literal_eval(quoted)


def _missing(words: Iterator[tuple[str, str]]) -> list[str]:
    catalog = _catalog()
    found = []
    for where, word in words:
        entry = catalog.get(word)
        if entry is None or not entry.string:
            found.append(f"{where}: {word}")
    return sorted(set(found))


def test_every_word_of_the_program_has_its_english() -> None:
    words = ((f"{s.name}", word) for s in sources() for word in _of_python(s))
    missing = _missing(words)
    assert not missing, f"Add these to {_WORDS.name}:\n" + "\n".join(missing)


def test_every_word_of_the_pages_has_its_english() -> None:
    missing = _missing(_of_templates())
    assert not missing, f"Add these to {_WORDS.name}:\n" + "\n".join(missing)


def test_the_english_has_the_same_blanks() -> None:
    wrong = []
    for entry in _catalog():
        chinese = [entry.id] if isinstance(entry.id, str) else list(entry.id)
        english = [entry.string] if isinstance(entry.string, str) else list(entry.string)
        wanted = set(_BLANK.findall(" ".join(chinese)))
        if entry.id and set(_BLANK.findall(" ".join(english))) - wanted:
            wrong.append(entry.id)
    assert not wrong, f"The English fills blanks the Chinese does not have: {wrong}"


def test_no_word_has_two_different_english() -> None:
    """Several hands append to the file; a second entry would silently win."""
    pairs = re.findall(
        r'^msgid "(.+)"\nmsgstr "(.+)"$', _WORDS.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    english: dict[str, set[str]] = {}
    for chinese, said in pairs:
        english.setdefault(chinese, set()).add(said)
    twice = {chinese: said for chinese, said in english.items() if len(said) > 1}
    assert not twice, f"Agree on one: {twice}"
