"""Examined files made by hand: a signed report, a scan, a draft, a broken file, one with a mark of secrecy. All names are made up."""

from __future__ import annotations

from datetime import date

from parcli.core.document import DocumentWords, Reading, StatedPeriod
from parcli.core.evidence import EvidenceFile, EvidenceFolder, PdfFacts, RefusedEntry
from parcli.core.fact import changed
from parcli.core.findings import found
from parcli.core.signature import SignatureFacts
from parcli.core.sufficiency import EvidenceClass, Holder, ItemEvidence, Means, SharedEvidence
from parcli.report.evidence_document import UnitEvidence
from parcli.report.evidence_shown import CitedLine, ItemBorneOut, Owner, RegisterEntry, Shown

HOSTILE = "[red]x[/red]\x1b[31m\u202e<b>"
PLACE = "submissions/so-noi-vu/evidence/I.1/bao-cao.pdf"

LEADER = SignatureFacts(
    "S1", "Nguyễn Văn Mẫu", "Sở Nội vụ Mẫu", "CA Thử nghiệm", True, "whole_revision", "form_filling", "trusted", True,
    claimed="2023-10-05T14:05:00+07:00", valid_from="2023-01-01", valid_to="2026-01-01",
)  # fmt: skip
OFFICE = changed(
    LEADER, field="S2", signer="Sở Nội vụ Mẫu", coverage="whole_file", modification="none", claimed="", stamped="2023-10-05T15:00:00+07:00"
)
WORDS = DocumentWords(
    "text",
    number=Reading("05/BC-SNV", "Số: 05/BC-SNV", "high"),
    issued=Reading("2023-10-05", "ngày 05 tháng 10 năm 2023", "high"),
    issuer=Reading("SỞ NỘI VỤ", "SỞ NỘI VỤ", "high"),
    kind=Reading("BÁO CÁO", "BÁO CÁO", "medium"),
    subject=Reading("Kết quả thực hiện Kế hoạch CCHC", "Kết quả thực hiện Kế hoạch CCHC", "low"),
    recipients=("Như trên", "Lưu: VT"),
    periods=(StatedPeriod(date(2023, 1, 1), date(2023, 11, 30), estimated=True, snippet="ước tính đến 30/11/2023"),),
)
PDF = PdfFacts(
    opens=True, pages=34, protection="none", content="mixed", repaired=False, detail="",
    shows="s" * 3 + "t" * 27, version="1.7", producer="Bộ gõ Mẫu", signed=True, signatures=(LEADER, OFFICE),
)  # fmt: skip
REPORT = EvidenceFile("I.1/bao-cao.pdf", "I.1/bao-cao.pdf", 1_234_567, "ab" * 32, "pdf", PDF, True, "", WORDS)
PLAIN = changed(PDF, pages=1, shows="t", content="text", signed=False, signatures=())
SCAN = changed(REPORT, path="ban-chup.pdf", pdf=changed(PLAIN, shows="s", content="scan"), words=None, wordless="scan")
DRAFT = changed(REPORT, path="du-thao.pdf", pdf=PLAIN, words=changed(WORDS, number=None, issued=None, number_blank=True, date_blank=True))
BROKEN = changed(
    REPORT, path="hong.pdf", words=None, wordless="unreadable",
    pdf=PdfFacts(opens=False, pages=None, protection="none", content="unknown", repaired=False, detail="no trailer"),
)  # fmt: skip
PICTURE = changed(REPORT, path="anh.jpg", real_type="jpeg", pdf=None, words=None, wordless="not_pdf")
# The words of a document with a mark are empty when they come from the examination; here they are not, so that a leak would show.
SECRET = changed(REPORT, path="khac.pdf", words=changed(WORDS, secrecy="TỐI MẬT"))
UNREAD = changed(REPORT, path="lon.pdf", pdf=None, words=None, examined=False, detail="no answer in 120 s")

FOLDER = EvidenceFolder(True, (PICTURE, SCAN, DRAFT, BROKEN, REPORT, SECRET, UNREAD), (RefusedEntry("lien-ket.pdf", "link", ""),))
STANDING = (
    ItemEvidence("I.1", EvidenceClass.OFFICIAL, ("I.1/bao-cao.pdf",), 1, needs_explanation=False, explained=False),
    ItemEvidence("I.2", EvidenceClass.REFERENCE, ("du-thao.pdf", "anh.jpg"), 2, needs_explanation=True, explained=True),
    ItemEvidence("II.1", EvidenceClass.NONE, (), 1, needs_explanation=True, explained=False),
)
UNIT = UnitEvidence("so-noi-vu", FOLDER, STANDING)
SHARED = (
    SharedEvidence(
        "same_bytes", "07/BC-STP", "", 100, (Holder("so-noi-vu", ("I.1",), PLACE), Holder("so-y-te", (), "submissions/so-y-te/evidence/x.pdf"))
    ),
    SharedEvidence("same_number", "08/KH-SYT", "", 0, (Holder("so-y-te", ("I.2",), "submissions/so-y-te/evidence/y.pdf"),)),
    SharedEvidence("near_text", "bao-cao.pdf", "", 93, (Holder("so-y-te", ("I.2",), "submissions/so-y-te/evidence/z.pdf"),)),
    SharedEvidence(
        "same_bytes", "09/KH-UBND", "Ủy ban nhân dân Thành phố Mẫu", 100, (Holder("so-tu-phap", ("II.1",), "submissions/so-tu-phap/evidence/q.pdf"),)
    ),
)
MEANS = Means(2, (("hong.crt", "not a certificate"),), "used")
OWNER = Owner(
    "so-noi-vu",
    "Sở Nội vụ",
    (ItemBorneOut("I.1", "Kế hoạch CCHC", EvidenceClass.OFFICIAL),),
    (CitedLine(7, "I.1", (RegisterEntry("number", "06/BC-SNV", ("EV109",)), RegisterEntry("issued", "05/10/2023"))),),
    (found("EV109", unit="so-noi-vu", sheet="Tài liệu kiểm chứng", cell="D7", item="I.1", found="06/BC-SNV"),),
)
SHOWN = Shown(PLACE, REPORT, OWNER)
