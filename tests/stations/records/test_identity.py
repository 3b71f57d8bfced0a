"""ID numbers: what is refused, and that the refusal does not repeat the number."""

import pytest

from kernel.crypto import blind_index
from kernel.errors import Invalid
from kernel.workdays import clock
from stations.records.identity import birth_date, check_place, index_id_number, mistyped
from tests.conftest import DAY

NUMBER = "51040219990230001"  # born on 30 February: nobody has it


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(DAY):
        yield


def test_a_number_is_found_again_however_it_was_typed(county):
    index = index_id_number("510402199902300017")
    assert index == blind_index("510402199902300017")
    assert index_id_number(" 510402 19990230 0017 ") == index
    assert index_id_number("５１０４０２１９９９０２３０００１７") == index
    assert index_id_number("") == ""


def test_the_check_place_is_that_of_the_standard():
    """GB 11643-1999, the example of its annex."""
    assert check_place("11010519491231002") == "X"
    assert check_place("44052418800101001") == "4"


@pytest.mark.parametrize("place", sorted(set("0123456789X") - {check_place(NUMBER)}))
def test_a_wrong_last_place_is_refused(county, place):
    with pytest.raises(Invalid) as refused:
        index_id_number(NUMBER + place)
    wrong = refused.value.errors[0]
    assert (wrong.field, wrong.given) == ("id_number", None)
    assert "最后一位" in wrong.message
    assert NUMBER not in wrong.message


def test_nobody_is_born_tomorrow(county):
    body = "51040220261121001"
    with pytest.raises(Invalid, match="晚于今天"):
        index_id_number(body + check_place(body))
    assert birth_date("510402202611200016").isoformat() == "2026-11-20"


def test_a_search_for_a_mistyped_number_says_so():
    assert mistyped("张桂兰") == mistyped("510402") == mistyped(NUMBER + "7") == ""
    assert "最后一位" in mistyped(NUMBER + "8")


@pytest.mark.parametrize("value", ["5104021999023000", "5104021999023000178", "51040219990230001Y"])
def test_a_wrong_form_is_refused(county, value):
    with pytest.raises(Invalid, match="17"):
        index_id_number(value)
