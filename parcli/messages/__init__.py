"""Words for every code and every standing sentence, in Vietnamese and English. The only room where findings become text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from parcli.core.findings import Finding

Language = Literal["vi", "en"]
_TERM = "term:"
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Worded:
    """A finding in words: its title, what was found and expected, what to do, and why it is asked."""

    title: str
    message: str
    remedy: str
    basis: str


@dataclass(frozen=True, slots=True)
class Words:
    """One language."""

    language: Language
    findings: dict[str, dict[str, str]]
    texts: dict[str, str]

    def finding(self, one: Finding) -> Worded:
        """Word a finding. Raises KeyError when the catalogue lacks its code or a text asks for a value it does not carry."""
        entry = self.findings[one.code]
        values = {"unit": one.unit or "", "file": one.file or "", "sheet": one.sheet or "", "cell": one.cell or "", "item": one.item or ""}
        values |= {name: self.term(value) for name, value in one.values}
        return Worded(
            title=entry["title"],
            message=entry["message"].format_map(values),
            remedy=entry["remedy"].format_map(values),
            basis=entry.get("basis", "").format_map(values),
        )

    def term(self, value: str) -> str:
        """Word a value that stands for a notion of parcli's own, marked by ``term:``; any other stays as it is, also a file of that name."""
        return self.texts.get(f"term.{value.removeprefix(_TERM)}", value) if value.startswith(_TERM) else value

    def text(self, key: str, **values: object) -> str:
        """Return a standing sentence with its values put in. Raises KeyError for an unknown key."""
        return self.texts[key].format_map(values)


@lru_cache(maxsize=2)
def words(language: str) -> Words:
    """Return the words of a language: ``vi`` or ``en``."""
    chosen: Language = "en" if language == "en" else "vi"
    content: dict[str, Any] = yaml.load((_HERE / f"{chosen}.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return Words(chosen, content["findings"], content["texts"])


@lru_cache(maxsize=1)
def keys() -> dict[str, str]:
    """Return the Vietnamese words for every key of the definition files: ``Model.key``, and ``Model.key.word`` for closed sets."""
    content: dict[str, str] = yaml.load((_HERE / "keys.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return content
