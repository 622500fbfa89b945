//! Each text is provoked from the library that it belongs to: DataFusion without what pyrust adds to it, arrow, regex.
//!
//! A test that fails here after an upgrade names the function in `mod.rs` whose text has changed.

use std::sync::{Arc, LazyLock};

use arrow::array::{ArrayRef, BooleanArray, Int64Array, ListArray, RecordBatch, StringArray};
use arrow::compute::kernels::{cmp, numeric};
use arrow::datatypes::{DataType, Field, Int64Type, Schema};
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext, col};
use tokio::runtime::Runtime;

use super::*;

fn rows() -> RecordBatch {
    let list = ListArray::from_iter_primitive::<Int64Type, _, _>((0..4).map(|n| Some(vec![Some(n), None])));
    let columns: [(&str, ArrayRef); 4] = [
        ("n", Arc::new(Int64Array::from(vec![0, 1, 2, 3]))),
        ("word", Arc::new(StringArray::from(vec!["0", "1", "x", "3"]))),
        ("list", Arc::new(list)),
        ("big", Arc::new(Int64Array::from(vec![i64::MAX; 4]))),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
    RUNTIME.block_on(work)
}

fn context() -> SessionContext {
    let config = SessionConfig::new().with_target_partitions(1);
    let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
    let context = SessionContext::new_with_state(state);
    context.register_batch("t", rows()).unwrap();
    context
}

fn error(statement: &str) -> DataFusionError {
    let context = context();
    let answer = wait(async { context.sql(statement).await?.collect().await });
    answer.expect_err(statement)
}

/// What planning or computing a statement ends with, as those see it who look for the root.
fn said(statement: &str) -> String {
    error(statement).find_root().to_string()
}

/// The same without prefixes, as an error of a value is seen.
fn reason(statement: &str) -> String {
    without_variant(&tidy(&said(statement))).to_owned()
}

/// Every name of a column in the physical plan of a statement.
fn names(statement: &str) -> Vec<String> {
    let context = context();
    let plan = wait(async { context.sql(statement).await?.create_physical_plan().await }).unwrap();
    let mut names = Vec::new();
    plan.apply(|node| {
        names.extend(node.schema().fields().iter().map(|field| field.name().clone()));
        Ok(TreeNodeRecursion::Continue)
    })
    .unwrap();
    names
}

#[test]
fn common_expressions_have_their_prefix() {
    let names = names("select abs(n * 3) + 1, abs(n * 3) + 2 from t");
    assert!(names.iter().any(|name| is_common_expression(name)), "{names:?}");
}

#[test]
fn unnested_columns_name_their_list() {
    let names = names("select unnest(list) + 1 from t");
    assert!(names.iter().any(|name| unnested_list(name) == Some("t.list")), "{names:?}");
}

#[test]
fn a_table_without_a_name_has_a_placeholder() {
    let error = context().read_batch(rows()).unwrap().filter(col("n")).unwrap_err().to_string();
    assert!(error.contains(UNNAMED_TABLE), "{error}");
    assert!(!tidy(&error).contains('?'), "{}", tidy(&error));
}

#[test]
fn overflows_name_their_operands() {
    let (most, one) = (Int64Array::from(vec![i64::MAX]), Int64Array::from(vec![1]));
    let error = numeric::add(&most, &one).unwrap_err().to_string();
    assert_eq!(overflowed(&error), Some("9223372036854775807 + 1"), "{error}");
    assert_eq!(overflowed(&reason("select factorial(n + 30) from t")), Some("FACTORIAL(30)"));
    let operand = "abs(-9223372036854775808)";
    assert_eq!(overflowed(&reason("select abs(-9223372036854775808 + n) from t")), Some(operand));
}

#[test]
fn what_is_out_of_range_is_an_overflow() {
    for statement in [
        "select abs(-9223372036854775808 + n) from t",
        "select make_time(25, 0, 0)",
        "select cast(date '9999-01-01' as timestamp)",
        "select cast(n + 300 as tinyint) from t",
    ] {
        assert!(is_overflow(&reason(statement)), "{statement}: {}", reason(statement));
    }
}

#[test]
fn a_division_by_zero_says_so() {
    assert!(is_division_by_zero(&reason("select 1 / (n - n) from t")));
}

#[test]
fn a_second_row_of_a_scalar_subquery_says_so() {
    assert!(is_second_row(&said("select (select n from t)")));
}

#[test]
fn a_cast_names_the_string_and_its_type() {
    for (statement, string, to) in [
        ("select cast(word as bigint) from t", "x", "int64"),
        ("select cast(word as boolean) from t", "x", "boolean"),
        ("select cast('y' as date)", "y", "date"),
        ("select cast('z' as decimal(5, 2))", "z", "decimal128"),
    ] {
        let reason = reason(statement);
        assert_eq!((uncastable(&reason), cast_target(&reason).as_deref()), (Some(string), Some(to)), "{reason}");
        assert!(is_of_cast(&reason), "{reason}");
    }
}

#[test]
fn a_cast_names_the_number_that_does_not_fit() {
    let of_integers = reason("select cast(n + 300 as tinyint) from t");
    assert_eq!((out_of_range(&of_integers), cast_target(&of_integers).as_deref()), (Some("300"), Some("int8")));
    for (statement, value, to) in [
        ("select cast(big as decimal(5, 2)) from t", "9223372036854775807.00", "decimal(5,2)"),
        ("select cast(-big as decimal(5, 2)) from t", "-9223372036854775807.00", "decimal(5,2)"),
        ("select cast(big as decimal(5, 0)) from t", "9223372036854775807", "decimal(5,0)"),
    ] {
        let reason = reason(statement);
        assert_eq!((out_of_range(&reason), cast_target(&reason).as_deref()), (Some(value), Some(to)), "{reason}");
        assert!(is_overflow(&reason), "{reason}");
    }
}

#[test]
fn a_string_that_is_no_timestamp_is_named_with_its_format() {
    for (statement, value, format) in [
        ("select to_timestamp(word, '%Y-%m-%d') from t where word = 'x'", "x", Some("%Y-%m-%d")),
        ("select to_timestamp(word) from t where word = 'x'", "x", None),
        ("select cast('it''s' as timestamp)", "it's", None),
    ] {
        let reason = reason(statement);
        let found = no_timestamp(&reason).unwrap_or_else(|| panic!("{reason}"));
        assert_eq!((found.value, found.format), (value, format), "{reason}");
        assert!(!found.why.is_empty() && is_of_timestamp(&reason), "{reason}");
    }
}

#[test]
fn a_string_that_is_no_date_says_so() {
    let reason = reason("select to_date(word) from t");
    assert!(is_no_date(&reason), "{reason}");
}

#[test]
fn an_invalid_pattern_is_named_with_its_reason() {
    let error = error("select regexp_like(word, '[' || word) from t").to_string();
    assert_eq!(invalid_pattern(&error), Some(("[0", "unclosed character class")), "{error}");
    let error = regex::Regex::new("(").unwrap_err().to_string();
    assert_eq!(pattern_reason(&error), "unclosed group", "{error}");
}

#[test]
fn a_json_value_of_another_type_names_its_key() {
    let schema = Schema::new(vec![Field::new("a", DataType::Int64, true)]);
    let mut rows = arrow::json::ReaderBuilder::new(Arc::new(schema)).build(&b"{\"a\": \"x\"}"[..]).unwrap();
    let error = rows.next().unwrap().unwrap_err().to_string();
    assert_eq!(undecoded_key(&error).map(|(key, _)| key), Some("a"), "{error}");
}

#[test]
fn what_has_no_form_for_a_type_says_so() {
    let of_windows = error("select arrow_cast(n, 'Date32') + arrow_cast(n, 'Time32(Second)') from t");
    let DataFusionError::NotImplemented(message) = of_windows.find_root() else { panic!("{of_windows}") };
    assert!(is_unsupported_type(message), "{message}");
    let of_minima = error("select min(map(['a'], [n])) from t");
    let DataFusionError::Internal(message) = of_minima.find_root() else { panic!("{of_minima}") };
    assert!(is_unimplemented_type(message) && names_function(message, "min"), "{message}");
    let of_fields = error("select lag(n, word) over (order by n) from t");
    let DataFusionError::NotImplemented(message) = of_fields.find_root() else { panic!("{of_fields}") };
    assert!(mentions_type(message), "{message}");
}

#[test]
fn kernels_refuse_types() {
    let booleans = BooleanArray::from(vec![true]);
    let of_arithmetic = numeric::mul(&booleans, &booleans).unwrap_err().to_string();
    assert!(is_unsupported_type(&of_arithmetic), "{of_arithmetic}");
    let (numbers, words) = (Int64Array::from(vec![1]), StringArray::from(vec!["1"]));
    let of_comparison = cmp::lt(&numbers, &words).unwrap_err().to_string();
    assert!(is_unsupported_type(&of_comparison), "{of_comparison}");
    for statement in ["select to_date(list) from t", "select -word from t", "select array_append(n, 1) from t"] {
        assert!(is_unsupported_type(&said(statement)), "{}", said(statement));
    }
}

#[test]
fn aggregates_and_windows_are_named() {
    for (statement, name) in [
        ("select min(make_array(list)) from t", "max"),
        ("select avg(null) from t", "avg"),
        ("select sum(word) from t", "sum"),
        ("select stddev(list) from t", "stddev"),
    ] {
        assert!(names_function(&said(statement), name), "{}", said(statement));
    }
    let of_maps = said("select min(map(['a'], [word])) from t");
    assert!(names_type(&of_maps, &DataType::Utf8) && !names_type(&of_maps, &DataType::Int64), "{of_maps}");
    assert!(is_unordered(&said("select min(make_array(list)) from t")));
}

#[test]
fn a_frame_without_distances_says_so() {
    let frame = "select count(*) over (order by struct(n) range between unbounded preceding and current row) from t";
    assert!(is_about_range_frame(&said(frame)), "{}", said(frame));
}

#[test]
fn messages_about_types_are_known_by_their_words() {
    for (words, statement) in [
        ("oerc", "select n + list from t"),
        ("signature", "select sqrt(list) from t"),
        ("but received", "select abs(word, n) from t"),
        ("Function '", "select upper(list) from t"),
        ("result type", "select arrow_cast(n, 'Date32') + arrow_cast(n, 'Date64') from t"),
        ("Unary operator", "select not n from t"),
        ("non-boolean", "select n from t where n"),
        ("common", "select n = list from t"),
        ("default cast", "select length(struct(n)) from t"),
        ("does not support", "select array_append(n, 1) from t"),
        ("not supported for", "select sum(null) from t"),
        ("only be applied", "select unnest(n) from t"),
    ] {
        let said = said(statement);
        assert!(is_about_types(&said) && said.contains(words), "{statement}: {said}");
    }
    for other in ["select nosuch(n) from t", "select nn from t", "select n, n from t", "select n fro t where"] {
        assert!(!is_about_types(&said(other)), "{other}: {}", said(other));
    }
}

#[test]
fn a_predicate_that_is_no_boolean_says_so() {
    assert!(is_about_predicate(&said("select n from t where n")));
}

#[test]
fn the_types_that_a_function_does_not_take_are_read() {
    for (statement, expected) in [
        ("select sqrt(list) from t", "sqrt cannot be computed from list(int64)"),
        ("select upper(list) from t", "upper cannot be computed from list(int64)"),
        ("select abs(word, n) from t", "abs cannot be computed from these types"),
        ("select sum(word) from t", "sum cannot be computed from string"),
    ] {
        assert_eq!(tidy(&said(statement)), expected, "{}", said(statement));
    }
    let of_its_own = tidy(&said("select greatest(n, list) from t"));
    assert_eq!(of_its_own, "Cannot find a common type for arguments to greatest");
}

#[test]
fn errors_of_ours_are_known_inside_datafusions() {
    let own: DataFusionError = crate::Error::cancelled("count").into();
    assert!(is_external(&own.to_string()), "{own}");
}

/// A function of ours that refuses its arguments in words of its own.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Particular(datafusion::logical_expr::Signature);

impl datafusion::logical_expr::ScalarUDFImpl for Particular {
    fn name(&self) -> &str {
        "particular"
    }

    fn signature(&self) -> &datafusion::logical_expr::Signature {
        &self.0
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int64)
    }

    fn coerce_types(&self, _: &[DataType]) -> Result<Vec<DataType>> {
        Err(crate::Error::new(crate::ErrorKind::Schema, "particular", "it takes nothing").into())
    }

    fn invoke_with_args(
        &self,
        args: datafusion::logical_expr::ScalarFunctionArgs,
    ) -> Result<datafusion::logical_expr::ColumnarValue> {
        Ok(args.args[0].clone())
    }
}

#[test]
fn the_coercion_of_a_function_of_ours_is_known() {
    use datafusion::logical_expr::{ScalarUDF, Signature, Volatility};
    let context = context();
    context.register_udf(ScalarUDF::new_from_impl(Particular(Signature::user_defined(Volatility::Immutable))));
    let error = wait(context.sql("select particular(n) from t")).unwrap_err();
    assert!(is_own_coercion(&error.find_root().message()), "{error}");
}

#[test]
fn prefixes_and_what_follows_a_message_are_cut_off() {
    assert_eq!(reason("select cast(word as bigint) from t"), "Cannot cast string 'x' to value of Int64 type");
    let of_a_bug = tidy(&said("select min(make_array(list)) from t"));
    assert!(of_a_bug.starts_with("Uncomparable values") && !of_a_bug.contains("bug"), "{of_a_bug}");
    assert!(!tidy(&said("select n fro t where")).starts_with("sql parser error"), "{}", said("select n fro t where"));
}

#[test]
fn unknown_functions_are_named_with_a_suggestion() {
    let said = tidy(&said("select summm(n) from t"));
    assert_eq!((unknown_function(&said), quoted(&said)), (Some("summm"), Some("summm")), "{said}");
    assert_eq!(suggested(&said), Some(("Invalid function 'summm'", "'sum'?")), "{said}");
}

#[test]
fn names_that_are_not_unique_are_read() {
    for (statement, name) in [("select n, n from t", "t.n"), ("select n + 1 as a, n + 1 as a from t", "a")] {
        let said = said(statement);
        assert!(is_about_names(&said), "{said}");
        assert_eq!(repeated_name(&said), Some(name), "{said}");
    }
    let few = said("with c(p) as (select n, word from t) select * from c");
    assert!(is_about_names(&few), "{few}");
}

#[test]
fn the_parser_says_where() {
    let said = tidy(&said("select n fro t where"));
    assert_eq!(parser_location(&said), Some((1, 14)), "{said}");
    assert!(parser_location(without_location(&said)).is_none(), "{said}");
}

#[test]
fn what_is_not_grouped_is_named() {
    for (statement, name) in
        [("select n, word from t group by word", "t.n"), ("select word from t group by word having n > 1", "t.n")]
    {
        assert_eq!(not_grouped(&tidy(&said(statement))), Some(name), "{}", said(statement));
    }
}

#[test]
fn aggregates_in_where_and_subqueries_of_several_columns_say_so() {
    assert!(is_aggregate_in_where(&said("select n from t where sum(n) > 1")));
    assert_eq!(several_columns(&tidy(&said("select (select n, word from t)"))), Some("t.n, t.word"));
}

#[test]
fn sides_of_a_union_that_do_not_fit_say_so() {
    let error = error("select n from t union all select n, word from t");
    assert!(
        error.diagnostic().is_some_and(|found| is_about_sides(&found.message) && found.notes.len() == 2),
        "{error}"
    );
}

#[test]
fn a_window_that_is_not_defined_is_named() {
    let said = tidy(&said("select sum(n) over w from t"));
    assert_eq!(undefined_window(&said), Some("w"), "{said}");
}

#[test]
fn a_clause_is_named_in_capitals() {
    let said = said("select n from t qualify n > 1");
    assert!(capitals(&said).any(|word| word == "QUALIFY"), "{said}");
}

#[test]
fn the_parser_says_that_it_has_no_such_operator_or_wants_more() {
    let bare = |said: &str| said.trim_start_matches("ParserError(\"").trim_end_matches("\")").to_owned();
    let operator = bare(&tidy(&said("select n from t where n # 1")));
    assert!(is_no_operator(&operator), "{operator}");
    let said = bare(&tidy(&said("select n from")));
    assert!(is_end(&said) && parser_location(&said).is_none(), "{said}");
}
