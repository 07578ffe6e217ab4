"""Three marts as an analyst would make them in pandas from the same raw files, to compare what they cost.

They are simpler than ours: rows are not checked, merged ids stay apart, discounts are only those of items,
exchange rates move MRR, and there is no breakdown. Each runs in a process of its own, to be measured:
`python -m north_star.benchmarks.pandas_marts mrr_movements big 2025-12-31`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

MONTHS = {"day": 12 / 365, "week": 12 / 52, "month": 1.0, "quarter": 3.0, "year": 12.0}
REPORTING_CURRENCY = "USD"
TRUE = ("true", "t", "yes", "y", "1")
DAY, GRACE = pd.Timedelta(days=1), pd.Timedelta(days=30)
BEGINNING, END = pd.Timestamp("1900-01-01"), pd.Timestamp("2200-01-01")
WINDOWS = {"dau": 1, "wau": 7, "mau": 30}
# weekly_task_teams, the demo's North Star.
TASKS, LEAST_TASKS, LEAST_USERS = ("task_created", "task_completed"), 3, 2


def mrr_movements(raw: Path, as_of: pd.Timestamp) -> pd.DataFrame:
    """What moved MRR, by month."""
    return movements_of(mrr_by_account(raw, as_of))


def mrr_by_account(raw: Path, as_of: pd.Timestamp) -> pd.DataFrame:
    """MRR at the end of each month: a row per account that ever paid, a column per month's first day."""
    spans = _paid_spans(raw, as_of)
    rates = _rates(raw, as_of)
    # Counted at the ends of all months from its first up to the one before that in which it ends.
    first = _month(spans["started"])
    behind = _month(spans["ended"]).where(spans["ended"] <= as_of, _month_number(as_of) + 1)
    counts = (behind - first).clip(lower=0).to_numpy()
    span = np.repeat(np.arange(len(spans)), counts)
    month = first.to_numpy()[span] + np.arange(len(span)) - np.repeat(counts.cumsum() - counts, counts)
    rate = rates.to_numpy()[
        rates.index.get_indexer(pd.Index(spans["currency"]))[span], rates.columns.get_indexer(pd.Index(month))
    ]
    mrr = pd.DataFrame(
        {
            "account": spans["account_id"].cat.codes.to_numpy()[span],
            "month": month,
            "mrr": spans["monthly"].to_numpy()[span] * rate,
        }
    )
    by_account = mrr.groupby(["account", "month"])["mrr"].sum().round(6).unstack(fill_value=0)
    by_account.index = spans["account_id"].cat.categories[by_account.index]
    years, months = np.divmod(by_account.columns.to_numpy(), 12)
    by_account.columns = pd.to_datetime(pd.DataFrame({"year": years, "month": months + 1, "day": 1}))
    return by_account


def movements_of(closing: pd.DataFrame) -> pd.DataFrame:
    """What moved the MRR of these accounts, by month."""
    opening = closing.shift(axis=1, fill_value=0.0)
    change = closing - opening
    is_back, is_gone = (opening == 0) & (closing > 0), (opening > 0) & (closing == 0)
    is_known = opening.cummax(axis=1) > 0
    return pd.DataFrame(
        {
            "mrr": closing.sum(),
            "new_mrr": change.where(is_back & ~is_known).sum(),
            "reactivation_mrr": change.where(is_back & is_known).sum(),
            "expansion_mrr": change.where(~is_back & (change > 0)).sum(),
            "contraction_mrr": -change.where(~is_gone & (change < 0)).sum(),
            "churned_mrr": -change.where(is_gone).sum(),
        }
    )


def active_users_daily(raw: Path, as_of: pd.Timestamp) -> pd.DataFrame:
    """Users active on each day, and in the 7 and 30 days that end with it."""
    events = _events(raw, as_of, ["user_id"]).dropna()
    first_day = events["day"].min()
    day_count = (as_of - first_day).days + 1
    user, day = pd.factorize(events["user_id"])[0], _days_since(first_day, events["day"])
    user, day = np.divmod(np.sort(pd.unique(user * np.int64(day_count) + day)), day_count)
    is_next = user[1:] == user[:-1]
    pause = np.where(is_next, day[1:] - day[:-1], day_count + 30)
    before, after = np.append(day_count + 30, pause), np.append(pause, day_count + 30)
    counts = {}
    for name, width in WINDOWS.items():
        # A user comes after a pause that is as long, and is gone that many days after the day before one.
        come = np.bincount(day[before >= width], minlength=day_count)
        gone = np.bincount(day[after >= width] + width, minlength=day_count)
        counts[name] = np.cumsum(come - gone[:day_count])
    return pd.DataFrame(counts, index=pd.date_range(first_day, as_of))


def weekly_north_star(raw: Path, as_of: pd.Timestamp) -> pd.DataFrame:
    """Paying accounts that created three tasks, completed three and had two users at it, by week."""
    events = _events(raw, as_of, ["account_id", "user_id", "event_name"], TASKS)
    monday = BEGINNING - pd.Timedelta(days=BEGINNING.weekday())
    events["week"] = _days_since(monday, events["day"]) // 7
    events["account_id"] = events["account_id"].astype("category")
    account, week = events["account_id"].cat.codes, events["week"]
    tasks = events.groupby([account, week, "event_name"]).size().unstack(fill_value=0)
    with_user = pd.DataFrame({"account": account, "week": week, "user": pd.factorize(events["user_id"])[0]})
    users = with_user[with_user["user"] >= 0].drop_duplicates().groupby(["account", "week"]).size()
    is_met = (tasks >= LEAST_TASKS).all(axis=1) & (users.reindex(tasks.index, fill_value=0) >= LEAST_USERS)
    met = tasks.index[is_met]
    qualifying = pd.DataFrame(
        {
            "account_id": events["account_id"].cat.categories[met.get_level_values(0)],
            "period_start": monday + met.get_level_values(1) * 7 * DAY,
        }
    )
    # Of those, who paid on the last day that counts.
    spans = _paid_spans(raw, as_of).astype({"account_id": events["account_id"].cat.categories.dtype})
    judged = qualifying.merge(spans, on="account_id")
    sunday = judged["period_start"] + 6 * DAY
    day = sunday.where(sunday <= as_of, as_of)
    paying = judged[(judged["started"] <= day) & (day < judged["ended"])]
    counted = paying.drop_duplicates(["account_id", "period_start"]).groupby("period_start").size()
    return counted.to_frame("qualifying_count")


def _events(raw: Path, as_of: pd.Timestamp, columns: list[str], names: Sequence[str] = ()) -> pd.DataFrame:
    """These columns and the day of events up to `as_of`, without those of the vendor's own staff."""
    events = _read(raw, "events", [*columns, "occurred_at", "is_internal"], ("event_name", names))
    is_internal = _is_true(events.pop("is_internal"))
    events["day"] = _day(events.pop("occurred_at"))
    return events[~is_internal & (events["day"] <= as_of)].copy()


def _paid_spans(raw: Path, as_of: pd.Timestamp) -> pd.DataFrame:
    """From when to when which account pays how much a month: items, while their status is one that pays."""
    items = _read(
        raw,
        "subscription_items",
        [
            *("subscription_id", "account_id", "amount", "recurring_discount_amount", "currency"),
            *("billing_interval", "billing_interval_count", "started_at", "ended_at"),
            *("is_trial", "is_usage_based"),
        ],
    )
    items = items[~_is_true(items["is_trial"]) & ~_is_true(items["is_usage_based"])]
    interval = _tidy(items["billing_interval"]).str.lower().map(MONTHS)
    months = interval * _number(items["billing_interval_count"]).fillna(1)
    items = pd.DataFrame(
        {
            "subscription_id": items["subscription_id"],
            "account_id": items["account_id"].astype("category"),
            "currency": _tidy(items["currency"]).str.upper(),
            "monthly": (_number(items["amount"]) - _number(items["recurring_discount_amount"]).fillna(0))
            / months,
            "item_started": _day(items["started_at"]),
            "item_ended": _day(items["ended_at"]).fillna(END),
        }
    )
    items = items[items["account_id"].notna() & (items["monthly"] > 0)]
    spans = items.merge(_paying_statuses(raw), on="subscription_id", how="left")
    spans["started"] = spans["item_started"].clip(lower=spans["status_started"].fillna(BEGINNING))
    spans["ended"] = spans["item_ended"].clip(upper=spans["status_ended"].fillna(END))
    return spans[(spans["started"] < spans["ended"]) & (spans["started"] <= as_of)]


def _paying_statuses(raw: Path) -> pd.DataFrame:
    """From when to when the status of a subscription is one that pays; those without any have no row."""
    statuses = _read(raw, "subscription_statuses", ["subscription_id", "status", "changed_at"])
    statuses["changed_at"] = _time(statuses["changed_at"])
    statuses = statuses.dropna().sort_values(["subscription_id", "changed_at"])
    statuses["day"] = statuses.pop("changed_at").dt.floor("D")
    statuses = statuses.drop_duplicates(["subscription_id", "day"], keep="last")
    subscription = statuses["subscription_id"]
    is_first, is_same = subscription != subscription.shift(), statuses["status"] == statuses["status"].shift()
    until = statuses["day"].shift(-1).where(~is_first.shift(-1, fill_value=True), END)
    # Days of grace count from the first of several reminders.
    overdue_since = statuses["day"].where(is_first | ~is_same).ffill()
    until = until.where(statuses["status"] == "active", until.clip(upper=overdue_since + GRACE))
    pays = statuses["status"].isin(["active", "past_due"])
    return pd.concat(
        pd.DataFrame({"subscription_id": ids, "status_started": started, "status_ended": ended})
        for ids, started, ended in (
            (subscription[pays], statuses["day"][pays], until[pays]),
            # Before its first status it pays as long as its items run.
            (subscription[is_first], BEGINNING, statuses["day"][is_first]),
        )
    )


def _rates(raw: Path, as_of: pd.Timestamp) -> pd.DataFrame:
    """The latest rate on the last day of each month: a row per currency, a column per month."""
    rates = _read(raw, "exchange_rates", ["currency", "rate_date", "rate"])
    rates = rates.assign(
        currency=_tidy(rates["currency"]).str.upper(),
        day=_day(rates["rate_date"]),
        rate=_number(rates["rate"]),
    ).dropna()
    rates = rates[rates["day"] <= as_of].sort_values("day")
    last = rates.groupby(["currency", _month(rates["day"])])["rate"].last().unstack()
    first = _month_number(rates["day"].min())
    last = last.reindex(columns=range(first, _month_number(as_of) + 1)).ffill(axis=1)
    last.loc[REPORTING_CURRENCY] = 1.0
    return last


def _read(
    raw: Path, table: str, columns: list[str], only: tuple[str, Sequence[str]] = ("", ())
) -> pd.DataFrame:
    """These columns of a raw table, and only its rows that have one of the values, if there are any."""
    column, values = only
    if (raw / f"{table}.csv").exists():
        found = pd.read_csv(raw / f"{table}.csv", usecols=columns, dtype="str")
        return found[found[column].isin(values)] if values else found
    path = raw / table if (raw / table).is_dir() else raw / f"{table}.parquet"
    return pd.read_parquet(path, columns=columns, filters=[(column, "in", values)] if values else None)


def _tidy(text: pd.Series[str]) -> pd.Series[str]:
    return text.str.strip()


def _is_true(column: pd.Series) -> pd.Series:
    return column.astype("str").str.lower().isin(TRUE)


def _number(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column, errors="coerce")


def _time(column: pd.Series) -> pd.Series[pd.Timestamp]:
    return pd.to_datetime(column, utc=True, format="ISO8601", errors="coerce").dt.tz_localize(None)


def _day(column: pd.Series) -> pd.Series[pd.Timestamp]:
    return _time(column).dt.floor("D")


def _days_since(first: pd.Timestamp, day: pd.Series) -> np.ndarray:
    return ((day - first) // DAY).to_numpy()


def _month(day: pd.Series[pd.Timestamp]) -> pd.Series[int]:
    return day.dt.year * 12 + day.dt.month - 1


def _month_number(day: pd.Timestamp) -> int:
    return day.year * 12 + day.month - 1


MARTS = {one.__name__: one for one in (mrr_movements, active_users_daily, weekly_north_star)}

if __name__ == "__main__":
    MARTS[sys.argv[1]](Path(sys.argv[2]), pd.Timestamp(sys.argv[3]))
