"""catalog.json and what is generated beside it: whole, true to the manifest, current."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from north_star.__main__ import main
from python_tests.support.built import Built
from python_tests.support.metricflow import MetricFlow
from python_tests.support.project import Project

MUST_HAVE_SYNONYMS = ("north_star", "outcome")


@pytest.fixture(scope="module")
def catalogue(project: Project) -> dict[str, Any]:
    return _read(project.root / "catalogue" / "catalog.json")


@pytest.fixture(scope="module")
def metrics(catalogue: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = catalogue["metrics"]
    return found


@pytest.fixture
def cloned(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the commands see the built demo; only catalogue/ is its own."""
    for name in ("target", "seeds", "north_star.duckdb"):
        (tmp_path / name).symlink_to(project.root / name)
    shutil.copytree(project.root / "catalogue", tmp_path / "catalogue")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_it_keeps_its_schema(project: Project, catalogue: dict[str, Any]) -> None:
    schema = _read(project.root / "catalogue" / catalogue["$schema"])
    validator = jsonschema.Draft202012Validator(schema)
    assert [error.message for error in validator.iter_errors(catalogue)] == []
    catalogue_without_owner = json.loads(json.dumps(catalogue))
    del catalogue_without_owner["metrics"][0]["owner"]
    assert list(validator.iter_errors(catalogue_without_owner)), "the schema lets anything through"


def test_it_says_of_every_metric_what_the_manifest_says(
    metrics: list[dict[str, Any]], project: Project
) -> None:
    known = {metric["name"]: metric for metric in project.manifest["metrics"].values()}
    assert {metric["name"] for metric in metrics} == set(known)
    for metric in metrics:
        ours, meta = known[metric["name"]], known[metric["name"]]["config"]["meta"]
        said = {key: metric[key] for key in ("label", "type", *_OF_META)}
        assert said == {"label": ours["label"], "type": ours["type"], **{key: meta[key] for key in _OF_META}}
        assert metric["description"].split() == ours["description"].split()


_OF_META = ("unit", "direction", "tier", "owner", "reviewed_on")


def test_metric_catalog_has_its_versions_and_synonyms(metrics: list[dict[str, Any]], demo: Built) -> None:
    rows = {row["metric_name"]: row for row in demo.mart("metric_catalog")}
    for metric in metrics:
        row = rows[metric["name"]]
        first, last = (day and day.isoformat() for day in (row["effective_from"], row["deprecated_after"]))
        assert (metric["version"], metric["effective_from"]) == (row["metric_version"], first)
        assert (metric["deprecated_after"], metric["successor"]) == (last, row["successor"])
        assert ("; ".join(metric["synonyms"]) or None) == row["synonyms"]


def test_no_word_stands_for_two_metrics(catalogue: dict[str, Any], metrics: list[dict[str, Any]]) -> None:
    words: Counter[str] = Counter(word.casefold() for word in catalogue["ambiguous_terms"])
    for metric in metrics:
        own = {word.casefold() for word in (metric["name"], metric["label"])}
        words.update(own)
        synonyms = [word.casefold() for word in metric["synonyms"]]
        assert not own & set(synonyms), f"{metric['name']}: a synonym says its name again"
        words.update(synonyms)
    assert [word for word, count in words.items() if count > 1] == []


def test_what_people_ask_for_has_synonyms(metrics: list[dict[str, Any]]) -> None:
    bare = [one["name"] for one in metrics if one["tier"] in MUST_HAVE_SYNONYMS and not one["synonyms"]]
    assert bare == []


def test_other_metrics_that_it_names_exist(catalogue: dict[str, Any], metrics: list[dict[str, Any]]) -> None:
    names = {metric["name"] for metric in metrics}
    named = {one for metrics_of in catalogue["ambiguous_terms"].values() for one in metrics_of}
    for metric in metrics:
        named |= {one for related in metric["related"].values() for one in related}
    assert named <= names


def test_every_example_runs(metrics: list[dict[str, Any]], demo: Built) -> None:
    silent = []
    for metric in metrics:
        for one in metric["questions"]:
            if not demo.rows(one["sql"]):
                silent.append(f"{metric['name']}: {one['question']}")
    assert silent == []


def test_the_first_answer_is_the_published_one(metrics: list[dict[str, Any]], demo: Built) -> None:
    """Of the metric, in total, of the last period that is over."""
    rows = demo.rows(
        "select metric_name, max_by(value, period_start) as value, max(period_start) as period_start"
        " from marts.metric_values where breakdown = 'total' and is_complete group by metric_name"
    )
    expected = {row["metric_name"]: (row["period_start"], row["value"]) for row in rows}
    for metric in metrics:
        if metric["in_metric_values"]:
            [last] = demo.rows(metric["questions"][0]["sql"])
            period, value = expected[metric["name"]]
            # max_by passes over nulls: where the last value is null, only its period is compared.
            assert last["period_start"] == period, metric["name"]
            assert last["value"] in (value, None), metric["name"]


def test_every_metricflow_example_is_understood(metrics: list[dict[str, Any]], demo: Built) -> None:
    """One query for metrics that are asked alike; --order and --limit leave the answer as it is."""
    metricflow, asked = MetricFlow.of(demo), set()
    for metric in metrics:
        for one in metric["questions"]:
            words = shlex.split(one["metricflow"])
            assert words[:2] == ["mf", "query"]
            options = dict(zip(words[2::2], words[3::2], strict=True))
            assert set(options) <= {"--metrics", "--group-by", "--order", "--limit"}
            assert options["--order"].lstrip("-") in options["--group-by"].split(",")
            names = options["--metrics"].split(",")
            kind = (metric["time_column"], options["--group-by"], len(names))
            if kind not in asked or len(names) > 1:
                asked.add(kind)
                assert metricflow.query(names, options["--group-by"].split(",")), one["metricflow"]


def test_metrics_can_be_grouped_by_what_it_says(metrics: list[dict[str, Any]], demo: Built) -> None:
    """Each list of dimensions once: MetricFlow finds all of them from one of its metrics."""
    metricflow = MetricFlow.of(demo)
    lists = {tuple(metric["group_by"]): metric for metric in metrics if metric["group_by"]}
    assert len(lists) > 10
    for dimensions, metric in lists.items():
        time = f"metric_time__{metric['grain']}"
        assert metricflow.query([metric["name"]], [time, *dimensions]), metric["name"]


def test_breakdowns_are_those_of_metric_values(metrics: list[dict[str, Any]], demo: Built) -> None:
    rows = demo.rows("select distinct metric_name, breakdown, period_grain from marts.metric_values")
    for metric in metrics:
        own = [row for row in rows if row["metric_name"] == metric["name"]]
        assert sorted(row["breakdown"] for row in own) == sorted(metric["breakdowns"]), metric["name"]
        assert {row["period_grain"] for row in own} <= {metric["grain"]}, metric["name"]


def test_what_may_be_added_up_does(metrics: list[dict[str, Any]], demo: Built) -> None:
    """The values of a breakdown, and of nothing else than sums."""
    adds = {metric["name"]: metric["add_up"] for metric in metrics}
    assert adds["mrr"] == "values" and adds["new_mrr"] == "periods and values"
    assert adds["north_star_qualifying_count"] == "values"  # next week they are largely the same accounts
    assert {adds[name] for name in ("nps", "arpa", "dau", "top_10_mrr")} == {"nothing"}
    sums = demo.rows(
        "select metric_name, period_start, sum(value) as of_values, any_value(total) as total"
        " from marts.metric_values inner join (select metric_name, period_start, value as total"
        " from marts.metric_values where breakdown = 'total') using (metric_name, period_start)"
        " where breakdown = 'segment' group by all having abs(of_values - total) > 1e-6"
    )
    wrong = {row["metric_name"] for row in sums if adds[row["metric_name"]] != "nothing"}
    assert wrong == set()


@pytest.mark.usefixtures("cloned")
def test_the_committed_files_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "--check"]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("change", ["edited", "missing", "left over"])
def test_stale_files_are_found_and_put_right(
    change: str, cloned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = cloned / "catalogue" / "cube" / "cubes" / "mrr_movements.yml"
    if change == "edited":
        path.write_text(path.read_text(encoding="utf-8").replace("lost_mrr", "found_mrr"), encoding="utf-8")
    elif change == "missing":
        path.unlink()
    else:
        path = path.with_name("gone.yml")
        path.write_text("cubes: []\n", encoding="utf-8")
    assert main(["catalogue", "--check"]) == 2
    said = capsys.readouterr().err
    assert f"cube/cubes/{path.name}" in said and "uv run python -m north_star catalogue" in said
    assert main(["catalogue"]) == 0
    assert main(["catalogue", "--check"]) == 0


def test_without_a_build_it_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["catalogue"]) == 2
    assert re.search(r"manifest\.json is missing: run `uv run dbt build` first", capsys.readouterr().err)
