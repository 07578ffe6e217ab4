"""Everything the oracles say about one company, computed on first use."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from python_tests.oracles import excluded
from python_tests.oracles.intake import Intake, Row, take_in
from python_tests.oracles.month_sums import MonthSums, sum_by_month
from python_tests.oracles.movements import Movement, movements
from python_tests.oracles.north_star import Evaluated, World, evaluate
from python_tests.oracles.north_star_definitions import Definition, read_definitions
from python_tests.oracles.nps import Answer, Nps, answers, nps_monthly, nps_quarterly
from python_tests.oracles.policies import Policy, read_policies
from python_tests.oracles.revenue import Ledger, keep_ledger
from python_tests.oracles.sessions import Session, sessions
from python_tests.oracles.settings import NONE, Settings
from python_tests.oracles.stitching import read_terms
from python_tests.oracles.terms import Term
from python_tests.oracles.usage import Activity, active_daily, counted_events, usage_days

Cell = tuple[str, str]
ACCOUNT_ATTRIBUTES = ("segment", "industry", "country", "acquisition_channel")


@dataclass(frozen=True)
class Company:
    """A raw folder, its settings and its reference files: all that a build needs to know."""

    name: str
    raw: Path
    settings: Settings
    reference: Path

    @cached_property
    def intake(self) -> Intake:
        return take_in(self.raw, self.settings)

    @cached_property
    def policies(self) -> dict[str, Policy]:
        return read_policies(self.reference, self.settings)

    @property
    def policy(self) -> Policy:
        """The one that the marts follow."""
        return self.policies[self.settings.revenue_policy]

    @cached_property
    def terms(self) -> list[Term]:
        return read_terms(self.intake)

    @cached_property
    def ledger(self) -> Ledger:
        return self.ledger_under(self.policy)

    @cache  # noqa: B019 - companies live as long as the tests
    def ledger_under(self, policy: Policy) -> Ledger:
        return keep_ledger(self.intake, self.terms, policy)

    @cached_property
    def movements(self) -> list[Movement]:
        return movements(self.ledger)

    @cached_property
    def movements_by_policy(self) -> dict[str, list[Movement]]:
        chosen = self.policy.name
        others = {
            name: movements(self.ledger_under(one)) for name, one in self.policies.items() if name != chosen
        }
        return {**others, chosen: self.movements}

    @cached_property
    def attributes(self) -> dict[str, dict[str, str]]:
        """Breakdown -> value of each account, as it stands on as_of for the whole history."""
        found = {}
        for account_id, row in self.intake.accounts.items():
            plan, currency = self.ledger.leading_item(account_id)
            values = {name: row[name] or NONE for name in ACCOUNT_ATTRIBUTES}
            found[account_id] = {**values, "plan": plan, "currency": currency}
        return found

    def attributes_of(self, account_id: str | None) -> dict[str, str]:
        """Nobody's attributes are all (none)."""
        if account_id is None:
            return dict.fromkeys((*ACCOUNT_ATTRIBUTES, "plan", "currency"), NONE)
        return self.attributes[account_id]

    @cached_property
    def cells(self) -> dict[str, list[Cell]]:
        return {key: [("total", "all"), *values.items()] for key, values in self.attributes.items()}

    def lifecycle_stage(self, account_id: str) -> str:
        """Where the account stands on as_of; the first that fits, in the order of the code."""
        ledger, as_of = self.ledger, self.settings.as_of
        running = [term for term in self.terms_of[account_id] if term.runs_on(as_of)]
        if ledger.mrr(account_id, as_of) > 0:
            return "active"
        if any(term.is_trial for term in running):
            return "trial"
        if ledger.intervals(account_id):
            return "churned"
        prices = [term.net_on(as_of, self.policy) for term in running]
        return "free" if 0 in prices else "signed_up"

    @cached_property
    def terms_of(self) -> dict[str, list[Term]]:
        """Subscription items of each account."""
        terms: dict[str, list[Term]] = {account_id: [] for account_id in self.intake.accounts}
        for term in self.terms:
            terms[term.account_id].append(term)
        return terms

    @cached_property
    def monthly(self) -> dict[tuple[date, str, str], MonthSums]:
        return sum_by_month(self.movements, self.cells, self.settings, self.policy)

    @cached_property
    def events(self) -> list[tuple[date, Row]]:
        left_out = excluded.users(self.reference)
        return [(day, row) for day, row in counted_events(self.intake) if row["user_id"] not in left_out]

    @cached_property
    def sessions(self) -> list[Session]:
        return sessions(self.events, self.settings)

    @cached_property
    def usage_days(self) -> Counter[tuple[str, str | None, date]]:
        return usage_days(self.events)

    @cached_property
    def active_daily(self) -> dict[tuple[date, str, str], tuple[Activity, Activity]]:
        home = {user_id: row["account_id"] for user_id, row in self.intake.users.items()}
        return active_daily(self.events, self.cells, home, self.settings.as_of)

    @cached_property
    def all_definitions(self) -> list[Definition]:
        return read_definitions(self.reference)

    @property
    def definitions(self) -> list[Definition]:
        """Those that are computed."""
        return [one for one in self.all_definitions if one.is_computed]

    @cached_property
    def world(self) -> World:
        """What North Star definitions look at."""
        return World(self.intake, self.ledger, self.terms_of, self.attributes, self.cells, self.events)

    @cached_property
    def north_star(self) -> dict[tuple[str, int], Evaluated]:
        """By definition and version: its periods and its qualifying entities."""
        return {(one.name, one.version): evaluate(one, self.world) for one in self.definitions}

    @cached_property
    def answers(self) -> list[Answer]:
        return answers(self.intake)

    @cached_property
    def answer_cells(self) -> dict[str, list[Cell]]:
        """An answer belongs to the values of its account, and to its user's role."""
        found = {}
        for answer in self.answers:
            account = self.attributes_of(answer.account_id).items()
            role = self.intake.users[answer.user_id]["role"] if answer.user_id else None
            found[answer.response_id] = [("total", "all"), *account, ("role", role or NONE)]
        return found

    @cached_property
    def nps_monthly(self) -> dict[tuple[date, str, str], Nps]:
        return nps_monthly(self.answers, self.answer_cells, self.settings)

    @cached_property
    def nps_quarterly(self) -> dict[tuple[date, str, str], Nps]:
        return nps_quarterly(self.answers, self.answer_cells, self.settings)
