use std::sync::Arc;

use crate::{batch, collected, in_memory, integers, session, wait, write_parquet};
use datafusion::common::ScalarValue;
use pyrust_engine::statement::{Given, Statement, Value};
use pyrust_engine::{Error, ErrorKind, Frame, Session};

fn run(session: &Arc<Session>, text: &str, values: Vec<(&str, Value)>) -> Result<Arc<Frame>, Error> {
    let values = values.into_iter().map(|(n, v)| (n.to_string(), v)).collect();
    wait(Statement::parse(session, text)?.plan(Given { values, ..Given::default() })).map(|planned| planned.frame)
}

fn with_table() -> Arc<Session> {
    let session = session();
    session.register("Sales", &in_memory(&session, vec![batch(0, 100)])).unwrap();
    session
}

fn scalar(n: i64) -> ScalarValue {
    ScalarValue::Int64(Some(n))
}

#[test]
fn a_statement_asks_for_what_the_session_lacks() {
    let session = with_table();
    let text = "with c as (select 1) select * from Sales, c, other, 'x.parquet' where n > $low and n in ($some)";
    let statement = Statement::parse(&session, text).unwrap();
    let unknown: Vec<String> = statement.unknown_tables().into_iter().map(|table| table.name).collect();
    assert_eq!(unknown, ["other"]);
    assert_eq!(statement.parameters(), ["low", "some"]);
}

#[test]
fn names_keep_their_case_and_are_found_without_it() {
    let session = with_table();
    for text in ["select N, word from sales", "select s.N, s.WORD from Sales s", "select \"n\", \"Word\" from Sales"] {
        let frame = run(&session, text, vec![]).unwrap_or_else(|e| panic!("{text}: {e}"));
        let names: Vec<&str> = frame.schema().fields().iter().map(|f| f.name().as_str()).collect();
        assert_eq!(names, ["n", "Word"], "{text}");
    }
}

#[test]
fn values_are_bound_with_their_types() {
    let session = with_table();
    let text = "select n from Sales where n >= $low and n in ($some) order by n";
    let some = Value::List([1, 5, 50, 500].map(scalar).to_vec());
    let frame = run(&session, text, vec![("low", Value::Scalar(scalar(2))), ("some", some)]).unwrap();
    assert_eq!(integers(&collected(&frame), 0), [5, 50]);
    let hostile = Value::Scalar(ScalarValue::Utf8(Some("' or 1=1 --".into())));
    let frame = run(&session, "select n from Sales where \"Word\" = $w", vec![("w", hostile)]).unwrap();
    assert_eq!(wait(frame.count()).unwrap(), 0);
    let none = || vec![("some", Value::List(vec![]))];
    assert_eq!(wait(run(&session, "select n from Sales where n in ($some)", none()).unwrap().count()).unwrap(), 0);
    assert_eq!(
        wait(run(&session, "select n from Sales where n not in ($some)", none()).unwrap().count()).unwrap(),
        100
    );
    let frame =
        run(&session, "select n from Sales order by n limit $k", vec![("k", Value::Scalar(scalar(3)))]).unwrap();
    assert_eq!(wait(frame.count()).unwrap(), 3);
}

#[test]
fn errors_point_at_the_word() {
    let session = with_table();
    for (text, kind, line, column, word) in [
        ("select n,\n  wrd from Sales", ErrorKind::ColumnNotFound, 2, 3, "Word"),
        ("select n from Sale", ErrorKind::TableNotFound, 1, 15, "Sales"),
        ("select n fro Sales where", ErrorKind::Sql, 1, 14, "found"),
        ("select summ(n) from Sales", ErrorKind::Sql, 1, 8, "sum"),
        ("select n from Sales where n > $low", ErrorKind::Sql, 1, 31, "low"),
    ] {
        let error = run(&session, text, vec![]).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        let place = error.location().unwrap_or_else(|| panic!("no place: {error}"));
        assert_eq!((place.line, place.column), (line, column), "{error}");
        assert!(error.to_string().contains(word) && error.to_string().contains('^'), "{error}");
        assert!(!error.message().contains("Line"), "{error}");
    }
}

#[test]
fn a_file_is_a_table_by_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my file.parquet");
    write_parquet(&path, 0, 1000, 100);
    let frame = run(&session(), &format!("select max(n) as top from '{}'", path.display()), vec![]).unwrap();
    assert_eq!(integers(&collected(&frame), 0), [999]);
    let error = run(&session(), "select * from nothing.parquet", vec![]).unwrap_err();
    assert!(error.to_string().contains("quotes"), "{error}");
    let error = run(&session(), "select * from 'nothing.parquet'", vec![]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Read);
}

#[test]
fn to_plan_a_statement_changes_nothing() {
    let session = with_table();
    let batch_rows = session.state().config().batch_size();
    for text in [
        "drop table Sales",
        "create table x as select 1",
        "set datafusion.execution.batch_size = 1",
        "copy Sales to 'x.csv'",
    ] {
        // What is no query is carried out by `execute`, which is given the frame of its query, if it has one.
        let _ = run(&session, text, vec![]);
    }
    assert_eq!(session.tables(), ["Sales"]);
    assert_eq!(session.state().config().batch_size(), batch_rows);
    assert!(!std::path::Path::new("x.csv").exists());
    assert!(run(&session, "explain select 1", vec![]).is_ok());
    assert!(wait(run(&session, "show tables", vec![]).unwrap().count()).unwrap() > 0);
}

#[test]
fn two_columns_of_one_name_become_unique() {
    let session = with_table();
    let frame = run(&session, "select a.n, b.n from Sales a join Sales b on a.n = b.n + 1", vec![]).unwrap();
    let names: Vec<&str> = frame.schema().fields().iter().map(|f| f.name().as_str()).collect();
    assert_eq!(names, ["n", "n_1"]);
    assert_eq!(wait(frame.count()).unwrap(), 99);
}

#[test]
fn computed_columns_are_named_as_they_were_written() {
    let session = with_table();
    let text = "select sum(n), count(*), s.n % 2 + 1 from Sales s group by s.n % 2";
    let frame = run(&session, text, vec![]).unwrap();
    let names: Vec<&str> = frame.schema().fields().iter().map(|f| f.name().as_str()).collect();
    assert_eq!(names[..2], ["sum(n)", "count(*)"]);
    assert!(!names[2].contains("s.n"), "{names:?}");
    assert_eq!(wait(frame.count()).unwrap(), 2);
}
