//! Errors of planning in our words.

use crate::error::{Error, ErrorKind, wording};

/// Returns an error of planning as an error in the SQL.
pub(super) fn retold(error: &Error) -> Error {
    let sql = |message: String, hint: String| Error::new(ErrorKind::Sql, "sql", message).with_hint(hint);
    let said = error.message();
    if let Some(name) = wording::unknown_function(said) {
        return sql(format!("there is no function \"{name}\""), String::new());
    }
    let (message, hint) = match wording::suggested(said) {
        Some((message, name)) => (message, Some(format!("did you mean {name}"))),
        None => (said, error.hint().map(str::to_string)),
    };
    if let Some(name) = wording::repeated_name(message) {
        let hint = "give one another name: ... AS name";
        return sql(format!("two columns would be called \"{name}\""), hint.to_owned());
    }
    if let Some(expr) = wording::not_grouped(message) {
        let hint = "add it to GROUP BY, or take one of its values: min(...), first_value(...)";
        return sql(format!("\"{expr}\" is neither in GROUP BY nor in an aggregate function"), hint.to_owned());
    }
    if wording::is_aggregate_in_where(message) {
        let hint = "HAVING compares what a group has, WHERE the rows before they are grouped";
        return sql("an aggregate function cannot stand in WHERE".to_owned(), hint.to_owned());
    }
    if let Some(columns) = wording::several_columns(message) {
        let names = columns.split(", ").map(|name| name.rsplit('.').next().unwrap_or(name));
        let columns = names.collect::<Vec<_>>().join(", ");
        return sql(
            format!("a subquery that is a value has one column, not {columns}"),
            "select one of them".to_owned(),
        );
    }
    if let Some(name) = wording::undefined_window(message) {
        let hint = format!("define it: WINDOW {name} AS (PARTITION BY ... ORDER BY ...)");
        return sql(format!("there is no window \"{name}\""), hint);
    }
    sql(message.to_owned(), hint.unwrap_or_default())
}
