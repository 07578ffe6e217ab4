"""Accounts moved from an older billing system in mid-2024; earlier rows use their old ids."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from north_star.demo.contracts import Contract
from north_star.demo.parameters import DAY, Settings
from north_star.demo.text import HEADERS, Row, instant, second_of

MOVED = second_of("2024-06-17T06:00:00Z")
QUIET_FROM, QUIET_TO = second_of("2024-04-15"), second_of("2024-08-15")
ACCOUNTS_PER_MOVE = 64
# When the old system stopped billing, in days after the move; None: it never said so.
OLD_ENDS = (0, -3, 4, None)


@dataclass(frozen=True)
class Moves:
    """Old ids of the moved accounts, and their rows of merge_map."""

    old_ids: dict[str, str]
    """Account -> the id by which it was known before."""
    first_id: dict[str, str]
    """One account moved twice: its id in the oldest system."""
    forgotten: frozenset[str]
    """Accounts whose old id has no row in accounts."""

    @property
    def rows(self) -> list[Row]:
        """merge_map, chains in the order in which they happened."""
        return [
            *(("account", first, self.old_ids[account]) for account, first in self.first_id.items()),
            *(("account", old, account) for account, old in self.old_ids.items()),
            *(("subscription", f"{old}-s1", f"{account}-s1") for account, old in self.old_ids.items()),
        ]

    def renamed(self, table: str, rows: list[Row], since: str) -> list[Row]:
        """Rows from before the move, under the old id."""
        account, time = (HEADERS[table].index(column) for column in ("account_id", since))
        return [
            (*row[:account], self.old_ids[row[account]], *row[account + 1 :])
            if row[account] in self.old_ids and second_of(row[time]) < MOVED
            else row
            for row in rows
        ]

    def users(self, rows: list[Row]) -> list[Row]:
        """Every other user of before the move was not carried over, and one account's are older still."""
        renamed = self.renamed("users", rows, "created_at")
        older = {self.old_ids[account]: first for account, first in self.first_id.items()}
        return [
            (old[0], older.get(old[1], old[1]), *old[2:]) if int(old[0][1:]) % 2 else new
            for old, new in zip(renamed, rows, strict=True)
        ]

    def accounts(self, rows: list[Row]) -> list[Row]:
        """Old accounts next to the new ones, which the new system dates to the move; some are missing."""
        mixed: list[Row] = []
        for row in rows:
            kept = row[0] in self.old_ids and row[0] not in self.forgotten
            mixed += (
                [(self.old_ids[row[0]], *row[1:]), (*row[:2], instant(MOVED), *row[3:])] if kept else [row]
            )
        return mixed

    def items(self, rows: list[Row]) -> list[Row]:
        """Items of before the move, and what was running then cut in two; not every cut is clean."""
        mixed: list[Row] = []
        for row in rows:
            if row[2] not in self.old_ids:
                mixed.append(row)
                continue
            old = self.old_ids[row[2]]
            former = (row[0].replace(row[2], old), row[1].replace(row[2], old), old)
            if second_of(row[10]) >= MOVED:
                mixed.append(row)
            elif row[11] and second_of(row[11]) <= MOVED:
                mixed.append((*former, *row[3:]))
            else:
                ends = self.old_end(row[2])
                mixed.append((*former, *row[3:11], instant(ends) if ends else "", *row[12:]))
                mixed.append((*row[:10], instant(MOVED), *row[11:]))
        return mixed

    def old_end(self, account: str) -> int | None:
        """When the old system stopped billing."""
        days = OLD_ENDS[list(self.old_ids).index(account) % len(OLD_ENDS)]
        return None if days is None else MOVED + days * DAY

    def statuses(self, rows: list[Row]) -> list[Row]:
        """Statuses of before the move, the end in the old system, the start in the new one."""
        accounts = {f"{account}-s1": account for account in self.old_ids}
        mixed: list[Row] = []
        for index, row in enumerate(rows):
            account = accounts.get(row[0])
            if not account or second_of(row[2]) >= MOVED:
                mixed.append(row)
                continue
            mixed.append((f"{self.old_ids[account]}-s1", *row[1:]))
            after = rows[index + 1 : index + 2]
            if not after or after[0][0] != row[0] or second_of(after[0][2]) >= MOVED:
                ends = self.old_end(account)
                if ends:
                    mixed.append((mixed[-1][0], "canceled", instant(ends), "", ""))
                mixed.append((row[0], "active", instant(MOVED), "", ""))
        return mixed


def make_moves(settings: Settings, signed: list[Contract], statuses: list[Row]) -> Moves:
    """Some of the accounts that paid all through spring and summer of 2024, with nothing else going on."""
    rng = settings.generator(16)
    busy = {row[0] for row in statuses if QUIET_FROM <= second_of(row[2]) < QUIET_TO}
    several = Counter(contract.account for contract in signed)
    able = [
        contract.account
        for contract in signed
        if several[contract.account] == 1
        and contract.subscription == f"{contract.account}-s1"
        and contract.subscription not in busy
        and contract.start < QUIET_FROM
        and contract.last() > QUIET_TO
    ]
    count = min(len(able), max(1, settings.accounts // ACCOUNTS_PER_MOVE))
    chosen = sorted(able[index] for index in rng.permutation(len(able))[:count].tolist())
    return Moves(
        old_ids={account: f"cust_{number:05d}" for number, account in enumerate(chosen, 1)},
        first_id={account: "legacy_1" for account in chosen[:1]},
        forgotten=frozenset(chosen[::2]),
    )
