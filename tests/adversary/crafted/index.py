"""The list of faults, code by code: what each is, how much it must weigh, and the tests that hold it.

A node is a test file and, behind ``::``, a test of it; ``[…]`` names one of a table of cases. Crafted cases of this folder
need no node: they bear their code. What a machine of one kind cannot show (Windows) is said under ``lacks``.
"""

from __future__ import annotations

from dataclasses import dataclass

B, E, W, N = "block", "error", "warning", "note"
_CONTAINER = "tests/workbook/test_container.py::"
_REFUSED = f"{_CONTAINER}test_what_must_not_be_opened_is_refused_and_named"
_TAMPERING = "tests/workbook/test_tampering.py::"
_HOSTILE = "tests/evidence/hostile/test_hostile.py::test_a_hostile_pdf_gives_its_facts_in_time"
_SIGNED = "tests/evidence/signatures/test_signatures.py::"
_SETS = "tests/results/test_sets.py::"
_COMMANDS = "tests/cli/test_commands.py::"
_FOLDER = "tests/evidence/test_folder.py::"


@dataclass(frozen=True)
class Code:
    """One code of the list; ``demands`` are the weights that a finding about it may have, of the heaviest that is demanded."""

    what: str
    demands: tuple[str, ...]
    nodes: tuple[str, ...] = ()
    lacks: str = ""


CODES: dict[str, Code] = {
    "F01": Code("another kind of file, or one by another name", (B,), (f"{_REFUSED}[xls]", f"{_REFUSED}[ods]", f"{_REFUSED}[xlsb]")),
    "F02": Code("a workbook with a password", (B,), (f"{_REFUSED}[encrypted]", f"{_REFUSED}[encrypted-part]")),
    "F03": Code(
        "macros, controls, embedded files, links, connections", (W, B), (f"{_CONTAINER}test_foreign_parts_are_named_and_the_workbook_is_read",)
    ),
    "F04": Code("saved as Strict Open XML", (B,), (f"{_REFUSED}[strict]",)),
    "F05": Code("empty, cut off, damaged", (B,), (f"{_REFUSED}[truncated]", f"{_CONTAINER}test_a_damaged_workbook_never_raises")),
    "F06": Code("little that unzips to much", (B,), (f"{_REFUSED}[declared-bomb]", f"{_REFUSED}[many-parts]")),
    "F07": Code("parts that share bytes", (B,), (f"{_REFUSED}[overlapping]",)),
    "F08": Code("names of parts: twice, upward, absolute", (B,), (f"{_REFUSED}[twice-by-case]", f"{_REFUSED}[backslash]")),
    "F09": Code("a part that lies about its size", (B,), (f"{_REFUSED}[lying-size]",)),
    "F10": Code("DOCTYPE and entities in any part", (B,), (f"{_REFUSED}[doctype-utf-16]", f"{_REFUSED}[doctype-elsewhere]")),
    "F11": Code("XML nested beyond all measure", (B,), (f"{_CONTAINER}test_deep_xml_neither_hangs_nor_kills",)),
    "F12": Code("two workbooks of a unit, one of two units, another year", (B,), ("tests/cli/test_intake.py",)),
    "T01": Code("a locked cell changed: maximum, code, words", (B, E), (f"{_TAMPERING}test_a_locked_cell_that_was_changed",)),
    "T02": Code(
        "rows, columns, sheets gone, new, moved, renamed",
        (B, W),
        (f"{_TAMPERING}test_a_sheet_that_is_gone", f"{_TAMPERING}test_a_heading_that_was_renamed"),
    ),
    "T03": Code(
        "formulas where none may be, none where one must be, stale values",
        (E, W),
        (f"{_TAMPERING}test_points_shown_that_are_not_those_of_the_inputs",),
    ),
    "T04": Code("cells merged over entries", (E,), (f"{_TAMPERING}test_entries_that_were_merged",)),
    "T05": Code("hidden rows, columns, sheets", (W,), (f"{_TAMPERING}test_a_row_that_is_hidden_without_a_filter",)),
    "T06": Code("saved by LibreOffice; identity in fewer places", (B, N), ("tests/workbook/test_office.py",)),
    "T07": Code("a cell twice, rows out of order, a cell in another row", (B, E)),
    "T08": Code("a cell, a range or a comment far out", (B,), (f"{_REFUSED}[giant-merge]", f"{_REFUSED}[giant-comment]")),
    "T09": Code("whatever a library raises", (B,), (f"{_CONTAINER}test_strange_xml_never_raises",)),
    "V01": Code("numbers as text", (E, N), ("tests/checks/test_values.py",)),
    "V02": Code("a number under the format of a date", (E,), (f"{_TAMPERING}test_a_number_under_the_format_of_a_date",)),
    "V03": Code("numbers beyond a sheet's own", (E,), ("tests/core/test_points.py",)),
    "V04": Code("above the maximum, negative, off the step", (E,), ("tests/checks/test_values.py",)),
    "V05": Code("true and false, errors, blank", (E,), (f"{_TAMPERING}test_formulas_and_wrong_kinds_in_entry_cells",)),
    "V06": Code("noise of binary fractions, rounding, order of sums", (N,), ("tests/core/test_points.py", "tests/core/test_scoring_properties.py")),
    "V07": Code("points for what others score", (E,), (f"{_TAMPERING}test_a_locked_cell_that_was_changed",)),
    "V08": Code(
        "text that would become a formula, markup, a control", (N,), ("tests/adversary/crafted/test_outward.py", "tests/report/test_outward.py")
    ),
    "V09": Code("names of units on sheets", (N,), ("tests/adversary/crafted/test_outward.py",)),
    "E01": Code("names that lead out of the folder", (E,), ("tests/core/test_evidence.py",)),
    "E02": Code("links", (E,), (f"{_FOLDER}test_links_are_refused_and_not_followed",)),
    "E03": Code("names alike but for form, case, unseen signs", (E, N), (f"{_FOLDER}test_names_equal_but_for_case_or_form_are_refused_both",)),
    "E04": Code(
        "names too long, reserved, of streams",
        (E,),
        ("tests/evidence/test_folder.py", "tests/cli/test_intake.py::test_whatever_is_in_the_mailbox_ends_in_one_place"),
        "Windows itself: long paths, reserved names and streams are tried as names only",
    ),
    "E05": Code("one file in several places", (N, W), ("tests/checks/evidence/test_shared.py",)),
    "E06": Code("cited but missing, there but not cited", (E, N), ("tests/checks/evidence/test_register_and_items.py",)),
    "P01": Code("0 byte", (E,), ("tests/evidence/hostile/test_hostile.py::test_a_folder_of_them_is_gone_through_and_each_is_named",)),
    "P02": Code("cut off", (W,), (f"{_HOSTILE}[P02 cut in half]",)),
    "P03": Code(
        "another kind by the name of PDF", (E,), ("tests/evidence/hostile/test_hostile.py::test_a_folder_of_them_is_gone_through_and_each_is_named",)
    ),
    "P04": Code("junk before the header", (W,), (f"{_HOSTILE}[P04 junk before the header]",)),
    "P05": Code("encrypted", (E, N), (f"{_HOSTILE}[P05 password]", f"{_HOSTILE}[P05 permissions]")),
    "P06": Code("scripts, programs, embedded files", (W,), (f"{_HOSTILE}[P06 active]",)),
    "P07": Code("a false number of pages", (N,), (f"{_HOSTILE}[P07 boast]", f"{_HOSTILE}[P07 negative]")),
    "P08": Code("a page tree without end", (E,), (f"{_HOSTILE}[P08 loop]", f"{_HOSTILE}[P08 bush]")),
    "P09": Code("a page that unpacks to 1 GB", (B, N), (f"{_HOSTILE}[P09 bomb]",)),
    "P10": Code("the same, packed twice", (B, N), (f"{_HOSTILE}[P10 bomb in a bomb]",)),
    "P11": Code("60 MB of operators that show text", (B, N), (f"{_HOSTILE}[P11 endless text]",)),
    "P12": Code(
        "a form of 2^30 fields", (N, W), (f"{_HOSTILE}[P12 bushy form]", f"{_SIGNED}test_p12_a_form_that_multiplies_or_loops_is_left_unread")
    ),
    "P13": Code("a long tail", (N, W), (f"{_HOSTILE}[P13 tail]", f"{_SIGNED}test_p13_a_long_tail_is_left_unread_at_once")),
    "P14": Code(
        "three million startxref", (N, W), ("tests/evidence/hostile/test_hostile.py::test_a_folder_of_them_is_gone_through_and_each_is_named",)
    ),
    "P15": Code("a table of impossible size", (N, W), (f"{_HOSTILE}[P15 size]", f"{_SIGNED}test_p15_a_table_of_impossible_size_is_left_unread")),
    "P16": Code("100,000 nested arrays", (E,), (f"{_HOSTILE}[P16 nested]",)),
    "P17": Code("200,000 pages", (B, N), (f"{_HOSTILE}[P17 wide]",)),
    "P18": Code("sound files that limits refuse", (N,), (f"{_HOSTILE}[P18 short names]",)),
    "P19": Code("a scan without text", (N,), (f"{_HOSTILE}[P19 scan]",)),
    "P20": Code("called signed, but not", (N,), (f"{_HOSTILE}[P20 called signed]", f"{_SIGNED}test_p20_a_name_or_an_empty_field_signs_nothing")),
    "S01": Code("a good signature", (N,), (f"{_SIGNED}test_s01_a_good_signature_is_valid_and_says_who_and_when",)),
    "S02": Code("content replaced after signing", (B,), (f"{_SIGNED}test_s02_replaced_content_is_a_change",)),
    "S03": Code("something laid over the page after signing", (E,), (f"{_SIGNED}test_s03_something_laid_over_is_told_from_a_change",)),
    "S04": Code("shadow documents", (B, E, W), (f"{_SIGNED}test_s04_a_cover_that_is_lifted_is_a_change",)),
    "S05": Code("updates and bytes behind the last signature", (E,), (f"{_SIGNED}test_s05_bytes_after_the_end_leave_the_file_not_whole",)),
    "S06": Code("a forged byte range", (E,), (f"{_SIGNED}test_s06_a_forged_range_is_never_valid",)),
    "S07": Code("a certificate that had ended", (W,), (f"{_SIGNED}test_s07_a_certificate_that_had_ended_when_signing_is_out_of_validity",)),
    "S08": Code("an authority that nobody knows", (W,), (f"{_SIGNED}test_s08_a_root_that_the_file_brings_along_is_not_believed",)),
    "S09": Code("another organisation signed", (W,), (f"{_SIGNED}test_s09_another_organisation_is_a_fact_for_the_checks",)),
    "S10": Code("two signatures, leader and office", (N,), (f"{_SIGNED}test_s10_leader_then_office_is_how_it_is_done",)),
    "S11": Code("not signed", (N,), (f"{_SIGNED}test_s11_an_unsigned_file_has_no_signatures",)),
    "S12": Code(
        "signed far from its date",
        (W,),
        (
            f"{_SIGNED}test_s12_a_claim_is_told_as_it_is_made",
            "tests/checks/evidence/test_signatures.py::test_signing_far_from_the_date_of_issue_is_asked_about",
        ),
    ),
    "Y": Code(
        "definition files",
        (E,),
        ("tests/definitions/test_bad.py", "tests/cli/test_commands.py::test_a_definition_that_does_not_hold_is_named_with_its_line"),
    ),
    "O01": Code("killed while writing", (), (f"{_SETS}test_kill_9_at_random_moments", f"{_SETS}test_a_fault_at_each_step_leaves_one_whole_set")),
    "O02": Code("disk full", (), (f"{_SETS}test_a_full_disk_keeps_the_old_set", f"{_COMMANDS}test_results_that_cannot_be_written_exit_4")),
    "O03": Code("two runs at once", (), ("tests/results/test_lock.py::test_kill_9_frees_the_cycle", f"{_COMMANDS}test_another_run_holds_the_cycle")),
    "O04": Code(
        "a result open elsewhere",
        (),
        (f"{_SETS}test_a_fault_at_each_step_leaves_one_whole_set",),
        "Windows itself: that a workbook is open in Excel is tried as a rename that fails",
    ),
    "O05": Code(
        "interrupted", (), (f"{_COMMANDS}test_an_interrupted_run_exits_5_and_leaves_the_old_set", f"{_SETS}test_an_interrupt_leaves_no_litter")
    ),
    "O06": Code(
        "a worker that dies",
        (),
        (
            "tests/workbook/test_batch.py::test_a_worker_that_is_killed_costs_only_its_file",
            "tests/test_workers.py::test_what_ran_out_of_its_bounds_is_lost",
        ),
    ),
    "O07": Code(
        "memory of a worker",
        (),
        ("tests/workbook/test_batch.py::test_want_of_memory_is_a_finding_about_that_file",),
        "Windows and macOS: the limit of the memory is set on Linux",
    ),
    "O08": Code(
        "an input that changes meanwhile",
        (),
        (
            "tests/results/test_copying.py::test_a_source_that_changed_leaves_no_set_and_no_litter",
            f"{_COMMANDS}test_scores_whose_inputs_changed_are_not_ranked",
        ),
    ),
}
