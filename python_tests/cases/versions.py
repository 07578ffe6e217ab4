"""Rows that a load brings again when they changed, and the words that billing systems have for a status."""

from __future__ import annotations

from datetime import date

from python_tests.cases.case import Case, Expect, Line, Refusal, account, answer, event, item, status, user

OLD, NEW = {"row_updated_at": "2024-01-05"}, {"row_updated_at": "2024-02-01T10:00:00+02:00"}


def _ticket(ticket_id: str, account_id: str, **others: object) -> dict[str, object]:
    return {
        "ticket_id": ticket_id, "account_id": account_id, "created_at": "2024-03-05T10:00:00Z", **others,
    }  # fmt: skip


def _words(name: str, why: str, last: str, movements: tuple[Line, ...]) -> Case:
    """A subscription that pays from January on, until its status is `last` on 10 March."""
    return Case(name, why, {
        "subscription_items": [item(name, "100", "2024-01-05", n="x")],
        "subscription_statuses": [status(f"{name}/x", "active", "2024-01-05"),
                                  status(f"{name}/x", last, "2024-03-10")],
    }, movements)  # fmt: skip


PAYS = Line("2024-01", "new", "100")
LEFT = Line("2024-03", "churn", "0", "100")

VERSIONS = (
    Case("version_ends_item", "the version with an end is newer than the one that still runs",
         {"subscription_items": [{**item("version_ends_item", "100", "2024-01-05", n="x"), **OLD},
                                 {**item("version_ends_item", "100", "2024-01-05", "2024-03-10", n="x"),
                                  **NEW}]},
         (PAYS, LEFT),
         refused=(Refusal("subscription_items", "version_ends_item/x|2024-01-05", "older_version"),)),
    Case("version_without_moment", "a version that says when is newer than one that does not",
         {"subscription_items": [item("version_without_moment", "100", "2024-01-05", n="x"),
                                 {**item("version_without_moment", "90", "2024-01-05", n="x"), **OLD}]},
         (Line("2024-01", "new", "90"),),
         refused=(Refusal("subscription_items", "version_without_moment/x|2024-01-05", "older_version"),)),
    Case("newest_version_is_refused", "what it replaced is known to be no longer true, so neither counts",
         {"subscription_items": [{**item("newest_version_is_refused", "100", "2024-01-05", n="x"), **OLD},
                                 {**item("newest_version_is_refused", "9O", "2024-01-05", n="x"), **NEW}]},
         (),
         refused=(Refusal("subscription_items", "newest_version_is_refused/x|2024-01-05", "older_version"),
                  Refusal("subscription_items", "newest_version_is_refused/x|2024-01-05", "invalid_number"))),
    Case("version_is_deleted", "gone at the source; the rest of its values are blank",
         {"subscription_items": [{**item("version_is_deleted", "100", "2024-01-05", n="x"), **OLD},
                                 {"subscription_item_id": "version_is_deleted/x", "started_at": "2024-01-05",
                                  "row_is_deleted": "true", **NEW},
                                 item("version_is_deleted", "50", "2024-01-05", n="y")]},
         (Line("2024-01", "new", "50"),),
         refused=(Refusal("subscription_items", "version_is_deleted/x|2024-01-05", "older_version"),
                  Refusal("subscription_items", "version_is_deleted/x|2024-01-05", "deleted"))),
    Case("version_restored", "deleted in January, there again in February",
         {"subscription_items": [{**item("version_restored", "100", "2024-01-05", n="x"), **OLD,
                                  "row_is_deleted": "true"},
                                 {**item("version_restored", "100", "2024-01-05", n="x"), **NEW,
                                  "row_is_deleted": "false"}]},
         (PAYS,),
         refused=(Refusal("subscription_items", "version_restored/x|2024-01-05", "older_version"),)),
    Case("versions_of_one_moment", "nothing says which is newer: refused as without versions",
         {"subscription_items": [{**item("versions_of_one_moment", amount, "2024-01-05", n="x"), **NEW}
                                 for amount in ("90", "100")]},
         (PAYS,),
         refused=(Refusal("subscription_items", "versions_of_one_moment/x|2024-01-05",
                          "conflicting_duplicate"),)),
    Case("version_unreadable", "no moment by the pattern",
         {"subscription_items": [{**item("version_unreadable", "100", "2024-01-05", n="x"),
                                  "row_updated_at": "1704412800"}]},
         (),
         refused=(Refusal("subscription_items", "version_unreadable/x|2024-01-05", "invalid_timestamp"),)),
    Case("version_of_other_tables", "an edited answer, an answered ticket, a renamed account, another role,"
         " an event taken back",
         {"accounts": [{**account("version_of_other_tables", "version_of_other_tables"), "account_name": name,
                        **version} for name, version in (("Alpha", OLD), ("Beta", NEW))],
          "users": [{**user("version-u", "version_of_other_tables", role=role), **version}
                    for role, version in (("admin", OLD), ("member", NEW))],
          "survey_responses": [
              {**answer("version-a", score, "2024-03-05", account_id="version_of_other_tables"), **version}
              for score, version in ((9, OLD), (3, NEW))],
          "support_tickets": [
              {**_ticket("version-t", "version_of_other_tables"), **OLD},
              {**_ticket("version-t", "version_of_other_tables", first_responded_at="2024-03-05T10:40:00Z"),
               **NEW}],
          "events": [{**event("version-e", "version_of_other_tables", "version-u", "2024-03-05"), **OLD},
                     {**event("version-e", "version_of_other_tables", "version-u", "2024-03-05"), **NEW,
                      "row_is_deleted": "true"}]},
         expected=(
             Expect("accounts", {}, {"account_name": "Beta"}),
             Expect("users", {"user_id": "version-u"}, {"role": "member"}),
             Expect("nps_by_breakdown", {"period_grain": "month", "period_start": date(2024, 3, 1)},
                    {"promoter_count": 0, "detractor_count": 1}),
             Expect("support_tickets", {"ticket_id": "version-t"}, {"first_response_minutes": 40}),
         ),
         refused=(Refusal("accounts", "version_of_other_tables", "older_version"),
                  Refusal("users", "version-u", "older_version"),
                  Refusal("survey_responses", "version-a", "older_version"),
                  Refusal("support_tickets", "version-t", "older_version"),
                  Refusal("events", "version-e", "older_version"),
                  Refusal("events", "version-e", "deleted"))),
)  # fmt: skip

STATUSES = (
    _words("status_cancelled", "the British spelling", "cancelled", (PAYS, LEFT)),
    _words("status_expired", "the last term has ended", "Expired", (PAYS, LEFT)),
    _words("status_on_hold", "payment failed, access is stopped", "on hold",
           (PAYS, Line("2024-03", "churn", "0", "100", involuntary=True))),
    _words("status_non_renewing", "runs to the end of its term", "non-renewing", (PAYS,)),
    Case("status_incomplete", "the first payment never came: never paid, so never churned",
         {"subscription_items": [item("status_incomplete", "100", "2024-03-01", n="x")],
          "subscription_statuses": [status("status_incomplete/x", "incomplete", "2024-03-01"),
                                    status("status_incomplete/x", "incomplete_expired", "2024-03-02")]},
         ()),
    Case("status_of_one_moment", "renewed and canceled in one moment: the more final status holds",
         {"subscription_items": [item("status_of_one_moment", "100", "2024-01-05", n="x")],
          "subscription_statuses": [status("status_of_one_moment/x", word, "2024-03-10")
                                    for word in ("active", "canceled")]},
         (PAYS, LEFT),
         refused=(Refusal("subscription_statuses", "status_of_one_moment/x|2024-03-10",
                          "conflicting_duplicate"),)),
)  # fmt: skip

CASES = VERSIONS + STATUSES
