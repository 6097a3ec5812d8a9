"""The ranking pages in a real Chromium: nothing asked for, nothing complained of; sorting, search, keyboard, axe-core, paper."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader
from report import rank_city
from report.rank_city import City

from parcli.core.rankbook import BlockBook
from parcli.messages import words
from parcli.report import ranking_page as rooms
from parcli.report.ranking_page import ranking_page
from parcli.report.shown import number

pytestmark = pytest.mark.slow

LOOKS = {path.name: path.read_text("utf-8") for path in (Path(__file__).parents[2] / "templates" / "html").iterdir()}
PAGES = {"internal": False, "public": True}
WIDTHS = {"desktop": 1280, "phone": 390}
A4 = {(842, 595), (595, 842)}
LARGE, LARGEST_PAGE = 3321, 3_000_000
"""The communes of the country; how large their page may be in bytes, and how long one may wait for anything, in seconds."""


def html(city: City, *, public: bool) -> str:
    return ranking_page(city.edition, city.cycle, city.books, provisional=True, public=public, wording=words("vi"), templates=LOOKS)


@dataclass
class Opened:
    """A page in the browser, and everything it asked for or complained of."""

    page: Page
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def names(self, block: str = "so") -> list[str]:
        """The units of a block's table as they stand, without those that are filtered out."""
        return self.page.locator(f"#table-{block} tbody tr:visible th").all_inner_texts()

    def cells(self, column: int, block: str = "so") -> list[str]:
        return self.page.locator(f"#table-{block} tbody tr:visible > :nth-child({column})").all_inner_texts()

    def sort(self, heading: str, block: str = "so") -> str | None:
        """Press the button of a column; return what the column then says of its order."""
        head = self.page.locator(f"#table-{block} thead th").filter(has=self.page.get_by_role("button", name=heading, exact=True))
        head.get_by_role("button").click()
        return head.get_attribute("aria-sort")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None and not os.environ.get("CI"):
        pytest.skip("chromium is not installed: the proof was not made")
    assert program is not None
    with sync_playwright() as playwright:
        # In a container the browser's own sandbox has no namespaces to use; the pages are ours and ask for nothing.
        found = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def city() -> City:
    return rank_city.city()


@pytest.fixture(scope="module")
def files(city: City, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    written = {name: folder / f"{name}.html" for name in PAGES}
    for name, path in written.items():
        path.write_text(html(city, public=PAGES[name]), "utf-8")
    return written


def open_page(browser: Browser, path: Path, width: int = 1280, *, anchor: str = "", script: bool = True) -> Opened:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    opened = Opened(context.new_page())
    opened.page.on("request", lambda request: opened.asked.append(request.url))
    opened.page.on("console", lambda message: opened.complaints.append(message.text))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.goto(path.as_uri() + anchor)
    return opened


@pytest.fixture
def internal(browser: Browser, files: dict[str, Path]) -> Iterator[Opened]:
    opened = open_page(browser, files["internal"])
    yield opened
    assert opened.complaints == []
    opened.page.context.close()


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_and_complains_of_nothing(browser: Browser, files: dict[str, Path], name: str, width: int) -> None:
    opened = open_page(browser, files[name], width)
    opened.page.get_by_role("link", name="Sở Nội vụ").first.click()
    opened.page.locator(".unit.open").wait_for()
    assert [url.partition("#")[0] for url in opened.asked] == [files[name].as_uri()]
    assert opened.complaints == []


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(browser: Browser, files: dict[str, Path], name: str, width: int) -> None:
    opened = open_page(browser, files[name], width, anchor="#unit-so-noi-vu")
    opened.page.locator("#unit-so-noi-vu.open").wait_for()
    found = Axe().run(opened.page).response["violations"]
    assert [(one["id"], one["help"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []


@pytest.mark.parametrize("width", [1280, 1024, 768, 390, 320])
def test_the_page_never_scrolls_sideways(browser: Browser, files: dict[str, Path], width: int) -> None:
    opened = open_page(browser, files["internal"], width, anchor="#unit-so-noi-vu")
    opened.page.locator(".unit.open").wait_for()
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    if width <= 390:
        opened.page.get_by_role("button", name="Hiện điểm từng lĩnh vực").first.click()
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        region = opened.page.locator(".wide:has(#table-so)")
        assert region.evaluate("one => one.scrollWidth > one.clientWidth && one.tabIndex === 0")


def test_the_head_of_the_table_stays_in_sight(internal: Opened) -> None:
    internal.page.set_viewport_size({"width": 1280, "height": 420})
    internal.page.locator("#table-so tbody tr").last.scroll_into_view_if_needed()
    assert internal.page.locator("#table-so thead th").first.evaluate("one => Math.round(one.getBoundingClientRect().top)") == 0


def figures(cells: list[str]) -> list[float]:
    return [float(cell.replace("−", "-").replace(",", ".")) for cell in cells]


def test_columns_sort_by_figures_both_ways(internal: Opened) -> None:
    first = internal.names()
    assert internal.sort("Chỉ số CCHC (%)") == "descending"
    assert internal.names() == first
    assert internal.sort("Chỉ số CCHC (%)") == "ascending"
    assert figures(internal.cells(4)) == sorted(figures(internal.cells(4)))
    assert internal.sort("IX.1") == "descending"
    bonus = figures(internal.cells(17))
    assert bonus == sorted(bonus, reverse=True)
    assert internal.page.locator("#table-so thead [aria-sort]").count() == 1
    assert internal.sort("Hạng") == "ascending"
    assert internal.names() == first


def test_units_with_the_same_figure_keep_the_order_of_the_ranking(internal: Opened, city: City) -> None:
    tied = [one.row.name for one in city.books[0].units if one.row.tied]
    for _ in range(2):
        internal.sort("Điểm đạt được")
        assert [name for name in internal.names() if name in tied] == tied


def test_names_sort_in_vietnamese_order(internal: Opened) -> None:
    assert internal.sort("Đơn vị") == "ascending"
    names = internal.names()
    place = {name: number for number, name in enumerate(names)}
    assert names[0].startswith("Sở Công"), "C before D, Đ after D, and no mark moves a letter behind z"
    assert place["Sở Du lịch"] < place["Sở Giáo dục và Đào tạo"] < place["Sở Y tế"] < place["Văn phòng UBND Thành phố"]
    assert place["Sở Tài chính"] < place["Sở Tư pháp"]


def test_moves_since_last_year_sort_by_direction_and_blanks_stand_last(internal: Opened) -> None:
    def value(cell: str) -> int:
        return 0 if cell == "=" else int(cell[1:]) * (1 if cell[0] == "▲" else -1)

    for reverse in (True, False):
        internal.sort("So với năm trước")
        cells = internal.cells(8)
        known = [value(cell) for cell in cells if cell != "–"]
        assert known == sorted(known, reverse=reverse)
        assert [cell == "–" for cell in cells] == [False] * len(known) + [True] * (len(cells) - len(known))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("so noi vu", ["Sở Nội vụ"]),
        ("NỘI VỤ", ["Sở Nội vụ"]),
        ("SNV", ["Sở Nội vụ"]),
        ("du lich", ["Sở Du lịch"]),
        ("xyz", []),
    ],
)
def test_search_finds_units_without_accents_and_by_their_other_names(internal: Opened, typed: str, names: list[str]) -> None:
    internal.page.get_by_role("searchbox").fill(typed)
    assert internal.names() == names
    assert internal.page.get_by_role("status").inner_text().startswith(f"{len(names)} đơn vị")
    assert internal.page.locator("#block-so .nobody").is_visible() == (not names)


def test_search_finds_units_that_are_not_ranked(internal: Opened) -> None:
    internal.page.get_by_role("searchbox").fill("ngoai vu")
    assert internal.page.locator("#block-so .unranked tbody tr:visible").all_inner_texts()[0].startswith("Sở Ngoại vụ")


def test_filters_choose_class_and_block(internal: Opened, city: City) -> None:
    internal.page.get_by_label("Xếp loại", exact=True).select_option("Khá")
    assert internal.names() == [one.row.name for one in city.books[0].units if one.row.class_name == "Khá"]
    internal.page.get_by_label("Khối", exact=True).select_option("Khối UBND xã, phường")
    assert not internal.page.locator("#block-so").is_visible()
    assert internal.names("xa") == [one.row.name for one in city.books[1].units if one.row.class_name == "Khá"]


def test_a_name_opens_the_units_part_and_the_way_back_leads_to_the_name(internal: Opened) -> None:
    page = internal.page
    assert page.locator(".unit:visible").count() == 0
    page.get_by_role("link", name="Sở Nội vụ").first.click()
    unit = page.locator("#unit-so-noi-vu")
    unit.wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Sở Nội vụ"
    assert unit.evaluate("one => Math.abs(one.getBoundingClientRect().top) < 40")
    unit.get_by_role("link", name="Về bảng xếp hạng").click()
    assert page.evaluate("document.activeElement.hash") == "#unit-so-noi-vu"
    page.get_by_role("link", name="Sở Tư pháp").first.click()
    page.locator("#unit-so-tu-phap").wait_for()
    assert page.locator(".unit:visible").count() == 1
    page.go_back()
    page.go_back()
    page.locator("#unit-so-noi-vu").wait_for()


def test_the_keyboard_alone_reaches_and_works_everything(internal: Opened) -> None:
    page = internal.page
    wanted = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
             .filter(one => one.checkVisibility()).map((one, place) => (one.dataset.place = place))"""
    )
    reached = []
    for _ in range(len(wanted) + 5):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const one = document.activeElement; const look = getComputedStyle(one);
               return [Number(one.dataset.place ?? -1), look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0]; }"""
        )
        if seen[0] >= 0:
            reached.append(seen)
    assert {place for place, _ in reached} == set(wanted)
    assert all(visible for _, visible in reached), "every focus is seen"
    page.locator("#table-so thead button").nth(1).focus()
    page.keyboard.press("Enter")
    assert page.locator("#table-so thead th").nth(1).get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Space")
    assert page.locator("#table-so thead th").nth(1).get_attribute("aria-sort") == "descending"
    page.locator("#table-so tbody a").first.focus()
    page.keyboard.press("Enter")
    page.locator(".unit.open").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.unit') !== null"), "focus goes on within the part"


def test_the_skip_link_leads_past_the_heading(internal: Opened) -> None:
    internal.page.keyboard.press("Tab")
    assert internal.page.evaluate("document.activeElement.className") == "skip"
    assert internal.page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0


def test_the_page_is_whole_without_its_script(browser: Browser, files: dict[str, Path], city: City) -> None:
    opened = open_page(browser, files["public"], script=False)
    assert opened.page.locator(".unit:visible").count() == sum(len(book.units) for book in city.books)
    assert opened.page.locator(".tools").is_hidden()
    opened.page.get_by_role("link", name="Sở Nội vụ").first.click()
    assert opened.page.locator("#unit-so-noi-vu").evaluate("one => Math.abs(one.getBoundingClientRect().top) < 40")


def paper(opened: Opened) -> PdfReader:
    return PdfReader(BytesIO(opened.page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("name", PAGES)
def test_printed_it_is_whole_pages_of_a4(browser: Browser, files: dict[str, Path], city: City, name: str) -> None:
    opened = open_page(browser, files[name])
    printed = paper(opened)
    assert {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in printed.pages} <= A4
    texts = [re.sub(r"\s+", " ", page.extract_text()) for page in printed.pages]
    assert all(len(text) > 60 for text in texts), "no page is nearly empty"
    whole = " ".join(texts)
    for book in city.books:
        for one in book.units:
            assert whole.count(number(one.row.index, one.row.places)) >= 2, "in the table and in the unit's part"
    assert "Cách tính và xếp hạng" in texts[-1] or "Cách tính và xếp hạng" in texts[-2]
    # Nothing is drawn outside the paper: no table is wider than the sheet it is printed on.
    opened.page.emulate_media(media="print")
    opened.page.set_viewport_size({"width": 1032, "height": 703})
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 1032


def test_heads_are_repeated_and_rows_whole_on_paper(browser: Browser, tmp_path: Path) -> None:
    city = rank_city.city({"xa": 126})
    path = tmp_path / "xa.html"
    path.write_text(html(city, public=True), "utf-8")
    opened = open_page(browser, path)
    opened.page.get_by_label("Khi in").select_option("table")
    texts = [page.extract_text() for page in paper(opened).pages]
    rows = [text for text in texts if re.search(r"(Phường|Xã) .*\d,\d\d", text)]
    assert len(rows) >= 3
    assert all("Đơn vị" in text and "VIII" in text for text in rows)
    assert sum(text.count("Trung bình khối") for text in texts) == 1, "the mean stands at the end of the table only"
    assert len(texts) < 12, "the units' parts were not asked for"


def test_only_what_is_open_can_be_printed(internal: Opened) -> None:
    internal.page.get_by_role("link", name="Sở Nội vụ").first.click()
    internal.page.locator("#unit-so-noi-vu").wait_for()
    internal.page.get_by_label("Khi in").select_option("open")
    texts = [page.extract_text() for page in paper(internal).pages]
    assert 1 < len(texts) <= 4
    assert any("Điểm từng tiêu chí" in text for text in texts)


@pytest.fixture
def packed(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(rooms, "MOST_PLAIN", 0)
    path = tmp_path / "packed.html"
    path.write_text(html(city, public=False), "utf-8")
    return path


def test_a_packed_part_looks_like_one_that_is_not(browser: Browser, files: dict[str, Path], packed: Path) -> None:
    texts = []
    for path in (files["internal"], packed):
        opened = open_page(browser, path, anchor="#unit-so-noi-vu")
        opened.page.locator("#unit-so-noi-vu.open").wait_for()
        texts.append(opened.page.locator("#unit-so-noi-vu").inner_text())
        assert opened.complaints == []
    assert texts[0] == texts[1]


def test_a_browser_that_cannot_unpack_says_so(browser: Browser, packed: Path) -> None:
    context = browser.new_context()
    context.add_init_script("delete window.DecompressionStream")
    page = context.new_page()
    page.goto(packed.as_uri())
    page.get_by_role("link", name="Sở Nội vụ").first.click()
    page.get_by_role("alert").first.wait_for()
    assert "Đề nghị dùng bản trình duyệt mới hơn" in page.get_by_role("alert").first.inner_text()


def test_a_packed_page_prints_its_tables_unasked(browser: Browser, packed: Path) -> None:
    texts = [page.extract_text() for page in paper(open_page(browser, packed)).pages]
    assert any("Sở Nội vụ" in text for text in texts)
    assert len(texts) < 8


@pytest.fixture(scope="module")
def large() -> City:
    """Three blocks of 1,107 units: one that is worked out, and two like it under other names."""
    small = rank_city.city({"so": LARGE // 3})
    block, book = small.edition.blocks[0], small.books[0]
    blocks = tuple(replace(block, id=f"{block.id}{place}") for place in range(3))
    books = tuple(_renamed(book, one.id, place) for place, one in enumerate(blocks))
    units = tuple(
        unit.model_copy(update={"id": f"{place}-{unit.id}", "block": one.id}) for place, one in enumerate(blocks) for unit in small.cycle.units
    )
    return City(replace(small.edition, blocks=blocks), small.cycle.model_copy(update={"units": units}), books)


def _renamed(book: BlockBook, block: str, place: int) -> BlockBook:
    units = tuple(replace(one, row=replace(one.row, unit=f"{place}-{one.row.unit}")) for one in book.units)
    movers = tuple(replace(one, unit=f"{place}-{one.unit}") for one in book.movers)
    ranking = replace(book.ranking, block=block, rows=tuple(one.row for one in units))
    return replace(book, ranking=ranking, units=units, movers=movers)


@pytest.mark.parametrize("name", PAGES)
def test_the_page_of_the_whole_country_is_small_and_can_be_used(browser: Browser, large: City, tmp_path: Path, name: str) -> None:
    begun = time.process_time()
    page = html(large, public=PAGES[name])
    made = time.process_time() - begun
    path = tmp_path / f"{name}.html"
    path.write_text(page, "utf-8")
    size = path.stat().st_size
    begun = time.perf_counter()
    opened = open_page(browser, path)
    opened.sort("Điểm đạt được", "so0")
    sorted_after = time.perf_counter() - begun
    begun = time.perf_counter()
    opened.page.locator("#table-so2 tbody a").nth(700).click()
    opened.page.locator(".unit.open").wait_for()
    opened_after = time.perf_counter() - begun
    opened.page.get_by_role("searchbox").fill("tu phap 10")
    print(f"{name}: {size / 1e6:.2f} MB, made in {made:.2f} s, first sort after {sorted_after:.2f} s, a part opens in {opened_after:.2f} s")
    assert size < LARGEST_PAGE
    row = large.books[2].units[700]
    assert opened.page.locator(".unit.open h4").inner_text() == row.row.name
    assert opened.page.locator(".unit.open .item").first.evaluate("one => one.nextSibling.textContent.trim().length") > 10
    assert opened.names("so1")
    assert opened.complaints == []
    assert [url.partition("#")[0] for url in opened.asked] == [path.as_uri()]
