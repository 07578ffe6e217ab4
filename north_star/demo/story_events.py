"""The events of the hand-written accounts, each with the second at which it stands in the file."""

from __future__ import annotations

from datetime import date, timedelta

from north_star.demo.stories import Story
from north_star.demo.text import Row, instant, second_of
from north_star.demo.write import PlacedEvent

EDGE = "story_week_edge"
# (Monday of the week, whether it counts, why, events as (who, what, when, is_internal)).
EDGE_WEEKS: tuple[tuple[str, bool, str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        "2024-03-04",
        True,
        "two completions shown as Monday in +02:00 are on Sunday in UTC",
        (
            ("1", "task_created", "2024-03-05T09:00:00Z", ""),
            ("1", "task_created", "2024-03-05T09:05:00Z", ""),
            ("1", "task_created", "2024-03-05T09:10:00Z", ""),
            ("2", "task_completed", "2024-03-06T15:00:00Z", ""),
            ("2", "task_completed", "2024-03-11T00:30:00+02:00", ""),
            ("2", "task_completed", "2024-03-11T01:59:59+02:00", ""),
        ),
    ),
    (
        "2024-04-01",
        False,
        "the third completion is shown as Sunday in -05:00 and is on Monday in UTC",
        (
            ("1", "task_created", "2024-04-02T09:00:00Z", ""),
            ("1", "task_created", "2024-04-02T09:05:00Z", ""),
            ("1", "task_created", "2024-04-02T09:10:00Z", ""),
            ("2", "task_completed", "2024-04-03T15:00:00Z", ""),
            ("2", "task_completed", "2024-04-03T15:10:00Z", ""),
            ("2", "task_completed", "2024-04-07T23:30:00-05:00", ""),
        ),
    ),
    (
        "2024-05-06",
        False,
        "the third completion is by our own staff (is_internal)",
        (
            ("1", "task_created", "2024-05-07T09:00:00Z", ""),
            ("1", "task_created", "2024-05-07T09:05:00Z", "no"),
            ("1", "task_created", "2024-05-07T09:10:00Z", "0"),
            ("2", "task_completed", "2024-05-08T15:00:00Z", "F"),
            ("2", "task_completed", "2024-05-08T15:10:00Z", "false"),
            ("2", "task_completed", "2024-05-08T15:20:00Z", "T"),
        ),
    ),
    (
        "2024-06-03",
        False,
        "one user does it all",
        (
            ("1", "task_created", "2024-06-04T09:00:00Z", ""),
            ("1", "task_created", "2024-06-04T09:05:00Z", ""),
            ("1", "task_created", "2024-06-04T09:10:00Z", ""),
            ("1", "task_completed", "2024-06-05T15:00:00Z", ""),
            ("1", "task_completed", "2024-06-05T15:10:00Z", ""),
            ("1", "task_completed", "2024-06-05T15:20:00Z", ""),
        ),
    ),
    (
        "2024-07-01",
        False,
        "one completion was sent three times and counts once",
        (
            ("1", "task_created", "2024-07-02T09:00:00Z", ""),
            ("1", "task_created", "2024-07-02T09:05:00Z", ""),
            ("1", "task_created", "2024-07-02T09:10:00Z", ""),
            ("2", "task_completed", "2024-07-03T15:00:00Z", ""),
        ),
    ),
    (
        "2024-08-05",
        True,
        "completions without a user count as actions; two users are known by name",
        (
            ("1", "task_created", "2024-08-06T09:00:00Z", ""),
            ("1", "task_created", "2024-08-06T09:05:00Z", ""),
            ("1", "task_created", "2024-08-06T09:10:00Z", ""),
            ("2", "task_completed", "2024-08-07T15:00:00Z", ""),
            ("", "task_completed", "2024-08-07T15:10:00Z", ""),
            ("", "task_completed", "2024-08-07T15:20:00Z", ""),
        ),
    ),
    (
        "2024-09-02",
        True,
        "from the first instant of Monday to the last of Sunday",
        (
            ("1", "task_created", "2024-09-02T00:00:00Z", ""),
            ("1", "task_created", "2024-09-02 00:00", ""),
            ("1", "task_created", "2024-09-03", ""),
            ("2", "task_completed", "2024-09-04T15:00:00Z", ""),
            ("2", "task_completed", "2024-09-08T23:59:59Z", ""),
            ("2", "task_completed", "2024-09-08 23:59:59.999", ""),
        ),
    ),
    (
        "2024-10-07",
        False,
        "two tasks created are one too few, however many are completed",
        (
            ("1", "task_created", "2024-10-08T09:00:00Z", ""),
            ("1", "task_created", "2024-10-08T09:05:00Z", ""),
            ("2", "task_completed", "2024-10-09T15:00:00Z", ""),
            ("2", "task_completed", "2024-10-09T15:10:00Z", ""),
            ("2", "task_completed", "2024-10-09T15:20:00Z", ""),
            ("2", "task_completed", "2024-10-09T15:30:00Z", ""),
        ),
    ),
)


def event_row(event_id: str, account: str, user: str, name: str, at: str, internal: str = "") -> Row:
    """An event that arrives five seconds later."""
    target = f"t-{event_id}" if name.startswith("task") else ""
    return (event_id, account, user, "", name, at, instant(second_of(at) + 5), target, "", internal)


def team_week(story: Story, monday: date) -> list[Row]:
    """Three tasks created by one user on Tuesday, completed by the other on Thursday, and a comment."""
    plan = [("1", "task_created", 1, 9, minute) for minute in (0, 20, 40)]
    plan += [("2", "task_completed", 3, 14, minute) for minute in (5, 25, 45)]
    plan += [("1", "comment_added", 3, 16, 10)]
    rows = []
    for number, (user, name, day, hour, minute) in enumerate(plan, 1):
        at = f"{monday + timedelta(days=day)}T{hour:02d}:{minute:02d}:00Z"
        event_id = f"{story.account_id}-{monday:%Y%m%d}-{number}"
        rows.append(event_row(event_id, story.known_as(at), f"{story.account_id}-u{user}", name, at))
    return rows


def story_events(stories: tuple[Story, ...]) -> list[PlacedEvent]:
    """All events of all stories."""
    rows = [row for story in stories for monday in story.teamwork_weeks() for row in team_week(story, monday)]
    for monday, _, _, events in EDGE_WEEKS:
        for number, (user, name, at, internal) in enumerate(events, 1):
            event_id = f"{EDGE}-{monday.replace('-', '')}-{number}"
            rows.append(event_row(event_id, EDGE, f"{EDGE}-u{user}" if user else "", name, at, internal))
    return [(second_of(row[5]), row) for row in rows]


def qualifying_weeks(story: Story) -> list[str]:
    """Mondays of the weeks in which the account meets the North Star's conditions and pays."""
    edge = [monday for monday, counts, _, _ in EDGE_WEEKS if counts and story.account_id == EDGE]
    return sorted([str(monday) for monday in story.teamwork_weeks()] + edge)
