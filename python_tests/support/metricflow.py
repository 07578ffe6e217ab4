"""MetricFlow in this process: reads a built project's semantic manifest, writes SQL, asks the warehouse.

MetricFlow's own command line takes seconds a call and opens the database for writing. Its engine only needs a
client that names the SQL dialect; we run the SQL that it explains on the read-only connection of the tests.
None of this is a documented interface: dbt-metricflow is pinned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dbt_metricflow.cli.dbt_connectors.adapter_backed_client import SupportedAdapterTypes
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from python_tests.support.built import Built, Record


@dataclass(frozen=True)
class _Dialect:
    """All that the engine asks of a client while it explains."""

    sql_engine_type: Any = SupportedAdapterTypes.DUCKDB.sql_engine_type
    sql_plan_renderer: Any = SupportedAdapterTypes.DUCKDB.sql_plan_renderer


@dataclass(frozen=True)
class MetricFlow:
    """Answers metric queries on one built company."""

    company: Built
    engine: Any

    @classmethod
    def of(cls, company: Built) -> MetricFlow:
        text = (company.project.target / "semantic_manifest.json").read_text(encoding="utf-8")
        lookup = SemanticManifestLookup(parse_manifest_from_dbt_generated_manifest(manifest_json_string=text))
        client: Any = _Dialect()
        return cls(company, MetricFlowEngine(semantic_manifest_lookup=lookup, sql_client=client))

    def query(self, metrics: Sequence[str], group_by: Sequence[str]) -> list[Record]:
        return self.company.rows(self.sql(metrics, group_by))

    def sql(self, metrics: Sequence[str], group_by: Sequence[str]) -> str:
        request = MetricFlowQueryRequest.create(metric_names=metrics, group_by_names=group_by)
        return str(self.engine.explain(request).sql_statement.sql)

    def saved_query(self, name: str) -> list[Record]:
        request = MetricFlowQueryRequest.create(saved_query_name=name)
        return self.company.rows(self.engine.explain(request).sql_statement.sql)
