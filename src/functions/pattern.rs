//! Functions of regular expressions, `pr.col("a").str.regexp_...`, and of JSON in strings. The syntax is that of Rust's regex crate: no
//! look-around and no back references, but never slower than the length of the text. Flags: `i` ignores case, `m` lets
//! `^` and `$` match at lines, `s` lets `.` match a line's end, `x` ignores blanks in the pattern, `g` (where it says
//! so) means every match.

use datafusion::functions::expr_fn as scalar_fn;
use datafusion::logical_expr::lit;
use pyo3::prelude::*;
use pyrust_engine::functions as native_fn;
use pyrust_engine::resolve::label;

use super::table::{family, methods};
use crate::argument::{Argument, Dtype, Text};
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

methods! { PyStr, "str.", "TypeError: Where a frame uses it, if the values are not strings.";
    extract_groups(pattern: &str, "A regular expression with groups."),
        "Extract what every group of a regular expression's first match has captured, as a struct: a field is named as its \
         group is, `(?P<name>...)`, or numbered; all are null where nothing matches.",
        "[\"k=12\", \"k\", None]", ("(?P<key>.)=(.+)") => "[{'key': 'k', '2': '12'}, {'key': None, '2': None}, None]",
        fails ("k") "ValueError: If the pattern cannot be read, or has no group." =>
        "pyrust.InvalidValueError: ...: the pattern k has no group\n    hint: put brackets around what is to be found: ...",
        |e, pattern| native_fn::extract_groups(&e, pattern).map_err(to_python)?.alias(format!("extract_groups({})", label(&e)));
    json_decode(dtype: Dtype<'_>, "The type of the values, as `cast` takes it: `\"struct<a: int64, b: list<string>>\"`."),
        "Parse the JSON in a string as values of a type. A field that the type lacks is left out, one that the JSON lacks is \
         null.",
        "['{\"n\": 1}', \"{}\", None]", ("struct<n: int64>") => "[{'n': 1}, {'n': None}, None]",
        fails ("object") "TypeError: If there is no such type." =>
        "pyrust.InvalidTypeError: ...: there is no type \"object\"\n    hint: ...",
        |e, dtype| native_fn::json_decode(e.clone(), &dtype).map_err(to_python)?.alias(format!("json_decode({})", label(&e)));
    json_path_match(path: &str, "A JSONPath (RFC 9535): `$.items[0].name`."),
        "Find the first value at a path in the JSON of a string, as a string; null where there is none, it is null, or the \
         string is not JSON.",
        "['{\"a\": [1, \"x\"]}', \"{}\"]", ("$.a[1]") => "['x', None]",
        fails ("a[1]") "ValueError: If the path cannot be read." =>
        "pyrust.InvalidValueError: ...: the path a[1] cannot be read: ...\n    hint: ...",
        |e, path| native_fn::json_path_match(e, path).map_err(to_python)?;
}
