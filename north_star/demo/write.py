"""Writes the tables as CSV or Parquet; both come from the same rows."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import duckdb
import numpy as np
import pandas as pd

from north_star.demo.company import Accounts
from north_star.demo.events import EVENT_NAMES, Batch
from north_star.demo.migration import MOVED, Moves
from north_star.demo.text import HEADERS, NATURAL_TYPES, TIME_FORMS, Row

Format = Literal["csv", "parquet"]
Types = Literal["text", "natural"]
# An event row outside the simulation, with the second of the story at which it stands in the file.
PlacedEvent = tuple[int, Row]

# The ways to write a timestamp (TIME_FORMS) in SQL; only events have instants between two seconds.
_WRITTEN = (
    "case form "
    + " ".join(
        f"when {form} then strftime(make_timestamp((occurred + {shift}) * 1000000),"
        f" '%Y-%m-%d{mark}%H:%M:%S{ending.replace('.000', '.250')}')"
        for form, (shift, mark, ending) in enumerate(TIME_FORMS)
    )
    + " end"
)

EVENTS_SQL = f"""
with numbered as (
    select
        batch.*,
        row_number() over (order by position) + $already as number,
        $already as already
    from batch
),
written as (
    select
        occurred as second,
        position,
        'e' || lpad(number::varchar, $event_width, '0') as event_id,
        case
            when occurred < $moved then account_ids.former_id else account_ids.account_id
        end as account_id,
        case
            when "user" >= 0 then 'u' || lpad(("user" + 1)::varchar, $user_width, '0') else ''
        end as user_id,
        case when session >= 0 then 's' || session else '' end as session_id,
        (['{"','".join(EVENT_NAMES)}'])[name + 1] as event_name,
        {_WRITTEN} as occurred_at,
        case
            when lag >= 0 then strftime(make_timestamp((occurred + lag) * 1000000), '%Y-%m-%dT%H:%M:%SZ')
            else ''
        end as received_at,
        case
            when target < 0 then ''
            when name = {EVENT_NAMES.index("file_shared")} then 'f' || target
            else 't' || target
        end as object_id,
        case
            when quantity >= 0 then (quantity // 100) || '.' || lpad((quantity % 100)::varchar, 2, '0')
            else ''
        end as quantity,
        case internal when 1 then 'true' when 0 then 'false' else '' end as is_internal
    from numbered
    inner join account_ids on numbered.account = account_ids.account
    union all
    select * from placed
)
select * exclude (second, position) from written order by second, position
"""


def progress(message: str) -> None:
    """Print a line of progress."""
    print(message, file=sys.stderr, flush=True)


def tables_in(folder: Path) -> list[Path]:
    """Raw tables in a folder, in any format."""
    names = [name for table in HEADERS for name in (f"{table}.csv", f"{table}.parquet", table)]
    return [folder / name for name in names if (folder / name).exists()]


class Writer:
    """Writes into one folder and counts the rows of each table."""

    def __init__(self, out: Path, form: Format, types: Types = "text") -> None:
        self.out, self.form, self.types = out, form, types
        self.counts: dict[str, int] = {}
        self.engine = duckdb.connect()
        self.engine.execute("set threads = 2; set preserve_insertion_order = true; set memory_limit = '2GB'")
        self.engine.execute("set timezone = 'UTC'")

    def clear(self) -> None:
        """Remove the files of an earlier run, so that no table is there twice."""
        self.out.mkdir(parents=True, exist_ok=True)
        for path in tables_in(self.out):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()

    def table(self, name: str, rows: list[Row]) -> None:
        """A whole table."""
        self.counts[name] = len(rows)
        if self.form == "csv":
            self.csv(name, [rows])
        else:
            frame = pd.DataFrame.from_records(rows, columns=list(HEADERS[name])).astype(object)
            self.engine.register("frame", frame)
            self.parquet("select * from frame", HEADERS[name], self.out / f"{name}.parquet", {})
            self.engine.unregister("frame")

    def csv(self, name: str, parts: Iterable[Iterable[Row]]) -> None:
        """RFC 4180 with the fewest quotes, UTF-8, one line feed a row."""
        with (self.out / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADERS[name])
            for part in parts:
                writer.writerows(part)

    def parquet(self, sql: str, columns: tuple[str, ...], path: Path, values: dict[str, int]) -> None:
        """Text, so that bad values survive, or natural types, where they are null; the empty text is null."""
        cells = ", ".join(f"{self._cell(column)} as {column}" for column in columns)
        target = str(path).replace("'", "''")
        self.engine.execute(
            f"copy (select {cells} from ({sql})) to '{target}' (format parquet, compression zstd)", values
        )

    def _cell(self, column: str) -> str:
        text = f"nullif({column}, '')"
        natural = NATURAL_TYPES.get(column) if self.types == "natural" else None
        return f"try_cast({text} as {natural})" if natural else text

    def events(
        self,
        months: Iterable[tuple[str, Batch]],
        accounts: Accounts,
        moves: Moves,
        user_width: int,
        placed: list[PlacedEvent],
        total: int,
    ) -> None:
        """The events in order of time: one CSV file, or a folder with one Parquet file per month."""
        former = [moves.old_ids.get(account, account) for account in accounts.ids]
        ids = pd.DataFrame({"account": range(len(former)), "account_id": accounts.ids, "former_id": former})
        self.engine.register("ids", ids.astype({"account_id": object, "former_id": object}))
        self.engine.execute("create or replace temp table account_ids as select * from ids")
        rest = pd.DataFrame.from_records(
            [(second, -1, *row) for second, row in placed], columns=["second", "position", *HEADERS["events"]]
        )
        self.engine.register("rest", rest.astype({name: object for name in HEADERS["events"]}))
        values = {"already": 0, "event_width": len(str(total)), "user_width": user_width, "moved": MOVED}
        parts = self.month_parts(months, values)
        if self.form == "csv":
            self.csv("events", (self.engine.execute(EVENTS_SQL, values).fetchall() for _ in parts))
        else:
            (self.out / "events").mkdir()
            for month in parts:
                path = self.out / "events" / f"events_{month}.parquet"
                self.parquet(EVENTS_SQL, HEADERS["events"], path, values)
        self.counts["events"] = values["already"] + len(placed)

    def month_parts(self, months: Iterable[tuple[str, Batch]], values: dict[str, int]) -> Iterator[str]:
        """Offer each month to SQL as `batch` and `placed`; what has no month stands in the last."""
        last_second = 0
        for month, batch in months:
            frame = pd.DataFrame(batch.columns())
            frame["position"] = range(len(frame))
            self.engine.register("batch", frame)
            edge = int((np.datetime64(month, "M") + 1).astype("datetime64[s]").astype(np.int64))
            edge = 2**62 if month == "2025-12" else edge
            self.engine.execute(
                "create or replace temp table placed as"
                " select * replace (row_number() over () - 1000000000 as position) from rest"
                f" where second >= {last_second} and second < {edge}"
            )
            yield month
            values["already"] += len(frame)
            last_second = edge
            if month.endswith("-12") or month.endswith("-06"):
                progress(f"events to {month}: {values['already']:,}")
