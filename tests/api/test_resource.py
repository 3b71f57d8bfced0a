"""Parties and groups over the API: what a call leaves out is what the page's form begins with."""

CODE = "510402-S001"


def test_a_corrected_party_stays_on_the_list(call):
    body = {"name": "惠民商店", "kind": "MERCHANT"}
    made = call(
        "HEAD", "post", "resource-parties", {"station": CODE, "since": "2024-05-06", **body}
    )
    one = f"resource-parties/{made.json()['id']}"

    edited = call("HEAD", "post", f"{one}/edit", body | {"name": "爱心商店"})
    assert (edited.status_code, edited.json()["is_active"]) == (200, True)
    closed = call("HEAD", "post", f"{one}/edit", body | {"is_active": False})
    assert closed.json()["is_active"] is False


def test_a_group_is_built_anew_unless_the_call_says_not(call):
    body = {
        "station": CODE,
        "kind": "WORK",
        "title": "康娱小组",
        "purpose": "独居老人少往来",
        "valid_from": "2024-05-06",
    }

    assert call("HEAD", "post", "groups", body).json()["is_new"] is True
    assert call("HEAD", "post", "groups", body | {"is_new": False}).json()["is_new"] is False
