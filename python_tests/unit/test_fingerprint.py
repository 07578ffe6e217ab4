"""Which SQL means the same: pairs of queries over two small tables, and what differs in words."""

from __future__ import annotations

import pytest

from north_star.governance.differences import own_changes
from north_star.governance.expressions import LineageError
from north_star.governance.lineage import Lineage, Table
from north_star.governance.nodes import Node

TABLES = {
    ("raw", "orders"): Table("orders", ("id", "account_id", "amount", "status", "day")),
    ("raw", "accounts"): Table("accounts", ("id", "plan", "country")),
}
ORDERS = "select id, account_id, amount, status, day from raw.orders"
JOINED = "select o.id, a.plan as v from raw.orders as o inner join raw.accounts as a on o.account_id = a.id"


def lineage(sql: str) -> Lineage:
    return Lineage({("main", "m"): ("m", sql)}, TABLES)


def form(sql: str) -> tuple[Node, dict[str, Node]]:
    relation = lineage(sql).model("m")
    return relation.rows.node, {name: relation.column(name) for name in relation.columns}


SAME = {
    "comment and line breaks": (
        ORDERS,
        "-- all\nselect id,account_id , amount,status,\n day FROM raw.orders /* x */",
    ),
    "order of and": (
        f"{ORDERS} where amount > 1 and day > '2025-01-01'",
        f"{ORDERS} where day > '2025-01-01' and 1 < amount",
    ),
    "brackets": (f"{ORDERS} where amount > 1 or id = 2", f"{ORDERS} where ((id = 2) or (amount > 1))"),
    "CTE passed through": (
        ORDERS,
        "with a as (select * from raw.orders), b as (select * from a) select * from b",
    ),
    "filter before or after": (
        f"{ORDERS} where amount > 1 and id > 2",
        "with a as (select * from raw.orders where id > 2) select * from a where amount > 1",
    ),
    "column passed under another name": (
        "select amount + 1 as v from raw.orders",
        "with a as (select amount as b from raw.orders), c as (select b + 1 as d from a) select d v from c",
    ),
    "alias of a table": (
        JOINED,
        "select x.id, y.plan as v from raw.orders x join raw.accounts y on y.id = x.account_id",
    ),
    "order of inner joins": (
        JOINED,
        "select o.id, a.plan as v from raw.accounts as a inner join raw.orders as o on o.account_id = a.id",
    ),
    "inner join as a condition": (
        JOINED,
        "select o.id, a.plan as v from raw.orders o cross join raw.accounts a where o.account_id = a.id",
    ),
    "group by place": (
        "select account_id, sum(amount) as v from raw.orders group by 1",
        "select account_id, sum(amount) as v from raw.orders group by account_id",
    ),
    "group by all": (
        "select account_id, status, count(*) as v from raw.orders group by all",
        "select account_id, status, count(1) as v from raw.orders group by status, account_id",
    ),
    "list of values": (
        f"{ORDERS} where status in ('a', 'b')",
        f"{ORDERS} where status = 'b' or 'a' = status",
    ),
    "none of a list": (
        f"{ORDERS} where status not in ('a', 'b')",
        f"{ORDERS} where status != 'b' and status <> 'a'",
    ),
    "between": (f"{ORDERS} where amount between 1 and 2", f"{ORDERS} where not (amount < 1 or amount > 2)"),
    "case of a value": (
        "select case status when 'a' then 1 else null end as v from raw.orders",
        "select case when status = 'a' then 1 end as v from raw.orders",
    ),
    "qualify or a filter after": (
        f"{ORDERS} qualify row_number() over (partition by account_id order by day) = 1",
        "with a as (select *, row_number() over (partition by account_id order by day) as n from raw.orders)"
        " select id, account_id, amount, status, day from a where n = 1",
    ),
    "named window": (
        "select id, sum(amount) over (partition by account_id order by day) as v from raw.orders",
        "select id, sum(amount) over w v from raw.orders window w as (partition by account_id order by day)",
    ),
    "branches of a union": (
        "select id as v, 'o' as k from raw.orders union all select id, 'a' from raw.accounts",
        "select id as v, 'a' as k from raw.accounts union all (select id, 'o' from raw.orders)",
    ),
    "branches of one table": (
        "select id as v, 'x' as k from raw.orders union all select account_id, 'y' from raw.orders",
        "select account_id as v, 'y' as k from raw.orders union all select id, 'x' from raw.orders",
    ),
    "order of rows": (ORDERS, f"{ORDERS} order by amount desc"),
    "subquery": (f"{ORDERS} where amount > 1", f"select * from ({ORDERS}) as t where t.amount > 1"),
}

DIFFERENT = {
    "filter": (ORDERS, f"{ORDERS} where status != 'void'"),
    "threshold": (f"{ORDERS} where amount > 1", f"{ORDERS} where amount > 2"),
    "at least": (f"{ORDERS} where amount > 1", f"{ORDERS} where amount >= 1"),
    "or": (f"{ORDERS} where amount > 1 and id > 1", f"{ORDERS} where amount > 1 or id > 1"),
    "left join": (JOINED, JOINED.replace("inner", "left")),
    "on or where of a left join": (
        JOINED.replace("inner", "left") + " and a.plan = 'x'",
        JOINED.replace("inner", "left") + " where a.plan = 'x'",
    ),
    "coalesce before or after a left join": (
        "with a as (select id, coalesce(plan, 'n') as p from raw.accounts)"
        " select o.id, a.p as v from raw.orders o left join a on o.account_id = a.id",
        "select o.id, coalesce(plan, 'n') v from raw.orders o left join raw.accounts a on account_id = a.id",
    ),
    "window before or after a filter": (
        f"select *, count(*) over () as n from ({ORDERS}) t where amount > 1",
        f"select * from (select *, count(*) over () as n from ({ORDERS}) t) u where amount > 1",
    ),
    "group": (
        "select max(account_id) as k, sum(amount) as v from raw.orders group by status",
        "select max(account_id) as k, sum(amount) as v from raw.orders group by day",
    ),
    "aggregate": (
        "select count(id) as v from raw.orders group by day",
        "select count(distinct id) as v from raw.orders group by day",
    ),
    "having": (
        "select day, sum(amount) as v from raw.orders group by 1",
        "select day, sum(amount) as v from raw.orders group by 1 having count(*) > 1",
    ),
    "filter before or after grouping": (
        "select day, sum(amount) as v from raw.orders where day > '2025' group by 1 having sum(amount) > 5",
        "select day, sum(amount) as v from raw.orders where day > '2025' and amount > 5 group by 1",
    ),
    "distinct": ("select status from raw.orders", "select distinct status from raw.orders"),
    "union of distinct rows": (
        "select id from raw.orders union all select id from raw.accounts",
        "select id from raw.orders union select id from raw.accounts",
    ),
    "values of two branches swapped": (
        "select id as v, 'x' as k from raw.orders union all select account_id, 'y' from raw.orders",
        "select account_id as v, 'x' as k from raw.orders union all select id, 'y' from raw.orders",
    ),
    "quotient turned round": (
        "select amount / id as v from raw.orders",
        "select id / amount as v from raw.orders",
    ),
    "order of a case": (
        "select case when id > 1 then 'a' when amount > 1 then 'b' end as v from raw.orders",
        "select case when amount > 1 then 'b' when id > 1 then 'a' end as v from raw.orders",
    ),
    "frame": (
        "select sum(amount) over (order by day rows between 6 preceding and current row) v from raw.orders",
        "select sum(amount) over (order by day rows between 7 preceding and current row) v from raw.orders",
    ),
    "limit": (f"{ORDERS} order by amount limit 1", f"{ORDERS} order by day limit 1"),
    "sides of a self join": (
        "select a.id, b.amount as v from raw.orders a left join raw.orders b on a.id = b.account_id",
        "select a.id, b.amount as v from raw.orders a left join raw.orders b on b.id = a.account_id",
    ),
    "type": (
        "select cast(amount as double) as v from raw.orders",
        "select cast(amount as bigint) as v from raw.orders",
    ),
    "text or number": ("select '1' as v from raw.orders", "select 1 as v from raw.orders"),
}

REFUSED = {
    "table that is none": "select * from raw.nothing",
    "column that is none": "select price from raw.orders",
    "column of two": "select id from raw.orders as o inner join raw.accounts as a on o.account_id = a.id",
    "join by name": "select o.id from raw.orders as o inner join raw.accounts as a using (id)",
    "union by name": "select id from raw.orders union all by name select id from raw.accounts",
    "first of each": "select distinct on (account_id) id from raw.orders",
    "no SQL": "select from where",
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_same_meaning_has_one_form(pair: tuple[str, str]) -> None:
    assert form(pair[0]) == form(pair[1])


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=DIFFERENT)
def test_other_meaning_has_another_form(pair: tuple[str, str]) -> None:
    assert form(pair[0]) != form(pair[1])


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=DIFFERENT)
def test_other_meaning_is_told(pair: tuple[str, str]) -> None:
    old, new = (lineage(sql).own_model("m") for sql in pair)
    assert own_changes("m", list(old.columns), old, new)


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_followed_is_refused_by_name(sql: str) -> None:
    with pytest.raises(LineageError, match=r"m|raw"):
        form(sql)


def test_a_column_that_nobody_reads_is_no_part() -> None:
    wider = ORDERS.replace("day", "day, amount * 2 as doubled")
    assert form(ORDERS)[1]["amount"] == form(wider)[1]["amount"]
    assert form(ORDERS)[0] == form(wider)[0]


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ("filter", "filter added: orders.status != 'void'"),
        ("threshold", "filter 1 < orders.amount -> 2 < orders.amount"),
        ("left join", "join added: left join accounts on accounts.id = orders.account_id"),
        ("group", "grouping orders.status -> orders.day"),
        ("distinct", "distinct added: orders.status"),
        ("values of two branches swapped", "column v: orders.id -> orders.account_id"),
        ("quotient turned round", "column v: orders.amount / orders.id -> orders.id / orders.amount"),
        (
            "frame",
            "column v: rows between 6 preceding and current row -> rows between 7 preceding and current row",
        ),
        (
            "sides of a self join",
            "orders#2.account_id = orders.id -> left join orders on orders#2.id = orders.account_id",
        ),
        ("window before or after a filter", "column n: the same words, but over other rows"),
    ],
)
def test_words(pair: str, words: str) -> None:
    old, new = (lineage(sql).own_model("m") for sql in DIFFERENT[pair])
    told = [one.words for one in own_changes("m", list(old.columns), old, new)]
    assert any(words in one for one in told), told
