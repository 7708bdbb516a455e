"""Cases to look at, and stores of both kinds."""

from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
from runtime_moments import moment
from sqlalchemy import create_engine

from protocol_rules.runtime import Case, open_case
from protocol_rules.runtime.store import Store
from protocol_rules.runtime.store.schema import TABLES

ASKED = {
    "enquiry.from": "backbench_member",
    "enquiry.to": "director",
    "enquiry.medium": "email",
    "enquiry.received_on": "2025-04-10",
    "enquiry.answered_on": "not_yet",
}


@pytest.fixture
def asked() -> Case:
    """Give a case under the protocol of Thanet: an email on 10 April 2025, not answered yet."""
    case = open_case("late", ["thanet"], title="an email")
    return case.record(ASKED, on="2025-04-10", recorded=moment("2025-04-10"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Start a server, where there is one on the machine."""
    if reason := postgres.why_not():
        pytest.skip(reason)
    with postgres.server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name an empty store of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "cases.sqlite")
    address: str = request.getfixturevalue("postgresql")
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    TABLES.drop_all(engine)
    engine.dispose()
    return address


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    """Open an empty store of each kind."""
    with Store(where) as opened:
        yield opened
