"""Every code of the catalogue has a smallest cause in a test, and every tested code is in the catalogue."""

from __future__ import annotations

from checks import test_entries, test_former, test_holding, test_returns, test_survey, test_waivers, test_workbook
from checks.appraisal import test_council, test_rounds
from checks.evidence import (
    test_files,
    test_register_and_items,
    test_shared,
    test_signatures,
    test_signed_report,
    test_standing,
    test_window,
    test_words,
)
from definitions import test_bad, test_cases, test_crosswalk, test_what_if
from definitions import test_waivers as test_waivers_file
from definitions.annex import test_refusals
from setup import test_refusals as test_register

from parcli.core.findings import CATALOGUE

# Codes that are made where files are gathered or commands run, and are tested there.
ELSEWHERE = {
    "WB101": "cli/gather: a unit that returned nothing",
    "WB102": "cli/gather: two workbooks of one unit",
    "WB109": "cli/gather: a file that is no workbook",
    "WB110": "cli/gather: a folder of no unit",
    "DF224": "cli/sent: criteria changed under the version that was sent",
    "WB315": "cli/gather: an item that the workbook returned does not answer",
    "WB316": "cli/gather: an item that is gone",
    "WB317": "cli/gather: an item that was reworded",
    "WB111": "cli/sent: a kept state that was changed",
    "WB319": "cli/gather: an item whose labels changed",
    "WB318": "cli/gather: an item whose points changed",
    "IM218": "cli/commands/criteria_import: an annex that names no decision",
    "RS201": "cli/commands/rank: an input changed after it was totalled",
    "VF101": "cli/test_verify: a manifest that is none",
    "VF114": "cli/test_verify: a result changed together with its manifest",
    "VF115": "cli/test_verify: a definition that no longer holds",
    "VF118": "cli/test_rank_previous: the folder of the former year has moved",
    "VF116": "cli/test_publish: a seal that is gone",
    "VF117": "cli/test_publish: an earlier seal that was changed",
    "IN101": "cli/test_intake: the same bytes twice in one run",
    "IN102": "cli/test_intake: two workbooks of one unit",
    "IN103": "cli/test_intake: last year's form",
    "IN104": "cli/test_intake: an unknown unit",
    "IN105": "cli/test_intake: after the deadline",
    "IN106": "cli/test_intake: a workbook without an identity",
    "IN107": "cli/test_intake: identities that differ",
    "IN108": "desk/test_unpack: archives that are no zip",
    "IN111": "desk/test_unpack: an archive with a password",
    "IN112": "desk/test_unpack: a damaged archive",
    "IN113": "desk/test_unpack: over a limit",
    "IN114": "desk/test_unpack: hostile names",
    "IN115": "desk/test_unpack: one name twice",
    "IN116": "desk/test_unpack: links",
    "IN117": "cli/test_intake: evidence of nobody",
    "IN118": "cli/test_intake: evidence beside several units",
    "IN119": "desk/test_unpack: names in old code pages",
    "IN120": "cli/test_intake: two documents of one name",
    "IN121": "cli/test_intake: a document replaced",
    "IN122": "cli/test_intake: a workbook replaced",
    "IN123": "cli/test_intake: a workbook that was not chosen",
    "IN124": "cli/test_intake: a trial after the official return",
    "IN125": "cli/test_intake: a blank workbook",
    "IN126": "cli/test_intake: files that were lost are put back",
    "IN201": "cli/test_parts: parts with different answers",
    "IN202": "cli/test_parts: parts still missing",
    "IN203": "cli/test_parts: the merged workbook",
    "IN204": "cli/test_parts: a formula in a part",
    "IN205": "cli/test_parts: a part in the place of the workbook",
    "AP141": "cli/test_appraise: a unit that returned nothing",
    "AP142": "cli/test_appraise: a unit whose return is blocked",
    "AP143": "cli/test_appraise: a unit that is excluded",
    "AP144": "cli/test_appraise: a unit of which nothing is to be opened",
    "ST118": "cli/commands/setup: lists that changed after the workbook was made",
    "ST119": "cli/commands/setup: a removed unit that has returned something",
}
# Codes whose test stands by itself, because the cause is made in the test or never comes alone.
ALONE = {
    "DF101": test_bad.test_another_encoding_is_refused,
    "DF102": test_bad.test_twenty_megabytes_are_refused_quickly,
    "DF221": test_bad.test_a_formula_longer_than_a_cell_takes_is_refused,
    "DF225": test_bad.test_a_stopgap_is_told_with_its_place_and_quotes_in_a_title_are_none,
    "DF226": test_bad.test_a_file_that_no_block_names_is_told,
    "DF222": test_bad.test_what_nobody_has_read_is_a_warning_and_no_item_yet,
    "WB330": test_returns.test_points_that_rose_unasked_are_noted,
    "WB331": test_returns.test_a_return_that_mends_nothing_is_asked_about,
    "SC205": test_entries.test_figures_beside_a_claim_are_told_next_to_it,
    "EV208": test_shared.test_the_same_bytes_in_two_units_are_told_to_both,
    "EV213": test_standing.test_scans_without_ocr_are_told_once_for_the_cycle,
    "EV217": test_signatures.test_a_certificate_that_cannot_be_a_root_is_told_for_each_file,
    "EV227": test_signatures.test_without_roots_the_files_are_silent_and_the_cycle_is_told_once,
    "EV228": test_signatures.test_a_signer_of_another_organisation_is_asked_about,
    "EV229": test_signatures.test_signing_far_from_the_date_of_issue_is_asked_about,
    "EV240": test_words.test_a_blank_number_or_day_is_a_draft_and_the_item_needs_a_word,
    "EV250": test_shared.test_a_superiors_document_is_named_as_such,
    "EV251": test_shared.test_the_same_number_under_other_bytes_in_two_units_is_a_question,
    "EV252": test_shared.test_nearly_the_words_of_another_units_document_are_a_question,
    "EV254": test_shared.test_two_versions_within_a_unit_are_noted_once,
    "EV313": test_signed_report.test_text_without_a_signature_is_asked_about_and_a_scan_or_a_signed_file_is_not,
    "AP125": test_rounds.test_two_files_that_differ_are_both_kept_and_both_named,
    "AP126": test_rounds.test_a_return_that_changed_since_is_asked_about_where_the_item_differs,
    "AP129": test_rounds.test_an_estimate_waits_for_the_second_round_once_appraisal_has_begun,
    "AP135": test_rounds.test_what_is_told_of_one_file_has_an_end_and_the_rest_is_counted,
    "RS110": test_survey.test_missing_figures_are_a_warning_for_each_unit,
}


def covered() -> set[str]:
    files = {code for expected in test_bad.EXPECTED.values() for code, _, _ in expected}
    tables = (
        test_cases.CAUSES,
        test_crosswalk.CAUSES,
        test_workbook.CAUSES,
        test_workbook.OF_ENTRIES,
        test_entries.CAUSES,
        test_register_and_items.CAUSES,
        test_files.CAUSES,
        test_signatures.CAUSES,
        test_signed_report.CAUSES,
        test_words.CAUSES,
        test_window.CAUSES,
        test_survey.CAUSES,
        test_former.CAUSES,
        test_refusals.CAUSES,
        test_register.CAUSES,
        test_waivers.CAUSES,
        test_waivers_file.CAUSES,
        test_what_if.CAUSES,
        test_holding.CAUSES,
        test_rounds.CAUSES,
        test_council.CAUSES,
    )
    return files.union(*tables, ALONE)


def test_every_code_has_a_test() -> None:
    assert set(CATALOGUE) - covered() - set(ELSEWHERE) == set()


def test_every_tested_code_is_in_the_catalogue() -> None:
    assert covered() | set(ELSEWHERE) <= set(CATALOGUE)


def test_no_code_is_both_here_and_elsewhere() -> None:
    assert covered() & set(ELSEWHERE) == set()
