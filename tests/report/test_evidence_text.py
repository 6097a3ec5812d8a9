"""The screen about one file says every known thing once, in words; unknown as unknown; of a secret only its mark."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from itertools import product
from typing import Any, get_args

import pytest
from report import evidence_samples as samples
from rich.console import Console

from parcli.core.document import Confidence, ReportFigure, TextSource, Wordless
from parcli.core.evidence import Content, EvidenceFile, Protection, RealType, RefusalReason, RefusedEntry
from parcli.core.fact import changed
from parcli.core.signature import Chain, Coverage, Modification, Reason, SignatureKind, Verdict
from parcli.core.sufficiency import EvidenceClass
from parcli.messages import words
from parcli.report.evidence_sections import sections
from parcli.report.evidence_shown import Shown
from parcli.report.evidence_text import file_view, standing_table
from parcli.report.evidence_words import day_text, moment_text, pages_text, size_text

VI, EN = words("vi"), words("en")
NAMES = {"so-noi-vu": "Sở Nội vụ", "so-y-te": "Sở Y tế"}


def printed(renderable: Any, width: int = 160) -> str:
    stream = StringIO()
    Console(file=stream, width=width, color_system=None).print(renderable)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def seen(fact: EvidenceFile | RefusedEntry) -> str:
    return printed(file_view(Shown("x.pdf", fact), VI))


def rows(fact: EvidenceFile, heading: str = "") -> dict[str, str]:
    found = [section for section in sections(Shown("x.pdf", fact), VI) if heading in section.heading]
    return {row.label: row.value for section in found for row in section.rows}


def test_a_self_assessment_report_tells_its_figures_and_belongs_to_no_item() -> None:
    figures = (ReportFigure("total", "55,79", "Tổng điểm: 55,79", 1), ReportFigure("code", "4821-9037-5512", "Mã đối chiếu: 4821-9037-5512", 1))
    signer = (ReportFigure("capacity", "GIÁM ĐỐC", "GIÁM ĐỐC", 3),)
    report = changed(samples.REPORT, path="bao-cao/bao-cao.pdf", words=changed(samples.WORDS, figures=(*figures, *signer)))
    owner = replace(samples.OWNER, items=())
    told = printed(file_view(Shown("x.pdf", report, owner), VI))
    for part in (
        "55,79",
        "đọc từ «Tổng điểm: 55,79», trang 1",
        "4821-9037-5512",
        "Quyền hạn ký, trang cuối",
        "báo cáo tự đánh giá, chấm điểm của đơn vị",
    ):
        assert part in told
    on_page_one = changed(report, words=changed(samples.WORDS, figures=tuple(changed(one, page=1) for one in signer)))
    assert "trang cuối" not in printed(file_view(Shown("x.pdf", on_page_one, owner), VI))


def test_a_signed_report_is_told_from_the_file_outward() -> None:
    told = printed(file_view(samples.SHOWN, VI))
    for part in (
        samples.PLACE,
        "1.234.567 byte (1,2 MB)",
        "trang 1–3 bản chụp; trang 4–30 chữ; từ trang 31 không xem",
        "Chữ ký số: hợp lệ",
        "Chữ ký 1: hợp lệ",
        "14:05:00 05/10/2023 +07:00",
        "theo đồng hồ trên máy của người ký",
        "từ 01/01/2023 đến 01/01/2026",
        "đọc từ «Số: 05/BC-SNV» · độ tin cậy cao",
        "từ 01/01/2023 đến 30/11/2023 (có số ước tính)",
        "Sở Nội vụ (so-noi-vu)",
        "Có văn bản chính thức",
        "Số, ký hiệu: 06/BC-SNV  ← EV109",
        "→ ",
    ):
        assert part in told
    assert "Ngày ban hành: 05/10/2023  ←" not in told


def test_what_was_not_found_is_unknown_and_what_is_blank_is_blank() -> None:
    told = rows(samples.REPORT, "Thông tin văn bản")
    assert (told["Cơ quan chủ quản"], told["Họ tên người ký"]) == ("không rõ", "không rõ")
    draft = rows(samples.DRAFT, "Thông tin văn bản")
    assert (draft["Số, ký hiệu"], draft["Ngày ban hành"]) == ("để trống", "để trống")
    assert "dự thảo" in draft["Dự thảo"]


def test_a_secret_document_is_not_told() -> None:
    told = printed(file_view(Shown("khac.pdf", samples.SECRET, samples.OWNER), VI))
    assert "TỐI MẬT" in told
    assert "parcli dừng tại đây" in told
    assert [part for part in ("BC-SNV", "05/10/2023", "Kết quả", "Nguyễn", "Bộ gõ", "abab", "Danh mục", "EV109") if part in told] == []
    assert [part for part in ("Sở Nội vụ (so-noi-vu)", "Tiêu chí I.1") if part not in told] == []


def test_a_readers_own_words_are_named_as_a_technical_note() -> None:
    assert "ghi chú kỹ thuật: no trailer" in seen(samples.BROKEN)
    assert "ghi chú kỹ thuật: no answer in 120 s" in seen(samples.UNREAD)
    assert "ghi chú kỹ thuật: ELOOP" in seen(RefusedEntry("x.pdf", "link", "ELOOP"))
    mended = seen(changed(samples.REPORT, pdf=changed(samples.PDF, repaired=True, detail="xref lost")))
    assert "ghi chú kỹ thuật: xref lost" in mended
    locked = seen(changed(samples.BROKEN, pdf=changed(samples.BROKEN.pdf, protection="password", detail="PasswordError")))
    assert "PasswordError" not in locked


def test_recognition_that_is_switched_off_asks_for_no_program() -> None:
    told = printed(file_view(Shown("x.pdf", samples.SCAN, ocr=False), VI))
    assert "nhận dạng chữ đang tắt" in told
    assert "tesseract" not in told
    assert "tesseract" in seen(samples.SCAN)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (samples.SCAN, "trang 1 là bản chụp"),
        (samples.PICTURE, "không phải tệp PDF"),
        (samples.BROKEN, "không mở được"),
        (samples.UNREAD, "no answer in 120 s"),
        (changed(samples.BROKEN, pdf=changed(samples.BROKEN.pdf, protection="password")), "có mật khẩu mở tệp nên không đọc được"),
        (RefusedEntry("x.pdf", "link", ""), "liên kết (lối tắt)"),
    ],
    ids=("scan", "picture", "broken", "unread", "password", "link"),
)
def test_why_there_are_no_words_is_said(fact: EvidenceFile | RefusedEntry, said: str) -> None:
    assert said in seen(fact)


def test_attachments_and_actions_are_listed_and_never_run() -> None:
    told = seen(changed(samples.REPORT, pdf=changed(samples.PDF, attachments=("../../x.exe",), actions=("JavaScript",), fields=3, tail=90)))
    assert told.count("Chỉ liệt kê; parcli không mở, không chạy.") == 2
    for part in ("../../x.exe", "JavaScript", "3 ô", "90 byte"):
        assert part in told


@pytest.mark.parametrize(
    ("change", "verdict", "why"),
    [
        ({"intact": False}, "không hợp lệ", "Nội dung đã ký bị thay đổi"),
        ({"modification": "annotations"}, "chưa đủ căn cứ", "Có chú thích hoặc hình đặt lên trang sau khi ký"),
        ({"chain": "untrusted"}, "chưa đủ căn cứ", "không dẫn tới chứng thư gốc nào"),
        ({"chain": "out_of_validity"}, "chưa đủ căn cứ", "ngoài thời hạn hiệu lực"),
        ({"problem": "cannot parse"}, "chưa đủ căn cứ", "cannot parse"),
    ],
)
def test_every_verdict_comes_with_its_reason(change: dict, verdict: str, why: str) -> None:
    told = seen(changed(samples.REPORT, pdf=changed(samples.PDF, signatures=(changed(samples.OFFICE, **change),))))
    assert f"Chữ ký 1: {verdict}" in told
    assert f"Chữ ký số: {verdict}" in told
    assert why in told


def test_an_unsigned_file_and_unread_signatures_are_told_apart() -> None:
    assert "Chữ ký số: không có" in seen(samples.DRAFT)
    told = seen(changed(samples.REPORT, pdf=changed(samples.PDF, signatures=(), unchecked="5001 form fields")))
    assert "Chữ ký số: chưa đủ căn cứ" in told
    assert "5001 form fields" in told


def test_text_of_strangers_is_shown_not_obeyed() -> None:
    signer = changed(samples.OFFICE, signer=samples.HOSTILE)
    told = seen(changed(samples.REPORT, pdf=changed(samples.PDF, producer=samples.HOSTILE, signatures=(signer,))))
    assert told.count("[red]x[/red]␛[31m⟨U+202E⟩<b>") == 2
    assert "\x1b" not in told


def test_every_value_has_words_in_both_languages() -> None:
    families = {
        "verdict": (*get_args(Verdict), "unsigned"), "reason": get_args(Reason), "coverage": get_args(Coverage), "chain": get_args(Chain),
        "modification": get_args(Modification), "content": get_args(Content), "protection": get_args(Protection), "type": get_args(RealType),
        "confidence": get_args(Confidence), "wordless": (*filter(None, get_args(Wordless)), "scan_off", "unknown"), "class": [one.value for one in EvidenceClass],
    }  # fmt: skip
    keys = [f"evidence.{family}.{value}" for family, values in families.items() for value in values]
    keys += [f"evidence.heading.words_{source}" for source in get_args(TextSource)] + [f"evidence.heading.{kind}" for kind in get_args(SignatureKind)]
    keys += [f"term.{reason}" for reason in get_args(RefusalReason)]
    assert [(key, one.language) for key, one in product(keys, (VI, EN)) if key not in one.texts] == []


def test_the_languages_have_the_same_texts_about_evidence() -> None:
    own = [[key for key in one.texts if key.startswith("evidence.")] for one in (VI, EN)]
    assert own[0] == own[1]


def test_a_narrow_terminal_loses_nothing() -> None:
    wide, narrow = (printed(file_view(samples.SHOWN, VI), width).split() for width in (200, 60))
    assert sorted("".join(narrow).replace("─", "")) == sorted("".join(wide).replace("─", ""))


def test_items_that_need_an_explanation_are_listed_and_no_others() -> None:
    titles = {"so-noi-vu": {"I.2": "Báo cáo CCHC", "II.1": "Rà soát văn bản"}}
    told = printed(standing_table([samples.UNIT], titles, VI, NAMES))
    for part in (
        "Tiêu chí cần giải trình về tài liệu kiểm chứng: 2",
        "I.2 Báo cáo CCHC",
        "Chỉ tham khảo",
        "2 / 2",
        "đã có",
        "Chưa có TLKC",
        "chưa có",
    ):
        assert part in told
    assert " I.1 " not in f" {told}"
    assert "Sở Nội vụ" not in told
    assert "Sở Nội vụ" in printed(standing_table([samples.UNIT, replace(samples.UNIT, unit="so-y-te")], titles, VI, NAMES))


def test_nothing_due_gives_no_table() -> None:
    assert standing_table([replace(samples.UNIT, standing=samples.STANDING[:1])], {}, VI, NAMES) is None


def test_sizes_days_and_pages_in_words() -> None:
    assert [size_text(size, VI) for size in (0, 1048575, 1048576, 10_000_000)] == [
        "0 byte", "1.048.575 byte", "1.048.576 byte (1,0 MB)", "10.000.000 byte (9,5 MB)",
    ]  # fmt: skip
    assert size_text(1_572_864, EN) == "1,572,864 bytes (1.5 MB)"
    assert [day_text(day) for day in ("2023-10-05", "năm 2023")] == ["05/10/2023", "năm 2023"]
    assert [moment_text(moment) for moment in ("2023-10-05T14:05:00+07:00", "2023-10-05T14:05:00", "", "hôm qua")] == [
        "14:05:00 05/10/2023 +07:00", "14:05:00 05/10/2023", "", "hôm qua",
    ]  # fmt: skip
    assert pages_text(("text",), 1, VI) == "trang 1 chữ"
    assert pages_text((), 5, VI) == ""
