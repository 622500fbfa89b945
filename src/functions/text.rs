//! Functions of texts: `pr.col("a").str`.

use datafusion::functions::expr_fn as scalar_fn;
use pyo3::prelude::*;

use super::argument::{Argument, Value};
use super::table::{family, heading};
use crate::boundary::guard;
use crate::expr::{PyExpr, PyStr};

family! { PyStr, "str.";
    lower(), "The text in lower case.",
        "[\"Ab\"]", () => "['ab']", |e| scalar_fn::lower(e);
    upper(), "The text in upper case.",
        "[\"Ab\"]", () => "['AB']", |e| scalar_fn::upper(e);
    length(), "How many characters the text has.",
        "[\"héllo\", \"\"]", () => "[5, 0]", |e| scalar_fn::character_length(e);
    trim(), "The text without spaces at its ends.",
        "[\"  x \"]", () => "['x']", |e| scalar_fn::btrim(vec![e]);
    reverse(), "The text backwards.",
        "[\"abc\"]", () => "['cba']", |e| scalar_fn::reverse(e);
    contains(text: Value, "What is looked for, taken as it is."), "Whether the text holds another.",
        "[\"50%\", \"50\"]", ("%") => "[True, False]", |e, text| scalar_fn::contains(e, text);
    starts_with(text: Value, "What is looked for."), "Whether the text starts with another.",
        "[\"ab\", \"b\"]", ("a") => "[True, False]", |e, text| scalar_fn::starts_with(e, text);
    ends_with(text: Value, "What is looked for."), "Whether the text ends with another.",
        "[\"ab\", \"a\"]", ("b") => "[True, False]", |e, text| scalar_fn::ends_with(e, text);
    replace(old: Value, "What is replaced."; new: Value, "What comes in its place."),
        "The text with every occurrence of one text replaced by another.",
        "[\"a-b\"]", ("-", "+") => "['a+b']", |e, old, new| scalar_fn::replace(e, old, new);
}
