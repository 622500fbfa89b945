"""`TABLESAMPLE` draws the rows that `df.sample` does, or says what does."""

import pytest

import pyrust as pr


@pytest.fixture(scope="module")
def many():
    return {"many": pr.range(100_000)}


@pytest.mark.parametrize(
    "sample",
    [
        "tablesample (10 percent)",
        "tablesample 10%",
        "tablesample (10%) repeatable (3)",
        "tablesample bernoulli (10 percent)",
        "tablesample bernoulli (10)",
        "tablesample system (10)",
        "tablesample reservoir (10 percent)",
    ],
)
def test_a_sample_of_a_share_has_about_so_many_rows(sample, many):
    assert 9_000 < pr.sql(f"select value from many {sample}", **many).count() < 11_000
    query = f"with c as (select * from many m {sample} where m.value >= 0) select count(*) as n from c"
    counted = pr.sql(query, **many)
    assert 9_000 < counted.to_dict()["n"][0] < 11_000


def test_a_sample_of_rows_has_so_many(many):
    for sample in ("(7 rows)", "(7)", "reservoir (7 rows)", "reservoir (7) repeatable (1)"):
        drawn = pr.sql(f"select value from many tablesample {sample}", **many).to_dict()["value"]
        assert len(set(drawn)) == 7
        assert drawn == sorted(drawn)
    assert pr.sql("select * from (select value from many limit 3) d tablesample (5 rows)", **many).count() == 3
    assert pr.sql("select value from many tablesample (0 rows)", **many).to_dict() == {"value": []}
    assert many["many"].sample(0).to_dict() == {"value": []}
    assert pr.sql("select count(*) as n from many tablesample (0 percent)", **many).to_dict() == {"n": [0]}
    assert pr.sql("select count(*) as n from many tablesample (100 percent)", **many).to_dict() == {"n": [100_000]}


def test_a_seed_draws_the_same_rows_and_no_seed_others(many):
    drawn = [pr.sql("select value from many tablesample (1 percent) repeatable (5)", **many).to_dict() for _ in "ab"]
    assert drawn[0] == drawn[1]
    assert drawn[0]["value"] == pr.range(100_000).sample(fraction=0.01, seed=5).to_dict()["value"]
    free = [pr.sql("select value from many tablesample (100 rows)", **many).to_dict()["value"] for _ in "ab"]
    assert free[0] != free[1]


@pytest.mark.parametrize(
    "sample", ["(bucket 1 out of 4)", "(120 percent)", "(-1 rows)", "(1.5 rows)", "(10 percent) repeatable (0.5)"]
)
def test_samples_that_cannot_be_drawn_name_the_verb(sample, many):
    with pytest.raises(pr.SqlError, match=r"df\.sample"):
        pr.sql(f"select * from many tablesample {sample}", **many)
