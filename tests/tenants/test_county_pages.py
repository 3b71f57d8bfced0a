"""The operators' list: states and sizes, for operators only."""

from tests.fixtures.clients import client_for


def test_operator_sees_states_and_sizes(counties, official):
    answer = client_for(official("PLATFORM"), "ops").get("/")

    assert answer.status_code == 200
    rows = answer.context["counties"]
    assert [(row["code"], row["state"]) for row in rows] == [
        ("510402", "ACTIVE"),
        ("510421", "ACTIVE"),
    ]
    assert all(row["size"] > 0 for row in rows)


def test_province_official_is_not_let_in(counties, official):
    assert client_for(official("PROVINCE", "51"), "ops").get("/").status_code == 403


def test_queries_do_not_grow_with_counties(counties, official, django_assert_num_queries):
    client = client_for(official("PLATFORM"), "ops")
    client.get("/")

    # search_path; session, user, posts; sizes; counties with their hosts
    with django_assert_num_queries(6):
        client.get("/")
