//! The texts of DataFusion, arrow, the SQL parser and the regex crate that something here depends on: patterns of their
//! messages, and prefixes of names that they generate.
//!
//! None of them is promised, so an upgrade may change each. They are all here, and `tests` provokes every one
//! from the library itself: a text that has changed fails one named test. No other file matches on a message
//! (`tests/structure/test_wording.py`).

pub(crate) mod consumers;
mod csv;
#[cfg(test)]
mod tests;

use arrow::datatypes::DataType;

pub(crate) use csv::{BadRecord, bad_record, bad_value, csv_column, csv_record};

/// The prefix of DataFusion's names for common subexpressions.
const COMMON_EXPRESSION: &str = "__common_expr";
/// The prefix of DataFusion's names for the items of a list.
const UNNESTED: &str = "__unnest_placeholder(";
/// The name of a scan without a name, as a qualifier.
const UNNAMED_TABLE: &str = "?table?.";

/// Returns whether DataFusion has generated the name, for a common subexpression.
pub(crate) fn is_common_expression(name: &str) -> bool {
    name.starts_with(COMMON_EXPRESSION)
}

/// Returns the list whose items a column with a generated name contains.
pub(crate) fn unnested_list(name: &str) -> Option<&str> {
    between(name, UNNESTED, ",depth=")
}

// --- values that cannot be computed ---

/// Returns whether a message is about a value that is out of range: arrow has no variant of its own for these in `abs`,
/// dates and casts.
pub(crate) fn is_overflow(message: &str) -> bool {
    const WORDS: [&str; 3] = ["overflow", "is out of range", "exceeds the representable"];
    let is_of_type = message.contains("Can't cast value ") || unfit_decimal(message).is_some();
    is_of_type || WORDS.iter().any(|words| message.to_lowercase().contains(words))
}

/// Returns the operands of an overflow, as an expression: `9223372036854775807 + 1`.
pub(crate) fn overflowed(reason: &str) -> Option<&str> {
    let after = ["verflow happened on: ", "verflow happened on ", "verflow on "];
    after.iter().find_map(|words| reason.split_once(words)).map(|(_, operands)| operands)
}

/// Returns whether the divisor was 0.
pub(crate) fn is_division_by_zero(reason: &str) -> bool {
    reason.starts_with("Divide by zero")
}

/// Returns whether a scalar subquery has more than one row.
pub(crate) fn is_second_row(message: &str) -> bool {
    message.contains("Scalar subquery")
}

/// Returns the string that could not be cast.
pub(crate) fn uncastable(reason: &str) -> Option<&str> {
    between(reason, "Cannot cast string '", "' to value of")
        .or_else(|| between(reason, "Cannot cast value '", "' to value of"))
}

/// Returns the number that the type of a cast cannot represent.
pub(crate) fn out_of_range(reason: &str) -> Option<&str> {
    between(reason, "Can't cast value ", " to type ").or_else(|| unfit_decimal(reason).map(|(value, _)| value))
}

/// Returns the decimal that has too many digits, and what its type is said to be: `128 of precision 5. Max is 999.99`.
fn unfit_decimal(message: &str) -> Option<(&str, &str)> {
    const WORDS: [&str; 2] = [" is too large to store in a Decimal", " is too small to store in a Decimal"];
    WORDS.iter().find_map(|words| message.split_once(words))
}

/// Returns whether a message is about a cast.
pub(crate) fn is_of_cast(message: &str) -> bool {
    message.contains("Cannot cast") || message.contains("Can't cast")
}

/// Returns the type of the cast that a message is about, in lower case, and with parameters only for decimals.
pub(crate) fn cast_target(message: &str) -> Option<String> {
    if let Some((_, to)) = unfit_decimal(message) {
        let (_, to) = to.split_once(" of precision ")?;
        let (precision, bound) = to.split_once(". Max is ").or_else(|| to.split_once(". Min is "))?;
        let scale =
            bound.split_once('.').map_or(0, |(_, digits)| digits.bytes().take_while(u8::is_ascii_digit).count());
        return Some(format!("decimal({precision},{scale})"));
    }
    let before = if message.contains("Cannot cast") { " value of " } else { " to type " };
    let (_, to) = message.rsplit_once(before).filter(|_| is_of_cast(message))?;
    let to = to.split([' ', '(']).next().unwrap_or(to).to_lowercase();
    let is_temporal = to.starts_with("date") || to.starts_with("time");
    Some(if is_temporal { to.trim_end_matches(char::is_numeric).to_owned() } else { to })
}

/// A string that is not a timestamp.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoTimestamp<'a> {
    /// The string.
    pub(crate) value: &'a str,
    /// The format that it was read with.
    pub(crate) format: Option<&'a str>,
    /// Why it is none.
    pub(crate) why: &'a str,
}

/// Returns the string that is not a timestamp.
pub(crate) fn no_timestamp(message: &str) -> Option<NoTimestamp<'_>> {
    let (_, rest) = message.split_once("Error parsing timestamp from '")?;
    let (head, why) = rest.split_once("': ")?;
    Some(match head.split_once("' using format '") {
        Some((value, format)) => NoTimestamp { value, format: Some(format), why },
        None => NoTimestamp { value: head, format: None, why },
    })
}

/// Returns whether a message is about a string that is not a timestamp.
pub(crate) fn is_of_timestamp(message: &str) -> bool {
    message.contains("Error parsing")
}

/// Returns whether DataFusion's function found no date in a string.
pub(crate) fn is_no_date(reason: &str) -> bool {
    reason.starts_with("Unable to cast to Date32")
}

/// Returns an invalid regular expression, and why it is invalid.
pub(crate) fn invalid_pattern(reason: &str) -> Option<(&str, &str)> {
    let (_, shown) = reason.split_once("regex parse error:")?;
    let pattern = shown.trim_start_matches('\n').lines().next().unwrap_or_default().trim();
    let (_, why) = shown.split_once("error: ")?;
    Some((pattern, why.lines().next().unwrap_or(why)))
}

/// Returns why the regex crate refuses a pattern: the last line of its message.
pub(crate) fn pattern_reason(message: &str) -> &str {
    message.lines().last().unwrap_or_default().trim_start_matches("error: ")
}

/// Returns the JSON key whose value cannot be decoded, and why.
pub(crate) fn undecoded_key(message: &str) -> Option<(&str, &str)> {
    message.rsplit_once("whilst decoding field '")?.1.split_once("': ")
}

// --- types that do not fit ---

/// Returns whether an operation that is not implemented is one of a type.
pub(crate) fn mentions_type(message: &str) -> bool {
    message.contains("type")
}

/// Returns whether an aggregate is not implemented for a type; DataFusion calls that an internal error.
pub(crate) fn is_unimplemented_type(message: &str) -> bool {
    message.contains("not implemented for type")
}

/// Returns whether a message is about the types of an expression, found with the first rows.
pub(crate) fn is_unsupported_type(message: &str) -> bool {
    const WORDS: [&str; 5] = [
        "oes not support",
        "nsupported",
        "nly support",
        "Invalid arithmetic operation",
        "Invalid comparison operation",
    ];
    WORDS.iter().any(|words| message.contains(words))
}

/// Returns whether a message names a type, as arrow writes it.
pub(crate) fn names_type(message: &str, data_type: &DataType) -> bool {
    message.contains(&data_type.to_string())
}

/// Returns whether values have no order among themselves.
pub(crate) fn is_unordered(message: &str) -> bool {
    message.contains("Uncomparable")
}

/// Returns whether a message is about the aggregate or window function of that name.
pub(crate) fn names_function(message: &str, name: &str) -> bool {
    match name {
        "" => false,
        "min" | "max" => message.contains("Min/Max") || is_unordered(message),
        "avg" => message.contains("AvgAccumulator"),
        other => message.contains(&format!("'{other}'")),
    }
}

/// Returns whether a window's keys have no distances, which its frame asks for.
pub(crate) fn is_about_range_frame(message: &str) -> bool {
    message.contains("range queries")
}

/// Returns whether a message is about types that do not fit. DataFusion's other messages, of a missing function or a
/// misplaced expression, are better than any that are made of types here.
pub(crate) fn is_about_types(message: &str) -> bool {
    const WORDS: [&str; 12] = [
        "oerc",
        "signature",
        "but received",
        "Function '",
        "result type",
        "Unary operator",
        "non-boolean",
        "common",
        "default cast",
        "does not support",
        "not supported for",
        "only be applied",
    ];
    WORDS.iter().any(|words| message.contains(words))
}

/// Returns whether a predicate is not a boolean.
pub(crate) fn is_about_predicate(message: &str) -> bool {
    message.contains("non-boolean predicate")
}

/// Returns whether a message contains one of our own, or of a user's function.
pub(crate) fn is_external(message: &str) -> bool {
    message.contains("External error")
}

/// Returns whether the coercion of one of our own functions has refused its arguments, in our words.
pub(crate) fn is_own_coercion(message: &str) -> bool {
    message.contains("coercion failed with: External error: ")
}

/// Returns the argument types that a function does not take, as DataFusion's wording lists them.
fn wrong_types(text: &str) -> Option<String> {
    if let Some((_, call)) = text.split_once("Failed to coerce arguments to satisfy a call to '") {
        let (function, rest) = call.split_once('\'')?;
        let given = rest.split_once("coercion from ")?.1.split(" to the signature").next()?;
        return Some(format!("{function} cannot be computed from {}", given.to_lowercase()));
    }
    let function = text.split('\'').nth(1).filter(|_| text.contains("Function '"))?;
    if let Some((_, reason)) = text.split_once("user-defined coercion failed with: ") {
        return Some(tidy(reason));
    }
    if !text.contains("failed to match any signature") && !text.contains("but received") {
        return None;
    }
    // Signatures with another number of arguments were tried too: "but received 1" does not say the type.
    let received = text.split("but received ").skip(1).filter_map(|rest| rest.split([' ', '.', ',']).next());
    Some(match received.filter(|word| word.starts_with(char::is_alphabetic)).last() {
        Some(received) => format!("{function} cannot be computed from {}", received.to_lowercase()),
        None => format!("{function} cannot be computed from these types"),
    })
}

// --- whole messages ---

/// Returns the first paragraph of a message, without its meaningless prefixes.
pub(crate) fn tidy(message: &str) -> String {
    let mut text = message.split("\n\nbacktrace:").next().unwrap_or(message).trim();
    const PREFIXES: [&str; 11] = [
        "Internal error: ",
        "External error: ",
        "Arrow error: ",
        "Parquet error: ",
        "Error during planning: ",
        "Execution error: ",
        "Object Store error: ",
        "External: ",
        "sql parser error: ",
        "SQL error: ",
        "Generic files of this machine error: ",
    ];
    while let Some(rest) = PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix)) {
        text = rest;
    }
    let text = text.split("This issue was likely caused by a bug in DataFusion").next().unwrap_or(text);
    // DataFusion lists every signature it has tried; only the function and its arguments matter.
    let text = text.split(". No function matches the given name").next().unwrap_or(text);
    if let Some(message) = wrong_types(text) {
        return message;
    }
    // Nobody has written the placeholder.
    text.trim_end_matches(['.', ' ', '\n']).replace(UNNAMED_TABLE, "")
}

/// Returns a message without the prefixes that arrow's variants add.
pub(crate) fn without_variant(message: &str) -> &str {
    const PREFIXES: [&str; 6] = [
        "Cast error: ",
        "Parser error: ",
        "Compute error: ",
        "Arithmetic overflow: ",
        "Invalid argument error: ",
        "Execution error: ",
    ];
    // An error may be nested in another.
    let once = |message| PREFIXES.iter().find_map(|prefix| str::strip_prefix(message, prefix)).unwrap_or(message);
    once(once(message))
}

// --- SQL ---

/// Returns the name of a function that does not exist.
pub(crate) fn unknown_function(message: &str) -> Option<&str> {
    message.split_once("Invalid function '")?.1.split('\'').next()
}

/// Returns a message without the name that DataFusion suggests, and that name, as a hint.
pub(crate) fn suggested(message: &str) -> Option<(&str, &str)> {
    // The hint is on the same line or on one of its own.
    let (message, hint) = message.split_once("Did you mean ")?;
    Some((message.trim_end().trim_end_matches('.'), hint))
}

/// Returns whether names of columns are not unique, or missing.
pub(crate) fn is_about_names(message: &str) -> bool {
    message.contains("unique expression names") || message.contains("given as column alias")
}

/// Returns the name that two columns of a `SELECT` have; DataFusion shows their expressions.
pub(crate) fn repeated_name(message: &str) -> Option<&str> {
    let (_, shown) = message.split_once("require unique expression names but the expression \"")?;
    let (first, _) = shown.split_once("\" at position")?;
    Some(first.rsplit_once(" AS ").map_or(first, |(_, name)| name))
}

/// Returns the column or expression that has many values for a group.
pub(crate) fn not_grouped(message: &str) -> Option<&str> {
    const OF_HAVING: &str = "HAVING clause references: ";
    if let Some((_, rest)) = message.split_once(OF_HAVING) {
        return rest.split_once(" must appear in the GROUP BY clause").map(|(expr, _)| expr);
    }
    let (before, _) = message.split_once("\" must appear in the GROUP BY clause")?;
    before.split_once(" column \"").map(|(_, column)| column)
}

/// Returns whether there is an aggregate function in `WHERE`.
pub(crate) fn is_aggregate_in_where(message: &str) -> bool {
    message.contains("Aggregate functions are not allowed in the WHERE clause")
}

/// Returns the columns of a subquery that should have one.
pub(crate) fn several_columns(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("The subquery should only return one column: ")?;
    Some(rest)
}

/// Returns whether the sides of a set operation do not fit; its notes tell of each.
pub(crate) fn is_about_sides(message: &str) -> bool {
    message.contains("queries have different number of columns")
}

/// Returns the name of a window that is not defined.
pub(crate) fn undefined_window(message: &str) -> Option<&str> {
    message.strip_prefix("The window ")?.split_once(" is not defined").map(|(name, _)| name)
}

/// Returns the line and column at the end of a parser's message: `at Line: 1, Column: 8`.
pub(crate) fn parser_location(message: &str) -> Option<(usize, usize)> {
    let (line, column) = message.rsplit_once("Line: ")?.1.split_once(", Column: ")?;
    let column: String = column.chars().take_while(char::is_ascii_digit).collect();
    Some((line.trim().parse().ok()?, column.parse().ok()?))
}

/// Returns the words of a message in capitals, as clauses are written.
pub(crate) fn capitals(message: &str) -> impl Iterator<Item = &str> {
    message.split(|character: char| !character.is_ascii_uppercase()).filter(|word| !word.is_empty())
}

/// Returns whether a token is no operator, which the parser calls by its own name.
pub(crate) fn is_no_operator(message: &str) -> bool {
    message.starts_with("No infix parser for token")
}

/// Returns whether the parser wants more than there is.
pub(crate) fn is_end(message: &str) -> bool {
    message.ends_with("found: EOF")
}

/// Returns a parser's message without its location.
pub(crate) fn without_location(message: &str) -> &str {
    message.split(" at Line:").next().unwrap_or_default()
}

/// Returns the word that a message quotes first.
pub(crate) fn quoted(message: &str) -> Option<&str> {
    message.split(['"', '\'']).nth(1)
}

// --- CSV ---

fn number_after<'a>(text: &'a str, words: &str) -> Option<(usize, &'a str)> {
    let (_, rest) = text.rsplit_once(words)?;
    let (number, rest) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
    Some((number.parse().ok()?, rest.trim_start_matches(',')))
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    Some(text.strip_prefix(before)?.split_once(after)?.0)
}
