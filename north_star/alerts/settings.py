"""Settings of the alerts, and their errors."""

from __future__ import annotations

from north_star.errors import UserError

URLS = "NORTH_STAR_ALERT_URLS"
SEVERITIES = ("info", "warning", "critical")


class AlertsError(UserError):
    """Alerts cannot be read or sent as things are set; the text says what to change."""


class DeliveryError(UserError):
    """A destination did not take a message; the text says which one and why."""

    exit_code = 1
