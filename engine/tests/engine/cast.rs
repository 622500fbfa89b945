//! Casts and values at the edge: the tables of `docs/conversions.md`, as SQL answers them.

use pyrust_engine::ErrorKind::{self, Overflow, Schema, Sql, Value};

use crate::{collected, query, session, shown_rows, wait};

/// Returns the one value of an expression over a row `r` that holds nothing, so that no constant is computed early.
fn value(expression: &str) -> Result<String, ErrorKind> {
    let session = session();
    let computed = query(&session, &format!("select {expression} as v from (values (0)) r(zero)"));
    let frame = computed.and_then(|frame| wait(frame.collect())).map_err(|error| error.kind())?;
    Ok(shown_rows(&collected(&frame)).concat())
}

#[test]
fn values_at_the_edge_are_exact_or_an_error() {
    let cases: &[(&str, Result<&str, ErrorKind>)] = &[
        ("9223372036854775807 + 1", Err(Overflow)),
        ("9223372036854775807 + zero + 1", Err(Overflow)),
        ("-(-9223372036854775807 - 1 + zero)", Err(Overflow)),
        ("4000000000 * (4000000000 + zero)", Err(Overflow)),
        ("arrow_typeof(arrow_cast(1, 'Int8') + arrow_cast(1, 'Int32'))", Ok("Int32")),
        ("arrow_cast(127, 'Int8') + 1", Ok("128")),
        ("1 << (64 + zero)", Err(Overflow)),
        ("1 << (zero - 1)", Err(Overflow)),
        ("abs(-9223372036854775807 - 1 + zero)", Err(Overflow)),
        ("7 / (2 + zero)", Ok("3")),
        ("-7 / (2 + zero)", Ok("-3")),
        ("-7 % (2 + zero)", Ok("-1")),
        ("7 % (zero - 2)", Ok("1")),
        ("1 / zero", Err(Value)),
        ("1 % zero", Err(Value)),
        ("(-9223372036854775807 - 1 + zero) / -1", Err(Overflow)),
        ("(-9223372036854775807 - 1 + zero) % -1", Ok("0")),
        ("cast(300 + zero as tinyint)", Err(Overflow)),
        ("try_cast(300 + zero as tinyint)", Ok("null")),
        ("cast(double 'nan' as bigint)", Err(Overflow)),
        ("try_cast(double 'inf' as bigint)", Ok("null")),
        ("cast(double '2.9' as bigint)", Ok("2")),
        ("cast(double '-2.9' as bigint)", Ok("-2")),
        ("cast(99999.99 as decimal(5, 2))", Err(Overflow)),
        ("date '2024-01-31' + interval '1 month'", Ok("2024-02-29")),
        ("date '2024-01-31' + interval '1 hour'", Err(Value)),
        ("cast('x' as bigint)", Err(Value)),
        ("try_cast('x' as bigint)", Ok("null")),
        ("cast('2024-02-30' as date)", Err(Value)),
        ("cast(-1 as time)", Err(Overflow)),
        ("cast(timestamp '3000-01-01' as timestamp(9))", Err(Overflow)),
        ("try_cast(timestamp '3000-01-01' as timestamp(9))", Ok("null")),
        ("cast(named_struct('a', 1, 'b', null) as varchar)", Ok("{\"a\": 1, \"b\": null}")),
        ("cast([1, null] as varchar)", Ok("[1, null]")),
        ("timestamp '2024-01-01' < '9999-01-01'", Ok("true")),
        ("sum(zero > 0)", Err(Sql)),
        ("interval '1 day' * 2", Err(Sql)),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .map(|(expression, expected)| (expression, *expected, value(expression)))
        .filter(|(_, expected, found)| expected.map(str::to_owned) != *found)
        .map(|(expression, expected, found)| format!("{expression}: {found:?}, not {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Values of many types, the smallest, the largest and odd ones.
const VALUES: [&str; 24] = [
    "true",
    "arrow_cast(-128, 'Int8')",
    "arrow_cast(65535, 'UInt16')",
    "9223372036854775807",
    "arrow_cast(18446744073709551615, 'UInt64')",
    "double '1.5'",
    "double 'nan'",
    "double '1e300'",
    "arrow_cast(1.25, 'Decimal128(5, 2)')",
    "arrow_cast('-99999999999999999999999999999999999999', 'Decimal128(38, 0)')",
    "''",
    "'12'",
    "' 1.5 '",
    "'2024-02-29'",
    "'2024-02-29 23:59:59.5'",
    "'12:30:00'",
    "'true'",
    "date '1969-12-31'",
    "arrow_cast(2147483647, 'Date32')",
    "timestamp '9999-12-31 23:59:59'",
    "arrow_cast('2024-02-29T12:00:00', 'Timestamp(Second, Some(\"Europe/Berlin\"))')",
    "arrow_cast('23:59:59', 'Time64(Microsecond)')",
    "arrow_cast('abc', 'Binary')",
    "null",
];

const TYPES: [&str; 18] = [
    "boolean",
    "tinyint",
    "smallint unsigned",
    "int",
    "bigint",
    "bigint unsigned",
    "real",
    "double",
    "decimal(5, 2)",
    "decimal(38, 10)",
    "varchar",
    "bytea",
    "date",
    "time",
    "timestamp",
    "timestamp(9)",
    "timestamp(0)",
    "timestamp with time zone",
];

#[test]
fn try_cast_is_null_where_cast_is_an_error_and_else_the_same() {
    let (mut same, mut failed, mut refused) = (0, 0, 0);
    let mut wrong = Vec::new();
    let session = session();
    let computed = |text: String| {
        let frame = query(&session, &text).and_then(|frame| wait(frame.collect()));
        frame.map(|frame| shown_rows(&collected(&frame)).concat()).map_err(|error| (error.kind(), error.to_string()))
    };
    for value in VALUES {
        for to in TYPES {
            // An integer is a number of seconds to CAST, and of the type's unit to TRY_CAST.
            if value.ends_with("775807") && to.starts_with("timestamp") {
                continue;
            }
            let cast = computed(format!("select cast({value} as {to}) as v"));
            let tried = computed(format!("select try_cast({value} as {to}) as v"));
            match (&cast, &tried) {
                (Ok(one), Ok(other)) if one == other => same += 1,
                (Err((Overflow | Value, _)), Ok(none)) if none == "null" => failed += 1,
                (Err((Schema | Sql, _)), Err((Schema | Sql, _))) => refused += 1,
                _ => wrong.push(format!("{value} as {to}: cast {cast:?}, try_cast {tried:?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(same > 100 && failed > 30 && refused > 10, "{same} {failed} {refused}");
}
