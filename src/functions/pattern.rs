//! Functions of regular expressions: `pr.col("a").str.regexp_...`. The syntax is that of Rust's regex crate: no
//! look-around and no back references, but never slower than the length of the text. Flags: `i` ignores case, `m` lets
//! `^` and `$` match at lines, `s` lets `.` match a line's end, `x` ignores blanks in the pattern, `g` (where it says
//! so) means every match.

use datafusion::functions::expr_fn as scalar_fn;
use datafusion::logical_expr::lit;
use pyo3::prelude::*;
use pyrust_engine::functions as native_fn;

use super::table::family;
use crate::argument::{Argument, Text};
use crate::boundary::guard;
use crate::exceptions::to_python;
use crate::expr::{PyExpr, PyStr};

family! { PyStr, "str.", "TypeError: Where a frame uses it, if the values are not strings.";
    regexp_count as "count_matches"(
        pattern: Text<'_>, "A regular expression.";
        start: i64 = 1, "The first character that is looked at, counted from 1.";
        flags: Option<Text<'_>> = None, "Letters that change how the pattern matches: `i`, `m`, `s`, `x`."
    ), "Count the matches of a regular expression.",
        "[\"a1b22\"]", ("[0-9]") => "[3]",
        fails (1) "TypeError: If `pattern` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings",
        |e, pattern, start, flags| scalar_fn::regexp_count(e, pattern, Some(start), flags);
    regexp_extract as "extract"(
        pattern: &str, "A regular expression.";
        group: u32 = 1, "Which of its groups, counted from 1; 0 is the whole match."
    ), "Extract what a group of a regular expression's first match has captured; null where nothing matches.",
        "[\"x=12\", \"x=\"]", ("=([0-9]+)") => "['12', None]",
        fails ("(") "ValueError: If the pattern cannot be read." =>
        "pyrust.InvalidValueError: ...: the pattern ( cannot be read: unclosed group\n    hint: to find a string as it is, use .str.contains(), .str.replace() or .str.split()",
        |e, pattern, group| native_fn::extract(e, pattern, i64::from(group)).map_err(to_python)?;
    regexp_extract_all as "extract_all"(pattern: &str, "A regular expression."),
        "Extract every match of a regular expression, as a list of strings.",
        "[\"a1b22\"]", ("[0-9]+") => "[['1', '22']]",
        fails ("(") "ValueError: If the pattern cannot be read." =>
        "pyrust.InvalidValueError: ...: the pattern ( cannot be read: unclosed group\n    hint: to find a string as it is, use .str.contains(), .str.replace() or .str.split()",
        |e, pattern| native_fn::extract_all(e, pattern).map_err(to_python)?;
    regexp_instr(
        pattern: Text<'_>, "A regular expression.";
        start: i64 = 1, "The first character that is looked at, counted from 1.";
        n: i64 = 1, "Which match, counted from 1.";
        flags: &str = "", "Letters that change how the pattern matches: `i`, `m`, `s`, `x`.";
        group: i64 = 0, "Which of its groups, counted from 1; 0 is the whole match."
    ), "Find where a regular expression matches, counted from 1; 0 where it does not.",
        "[\"abc12\", \"abc\"]", ("[0-9]") => "[4, 0]",
        fails (1) "TypeError: If `pattern` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings",
        |e, pattern, start, n, flags, group| scalar_fn::regexp_instr(
            e, pattern, Some(start), Some(n), None, Some(lit(flags)), Some(group)
        );
    regexp_like(
        pattern: Text<'_>, "A regular expression.";
        flags: Option<Text<'_>> = None, "Letters that change how the pattern matches: `i`, `m`, `s`, `x`."
    ), "Check whether a regular expression matches anywhere in the string.",
        "[\"Köln\", \"Bonn\"]", ("^K.+n$") => "[True, False]",
        fails (1) "TypeError: If `pattern` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings",
        |e, pattern, flags| scalar_fn::regexp_like(e, pattern, flags);
    regexp_match(
        pattern: Text<'_>, "A regular expression.";
        flags: Option<Text<'_>> = None, "Letters that change how the pattern matches: `i`, `m`, `s`, `x`."
    ), "Extract what the groups of a regular expression's first match have captured, as a list; without groups, the \
     match itself. Null where nothing matches. A group that takes no part in the match is left out; `regexp_extract` \
     asks for one.",
        "[\"k=v\", \"kv\"]", ("(.)=(.)") => "[['k', 'v'], None]",
        fails (1) "TypeError: If `pattern` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings",
        |e, pattern, flags| scalar_fn::regexp_match(e, pattern, flags);
    regexp_replace(
        pattern: Text<'_>, "A regular expression.";
        replacement: Text<'_>, "The replacement; `\\\\1` is what the first group has captured.";
        flags: Option<Text<'_>> = None, "Letters that change how the pattern matches: `i`, `m`, `s`, `x`; `g` \
            replaces every match, not the first alone."
    ), "Replace the first match of a regular expression, or every match by the flag `g`.",
        "[\"a1b22\"]", ("[0-9]+", "#", "g") => "['a#b#']",
        fails (1, "#", "g") "TypeError: If `pattern` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings",
        |e, pattern, replacement, flags| scalar_fn::regexp_replace(e, pattern, replacement, flags);
    regexp_split(pattern: &str, "A regular expression."),
        "Split the string at the matches of a regular expression, into a list.",
        "[\"a, b;c\"]", ("[,;] *") => "[['a', 'b', 'c']]",
        fails ("(") "ValueError: If the pattern cannot be read." =>
        "pyrust.InvalidValueError: ...: the pattern ( cannot be read: unclosed group\n    hint: to find a string as it is, use .str.contains(), .str.replace() or .str.split()",
        |e, pattern| native_fn::split(e, pattern).map_err(to_python)?;
}
