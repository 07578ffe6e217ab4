"""What the list of accounts says of each: stage, plan and currency on the last day, and whose rows are whose.

What moves MRR is in the conformance suite.
"""

from __future__ import annotations

from datetime import date

from python_tests.cases.case import Case, Expect, Line, account, answer, event, item, user


def _case(
    name: str, why: str, items: list[dict[str, object]], *movements: Line, says: dict[str, object]
) -> Case:
    """A case of one account; an item's keys are the arguments of `item` after the account."""
    rows = [item(name, **one) for one in items]  # type: ignore[arg-type]
    return Case(name, why, {"subscription_items": rows}, movements, (Expect("accounts", {}, says),))


def _i(amount: str, start: str, end: str | None = None, **others: object) -> dict[str, object]:
    return {"amount": amount, "start": start, "end": end, **others}


NEW = Line("2024-01", "new", "100")

STANDINGS = (
    _case("gone_on_as_of", "the end is exclusive: the last paid day is the one before as_of",
          [_i("100", "2024-01-10", "2024-06-15")], NEW, Line("2024-06", "churn", "0", "100"),
          says={"lifecycle_stage": "churned", "current_mrr": 0}),
    _case("switched_plans", "the plan is the one of as_of",
          [_i("100", "2024-01-05", "2024-03-15"), _i("150", "2024-03-15", plan_name="Pro")],
          NEW, Line("2024-03", "expansion", "150", "50"), says={"plan_name": "Pro", "current_mrr": 150}),
    _case("switched_to_free", "the plan is the last that was paid for",
          [_i("100", "2024-01-05", "2024-03-15"), _i("0", "2024-03-15", plan_name="Free")],
          NEW, Line("2024-03", "churn", "0", "100"),
          says={"plan_name": "Basic", "lifecycle_stage": "churned"}),
    _case("free_only", "0 is accepted and is no paying account", [_i("0", "2024-01-05", plan_name="Free")],
          says={"plan_name": "(none)", "lifecycle_stage": "free", "first_paid_date": None}),
    _case("discount_of_everything", "100 less 100 is free",
          [_i("100", "2024-01-05", recurring_discount_amount="100.00")],
          says={"current_mrr": 0, "lifecycle_stage": "free"}),
    _case("trial_then_paid", "it pays", [_i("100", "2024-01-01", "2024-02-14", is_trial="TRUE"),
                                         _i("100", "2024-02-14")],
          Line("2024-02", "new", "100"),
          says={"lifecycle_stage": "active", "first_paid_date": date(2024, 2, 14)}),
    _case("trial_only", "never paid", [_i("100", "2024-06-01", is_trial="yes")],
          says={"lifecycle_stage": "trial", "first_paid_date": None}),
    _case("largest_item_names_the_plan", "of two items the larger; of equal ones the first plan by name",
          [_i("50", "2024-01-05", plan_name="Zeta"), _i("50", "2024-01-06", plan_name="Alpha"),
           _i("20", "2024-01-07", plan_name="Add-on")],
          Line("2024-01", "new", "120"), says={"plan_name": "Alpha"}),
    _case("bills_in_euros", "the currency is the leading item's",
          [_i("100", "2024-04-05", currency="EUR")], Line("2024-04", "new", "125"),
          says={"currency": "EUR"}),
)  # fmt: skip

MERGED = (
    Case("bought", "who was bought counts as the buyer, with its first day, people, events and answers",
         {"accounts": [account("bought", "bought", created_at="2020-05-05", country="DE"),
                       account("bought-old", "bought", created_at="2018-03-03", country="US")],
          "merge_map": [{"entity": "Account", "old_id": "bought-old", "new_id": "bought"}],
          "users": [user("bought-user", "bought-old", created_at="2018-03-04")],
          "events": [event("bought-event", "bought-old", "bought-user", "2019-01-01T12:00:00Z")],
          "survey_responses": [answer("bought-answer", 9, "2024-03-05", account_id="bought-old")],
          "subscription_items": [item("bought-old", "100", "2024-01-05")]},
         (NEW,),
         (Expect("accounts", {}, {"created_date": date(2018, 3, 3), "country": "DE", "current_mrr": 100}),
          Expect("users", {"user_id": "bought-user"}, {"account_id": "bought"}),
          Expect("usage_days", {"user_id": "bought-user", "date_day": date(2019, 1, 1)}, {"event_count": 1}),
          Expect("nps_answers", {"response_id": "bought-answer"}, {"account_id": "bought"}))),
    Case("renamed", "the old id is not even listed, and its rows are no orphans",
         {"merge_map": [{"entity": "account", "old_id": "renamed-old", "new_id": "renamed"}],
          "subscription_items": [item("renamed-old", "100", "2024-01-05")]},
         (NEW,), (Expect("accounts", {}, {"lifecycle_stage": "active"}),)),
)  # fmt: skip

CASES = STANDINGS + MERGED
