"""What in a PDF would run or open something, and what is packed into it: named, never run and never taken out.

ISO 32000 12.6 (actions) and 7.11 (files in files). Plain links and jumps within the document are everyday and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pikepdf

from parcli.core.limits import Limits
from parcli.evidence.entries import entry
from parcli.evidence.fields import form_nodes
from parcli.evidence.remarks import shown

_ACTIONS = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/SubmitForm": "submit_form",
    "/ImportData": "import_data",
    "/GoToR": "remote_goto",
    "/GoToE": "embedded_goto",
    "/Rendition": "rich_media",
    "/RichMediaExecute": "rich_media",
    "/Movie": "rich_media",
}
ACTIONS = frozenset({*_ACTIONS.values(), "open_action", "xfa"})
"""The words of `PdfFacts.actions`. `open_action`: more than a jump happens when the file is opened; `xfa`: a form in XML."""

_MEDIA = frozenset({"/RichMedia", "/Screen", "/Movie", "/3D"})
_JUMPS = frozenset({"/GoTo", "/Named"})
_CHAIN = 50
_TRIGGERS = 40
_ANNOTATIONS = 2000
_FORM_PLACES = 500
_TREE = 200
_ATTACHMENTS = 50
_NAME = 120
_SLASHES = re.compile(r"[/\\]")
_PATH = re.compile(r"""(?:[A-Za-z]:|\.{1,2})?[/\\][^"*<>?|]*""")


def active_facts(pdf: pikepdf.Pdf, pages: int, limits: Limits) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words for what would run, and the names of what is attached, both sorted and each once.

    Looks at the document, its form and its first pages. Of more than 50 attachments the rest is a single "…".
    """
    root = pdf.Root
    actions = set(_of_document(root))
    attached = _Names()
    attached.add_all(_tree(_at(root, "/Names", "/EmbeddedFiles")))
    attached.add_all((None, spec) for spec in _listed(entry(root, "/AF")))
    for node in form_nodes(pdf, _FORM_PLACES):
        actions.update(_triggered(node))
    left = _ANNOTATIONS
    for number in range(min(pages, limits.text_pages)):
        page = pdf.pages[number].obj
        if "/AA" in page:
            actions.update(_of_triggers(page.get("/AA")))
        if "/AF" in page:
            attached.add_all((None, spec) for spec in _listed(page.get("/AF")))
        for annotation in islice(_dictionaries(entry(page, "/Annots")), left):
            left -= 1
            actions.update(_of_annotation(annotation))
            if annotation.get("/Subtype") == "/FileAttachment":
                attached.add_all([(None, annotation.get("/FS"))])
    return tuple(sorted(actions)), attached.listed()


def _of_document(root: Any) -> Iterator[str]:
    start = entry(root, "/OpenAction")
    if isinstance(start, pikepdf.Dictionary):
        yield from _of_action(start)
        if any(str(action.get("/S")) not in _JUMPS for action in _chain(start)):
            yield "open_action"
    yield from _of_triggers(entry(root, "/AA"))
    if any(True for _ in _tree(_at(root, "/Names", "/JavaScript"))):
        yield "javascript"
    form = entry(root, "/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        yield "xfa"


def _of_annotation(annotation: pikepdf.Dictionary) -> Iterator[str]:
    if str(annotation.get("/Subtype")) in _MEDIA:
        yield "rich_media"
    yield from _triggered(annotation)


def _triggered(holder: pikepdf.Dictionary) -> Iterator[str]:
    if "/A" in holder:
        yield from _of_action(holder.get("/A"))
    if "/AA" in holder:
        yield from _of_triggers(holder.get("/AA"))


def _of_triggers(triggers: Any) -> Iterator[str]:
    if isinstance(triggers, pikepdf.Dictionary):
        for name in islice(triggers.keys(), _TRIGGERS):
            yield from _of_action(triggers.get(name))


def _of_action(action: Any) -> Iterator[str]:
    for each in _chain(action):
        word = _ACTIONS.get(str(each.get("/S")))
        if word is not None:
            yield word
        if "/JS" in each:
            yield "javascript"


def _chain(action: Any) -> Iterator[pikepdf.Dictionary]:
    """Yield an action and those that follow it, in all no more than a bound: a chain may lead back to its start."""
    waiting = [action]
    for each in islice(waiting, _CHAIN):
        if not isinstance(each, pikepdf.Dictionary):
            continue
        yield each
        after = each.get("/Next")
        waiting += islice(_dictionaries(after), _CHAIN) if isinstance(after, pikepdf.Array) else [after]


def _tree(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield names and values of a name tree (ISO 32000 7.9.6), as far as a bound of nodes and of names goes."""
    waiting = [node]
    for each in islice(waiting, _TREE):
        if not isinstance(each, pikepdf.Dictionary):
            continue
        pairs = each.get("/Names")
        if isinstance(pairs, pikepdf.Array):
            last = min(len(pairs), 2 * _TREE) - 1
            yield from ((pairs[place], pairs[place + 1]) for place in range(0, last, 2))
        waiting += islice(_dictionaries(each.get("/Kids")), _TREE)


def _dictionaries(items: Any) -> Iterator[pikepdf.Dictionary]:
    if isinstance(items, pikepdf.Array):
        yield from (item for item in items if isinstance(item, pikepdf.Dictionary))


def _listed(items: Any) -> Iterator[pikepdf.Dictionary]:
    return iter((items,)) if isinstance(items, pikepdf.Dictionary) else islice(_dictionaries(items), _TREE)


def _at(root: Any, *names: str) -> Any:
    found: Any = root
    for name in names:
        found = entry(found, name) if isinstance(found, pikepdf.Dictionary) else None
    return found


class _Names:
    """The names of attachments, each once, up to a bound."""

    __slots__ = ("_names",)

    def __init__(self) -> None:
        self._names: set[str] = set()

    def add_all(self, specs: Any) -> None:
        for key, spec in specs:
            if len(self._names) > _ATTACHMENTS:
                return
            self._names.add(_file_name(key, spec))

    def listed(self) -> tuple[str, ...]:
        names = sorted(self._names)
        return (*names[:_ATTACHMENTS], "…") if len(names) > _ATTACHMENTS else tuple(names)


def _file_name(key: Any, spec: Any) -> str:
    """Return the name under which a file is attached; of a path that starts at a root or climbs, the last part alone.

    Any other name is shown whole: a formula or an address cut at its slash would look harmless.
    """
    said = [spec.get("/UF"), spec.get("/F")] if isinstance(spec, pikepdf.Dictionary) else []
    texts = (str(name) for name in (*said, key) if isinstance(name, pikepdf.String))
    names = (shown(_last_part(text), _NAME) for text in texts)
    return next((name for name in names if name), "?")


def _last_part(name: str) -> str:
    return _SLASHES.split(name)[-1] if _PATH.fullmatch(name) else name
