"""The functions of the module are those of one session, the default."""

import pytest

import pyrust as pr


def test_it_is_the_same_for_every_way_in():
    assert pr.session() == pr.session() == pr.range(1).session == pr.DataFrame({"a": [1]}).session
    assert pr.Session() != pr.session()


def test_a_table_is_found_by_name_until_it_is_forgotten():
    pr.register("t_of_default", {"a": [1, 2]})
    try:
        assert "t_of_default" in pr.tables()
        assert pr.sql("select sum(a) as n from t_of_default").item() == 3
        assert pr.Session().tables == []
    finally:
        assert pr.deregister("t_of_default")
    assert not pr.deregister("t_of_default")
    with pytest.raises(pr.TableNotFoundError):
        pr.sql("select * from t_of_default")
