"""docs/metrics.md: what it says of a metric."""

from __future__ import annotations

from typing import Any

from north_star.metrics_page import Entry, anchor, decided_in, page, section, subject_of

CSAT = Entry(
    name="csat",
    label="Customer satisfaction",
    description="Share of satisfied answers.",
    synonyms=("satisfaction", "CSAT score"),
    over_time="Over a longer period it is computed from its parts over that period.",
    tier="outcome",
    owner="customer-insights",
    headline="support_monthly",
    published_in="csat_monthly_by_breakdown.csat",
    subject="voice",
    room="support",
    computed_from=("satisfied_count", "response_count"),
    yaml="models/marts/voice/csat_answers.yml",
    decided_in=("models/marts/voice/csat_answers.sql", "models/intermediate/voice/int_survey_answers.sql"),
)
STAR = Entry(
    name="north_star_share",
    label="North Star share",
    description="Qualifying / population.",
    synonyms=(),
    over_time="Over a longer period it is that of the last week, not a sum.",
    tier="north_star",
    owner="growth",
    headline=None,
    published_in="north_star_periods_by_breakdown.qualifying_share",
    subject="north_star",
    room="core",
    computed_from=(),
    yaml="models/marts/north_star/north_star_attainment.yml",
    decided_in=("models/marts/north_star/north_star_attainment.sql",),
)


def test_a_metric_has_its_meaning_its_names_and_its_links() -> None:
    assert section(CSAT) == "\n".join(
        [
            "### csat",
            "",
            "**Customer satisfaction.** Share of satisfied answers.",
            "",
            "- outcome, owned by customer-insights; published in `support_monthly.csat`, by breakdown in",
            "  `csat_monthly_by_breakdown.csat`",
            "- room `support`",
            "- Over a longer period it is computed from its parts over that period.",
            "- also called: satisfaction, CSAT score",
            "- computed from [satisfied_count](#satisfied_count), [response_count](#response_count)",
            "- decided in [voice/csat_answers.sql](../models/marts/voice/csat_answers.sql),",
            "  [voice/int_survey_answers.sql](../models/intermediate/voice/int_survey_answers.sql); defined in",  # noqa: E501
            "  [voice/csat_answers.yml](../models/marts/voice/csat_answers.yml)",
            "",
        ]
    )


def test_synonyms_that_a_metric_lacks_are_left_out() -> None:
    assert "also called" not in section(STAR)


def test_of_core_no_room_is_named_and_of_sums_nothing_that_they_are_computed_from() -> None:
    assert "room" not in section(STAR)
    assert "computed from" not in section(STAR)


def test_subjects_are_the_folders_of_the_marts_with_the_north_star_first() -> None:
    text = page([STAR, CSAT])
    assert [line for line in text.splitlines() if line.startswith("## ")] == ["## North Star", "## Voice"]
    assert "- [Voice](#voice) (1): [csat](#csat)" in text
    assert page([CSAT, STAR]) == text


def test_the_subject_is_the_first_folder_below_marts() -> None:
    assert subject_of("models/marts/policies/mrr_policy_comparison.sql") == "policies"
    assert subject_of("models/marts/revenue/economics/unit_economics_monthly_by_breakdown.sql") == "revenue"
    assert subject_of("models/marts/days.sql") == "marts"


def test_a_metric_says_where_it_is_decided_or_else_the_model_of_its_file_does() -> None:
    def model(file: str, meta: dict[str, Any]) -> dict[str, Any]:
        return {"resource_type": "model", "patch_path": f"north_star://{file}", "config": {"meta": meta}}

    def metric(name: str, file: str, meta: dict[str, Any]) -> dict[str, Any]:
        return {"name": name, "original_file_path": file, "config": {"meta": meta}}

    found = decided_in(
        {
            "nodes": {
                "of_answers": model("answers.yml", {"decided_in": ["answers.sql", "vars.yml"]}),
                "of_tickets": model("tickets.yml", {}),
                "without_yaml": {"resource_type": "model", "patch_path": None},
            },
            "metrics": {
                "own": metric("csat", "answers.yml", {"decided_in": ["scores.sql"]}),
                "default": metric("response_count", "answers.yml", {}),
                "neither": metric("ticket_count", "tickets.yml", {}),
            },
        }
    )
    assert found == {
        "csat": ("scores.sql",),
        "response_count": ("answers.sql", "vars.yml"),
        "ticket_count": (),
    }


def test_anchors_are_those_of_github() -> None:
    assert anchor("Cost & payback, 12 months") == "cost--payback-12-months"
