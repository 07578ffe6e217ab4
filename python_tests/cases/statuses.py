"""MRR: what a subscription's status does to it. Grace for past-due is 30 days."""

from __future__ import annotations

from python_tests.cases.case import Case, Line, item, status

S = "2024-01-01"  # every item begins here and pays 100 a month


def _case(
    name: str, why: str, changes: list[tuple[str, str]], *movements: Line, end: str | None = None
) -> Case:
    rows = {
        "subscription_items": [item(name, "100", S, end)],
        "subscription_statuses": [status(f"{name}/{S}", kind, at) for at, kind in changes],
    }
    return Case(name, why, rows, movements)


NEW = Line("2024-01", "new", "100")


def _churn(month: str, involuntary: bool = False, intra: int = 0) -> Line:
    return Line(month, "churn", "0", "100", intra=intra, involuntary=involuntary)


CASES = (
    _case("pause", "no MRR while paused; resuming is reactivation",
          [("2024-02-10", "paused"), ("2024-04-05", "active")],
          NEW, _churn("2024-02"), Line("2024-04", "reactivation", "100")),
    _case("pause_inside_a_month", "paused 5 to 11 March only",
          [("2024-03-05", "paused"), ("2024-03-12", "active")], NEW, Line("2024-03", "none", "100", intra=1)),
    _case("status_trialing", "trialing does not pay, whatever the item says",
          [("2024-01-01", "trialing"), ("2024-02-10", "active")], Line("2024-02", "new", "100")),
    _case("pays_before_first_status", "no status is known before 10 March: paying",
          [("2024-03-10", "Canceled ")], NEW, _churn("2024-03")),
    _case("status_after_the_end_is_moot", "the item ended before the status changed",
          [("2024-04-10", "unpaid")], NEW, _churn("2024-03"), end="2024-03-10"),
    _case("last_status_of_a_day", "canceled at 09:00, active again at 15:00: nothing happened that day",
          [("2024-03-10T09:00:00Z", "canceled"), ("2024-03-10T15:00:00Z", "active")], NEW),
    _case("status_at_local_midnight", "22:30 UTC on 31 March is April in Berlin: summer time began",
          [("2024-03-31T22:30:00Z", "canceled")], NEW, _churn("2024-04")),
    _case("grace_ends_in_month", "past due on 1 March pays 30 days, through the 30th: gone on the 31st",
          [("2024-03-01", "past_due")], NEW, _churn("2024-03", involuntary=True)),
    _case("grace_covers_month_end", "past due on 2 March: gone on 1 April",
          [("2024-03-02", "past_due")], NEW, _churn("2024-04", involuntary=True)),
    _case("paid_within_grace", "cured on the 20th day",
          [("2024-03-01", "past_due"), ("2024-03-20", "active")], NEW),
    _case("grace_runs_from_first_past_due", "a second past_due row does not start the 30 days again",
          [("2024-02-20", "past_due"), ("2024-03-10", "past_due")], NEW, _churn("2024-03", involuntary=True)),
    _case("grace_starts_again_after_payment", "paid in between: the run of 22 March ends on 21 April",
          [("2024-03-01", "past_due"), ("2024-03-20", "active"), ("2024-03-22", "past_due")],
          NEW, _churn("2024-04", involuntary=True)),
    _case("comes_back_after_grace", "lost on 31 March, paid on 2 May",
          [("2024-03-01", "past_due"), ("2024-05-02", "active")],
          NEW, _churn("2024-03", involuntary=True), Line("2024-05", "reactivation", "100")),
    _case("unpaid_at_once", "unpaid ends the grace", [("2024-03-01", "past_due"), ("2024-03-10", "unpaid")],
          NEW, _churn("2024-03", involuntary=True)),
    _case("canceled_while_past_due", "the customer left: voluntary",
          [("2024-03-01", "past_due"), ("2024-03-10", "canceled")], NEW, _churn("2024-03")),
    _case("ends_while_past_due", "the period ended with the bill open: involuntary",
          [("2024-03-01", "past_due")], NEW, _churn("2024-03", involuntary=True), end="2024-03-15"),
    _case("ends_while_active", "an ordinary end: voluntary", [("2024-01-01", "active")],
          NEW, _churn("2024-03"), end="2024-03-15"),
    Case("one_of_two_is_unpaid", "both end on 10 March, one for want of payment: involuntary is enough",
         {"subscription_items": [item("one_of_two_is_unpaid", "60", S, n="a"),
                                 item("one_of_two_is_unpaid", "40", S, "2024-03-10", n="b")],
          "subscription_statuses": [status("one_of_two_is_unpaid/a", "unpaid", "2024-03-10")]},
         (NEW, _churn("2024-03", involuntary=True))),
    Case("unpaid_first_then_left", "the unpaid one went on the 5th; to zero brought it the other's end",
         {"subscription_items": [item("unpaid_first_then_left", "60", S, n="a"),
                                 item("unpaid_first_then_left", "40", S, "2024-03-10", n="b")],
          "subscription_statuses": [status("unpaid_first_then_left/a", "unpaid", "2024-03-05")]},
         (NEW, _churn("2024-03"))),
    Case("status_is_of_one_subscription", "the other subscription goes on",
         {"subscription_items": [item("status_is_of_one_subscription", "60", S, n="a"),
                                 item("status_is_of_one_subscription", "40", S, n="b")],
          "subscription_statuses": [status("status_is_of_one_subscription/a", "paused", "2024-03-05")]},
         (NEW, Line("2024-03", "contraction", "40", "60"))),
)  # fmt: skip
