"""Fills a Word template, of the report or of a notice: the office's own words and looks, parcli's figures.

The template comes from a folder that people edit, so it is treated as input: its tags run in a sandbox, all text is
escaped, and a template that does not hold is told by its place and fault. The same contents give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any, ClassVar, Protocol

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docxtpl import DocxTemplate
from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from parcli.report.letter_head import Head
from parcli.report.letter_rules import draw_rules
from parcli.report.outward import plain_text
from parcli.report.wordfile import describe, settled

_TAGS = re.compile(r"<[^>]+>")
_WHOLE_TAG, _TAG_EDGE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}"), re.compile(r"\{[{%#]|[}%#]\}")
_SHOWN = 120
# As docxtpl finds them, and what it makes breaks, tabs and paragraphs of.
_PARAGRAPH, _BREAKS = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL), re.compile("[\t\n\a\f]")
# docxtpl takes these for its own way of writing a brace and would change the text.
_ITS_OWN = re.compile(r"(?<=\{)_|_(?=\})|(?<=%)_(?=\})|(?<=\{)_(?=%)")


class Contents(Protocol):
    """What a template is filled with: a dataclass of texts, lists of texts, and the standing parts of the letter."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def head(self) -> Head:
        """Everything around the text."""


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """Why a template cannot be filled: a kind (``syntax``, ``name``, ``forbidden``, ``failed``, ``damaged``), the fault, the text near it.

    ``failed`` is a tag that is well formed and cannot be worked out, as a division by zero; ``damaged`` a fault of the file.
    """

    kind: str
    detail: str
    near: str = ""


class _Template(DocxTemplate):  # type: ignore[misc]
    """The library's template, which remembers what it is rendering and lets no damaged part through."""

    source = ""

    def render_xml_part(self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: Any = None) -> str:
        self.source = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
        made: str = super().render_xml_part(src_xml, part, context, jinja_env)
        # The library reads it again in a way that forgives: what is torn would be lost without a word.
        parse_xml(made)
        return made

    def resolve_listing(self, xml: str) -> str:
        """Make breaks of what stands for them. Paragraphs without any are most of a long annex and are not taken apart."""
        resolve = super().resolve_listing
        return _PARAGRAPH.sub(lambda found: resolve(found[0]) if _BREAKS.search(found[0]) else found[0], xml)


def fill(template: bytes, shown: Contents, title: str) -> bytes | TemplateFault:
    """Return the contents as a Word document, or why the template cannot be filled. MemoryError comes through."""
    tpl = _Template(BytesIO(template))
    try:
        unfinished = _unfinished(tpl.get_docx())
        if unfinished is not None:
            return unfinished
        tpl.render(_context(shown), _environment())
        document: Document = tpl.docx
        draw_rules(document)
        describe(document, title, shown.head.unit)
        return settled(document)
    except MemoryError:
        raise
    except TemplateSyntaxError as error:
        return TemplateFault("syntax", error.message or "", _near(tpl.source, error.lineno))
    except UndefinedError as error:
        return TemplateFault("name", error.message or "", _near(tpl.source, _line_of(error)))
    except SecurityError as error:
        return TemplateFault("forbidden", error.message or "", _near(tpl.source, _line_of(error)))
    except TemplateError as error:
        return TemplateFault("syntax", error.message or "", _near(tpl.source, _line_of(error)))
    except Exception as error:  # noqa: BLE001 - whatever a library raises on a strange template is a fault of that template
        line = _line_of(error)
        kind = "damaged" if line is None else "failed"
        return TemplateFault(kind, f"{type(error).__name__}: {error}"[:_SHOWN], _near(tpl.source, line))


def _unfinished(document: Document) -> TemplateFault | None:
    """Return the first tag that is not closed within its paragraph: the library would take the words up to the next one for its own."""
    parts = [document.element.body, *(head._element for section in document.sections for head in _heads(section))]  # noqa: SLF001 - no word for all paragraphs
    for paragraph in (each for part in parts for each in part.iter(qn("w:p"))):
        text = "".join(each.text or "" for each in paragraph.iter(qn("w:t")))
        edge = _TAG_EDGE.search(_WHOLE_TAG.sub("", text))
        if edge is not None:
            return TemplateFault("syntax", edge[0], _shortened(text))
    return None


def _heads(section: Section) -> Iterator[Any]:
    """Yield the headings and feet that a section has of its own; to ask for another one's element would add it."""
    all_of_it = (
        section.header,
        section.first_page_header,
        section.even_page_header,
        section.footer,
        section.first_page_footer,
        section.even_page_footer,
    )
    return (head for head in all_of_it if not head.is_linked_to_previous)


def _context(shown: Contents) -> dict[str, Any]:
    """Return the names that a template may use; docs/formats.md lists them."""
    content = _plain(shown)
    return {**content.pop("head"), **content}


def _plain(value: Any) -> Any:
    """Return a dataclass as a dict, and so in whatever holds some. Texts are taken as they are: there may be tens of thousands."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return type(value)(map(_plain, value))
    return {name: _plain(getattr(value, name)) for name in _names(value.__class__)} if is_dataclass(value) else value


@lru_cache(maxsize=64)
def _names(kind: Any) -> list[str]:
    return [each.name for each in fields(kind)]


def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_outward, loader=FunctionLoader(_no_other_file))
    made.globals.clear()
    return made


def _no_other_file(name: str) -> None:
    """Refuse what ``include``, ``import`` and ``extends`` ask for."""
    raise SecurityError(name)


def _outward(value: Any) -> Any:
    """Make every text that goes out plain and escaped, whatever a unit typed."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return Markup(_ITS_OWN.sub("&#95;", str(escape(plain_text(value)))))  # noqa: S704 - escaped right here


def _line_of(error: BaseException) -> int | None:
    """Return the line of the template at which a fault showed itself when it was rendered."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _near(source: str, line: int | None) -> str:
    """Return the words of the paragraph that stands on a line of the source; its tags where it has no other words."""
    if line is None or not source:
        return ""
    lines = source.split("\n")
    return _shortened(_TAGS.sub("", lines[min(line, len(lines)) - 1]))


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
