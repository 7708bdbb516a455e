"""Moments for the logs of cases."""

from datetime import UTC, date, datetime, time


def moment(day: str) -> datetime:
    """Noon of a day."""
    return datetime.combine(date.fromisoformat(day), time(12), UTC)
