//! Statements that are no queries.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{batch, collected, in_memory, integers, session, wait};
use pyrust_engine::statement::{Command, Done, Given, Literal, SqlDialect, Statements, declared_types, execute};
use pyrust_engine::{Error, ErrorKind, Frame, Session};

/// Does the statements of a text that needs nobody's readers, and gives their frames and what else they have done.
fn done(session: &Arc<Session>, text: &str) -> Result<(Vec<Arc<Frame>>, Vec<Done>), Error> {
    let statements = Statements::read(session, text, SqlDialect::default())?;
    let (mut frames, mut finished) = (Vec::new(), Vec::new());
    for at in 0..statements.len() {
        let statement = statements.parse(at)?;
        let (command, site) = (statement.command().cloned(), statement.site());
        let frame = match command.as_ref().is_none_or(Command::has_query) {
            true => Some(wait(statement.plan(Given::default()))?.frame),
            false => None,
        };
        match command {
            Some(command) => {
                let executed = wait(execute(session, &command, frame.as_ref()));
                finished.push(executed.map_err(|error| site.located(error, None))?);
            }
            None => frames.extend(frame),
        }
    }
    Ok((frames, finished))
}

fn words(session: &Arc<Session>, text: &str) -> Vec<String> {
    done(session, text).unwrap_or_else(|e| panic!("{text}: {e}")).1.into_iter().map(|done| done.words).collect()
}

fn refused(session: &Arc<Session>, text: &str) -> Error {
    done(session, text).err().unwrap_or_else(|| panic!("{text} is not refused"))
}

fn with_table() -> Arc<Session> {
    let session = session();
    session.register("Sales", &in_memory(&session, vec![batch(0, 100)])).unwrap();
    session
}

#[test]
fn a_view_is_planned_now_and_computed_when_it_is_used() {
    let session = with_table();
    let text = "create view few (number, text) as select n, \"Word\" from Sales where n < 10;
                select max(number) from few; drop view few";
    let (frames, finished) = done(&session, text).unwrap();
    assert_eq!(
        finished.iter().map(|done| done.words.as_str()).collect::<Vec<_>>(),
        ["created the view few", "dropped few"]
    );
    // The frame has the view's plan: its name is not needed any more.
    assert_eq!(integers(&collected(&frames[0]), 0), [9]);
    assert_eq!(session.tables(), ["Sales"]);
}

#[test]
fn a_table_is_computed_once() {
    let session = with_table();
    assert_eq!(
        words(&session, "create table t as select n, random() as r from Sales"),
        ["created the table t with 100 rows"]
    );
    let sum = || {
        let (frames, _) = done(&session, "select cast(sum(r) * 1e9 as bigint) from t").unwrap();
        integers(&collected(&frames[0]), 0)
    };
    assert_eq!(sum(), sum());
}

#[test]
fn a_name_that_exists_is_kept_replaced_or_refused() {
    let session = with_table();
    done(&session, "create view v as select 1 as a").unwrap();
    let error = refused(&session, "select 1;\ncreate view v as select 2 as a");
    assert_eq!(
        (error.kind(), error.location().map(|at| (at.line, at.column, at.length))),
        (ErrorKind::Sql, Some((2, 13, 1)))
    );
    assert!(error.hint().unwrap().contains("OR REPLACE"), "{error}");
    assert_eq!(words(&session, "create view if not exists v as select 3 as a"), ["kept the view v, which exists"]);
    let value = |text| integers(&collected(&done(&session, text).unwrap().0[0]), 0);
    assert_eq!(value("select a from v"), [1]);
    assert_eq!(value("create or replace view v as select a + 4 as a from v; select a from v"), [5]);
    assert!(refused(&session, "create or replace view if not exists v as select 1").message().contains("exclude"));
}

#[test]
fn tables_are_dropped_all_or_none() {
    let session = with_table();
    done(&session, "create view a as select 1 as x; create view b as select 2 as x").unwrap();
    let error = refused(&session, "drop view a, bb");
    assert_eq!((error.kind(), session.tables().len()), (ErrorKind::TableNotFound, 3), "{error}");
    assert!(error.hint().unwrap().contains('b'), "{error}");
    assert_eq!(words(&session, "drop table if exists bb; drop view A, b"), ["there was no table bb", "dropped a, b"]);
    assert_eq!(refused(&session, "drop table \"sales\"").kind(), ErrorKind::TableNotFound);
    assert_eq!(words(&session, "drop table sales"), ["dropped Sales"]);
    assert!(refused(&session, "drop schema s").message().contains("DROP SCHEMA"));
}

#[test]
fn a_setting_is_changed_for_what_runs_after_it() {
    let session = with_table();
    let derived =
        session.with_settings(&BTreeMap::from([("datafusion.execution.batch_size".into(), "7".into())])).unwrap();
    let size = |session: &Session| session.state().config_options().execution.batch_size.get();
    let first = size(&session);
    words(&session, "set datafusion.execution.batch_size = 100; set datafusion.execution.target_partitions to 3");
    assert_eq!((size(&session), size(&derived)), (100, 7));
    assert_eq!(derived.state().config_options().execution.target_partitions, 3);
    assert_eq!(words(&session, "reset datafusion.execution.batch_size"), ["reset datafusion.execution.batch_size"]);
    assert_eq!((size(&session), size(&derived)), (first, 7));
    words(&session, "set time zone 'Europe/Berlin'; reset all");
    let changed =
        |session: &Session| session.described_settings().into_iter().filter(|each| each.value != each.first).count();
    assert_eq!((changed(&session), changed(&derived)), (0, 1));
}

#[test]
fn a_setting_that_cannot_be_is_refused_with_the_reason() {
    let session = with_table();
    for (text, said) in [
        ("set datafusion.execution.batchsize = 1", "there is no setting"),
        ("set batch_size = 1", "there is no setting"),
        ("set datafusion.optimizer.max_passes = 1", "cannot be changed"),
        ("set datafusion.execution.batch_size = many", "cannot be"),
        ("set datafusion.execution.batch_size = n + 1", "not a constant"),
        ("reset datafusion.execution.batchsize", "there is no setting"),
        ("reset datafusion.sql_parser.dialect", "cannot be changed"),
    ] {
        let error = refused(&session, text);
        assert!(error.message().contains(said), "{text}: {error}");
    }
    assert!(refused(&session, "set batch_size = 1").hint().unwrap().contains("datafusion.execution.batch_size"));
}

#[test]
fn what_a_clause_asks_for_and_there_is_not_is_refused() {
    let session = with_table();
    for text in [
        "create materialized view v as select 1 as a",
        "create view v (a int) as select 1",
        "create table t (a int)",
        "create table t (a int) as select 1",
        "create table t as select 1 as a with no data",
        "create table other.t as select 1 as a",
        "insert into Sales values (1, 'a')",
        "delete from Sales",
        "update Sales set n = 1",
        "explain create view v as select 1 as a",
        "copy Sales to 'file'",
        "copy Sales to 'file.csv' stored as rar",
        "begin",
    ] {
        let error = refused(&session, text);
        assert_eq!(error.kind(), ErrorKind::Sql, "{text}: {error}");
    }
    assert_eq!(session.tables(), ["Sales"]);
}

#[test]
fn a_file_is_written_by_the_writer_of_its_format_with_its_options() {
    let session = with_table();
    let read = |text: &str| Statements::read(&session, text, SqlDialect::default()).unwrap().parse(0).unwrap();
    let call = |text: &str| match read(text).command() {
        Some(Command::Copy(call) | Command::Attach { call, .. }) => call.clone(),
        other => panic!("{other:?}"),
    };
    let copy = call("copy (select n from Sales) to 'a.tsv' options ('format.has_header' 'false', null_value '-')");
    assert_eq!((copy.verb.as_str(), copy.target()), ("write_csv", "a.tsv"));
    assert_eq!(
        copy.named,
        [("has_header".into(), Literal::Boolean(false)), ("null_value".into(), Literal::String("-".into()))]
    );
    let copy = call("copy Sales to 'folder' stored as parquet partitioned by (n) options (level 3)");
    assert_eq!(copy.verb, "write_parquet");
    let columns = Literal::List(vec![Literal::String("n".into())]);
    assert_eq!(copy.named, [("level".into(), Literal::Number("3".into())), ("partition_by".into(), columns)]);
    let text = "create external table t (a int, b varchar, c decimal(10, 2)) stored as csv location 'x.csv' options (delimiter ';')";
    assert_eq!(call(text).verb, "read_csv");
    let Some(Command::Attach { columns, .. }) = read(text).command().cloned() else { panic!("{text}") };
    let types = declared_types(&session, &columns).unwrap();
    let types: Vec<(&str, &str)> = types.iter().map(|(name, kind)| (name.as_str(), kind.as_str())).collect();
    assert_eq!(types, [("a", "int32"), ("b", "string"), ("c", "decimal(10,2)")]);
}

#[test]
fn calls_of_readers_are_tables() {
    let session = with_table();
    let text = "select * from read_csv('x.csv', delimiter => ';', null_values => ['-', $none], schema => {'a': 'int64'}) as t, \
                READ_PARQUET('y.parquet', n_rows := 3)";
    let statements = Statements::read(&session, text, SqlDialect::default()).unwrap();
    let statement = statements.parse(0).unwrap();
    let calls = statement.calls();
    assert_eq!(calls.iter().map(|(_, call)| call.verb.as_str()).collect::<Vec<_>>(), ["read_csv", "read_parquet"]);
    let nulls = Literal::List(vec![Literal::String("-".into()), Literal::Parameter("none".into())]);
    let schema = Literal::Map(vec![("a".into(), Literal::String("int64".into()))]);
    assert_eq!(calls[0].1.values, [Literal::String("x.csv".into())]);
    assert_eq!(
        calls[0].1.named,
        [("delimiter".into(), Literal::String(";".into())), ("null_values".into(), nulls), ("schema".into(), schema)]
    );
    assert!(statement.unknown_tables().is_empty());
    let tables = calls.iter().map(|(name, _)| (name.clone(), in_memory(&session, vec![batch(0, 3)]))).collect();
    let frame = wait(statement.plan(Given { tables, ..Given::default() })).unwrap().frame;
    assert_eq!(wait(frame.count()).unwrap(), 9);
    let error = refused(&session, "select * from read_csv(concat('x', '.csv'))");
    assert_eq!(error.location().map(|at| at.column), Some(24), "{error}");
}

#[test]
fn functions_that_give_rows_are_tables() {
    let session = with_table();
    let value = |text| integers(&collected(&done(&session, text).unwrap_or_else(|e| panic!("{text}: {e}")).0[0]), 0);
    assert_eq!(value("select * from range(2, 8, 3)"), [2, 5]);
    assert_eq!(value("select g.value from generate_series(1, 3) as g"), [1, 2, 3]);
    assert_eq!(value("select count(*) from Sales join range(50) r on r.value = Sales.n"), [50]);
    assert_eq!(value("select * from unnest([4, 5]) as u(x)"), [4, 5]);
}

#[test]
fn a_table_or_a_query_is_summarized() {
    let session = with_table();
    for text in ["summarize Sales", "SUMMARIZE select * from Sales", "summarize from Sales;"] {
        let (frames, _) = done(&session, text).unwrap_or_else(|e| panic!("{text}: {e}"));
        let names: Vec<&str> = frames[0].schema().fields().iter().map(|f| f.name().as_str()).collect();
        assert_eq!(names, ["statistic", "n", "Word"], "{text}");
    }
    let (frames, _) = done(&session, "select summarize.n from Sales as summarize limit 1").unwrap();
    assert_eq!(integers(&collected(&frames[0]), 0), [0]);
}

#[test]
fn options_of_copy_are_read_as_in_duckdb() {
    let session = with_table();
    let text = "copy Sales to 'x.txt' (format csv, delimiter ';', has_header);";
    let statement = Statements::read(&session, text, SqlDialect::default()).unwrap().parse(0).unwrap();
    let Some(Command::Copy(call)) = statement.command() else { panic!("{text}") };
    assert_eq!((call.verb.as_str(), call.target()), ("write_csv", "x.txt"));
    assert_eq!(
        call.named,
        [("delimiter".into(), Literal::String(";".into())), ("has_header".into(), Literal::Boolean(true))]
    );
}
