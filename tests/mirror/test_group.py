"""Several desks on one mirror in a real PostgreSQL: who leads, what the others hear, and the fence between sites."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from celliq_desktop.domain.ids import DealerId, OperationId
from celliq_desktop.domain.outbox import CostClass, Wish
from celliq_desktop.domain.problems import BadSurroundings, NeedsYou, TryAgain
from celliq_desktop.mirror import fleet, meta, outbox, vehicles
from celliq_desktop.mirror.schema import METADATA
from celliq_desktop.mirror.shared import SharedMirror
from tests.support.clocks import FakeClock
from tests.support.mirrors import ACCOUNT, car, joined
from tests.support.postgres import Cluster, said

OTHER_DEALER = replace(ACCOUNT, user=replace(ACCOUNT.user, dealer_id=DealerId("dlr_2")))
_ANNA, _BERT = "anna", "bert"


@pytest.fixture(scope="module")
def roles(postgres: Cluster) -> tuple[str, str]:
    """Two people who may reach the server."""
    postgres.sql("postgres", f"CREATE ROLE {_ANNA} LOGIN", f"CREATE ROLE {_BERT} LOGIN")
    return _ANNA, _BERT


@pytest.fixture
def two(group_address: str) -> Iterator[tuple[SharedMirror, SharedMirror]]:
    """Two desks of one site."""
    desks = joined(group_address), joined(group_address)
    yield desks
    for desk in desks:
        desk.close()


@pytest.fixture
def sites(postgres: Cluster, group_address: str, roles: tuple[str, str]) -> Iterator[tuple[SharedMirror, SharedMirror]]:
    """A desk in Berlin and one in Hamburg, each of a dealer of its own."""
    name, (anna, bert) = _database(group_address), roles
    postgres.sql(
        name,
        f"SET SESSION AUTHORIZATION owner; SELECT celliq_admit('{anna}', 'berlin');"
        f" SELECT celliq_admit('{bert}', 'hamburg')",
    )
    desks = joined(postgres.address(name, anna)), joined(postgres.address(name, bert), account=OTHER_DEALER)
    yield desks
    for desk in desks:
        desk.close()


def _database(address: str) -> str:
    return address.rpartition("/")[2]


def _die(postgres: Cluster, address: str, desk: SharedMirror) -> None:
    """As PostgreSQL sees it when the desk's computer loses power: every connection of it is gone."""
    postgres.sql(
        "postgres",
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname ="
        f" '{_database(address)}' AND application_name = 'celliq-desktop {desk.group.name[:8]}'",
    )


def test_one_desk_leads_and_another_takes_over_when_it_dies(
    postgres: Cluster, group_address: str, two: tuple[SharedMirror, SharedMirror]
) -> None:
    first, second = two
    assert (first.group.leads(), second.group.leads(), first.group.leads()) == (True, False, True)
    assert second.group.leader() == first.group.name[:8]
    assert first.group.leader() == ""
    assert second.group.works(first.group.name)
    _die(postgres, group_address, first)
    assert not second.group.works(first.group.name)
    assert second.group.leads()
    assert not first.group.leads()  # it is back, and no longer believes that it leads
    assert first.group.leader() == second.group.name[:8]


def test_an_operation_is_carried_on_by_one_desk_at_a_time(two: tuple[SharedMirror, SharedMirror]) -> None:
    name = OperationId("op-1")
    with two[0].group.claimed(name) as first, two[1].group.claimed(name) as second:
        assert (first, second) == (True, False)
    with two[1].group.claimed(name) as later:
        assert later


def test_a_wish_of_two_desks_is_one_operation(two: tuple[SharedMirror, SharedMirror]) -> None:
    wish = Wish(kind="report", natural_key="report:veh_1", payload="{}", cost_class=CostClass.CREDIT)
    made = []
    for desk in two:
        with desk.write() as session:
            made.append(outbox.enqueue(session, wish, desk.clock.now()))
    assert made[0][0].op_id == made[1][0].op_id
    assert [new for _operation, new in made] == [True, False]


def test_a_desk_hears_what_another_has_changed_and_not_its_own_words(two: tuple[SharedMirror, SharedMirror]) -> None:
    writer, reader = two
    for desk in two:
        assert desk.group.news(0.5, lambda: True) == frozenset()
    with writer.write() as session:
        vehicles.upsert(session, [car()], 1)
    assert "vehicles" in reader.group.news(10, lambda: False)
    assert writer.group.news(0.5, lambda: True) == frozenset()
    with reader.read() as session:
        assert [row.vin for row in fleet.fleet_rows(session)] == [car().vin]


@pytest.mark.expects_log("nothing is heard of the other desks: mirror_unreachable")
def test_after_a_lost_connection_anything_may_have_changed(
    postgres: Cluster, group_address: str, two: tuple[SharedMirror, SharedMirror]
) -> None:
    _writer, reader = two
    reader.group.news(0.5, lambda: True)
    _die(postgres, group_address, reader)
    assert reader.group.news(0.5, lambda: True) == frozenset()
    assert reader.group.news(0.5, lambda: True) == {"*"}


def test_every_table_is_fenced_and_has_the_columns_of_the_code(postgres: Cluster, group_address: str) -> None:
    name = _database(group_address)
    forced = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    assert {row[0] for row in postgres.rows(name, forced)} == set(METADATA.tables)
    columns = postgres.rows(
        name,
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND column_name NOT IN ('site', 'rowid') AND table_name NOT IN ('celliq_desks', 'alembic_version')",
    )
    declared = {(table.name, column.name) for table in METADATA.tables.values() for column in table.columns}
    assert set(columns) == declared


def test_a_site_keeps_its_own_copy_of_everything(sites: tuple[SharedMirror, SharedMirror]) -> None:
    for number, desk in enumerate(sites):
        with desk.write() as session:
            vehicles.upsert(session, [car(odometer_km=float(number))], 1)
            meta.put(session, "word", f"{number}")
    for number, desk in enumerate(sites):
        with desk.read() as session:
            assert [one.odometer_km for one in vehicles.vehicles(session)] == [float(number)]
            assert meta.value(session, "word") == f"{number}"
        assert desk.group.leads()  # each site has a leader of its own


@pytest.mark.parametrize(
    "words",
    [
        "SELECT * FROM vehicles WHERE vin LIKE 'WVW%'",
        "SET row_security = off; SELECT * FROM vehicles",
        "UPDATE vehicles SET site = 'hamburg' RETURNING *",
        "UPDATE vehicles SET vin = 'X' WHERE site = 'berlin' RETURNING *",
        "DELETE FROM vehicles RETURNING *",
        "INSERT INTO meta (name, value, site) VALUES ('x', 'y', 'berlin') RETURNING *",
        "ALTER TABLE vehicles DISABLE ROW LEVEL SECURITY; SELECT * FROM vehicles",
        "UPDATE celliq_desks SET site = 'berlin' RETURNING *",
        "SELECT celliq_admit('bert', 'berlin')",
        "SET ROLE anna; SELECT * FROM vehicles",
        "SET SESSION AUTHORIZATION anna; SELECT * FROM vehicles",
        "CREATE FUNCTION celliq_site() RETURNS text LANGUAGE sql AS $$ SELECT 'berlin' $$; SELECT * FROM vehicles",
        "CREATE TEMP TABLE celliq_desks AS SELECT name 'bert' AS role, text 'berlin' AS site; SELECT * FROM vehicles",
        "CREATE SCHEMA bert",
        "TRUNCATE vehicles; SELECT 1",
        "COPY vehicles TO STDOUT",
    ],
)
def test_raw_words_do_not_reach_over_the_fence(
    postgres: Cluster, group_address: str, sites: tuple[SharedMirror, SharedMirror], words: str
) -> None:
    berlin, _hamburg = sites
    with berlin.write() as session:
        vehicles.upsert(session, [car()], 1)
    before = postgres.rows(_database(group_address), "SELECT * FROM vehicles")
    got, state = said(postgres.address(_database(group_address), _BERT), words)
    assert state in (None, "42501")  # insufficient_privilege
    assert got == []
    assert postgres.rows(_database(group_address), "SELECT * FROM vehicles") == before


def test_a_role_nobody_admitted_is_told_so(postgres: Cluster, group_address: str, roles: tuple[str, str]) -> None:
    with pytest.raises(BadSurroundings) as refusal:
        joined(postgres.address(_database(group_address), roles[0]))
    assert refusal.value.code == "mirror_not_writable"
    assert "celliq_admit" in str(refusal.value.next_step)


def test_another_dealer_does_not_get_into_a_site(group_address: str) -> None:
    joined(group_address).close()
    with pytest.raises(BadSurroundings) as refusal:
        joined(group_address, account=OTHER_DEALER)
    assert refusal.value.code == "mirror_foreign"


def test_a_newer_schema_is_refused_in_words(postgres: Cluster, group_address: str) -> None:
    postgres.sql(_database(group_address), "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BadSurroundings) as refusal:
        joined(group_address)
    assert refusal.value.code == "mirror_newer"


def test_a_server_that_is_not_there_and_one_that_refuses_are_told_apart(postgres: Cluster, group_address: str) -> None:
    with pytest.raises(TryAgain) as absent:
        joined("postgresql://owner@127.0.0.1:1/group")
    assert absent.value.code == "mirror_unreachable"
    with pytest.raises((NeedsYou, TryAgain)) as refused:
        joined(postgres.address(_database(group_address), "nobody-known"))
    assert "database" in refused.value.message


def test_a_desk_goes_on_after_the_server_was_away(
    postgres: Cluster, group_address: str, two: tuple[SharedMirror, SharedMirror]
) -> None:
    desk, _other = two
    with desk.write() as session:
        vehicles.upsert(session, [car()], 1)
    _die(postgres, group_address, desk)
    with desk.read() as session:
        assert session.execute(text("SELECT count(*) FROM vehicles")).scalar() == 1
    assert desk.clock.now() == FakeClock().now()
