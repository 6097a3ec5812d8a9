"""What makes pages of templates.

The templates come in as texts by name; they hold looks and order, the rooms' files the values, and the wording every
sentence. Nothing in values is taken for markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from parcli.report.outward import clipped
from parcli.report.wording import Wording

if TYPE_CHECKING:
    from types import CodeType

    from jinja2 import BytecodeCache, Environment
    from jinja2.bccache import Bucket

Json = dict[str, Any]


def rendered(templates: Mapping[str, str], name: str, wording: Wording, values: Json) -> str:
    """Return a page made of a template and its values; nothing in them is taken for markup."""
    return environment(templates, language=wording.language, text=wording.text).get_template(name).render(**values)


def poured(templates: Mapping[str, str], name: str, wording: Wording, values: Json) -> bytes:
    """Return the same as bytes, written a piece at a time: a country's page takes the memory of its own bytes and no more."""
    made = BytesIO()
    for piece in environment(templates, language=wording.language, text=wording.text).get_template(name).generate(**values):
        made.write(piece.encode())
    return made.getvalue()


def environment(templates: Mapping[str, str], **known: object) -> Environment:
    """Return what renders pages: nothing in their values is taken for markup, and every template knows what is ``known``."""
    import jinja2  # noqa: PLC0415 - not needed for the start of a command

    made = jinja2.Environment(
        loader=jinja2.DictLoader(dict(templates)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
        bytecode_cache=_compiled(),
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    made.globals |= known
    return made


@lru_cache(maxsize=1)
def _compiled() -> BytecodeCache:
    """Return where compiled templates are kept while the program runs: two pages of the same ones are made in a row."""
    from jinja2 import BytecodeCache  # noqa: PLC0415 - not needed for the start of a command

    class Kept(BytecodeCache):
        def __init__(self) -> None:
            self._known: dict[tuple[str, str], CodeType | None] = {}

        def load_bytecode(self, bucket: Bucket) -> None:
            bucket.code = self._known.get((bucket.key, bucket.checksum))

        def dump_bytecode(self, bucket: Bucket) -> None:
            self._known[bucket.key, bucket.checksum] = bucket.code

    return Kept()


def _shown(value: object) -> object:
    """What every expression of a template passes through: text of strangers with its unseen signs made visible."""
    return clipped(value) if type(value) is str else value
