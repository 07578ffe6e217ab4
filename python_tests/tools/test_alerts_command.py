"""`python -m north_star alerts`: each alert once to each address that answers; nothing without --send."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import pytest

from north_star.__main__ import main
from north_star.alerts.settings import URLS
from python_tests.support.built import Built

SINCE = "2024-08-01"


@dataclass
class Server:
    """A web server of our own, and what it was sent."""

    address: str = ""
    status: int = 200
    received: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def serving(status: int = 200) -> Iterator[Server]:
    server = Server(status=status)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if server.status == 200:
                server.received.append(json.loads(body))
            self.send_response(server.status)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Not into the test's output."""

    listener = HTTPServer(("127.0.0.1", 0), Handler)
    server.address = f"json://127.0.0.1:{listener.server_port}/secret"
    Thread(target=listener.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()


@pytest.fixture
def hook() -> Iterator[Server]:
    with serving() as server:
        yield server


@dataclass(frozen=True)
class Command:
    """The command over the built demo, with a ledger of its own."""

    database: Path
    ledger: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, to: str = "", since: str = SINCE) -> tuple[int, str, str]:
        self.monkeypatch.setenv(URLS, to)
        paths = ("--database", str(self.database), "--ledger", str(self.ledger))
        code = main(["alerts", *paths, "--since", since, *arguments])
        said = self.capsys.readouterr()
        return code, said.out, said.err

    @property
    def marked(self) -> list[dict[str, str]]:
        if not self.ledger.exists():
            return []
        return [json.loads(line) for line in self.ledger.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def alerts(
    demo: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    return Command(demo.project.database, tmp_path / "sent.jsonl", monkeypatch, capsys)


def _groups(demo: Built, *severities: str) -> set[str]:
    """Leads of the groups that are to be told."""
    rows = demo.rows(
        "select lead_alert_id, severity from marts.metric_alerts"
        " where alert_status = 'new' and period_end > cast(? as date)",
        [SINCE],
    )
    return {row["lead_alert_id"] for row in rows if row["severity"] in severities}


def test_dry_run_shows_and_sends_nothing(alerts: Command, hook: Server, demo: Built) -> None:
    code, out, _ = alerts(to=hook.address)
    assert (code, hook.received, alerts.marked) == (0, [], [])
    count = len(_groups(demo, "warning", "critical"))
    assert count > 10
    assert f"{count} to send; nothing is sent without --send" in out


def test_each_alert_is_sent_once(alerts: Command, hook: Server, demo: Built) -> None:
    code, out, _ = alerts("--send", to=hook.address)
    leads = _groups(demo, "warning", "critical")
    assert (code, len(hook.received)) == (0, len(leads))
    assert f"{len(leads)} sent" in out
    assert leads <= {row["alert_id"] for row in alerts.marked}
    assert len(alerts.marked) > len(leads), "the folded alerts are marked with their leads"
    assert hook.address not in alerts.ledger.read_text(encoding="utf-8")
    code, out, _ = alerts("--send", to=hook.address)
    assert (code, len(hook.received)) == (0, len(leads))
    assert "0 sent" in out


def test_a_message_says_what_moved_and_why_to_look(alerts: Command, hook: Server) -> None:
    alerts("--send", to=hook.address)
    found = {message["title"]: message["message"] for message in hook.received}
    body = found["Warning: Gross MRR churn unusually high in 2025-01"]
    for words in (
        "Gross MRR churn was 5.6 %; 1.0 % was expected (-3.0 % to 5.0 %).",
        "That is 1.2 times the threshold (robust z 4.1, 23 values before).",
        "Its change since the month before goes along with: Lost MRR 104 %, MRR at the start -4 %.",
        "Also unusual: Churned MRR (high), ",
        "Owner: revenue-analytics",
        "lead_alert_id = 'gross_mrr_churn_rate ",
        " total all 2025-01-01'",
    ):
        assert words in body
    assert "Unusual since: 2024-07-01." in found["Warning: Bug tickets unusually high in 2024-09"]


def test_muted_and_acknowledged_alerts_are_not_sent(alerts: Command, hook: Server, demo: Built) -> None:
    alerts("--send", "--severity", "info", to=hook.address)
    quiet = {row["alert_id"] for row in demo.mart("metric_alerts") if row["alert_status"] != "new"}
    assert len(quiet) >= 4
    assert not quiet & {row["alert_id"] for row in alerts.marked}
    said = " ".join(message["title"] + message["message"] for message in hook.received)
    assert "North Star unusually high in the week of 2024-09-23" not in said
    assert len(hook.received) == len(_groups(demo, "info", "warning", "critical"))


def test_a_refusing_server_is_named_and_nothing_is_marked(alerts: Command) -> None:
    with serving(status=500) as server:
        code, _, error = alerts("--send", to=server.address)
        assert (code, alerts.marked) == (1, [])
        assert "destination 1 (JSON) did not take an alert" in error
        assert "500" in error
        assert "secret" not in error
        server.status = 200
        assert alerts("--send", to=server.address)[0] == 0
        assert len(server.received) > 10


def test_a_dead_server_does_not_keep_others_from_their_alerts(alerts: Command, hook: Server) -> None:
    with serving() as server:
        dead = server.address
    code, _, error = alerts("--send", to=f"{dead}\n{hook.address}")
    assert code == 1
    assert "destination 1 (JSON) did not take an alert" in error
    assert "destination 2" not in error
    assert len({row["destination"] for row in alerts.marked}) == 1
    count = len(hook.received)
    assert count > 10
    assert f"{count} delivered; the rest is not marked as sent" in error
    alerts("--send", to=f"{dead} {hook.address}")
    assert len(hook.received) == count, "who had it does not get it again"


def test_what_was_delivered_before_a_failure_is_marked(alerts: Command, hook: Server) -> None:
    taken = hook.received

    class Full(list[dict[str, Any]]):
        def append(self, item: dict[str, Any]) -> None:
            super().append(item)
            hook.status = 500 if len(self) >= 3 else 200  # the third is refused

    hook.received = Full(taken)
    assert alerts("--send", to=hook.address)[0] == 1
    assert len(hook.received) == 3
    *delivered, refused = [message["title"] for message in hook.received]
    hook.received, hook.status = [], 200
    assert alerts("--send", to=hook.address)[0] == 0
    later = {message["title"] for message in hook.received}
    assert refused in later
    assert not later & set(delivered)


def test_recent_alerts_only_unless_asked(alerts: Command, demo: Built, hook: Server) -> None:
    alerts.monkeypatch.setenv(URLS, hook.address)
    paths = ["--database", str(alerts.database), "--ledger", str(alerts.ledger)]
    assert main(["alerts", "--send", *paths]) == 0
    sent = {row["alert_id"] for row in alerts.marked}
    assert sent
    ended = demo.rows("select alert_id from marts.metric_alerts where period_end > date '2025-12-01'")
    assert sent <= {row["alert_id"] for row in ended}


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("", f"{URLS} has no address"),
        ("json://127.0.0.1:1 nonsense", f"address 2 in {URLS} is not one that apprise knows"),
    ],
)
def test_addresses_that_are_none(alerts: Command, to: str, says: str) -> None:
    code, _, error = alerts("--send", to=to)
    assert code == 2
    assert says in error
    assert alerts.marked == []


def test_a_ledger_that_cannot_be_read(alerts: Command, hook: Server) -> None:
    alerts.ledger.write_text('{"alert_id": "a", "destination": "b", "sent_at": "c"}\nnonsense\n')
    code, _, error = alerts("--send", to=hook.address)
    assert (code, hook.received) == (2, [])
    assert "line 2 is not a sent alert; delete the line" in error


def test_two_runs_at_once(alerts: Command, hook: Server) -> None:
    fcntl = pytest.importorskip("fcntl")
    with alerts.ledger.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        code, _, error = alerts("--send", to=hook.address)
    assert (code, hook.received) == (2, [])
    assert "another run is sending now" in error


def test_a_database_that_is_missing_or_bare(alerts: Command, tmp_path: Path) -> None:
    for name in ("missing.duckdb", "bare.duckdb"):
        database = tmp_path / name
        if name == "bare.duckdb":
            duckdb.connect(str(database)).close()
        code, _, error = Command(database, alerts.ledger, alerts.monkeypatch, alerts.capsys)()
        assert code == 2
        assert "run `uv run dbt build` first" in error


def test_a_company_without_alerts(alerts: Command, tmp_path: Path) -> None:
    database = tmp_path / "quiet.duckdb"
    shutil.copyfile(alerts.database, database)
    with duckdb.connect(str(database)) as warehouse:
        warehouse.execute("delete from marts.metric_alerts; delete from marts.metric_alert_coverage")
    assert main(["alerts", "--database", str(database), "--ledger", str(alerts.ledger)]) == 0
