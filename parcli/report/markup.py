"""What makes pages of templates.

The templates come in as texts by name; they hold looks and order, the rooms' files the values, and the wording every
sentence. Nothing in values is taken for markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from parcli.report.outward import clipped
from parcli.report.wording import Wording

if TYPE_CHECKING:
    from jinja2 import Environment

_PLAINLY_SHORT = 100
"""Plain ASCII of this length has nothing unseen: figures, of which a page has many, are not looked through."""
Json = dict[str, Any]


def rendered(templates: Mapping[str, str], name: str, wording: Wording, values: Json) -> str:
    """Return a page made of a template and its values; nothing in them is taken for markup."""
    return environment(templates, language=wording.language, text=wording.text).get_template(name).render(**values)


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
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    made.globals |= known
    return made


def _shown(value: object) -> object:
    """What every expression of a template passes through: text of strangers with its unseen signs made visible."""
    if type(value) is not str or (len(value) < _PLAINLY_SHORT and value.isascii() and value.isprintable()):
        return value
    return clipped(value)
