"""What a case is, and short hands for the rows it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from python_tests.support.raw_files import RawRow

Tables = Mapping[str, Sequence[RawRow]]
MOVED = ("new_mrr", "reactivation_mrr", "expansion_mrr", "contraction_mrr", "churned_mrr", "fx_mrr")


@dataclass(frozen=True)
class Line:
    """A month in which something happened to an account: the movement's kind and the MRR at its end.

    `amount` is the size of the movement; by default the closing MRR (new, reactivation).
    """

    month: str
    kind: str
    closing: str
    amount: str | None = None
    fx: str = "0"
    intra: int = 0
    involuntary: bool = False

    @property
    def month_start(self) -> date:
        return date.fromisoformat(f"{self.month}-01")

    @property
    def values(self) -> dict[str, Any]:
        """The line as columns of mrr_movements."""
        moved = dict.fromkeys(MOVED, Decimal(0))
        column = {"churn": "churned_mrr"}.get(self.kind, f"{self.kind}_mrr")
        if self.kind != "none":
            moved[column] = Decimal(self.closing if self.amount is None else self.amount)
        moved["fx_mrr"] = Decimal(self.fx)
        return {
            **moved,
            "movement_type": self.kind,
            "closing_mrr": Decimal(self.closing),
            "intra_month_churn_count": self.intra,
            "involuntary_churned_account_count": int(self.involuntary),
        }


@dataclass(frozen=True)
class Expect:
    """Values of one row of a mart. A summary is read at breakdown 'segment', whose value is the case's id."""

    mart: str
    key: Mapping[str, object]
    values: Mapping[str, object]


@dataclass(frozen=True)
class Refusal:
    """A raw row of the case that must not count; `key` as rejected_rows shows it."""

    table: str
    key: str
    reason: str


@dataclass(frozen=True)
class Case:
    """One claim; `why` is what a reader must know to agree with what is expected.

    `movements` None means that the case says nothing about its account's MRR; () that it never pays.
    Months that it does not list are months in which nothing moved. `published` names the example it repeats.
    """

    id: str
    why: str
    tables: Tables
    movements: tuple[Line, ...] | None = None
    expected: tuple[Expect, ...] = ()
    refused: tuple[Refusal, ...] = ()
    published: tuple[str, ...] = field(default=())

    def rows(self, table: str) -> list[RawRow]:
        """The case's rows; an account of the case's own id is there unless the case brings accounts."""
        rows = list(self.tables.get(table, ()))
        if table == "accounts" and "accounts" not in self.tables:
            return [account(self.id, self.id)]
        return rows


def account(account_id: str, segment: str, **others: object) -> RawRow:
    """An account that was there before anything else in any case."""
    return {
        "account_id": account_id, "account_name": account_id, "created_at": "2016-01-01", "segment": segment,
        **others,
    }  # fmt: skip


def item(account_id: str, amount: str, start: str, end: str | None = None, **others: object) -> RawRow:
    """A monthly item in dollars; its ids follow from account, start and `n` (for several at one start)."""
    n = others.pop("n", start)
    return {
        "subscription_item_id": f"{account_id}/{n}", "subscription_id": f"{account_id}/{n}",
        "account_id": account_id, "plan_name": "Basic", "amount": amount, "currency": "USD",
        "billing_interval": "month", "billing_interval_count": 1, "started_at": start, "ended_at": end,
        **others,
    }  # fmt: skip


def status(subscription_id: str, status_name: str, changed_at: str) -> RawRow:
    return {"subscription_id": subscription_id, "status": status_name, "changed_at": changed_at}


def user(user_id: str, account_id: str, **others: object) -> RawRow:
    return {"user_id": user_id, "account_id": account_id, "created_at": "2016-01-01", **others}


def event(event_id: str, account_id: str, user_id: str | None, at: str, **others: object) -> RawRow:
    return {
        "event_id": event_id, "account_id": account_id, "user_id": user_id, "event_name": "opened",
        "occurred_at": at, **others,
    }  # fmt: skip


def answer(response_id: str, score: object, at: str, **others: object) -> RawRow:
    return {"response_id": response_id, "survey": "nps", "score": score, "responded_at": at, **others}
