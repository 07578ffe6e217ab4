"""docs/metrics.md: what it says of a metric, and that its links lead to the SQL that decides."""

from __future__ import annotations

from north_star.metrics_page import Entry, anchor, deciding_models, file_of, page, section, subject_of

CSAT = Entry(
    name="csat",
    label="Customer satisfaction",
    description="Share of satisfied answers.",
    synonyms=("satisfaction", "CSAT score"),
    tier="outcome",
    owner="customer-insights",
    headline="support_monthly",
    published_in="csat_monthly_by_breakdown.csat",
    subject="voice",
    yaml="models/marts/voice/csat_answers.yml",
    sql=("models/marts/voice/csat_answers.sql", "models/intermediate/voice/int_survey_answers.sql"),
)
STAR = Entry(
    name="north_star_share",
    label="North Star share",
    description="Qualifying / population.",
    synonyms=(),
    tier="north_star",
    owner="growth",
    headline=None,
    published_in="north_star_periods_by_breakdown.qualifying_share",
    subject="north_star",
    yaml="models/marts/north_star/north_star_attainment.yml",
    sql=("models/marts/north_star/north_star_attainment.sql",),
)
READS = {
    "movements": ["account_months", "policies"],
    "account_months": ["account_movements", "renewals"],
    "account_movements": ["states"],
}
COLUMNS = {
    "movements": {"new_mrr", "churned_count"},
    "account_months": {"new_mrr", "month_start"},
    "account_movements": {"new_mrr", "closing_mrr"},
    "states": {"closing_mrr"},
}


def test_a_metric_has_its_meaning_its_names_and_its_links() -> None:
    assert section(CSAT) == "\n".join(
        [
            "### csat",
            "",
            "**Customer satisfaction.** Share of satisfied answers.",
            "",
            "- outcome, owned by customer-insights; published in `support_monthly.csat`, by breakdown in",
            "  `csat_monthly_by_breakdown.csat`",
            "- also called: satisfaction, CSAT score",
            "- defined in [csat_answers.yml](../models/marts/voice/csat_answers.yml), decided in",
            "  [csat_answers.sql](../models/marts/voice/csat_answers.sql),",
            "  [int_survey_answers.sql](../models/intermediate/voice/int_survey_answers.sql)",
            "",
        ]
    )


def test_synonyms_that_a_metric_lacks_are_left_out() -> None:
    assert "also called" not in section(STAR)


def test_subjects_are_the_folders_of_the_marts_with_the_north_star_first() -> None:
    text = page([STAR, CSAT])
    assert [line for line in text.splitlines() if line.startswith("## ")] == ["## North Star", "## Voice"]
    assert "- [Voice](#voice) (1): [csat](#csat)" in text
    assert page([CSAT, STAR]) == text


def test_the_subject_is_the_first_folder_below_marts() -> None:
    assert subject_of("models/marts/policies/mrr_policy_comparison.sql") == "policies"
    assert subject_of("models/marts/revenue/economics/unit_economics_monthly_by_breakdown.sql") == "revenue"
    assert subject_of("models/marts/days.sql") == "marts"


def test_a_column_that_is_passed_on_is_followed_to_where_it_first_appears() -> None:
    assert deciding_models("movements", ["new_mrr"], READS, COLUMNS) == ["movements", "account_movements"]


def test_a_column_that_the_mart_makes_leads_to_the_model_that_its_rows_come_from() -> None:
    assert deciding_models("movements", ["churned_count"], READS, COLUMNS) == ["movements", "account_months"]
    assert deciding_models("states", ["closing_mrr"], READS, COLUMNS) == ["states"]


def test_anchors_are_those_of_github() -> None:
    assert anchor("Cost & payback, 12 months") == "cost--payback-12-months"


def test_a_model_that_only_calls_a_macro_leads_to_the_macro() -> None:
    macros = {"macro.north_star.mrr_changes": {"original_file_path": "macros/revenue/mrr_changes.sql"}}

    def file(raw_code: str) -> str:
        model = {
            "package_name": "north_star",
            "raw_code": raw_code,
            "original_file_path": "models/changes.sql",
        }
        return file_of(model, macros)

    assert file("-- Why.\n-- More.\n{{ mrr_changes() }}\n") == "macros/revenue/mrr_changes.sql"
    assert file("{{ mrr_changes(by_policy=true) }}") == "macros/revenue/mrr_changes.sql"
    assert file("select * from ({{ mrr_changes() }}) where true") == "models/changes.sql"
    assert file("{{ not_ours() }}") == "models/changes.sql"
