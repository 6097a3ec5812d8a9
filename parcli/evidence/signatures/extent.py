"""What the signed range spans (ISO 32000-1, 12.8.1: ByteRange), and what was added to the file behind it."""

from __future__ import annotations

from pyhanko.pdf_utils.xref import XRefSectionType
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from parcli.core.signature import LINE_ENDING_BYTES, Coverage, Modification
from parcli.evidence.signatures.overlay import only_laid_over

_LINE_ENDINGS = b"\r\n"
_NUMBERS = 4


def signed_end(one: EmbeddedPdfSignature) -> int:
    """Return where the signed range ends, in bytes from the start; 0 for a range of another form than two pieces from 0."""
    numbers = _range(one)
    return numbers[2] + numbers[3] if numbers else 0


def coverage_of(content: bytes, one: EmbeddedPdfSignature) -> Coverage:
    """Return what the range spans: the whole file, a whole state of it that updates follow, or something less.

    The only hole allowed is the signature itself, to the byte: a hole that holds anything else could be filled after
    signing. A few line endings behind the range (`LINE_ENDING_BYTES`) are not counted, for they say nothing.
    """
    numbers = _range(one)
    if not numbers or not _hole_is_the_signature(content[numbers[1] : numbers[2]], one.pkcs7_content):
        return "part"
    end = numbers[2] + numbers[3]
    if end > len(content):
        return "part"
    if len(content) - end <= LINE_ENDING_BYTES and not content[end:].strip(_LINE_ENDINGS):
        return "whole_file"
    return "whole_revision" if one.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_REVISION else "part"


def modification_of(content: bytes, one: EmbeddedPdfSignature, coverage: Coverage) -> Modification:
    """Return what the updates after the signature did, of the kinds that ISO 32000-1, 12.8.2.2 allows, or "other".

    More than the signature itself permits (DocMDP) is "other" too. Further signatures, time stamps and validation data
    count as form filling: they leave the document as it is. A form field that is no signature lies over the page like
    an annotation and is called one, for its new text may hide what was signed.
    """
    if coverage == "whole_file":
        return "none"
    if coverage != "whole_revision":
        return "unknown"
    if _hybrid_updates(one):
        message = "an update with two cross-references"
        raise SignatureValidationError(message)
    result = DEFAULT_DIFF_POLICY.review_file(one.reader, one.signed_revision, field_mdp_spec=one.fieldmdp, doc_mdp=one.docmdp_level)
    permitted = one.docmdp_level
    if isinstance(result, DiffResult):
        level = ModificationLevel.ANNOTATIONS if _other_fields(one, result) else result.modification_level
    else:
        level = ModificationLevel.ANNOTATIONS if only_laid_over(content[: signed_end(one)], content) else ModificationLevel.OTHER
    if permitted is not None and level.value > permitted.value:
        return "other"
    return _WORDS[level]


_WORDS: dict[ModificationLevel, Modification] = {
    ModificationLevel.NONE: "none",
    ModificationLevel.LTA_UPDATES: "form_filling",
    ModificationLevel.FORM_FILLING: "form_filling",
    ModificationLevel.ANNOTATIONS: "annotations",
    ModificationLevel.OTHER: "other",
}


def _hybrid_updates(one: EmbeddedPdfSignature) -> bool:
    """Say whether a later update shows one document to old readers and another to new ones (ISO 32000-1, 7.5.8.4).

    In the signed state itself this is how Word writes files, and it is signed with the rest.
    """
    sections = one.reader.xrefs
    later = range(one.signed_revision + 1, sections.total_revisions)
    return any(sections.get_xref_container_info(each).xref_section_type == XRefSectionType.HYBRID_MAIN for each in later)


def _other_fields(one: EmbeddedPdfSignature, result: DiffResult) -> bool:
    """Say whether fields other than those for signatures were filled in."""
    if not result.changed_form_fields:
        return False
    return not result.changed_form_fields <= {name for name, _, _ in enumerate_sig_fields(one.reader)}


def _range(one: EmbeddedPdfSignature) -> tuple[int, ...]:
    numbers = tuple(int(number) for number in one.byte_range)
    well_formed = len(numbers) == _NUMBERS and numbers[0] == 0 and 0 < numbers[1] < numbers[2] and numbers[3] > 0
    return numbers if well_formed else ()


def _hole_is_the_signature(hole: bytes, signature: bytes) -> bool:
    if hole[:1] != b"<" or hole[-1:] != b">":
        return False
    try:
        return bytes.fromhex(hole[1:-1].decode("ascii")) == signature
    except ValueError:
        return False
