"""The customers: accounts with their attributes, how well each team works together, and its users."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from north_star.demo import parameters as p
from north_star.demo import text
from north_star.demo.parameters import DAY, Bools, Ints, Settings

# Values that are valid and break careless readers. They belong to accounts like any other.
NASTY_NAMES = (
    'O"Malley "Quoted" GmbH',
    "Comma, Semicolon; and Sons",
    "Two\nLines LLC",
    "🚀 Rocket Tasks",
    'שלום פרויקטים בע"מ',
    "=cmd()",
    "+1 Agency",
    "@home Retail",
    "-10 Degrees",
    "null",
    "  Padded Partners  ",
    "Łódź Żółć 株式会社",
)
NAME_STARTS = ("Blue", "North", "Silver", "Bright", "Cedar", "Harbor", "Iron", "Lumen", "Maple", "Nova")
NAME_MIDDLES = ("field", "gate", "works", "line", "stone", "bridge", "peak", "wave", "leaf", "forge")
NAME_ENDS = ("Ltd", "Inc", "Group", "Studio", "Partners", "Labs", "GmbH", "Systems")
ROLES = ("admin", "manager", "member", "")


@dataclass(frozen=True)
class Accounts:
    """One entry per simulated account, in order of sign-up."""

    ids: list[str]
    created: Ints
    """Seconds since 1970."""
    week: Ints
    """Week of sign-up, 0 = 2023-01-02."""
    segment: Ints
    country: Ints
    channel: Ints
    currency: Ints
    fits: Bools
    churn_lead: Ints
    expansion_lead: Ints
    rows: list[text.Row]


def sign_up_weights() -> list[int]:
    """Sign-ups a week: a launch, growth that slows, quiet summers and a bad third quarter of 2024."""
    weights = []
    for week in range(p.WEEKS):
        level = 620 if week < 3 else 84 + min(week, 70) - max(week - 118, 0) // 2
        level = level * (100 + p.season_percent(week)) // 200
        weights.append(level * 3 // 7 if week == p.WEEKS - 1 else level)
    return weights


def make_accounts(settings: Settings, count: int) -> Accounts:
    """Accounts with attributes; `count` leaves out those that have a hand-written story."""
    rng = settings.generator(1)
    week = np.sort(p.pick(rng, sign_up_weights(), count))
    day = np.where(
        week == p.WEEKS - 1, rng.integers(0, 3, count), p.pick(rng, (9, 10, 10, 9, 8, 2, 2), count)
    )
    seconds = (p.FIRST_MONDAY + week * 7 + day) * DAY + rng.integers(7 * 3600, 20 * 3600, count)
    order = np.argsort(seconds, kind="stable")
    created, week = seconds[order], week[order]
    segment = p.pick(rng, (58, 28, 14), count)
    country = p.pick(rng, p.COUNTRY_WEIGHTS, count)
    channel = p.pick(rng, p.CHANNEL_WEIGHTS, count)
    industry = rng.integers(0, len(p.INDUSTRIES), count)
    fit_percent = np.asarray((58, 66, 72))[segment] + np.asarray((4, -12, 12, 6, -4))[channel]
    width = len(str(count))
    ids = text.numbered("a", range(1, count + 1), width)
    ids[11] = ids[10].upper()  # ids keep their case: two accounts
    blank = rng.random((4, count)) < 0.025
    columns = [
        text.names(segment, p.SEGMENTS),
        text.names(industry, p.INDUSTRIES),
        text.names(country, p.COUNTRIES),
        text.names(channel, p.CHANNELS),
    ]
    for column, empty in zip(columns, blank, strict=True):
        for index in np.flatnonzero(empty).tolist():
            column[index] = ("", "  ")[index % 2]
    return Accounts(
        ids=ids,
        created=created,
        week=week,
        segment=segment,
        country=country,
        channel=channel,
        currency=np.asarray(p.CURRENCY_OF_COUNTRY, dtype=np.int64)[country],
        fits=rng.integers(0, 100, count) < fit_percent,
        churn_lead=rng.integers(p.CHURN_LEAD_WEEKS[0], p.CHURN_LEAD_WEEKS[1] + 1, count),
        expansion_lead=rng.integers(p.EXPANSION_LEAD_WEEKS[0], p.EXPANSION_LEAD_WEEKS[1] + 1, count),
        rows=text.rows(
            ids, account_names(rng, count), text.timestamps(created, text.time_forms(rng, count)), *columns
        ),
    )


def account_names(rng: np.random.Generator, count: int) -> list[str]:
    """Made-up company names; every 29th is a nasty one until they are used up."""
    parts = [rng.integers(0, len(words), count).tolist() for words in (NAME_STARTS, NAME_MIDDLES, NAME_ENDS)]
    names = [
        f"{NAME_STARTS[first]}{NAME_MIDDLES[second]} {NAME_ENDS[third]}"
        for first, second, third in zip(*parts, strict=True)
    ]
    for number, name in enumerate(NASTY_NAMES):
        names[(5 + 29 * number) % count] = name
    return names


def teamwork(settings: Settings, accounts: Accounts) -> Bools:
    """Whether each account's team works together, week by account: the latent health behind the story."""
    rng = settings.generator(2)
    state = rng.random(len(accounts.ids)) < np.where(accounts.fits, 0.88, 0.40)
    weeks = np.empty((p.WEEKS, len(accounts.ids)), dtype=np.bool_)
    for week in range(p.WEEKS):
        stops, starts = (
            p.by_state(accounts.fits, p.TEAMWORK_STOPS),
            p.by_state(accounts.fits, p.TEAMWORK_STARTS),
        )
        if week in p.OUTAGE_WEEKS:
            stops, starts = stops * 3, starts / 2
        turns = rng.random(len(state)) < np.where(state, stops, starts)
        state = np.where(turns & (accounts.week < week), ~state, state)
        weeks[week] = state
    return weeks


@dataclass(frozen=True)
class Users:
    """Users lie together account by account, in order of joining."""

    first: Ints
    """Number of an account's first user."""
    initial: Ints
    """Users from the first day."""
    count: Ints
    """Users in the end."""
    ramp: Ints
    """Weeks over which the later users join."""
    week: Ints
    rows: list[text.Row]
    width: int

    def available(self, week: int) -> Ints:
        """Users of each account who had joined before a week."""
        later = self.count - self.initial
        joined = (np.maximum(week - self.week - 2, 0) * later) // self.ramp
        users: Ints = self.initial + np.minimum(later, joined)
        return users


def make_users(settings: Settings, accounts: Accounts, last_week: Ints) -> Users:
    """Users of each account; later ones join as long as the account is there (`last_week`)."""
    rng = settings.generator(3)
    size = len(accounts.ids)
    base = np.asarray((4, 9, 20))[accounts.segment] + rng.integers(
        0, np.asarray((5, 9, 20))[accounts.segment]
    )
    initial = np.maximum(2, base * 2 // 5)
    ramp = rng.integers(40, 90, size)
    # Later user number k joins in week 3 + k * ramp / later: only those who still find the account there.
    later = (base - initial) * np.clip(last_week - accounts.week - 3, 0, ramp) // ramp
    ramp = np.minimum(ramp, np.maximum(last_week - accounts.week - 3, 1))
    count = initial + later
    owner = np.repeat(np.arange(size), count)
    first = np.cumsum(count) - count
    place = np.arange(len(owner)) - first[owner]
    number = np.maximum(place - initial[owner] + 1, 0)
    join = (number * ramp[owner] + np.maximum(later[owner], 1) - 1) // np.maximum(later[owner], 1)
    monday = (p.FIRST_MONDAY + (accounts.week[owner] + 1 + join) * 7) * DAY
    created = np.where(
        place < initial[owner],
        accounts.created[owner] + np.where(place == 0, 0, rng.integers(60, 9000, len(owner))),
        monday + rng.integers(0, 5, len(owner)) * DAY + rng.integers(7 * 3600, 19 * 3600, len(owner)),
    )
    role = np.where(place == 0, 0, p.pick(rng, (6, 20, 66, 8), len(owner)))
    width = len(str(len(owner)))
    ids = text.numbered("u", range(1, len(owner) + 1), width)
    emails = [f"{user}@example.com" if number % 40 else "" for number, user in enumerate(ids)]
    owners = [accounts.ids[index] for index in owner.tolist()]
    forms = text.time_forms(rng, len(owner))
    rows = text.rows(ids, owners, text.names(role, ROLES), emails, text.timestamps(created, forms))
    return Users(first, initial, count, ramp, accounts.week, rows, width)
