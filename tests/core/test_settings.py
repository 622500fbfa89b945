"""What can be set of a session while it lives."""

import pytest

import pyrust as pr

NAME = "datafusion.execution.batch_size"


def test_a_setting_changes_what_is_planned_from_then_on():
    session = pr.Session(settings={NAME: 50})
    frame = session.range(100).filter(pr.col("value") >= 0)
    own = frame.with_settings({NAME: 25})
    session.sql(f"set {NAME} = 20")
    assert (session.settings[NAME], frame.session.settings[NAME], own.session.settings[NAME]) == ("20", "20", "25")
    session.sql("reset all")
    assert session.settings[NAME] == "50"


def test_settings_have_what_they_are_for_and_why_they_are_fixed():
    session = pr.Session()
    session._set(NAME, "20")
    described = {name: (value, first, text, fixed) for name, value, first, text, fixed in session._settings()}
    value, first, text, fixed = described[NAME]
    assert (value, first, fixed) == ("20", "8192", None)
    assert "batch" in text
    assert described["datafusion.optimizer.max_passes"][3] is not None
    assert list(described) == sorted(session.settings)
    session._set(NAME, None)
    assert session.settings[NAME] == "8192"
    with pytest.raises(pr.InvalidValueError, match="there is no setting"):
        session._set("batchsize", "1")


def test_a_read_only_session_refuses_what_is_no_query():
    session = pr.Session()
    assert session.read_only is False
    session.read_only = True
    with pytest.raises(pr.SqlError, match="is refused"):
        session.sql("select 1 as a; create view v as select 1 as a")
    assert session.tables == []
    assert session.sql("select 1 as a").item() == 1
    # Frames made of it are not bound by it: it is SQL's.
    session.read_only = False
    session.sql("create view v as select 1 as a")
    assert session.tables == ["v"]
    with pytest.raises(TypeError):
        session.read_only = "yes"
