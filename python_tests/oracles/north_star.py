"""North Star definitions evaluated one entity and window at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, cached_property
from itertools import chain

from python_tests.oracles.intake import Intake, Row
from python_tests.oracles.north_star_definitions import Definition
from python_tests.oracles.revenue import Ledger
from python_tests.oracles.settings import month_end, next_month
from python_tests.oracles.terms import Term

Cell = tuple[str, str]
Done = Mapping[str, list[tuple[date, Row]]]
DAY = timedelta(days=1)
ATTRIBUTES = {"channel": "acquisition_channel"}


@cache
def window(unit: str, day: date) -> tuple[date, date]:
    """First and last day of the calendar window that holds the day; weeks start on Monday."""
    if unit == "day":
        return day, day
    if unit == "week":
        start = day - timedelta(days=day.weekday())
        return start, start + timedelta(days=6)
    if unit in ("month", "since_sign_up"):  # who signed up in a month is one period
        return day.replace(day=1), month_end(day)
    start = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return start, month_end(next_month(next_month(start)))


@cache
def _asked_of(population: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """all, paying or trial, and the attributes that members must have."""
    parts = population.split("&")
    wanted = (part.split("=") for part in parts if "=" in part)
    base = parts[0] if parts[0] in ("paying", "trial") else "all"
    return base, tuple((ATTRIBUTES.get(name, name), value) for name, value in wanted)


def attributes_of(population: str) -> tuple[tuple[str, str], ...]:
    """What members of the population must have, by the names that accounts give it."""
    return _asked_of(population)[1]


@dataclass
class Period:
    """One window of one definition, for one breakdown value; `period_end` is the first day after it."""

    period_end: date
    is_in_force: bool
    is_complete: bool
    population_count: int = 0
    qualifying_count: int = 0
    quantity: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)

    @property
    def share(self) -> float | None:
        return self.qualifying_count / self.population_count if self.population_count else None


@dataclass(frozen=True)
class Qualified:
    """An entity that met every condition in a window, and how much of the reported quantity it did."""

    entity_id: str
    account_id: str
    quantity: Decimal
    denominator: Decimal | None


@dataclass(frozen=True)
class Evaluated:
    """Periods by (start, breakdown, value), and the qualifying entities by (start, entity)."""

    definition: Definition
    periods: Mapping[tuple[date, str, str], Period]
    entities: Mapping[tuple[date, str], Qualified]


@dataclass(frozen=True, eq=False)
class World:
    """What a company has that definitions look at."""

    intake: Intake
    ledger: Ledger
    terms: Mapping[str, list[Term]]
    attributes: Mapping[str, Mapping[str, str]]
    cells: Mapping[str, Sequence[Cell]]
    events: Sequence[tuple[date, Row]]

    def signed_up(self, entity: str) -> dict[str, tuple[str, date]]:
        """Account and day of sign-up of everyone."""
        return self._signed_up[entity]

    @cached_property
    def _signed_up(self) -> dict[str, dict[str, tuple[str, date]]]:
        local = self.intake.settings.local_date
        return {
            entity: {key: (row["account_id"], local(row["created_at"])) for key, row in everyone.items()}
            for entity, everyone in (("account", self.intake.accounts), ("user", self.intake.users))
        }

    @cache  # noqa: B019 - companies live as long as the tests
    def done(self, entity: str) -> Done:
        """What each account or user did, its sign-up included."""
        found: defaultdict[str, list[tuple[date, Row]]] = defaultdict(list)
        for day, row in self.events:
            if row[f"{entity}_id"] is not None:
                found[row[f"{entity}_id"]].append((day, row))
        blank: dict[str, None] = dict.fromkeys(("user_id", "quantity", "object_id"))
        for key, (_, day) in self.signed_up(entity).items():
            found[key].append((day, {"event_name": f"({entity}_signed_up)", **blank}))
        return found

    @cache  # noqa: B019
    def done_by_window(self, entity: str, unit: str, days: int | None) -> Mapping[date, Done]:
        """What everyone did in each window of the calendar, or in so many days from its own sign-up."""
        found: defaultdict[date, defaultdict[str, list[tuple[date, Row]]]]
        found = defaultdict(lambda: defaultdict(list))
        signed_up = self.signed_up(entity)
        for key, events in self.done(entity).items():
            for day, row in events:
                if days is None:
                    found[window(unit, day)[0]][key].append((day, row))
                else:
                    created = signed_up[key][1]
                    if created <= day < created + timedelta(days=days):
                        found[created.replace(day=1)][key].append((day, row))
        return found

    @cache  # noqa: B019
    def members(self, population: str, entity: str, day: date) -> list[tuple[str, str]]:
        """Who is in the population on the day, with accounts; several definitions ask the same.

        Who is not there yet is in nobody's; an account may pay before its sign-up is recorded.
        """
        base, _ = _asked_of(population)
        everyone = self.signed_up(entity).items()
        waits = base == "all" or entity == "user"
        there = [(key, account) for key, (account, created) in everyone if not waits or created <= day]
        if population == "all":
            return there
        return [one for one in there if self.is_member(population, one[1], day)]

    @cache  # noqa: B019
    def counts(self, population: str, entity: str, day: date) -> Counter[Cell]:
        """How many of them each value of each breakdown has."""
        return self.counted(self.members(population, entity, day))

    def counted(self, population: Iterable[tuple[str, str]]) -> Counter[Cell]:
        return Counter(chain.from_iterable(self.cells[account] for _, account in population))

    def is_member(self, population: str, account: str, day: date) -> bool:
        """Whether the account, or its users who are there by then, belong to the population on the day."""
        base, wanted = _asked_of(population)
        if base != "all":
            pays = self.ledger.mrr(account, day) > 0
            tries = any(term.is_trial and term.runs_on(day) for term in self.terms[account])
            if not (pays if base == "paying" else tries and not pays):
                return False
        known = {"account_id": account, **self.attributes[account]} if wanted else {}
        return all(known[name] == value for name, value in wanted)


def _qualify(
    definition: Definition, events: Done, population: Iterable[tuple[str, str]]
) -> Iterator[Qualified]:
    for entity, account in population:
        done = events.get(entity)
        if not done:
            continue
        measured = [(condition, condition.measure(done)) for condition in definition.conditions]
        if all(condition.is_met_by(value) for condition, value in measured):
            [reported] = [value for condition, value in measured if condition.is_reported_quantity]
            under = [value for condition, value in measured if condition.is_denominator]
            yield Qualified(entity, account, reported, under[0] if under else None)


def _cohort(definition: Definition, days: int, world: World, start: date, end: date) -> list[tuple[str, str]]:
    """Who signed up in the month and is a member on the own window's last day that counts."""
    as_of = world.intake.settings.as_of
    return [
        (key, account)
        for key, (account, created) in world.signed_up(definition.entity).items()
        if start <= created <= end
        and world.is_member(definition.population, account, min(created + timedelta(days=days - 1), as_of))
    ]


def evaluate(definition: Definition, world: World) -> Evaluated:
    """Every window from that of the first event to that of `as_of`, for every breakdown value."""
    as_of = world.intake.settings.as_of
    all_cells = {cell for cells in world.cells.values() for cell in cells}
    days, asked = definition.window_days, (definition.population, definition.entity)
    by_window = world.done_by_window(definition.entity, definition.window_unit, days)
    periods: dict[tuple[date, str, str], Period] = {}
    entities: dict[tuple[date, str], Qualified] = {}
    day = min((day for day, _ in world.events), default=date.max)
    while day <= as_of:
        start, end = window(definition.window_unit, day)
        last = end + timedelta(days=(days or 1) - 1)
        if days is None:  # members on the window's last day that counts
            population = world.members(*asked, min(end, as_of))
            counts = world.counts(*asked, min(end, as_of))
        else:
            population = _cohort(definition, days, world, start, end)
            counts = world.counted(population)
        is_in_force = definition.is_in_force(start)
        for cell in all_cells:
            periods[start, *cell] = Period(end + DAY, is_in_force, last <= as_of, counts[cell])
        for one in _qualify(definition, by_window.get(start, {}), population):
            entities[start, one.entity_id] = one
            for cell in world.cells[one.account_id]:
                target = periods[start, *cell]
                target.qualifying_count += 1
                target.quantity += one.quantity
                target.denominator += one.denominator or 0
        day = end + DAY
    return Evaluated(definition, periods, entities)
