"""Reads a Word document as Nghị định 30/2020/NĐ-CP speaks of it: sizes, weights, places; and in the order that Word asks for."""

from __future__ import annotations

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

ORDER = {
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap "
    "overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc "
    "textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern "
    "position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote "
    "titlePg textDirection bidi rtlGutter docGrid printerSettings",
}  # fmt: skip


def every(document):
    """All paragraphs, those in tables and headings too, in the order of the file."""
    body = document.element.body
    parts = [body, *(part._element for section in document.sections for part in (section.header, section.first_page_header))]
    return [Paragraph(element, document) for part in parts for element in part.iter(qn("w:p"))]


def saying(document, text):
    (found,) = [one for one in every(document) if one.text.strip() == text or one.text.startswith(text)][:1]
    return found


def look(document, paragraph):
    """Return (size, bold, italic, alignment) in force for a paragraph's letters."""
    runs = [run for run in paragraph.runs if run.text.strip()]
    fonts, formats, style = [runs[0].font], [paragraph.paragraph_format], document.styles[paragraph.style.name]
    while style is not None:
        fonts.append(style.font)
        formats.append(style.paragraph_format)
        style = style.base_style

    def first(values):
        return next((value for value in values if value is not None), None)

    size = first(font.size for font in fonts)
    return size.pt, bool(first(font.bold for font in fonts)), bool(first(font.italic for font in fonts)), first(one.alignment for one in formats)


def format_of(document, paragraph, name):
    style = document.styles[paragraph.style.name]
    values = [getattr(paragraph.paragraph_format, name)]
    while style is not None:
        values.append(getattr(style.paragraph_format, name))
        style = style.base_style
    return next((value for value in values if value is not None), None)


def out_of_order(document):
    """Return every element whose children stand in another order than ISO/IEC 29500-1, 17 has them."""
    wrong = []
    roots = [document.element, document.styles.element]
    roots += [part._element for section in document.sections for part in (section.header, section.first_page_header)]
    for root in roots:
        for name, order in ORDER.items():
            places = {f"{{{root.nsmap['w']}}}{child}": place for place, child in enumerate(order.split())}
            for element in root.iter(qn(f"w:{name}")):
                found = [places[child.tag] for child in element]
                if found != sorted(found):
                    wrong.append((name, [child.tag.partition("}")[2] for child in element]))
    return wrong
