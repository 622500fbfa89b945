//! Functions of texts: `pr.col("a").str`. Positions are the engine's, counted from 1, but for `slice`, which counts as
//! Python does; a character is a Unicode code point.

use arrow::datatypes::DataType;
use datafusion::functions::expr_fn as scalar_fn;
use datafusion::functions_nested::expr_fn as nested_fn;
use datafusion::logical_expr::{Expr, cast, lit};
use datafusion::scalar::ScalarValue;
use pyo3::prelude::*;
use pyo3::types::PySlice;
use pyrust_engine::functions::{self as native_fn, End};
use pyrust_engine::resolve::label;

use super::table::{family, methods};
use crate::argument::{Argument, Text, Whole, slice_bounds};
use crate::boundary::guard;
use crate::exceptions::{short, to_python, type_error, value_error};
use crate::expr::{PyExpr, PyStr};

family! { PyStr, "str.", "TypeError: Where a frame uses it, if the values are not strings.";
    ascii(), "Get the code point of the first character; 0 for an empty string.",
        "[\"A\", \"é\", \"\"]", () => "[65, 233, 0]", |e| scalar_fn::ascii(e);
    bit_length(), "Count the bits of the string in UTF-8.",
        "[\"é\"]", () => "[16]", |e| scalar_fn::bit_length(e);
    btrim as "trim"(characters: Option<Text<'_>> = None, "The characters to strip; spaces by default."),
        "Strip certain characters from both ends of the string.",
        "[\"  x \", \"xx\"]", () => "['x', 'xx']",
        fails (1) "TypeError: If `characters` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings", |e, characters| scalar_fn::btrim(with(e, characters));
    character_length as "length"(), "Count the characters of the string.",
        "[\"héllo\", \"\"]", () => "[5, 0]", |e| scalar_fn::character_length(e);
    contains(
        text: Text<'_>, "The string to look for.";
        literal: bool = true, "Whether it is taken as it is; otherwise it is a regular expression."
    ), "Check whether the string contains another, or a match of a regular expression.",
        "[\"50%\", \"50\"]", ("%") => "[True, False]",
        fails (1) "TypeError: If `text` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings", |e, text, literal| match literal {
            true => scalar_fn::contains(e, text),
            false => scalar_fn::regexp_like(e, text, None),
        };
    decode(encoding: Text<'_>, "`\"base64\"`, `\"base64pad\"` (with `=` at the end) or `\"hex\"`."),
        "Decode the bytes that the string spells out.",
        "[\"6869\"]", ("hex") => "[b'hi']",
        fails (1) "TypeError: If `encoding` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings", |e, encoding| scalar_fn::decode(e, encoding);
    ends_with(text: Text<'_>, "The string to look for."), "Check whether the string ends with another.",
        "[\"ab\", \"a\"]", ("b") => "[True, False]",
        fails (1) "TypeError: If `text` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings", |e, text| scalar_fn::ends_with(e, text);
    find_in_set(texts: Text<'_>, "Strings with commas between them."),
        "Find the string in a list of strings with commas between them, from 1; 0 where it is not there.",
        "[\"b\", \"x\"]", ("a,b,c") => "[2, 0]",
        fails (1) "TypeError: If `texts` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings", |e, texts| scalar_fn::find_in_set(e, texts);
    initcap(), "Capitalize the first letter of each word and lowercase the rest.",
        "[\"hello wORLD\"]", () => "['Hello World']", |e| scalar_fn::initcap(e);
    left(n: Whole<'_>, "How many characters; below 0, all but the last `-n`."),
        "Take the first characters of the string.",
        "[\"héllo\"]", (2) => "['hé']",
        fails ("x") "TypeError: If `n` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is not a whole number\n    hint: give an int, or pr.col(...) for a column of ints", |e, n| scalar_fn::left(e, n);
    levenshtein(other: Text<'_>, "The other string."),
        "Compute the Levenshtein distance: how many characters have to be changed, inserted or deleted to make the \
         other string.",
        "[\"kitten\"]", ("sitting") => "[3]",
        fails (1) "TypeError: If `other` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings", |e, other| scalar_fn::levenshtein(e, other);
    lower(), "Convert the string to lower case.",
        "[\"Ab\"]", () => "['ab']", |e| scalar_fn::lower(e);
    lpad(
        length: Whole<'_>, "How many characters the result has.";
        fill: Option<Text<'_>> = None, "The string to pad with; a space by default."
    ), "Pad the string on the left to a number of characters, or truncate it on the right.",
        "[\"7\", \"1234\"]", (3, "0") => "['007', '123']",
        fails ("x", "0") "TypeError: If `length` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is not a whole number\n    hint: give an int, or pr.col(...) for a column of ints", |e, length, fill| scalar_fn::lpad(padded(e, length, fill));
    ltrim(characters: Option<Text<'_>> = None, "The characters to strip; spaces by default."),
        "Strip certain characters from the start of the string.",
        "[\" x \"]", () => "['x ']",
        fails (1) "TypeError: If `characters` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings", |e, characters| scalar_fn::ltrim(with(e, characters));
    octet_length as "len_bytes"(), "Count the bytes of the string in UTF-8.",
        "[\"é\"]", () => "[2]", |e| scalar_fn::octet_length(e);
    overlay(
        text: Text<'_>, "The string to insert.";
        start: Whole<'_>, "The first character that is replaced, counted from 1.";
        length: Option<Whole<'_>> = None, "How many characters are replaced; by default as many as are inserted."
    ), "Replace characters of the string, from a place on, by another string.",
        "[\"Txxxxas\"]", ("hom", 2, 4) => "['Thomas']",
        fails (1, 2, 4) "TypeError: If `text` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings",
        |e, text, start, length| scalar_fn::overlay([e, text, start].into_iter().chain(length).collect());
    repeat(n: Whole<'_>, "How many times."), "Repeat the string `n` times.",
        "[\"ab\"]", (3) => "['ababab']",
        fails ("x") "TypeError: If `n` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is not a whole number\n    hint: give an int, or pr.col(...) for a column of ints", |e, n| scalar_fn::repeat(e, n);
    replace(old: Text<'_>, "The string to replace."; new: Text<'_>, "The replacement."),
        "Replace every occurrence of one string by another.",
        "[\"a-b-c\"]", ("-", "+") => "['a+b+c']",
        fails (1, "+") "TypeError: If `old` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings", |e, old, new| scalar_fn::replace(e, old, new);
    reverse(), "Reverse the characters of the string.",
        "[\"abc\"]", () => "['cba']", |e| scalar_fn::reverse(e);
    right(n: Whole<'_>, "How many characters; below 0, all but the first `-n`."),
        "Take the last characters of the string.",
        "[\"héllo\"]", (2) => "['lo']",
        fails ("x") "TypeError: If `n` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is not a whole number\n    hint: give an int, or pr.col(...) for a column of ints", |e, n| scalar_fn::right(e, n);
    rpad(
        length: Whole<'_>, "How many characters the result has.";
        fill: Option<Text<'_>> = None, "The string to pad with; a space by default."
    ), "Pad the string on the right to a number of characters, or truncate it there.",
        "[\"7\"]", (3, ".") => "['7..']",
        fails ("x", ".") "TypeError: If `length` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is not a whole number\n    hint: give an int, or pr.col(...) for a column of ints", |e, length, fill| scalar_fn::rpad(padded(e, length, fill));
    rtrim(characters: Option<Text<'_>> = None, "The characters to strip; spaces by default."),
        "Strip certain characters from the end of the string.",
        "[\" x \"]", () => "[' x']",
        fails (1) "TypeError: If `characters` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings", |e, characters| scalar_fn::rtrim(with(e, characters));
    split_part(
        delimiter: Text<'_>, "The delimiter.";
        index: Whole<'_>, "Which part, counted from 1; below 0, from the end."
    ), "Split the string at a delimiter and get one of the parts; an empty string where there is no such part.",
        "[\"a-b-c\"]", ("-", 2) => "['b']",
        fails (1, 2) "TypeError: If `delimiter` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings", |e, delimiter, index| scalar_fn::split_part(e, delimiter, index);
    starts_with(text: Text<'_>, "The string to look for."), "Check whether the string starts with another.",
        "[\"ab\", \"b\"]", ("a") => "[True, False]",
        fails (1) "TypeError: If `text` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings", |e, text| scalar_fn::starts_with(e, text);
    string_to_array(
        delimiter: Text<'_>, "The delimiter, taken as it is.";
        null_value: Option<Text<'_>> = None, "A part that becomes null; without it, none does."
    ), "Split the string at a delimiter, into a list; of an empty string it is empty, where `.str.split` gives \
     `['']`, as Python does.",
        "[\"a-b\", \"\"]", ("-") => "[['a', 'b'], []]",
        fails (1) "TypeError: If `delimiter` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings",
        |e, delimiter, null_value| nested_fn::string_to_array(e, delimiter, null_value.unwrap_or(lit(ScalarValue::Utf8(None))));
    strip_prefix(prefix: &str, "What is removed, once."),
        "Remove a prefix from the string, if it starts with it.",
        "[\"ab\", \"b\"]", ("a") => "['b', 'b']",
        fails (1) "TypeError: If `prefix` is not a string." =>
        "pyrust.InvalidTypeError: strip_prefix: prefix must be a string, got 1", |e, prefix| native_fn::strip_prefix(e, prefix);
    strip_suffix(suffix: &str, "What is removed, once."),
        "Remove a suffix from the string, if it ends with it.",
        "[\"ab\", \"a\"]", ("b") => "['a', 'a']",
        fails (1) "TypeError: If `suffix` is not a string." =>
        "pyrust.InvalidTypeError: strip_suffix: suffix must be a string, got 1", |e, suffix| native_fn::strip_suffix(e, suffix);
    strpos(text: Text<'_>, "The string to look for."),
        "Find another string in the string, counted from 1; 0 where it is not there.",
        "[\"hello\", \"x\"]", ("l") => "[3, 0]",
        fails (1) "TypeError: If `text` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings", |e, text| scalar_fn::strpos(e, text);
    substr(
        start: Whole<'_>, "The first character, counted from 1.";
        length: Option<Whole<'_>> = None, "How many characters; without it, all that follow."
    ), "Take a part of the string; `slice` counts as Python does.",
        "[\"alphabet\"]", (3, 2) => "['ph']",
        fails ("x", 2) "TypeError: If `start` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is not a whole number\n    hint: give an int, or pr.col(...) for a column of ints", |e, start, length| match length {
            Some(length) => scalar_fn::substring(e, start, length),
            None => scalar_fn::substr(e, start),
        };
    substr_index(
        delimiter: Text<'_>, "The delimiter.";
        count: Whole<'_>, "How many delimiters are counted; below 0 they are counted from the end, and what follows \
            is taken."
    ), "Take the string before the `count`-th delimiter.",
        "[\"www.example.org\"]", (".", 2) => "['www.example']",
        fails (1, 2) "TypeError: If `delimiter` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings",
        |e, delimiter, count| scalar_fn::substr_index(e, delimiter, count);
    translate(
        old: Text<'_>, "The characters that are replaced.";
        new: Text<'_>, "What each becomes, in the same order; a character without one is removed."
    ), "Replace single characters of the string by others.",
        "[\"twice\"]", ("wic", "her") => "['there']",
        fails (1, "her") "TypeError: If `old` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings", |e, old, new| scalar_fn::translate(e, old, new);
    upper(), "Convert the string to upper case.",
        "[\"Ab\"]", () => "['AB']", |e| scalar_fn::upper(e);
}

methods! { PyStr, "str.", "TypeError: Where a frame uses it, if the values are not strings.";
    find(
        text: Text<'_>, "The string to look for.";
        literal: bool = true, "Whether it is taken as it is; otherwise it is a regular expression."
    ), "Find the first place of another string, or of a match of a regular expression, counted from 0; null where there is none.",
        "[\"hello\", \"x\"]", ("l") => "[2, None]",
        fails (1) "TypeError: If `text` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings",
        |e, text, literal| found_at(e, text, literal);
    to_integer(
        base: u32 = 10, "From 2 to 36: 16 reads hexadecimal digits.";
        strict: bool = true, "Whether what is no integer is an error when the query runs; if not, it becomes null."
    ), "Parse the string as an integer of some base.",
        "[\"ff\", \"-10\", None]", (16) => "[255, -16, None]",
        fails (37) "ValueError: If the base is not from 2 to 36." =>
        "pyrust.InvalidValueError: ...: base must be from 2 to 36, got 37",
        |e, base, strict| native_fn::to_integer(e, base, strict).map_err(to_python)?;
    len_chars(), "Count the characters of the string; the same as `length`.",
        "[\"héllo\"]", () => "[5]", |e| scalar_fn::character_length(e);
    split(delimiter: &str, "The delimiter, taken as it is."),
        "Split the string at a delimiter, into a list; `regexp_split` splits at a pattern.",
        "[\"a-b\", \"\"]", ("-") => "[['a', 'b'], ['']]",
        fails (1) "TypeError: If `delimiter` is not a string." =>
        "pyrust.InvalidTypeError: split: delimiter must be a string, got 1",
        |e, delimiter| native_fn::split_at(e, delimiter).map_err(to_python)?;
    pad_end(
        length: u32, "How many characters the result has at least.";
        fill_char: &str = " ", "The character to pad with."
    ), "Pad the string at its end to a number of characters; a longer one stays as it is, where `rpad` cuts it.",
        "[\"7\", \"1234\"]", (3, "0") => "['700', '1234']",
        fails (3, "ab") "ValueError: If `fill_char` is not one character." =>
        "pyrust.InvalidValueError: pad_end: fill_char must be one character, got \"ab\"",
        |e, length, fill_char| native_fn::pad_end(e, length, one_char("pad_end", fill_char)?);
    pad_start(
        length: u32, "How many characters the result has at least.";
        fill_char: &str = " ", "The character to pad with."
    ), "Pad the string at its start to a number of characters; a longer one stays as it is, where `lpad` cuts it.",
        "[\"7\", \"1234\"]", (3, "0") => "['007', '1234']",
        fails (3, "ab") "ValueError: If `fill_char` is not one character." =>
        "pyrust.InvalidValueError: pad_start: fill_char must be one character, got \"ab\"",
        |e, length, fill_char| native_fn::pad_start(e, length, one_char("pad_start", fill_char)?);
    strip_chars(characters: Option<&str> = None, "The characters to strip; whitespace by default."),
        "Strip whitespace, or certain characters, from both ends of the string.",
        "[\" x\\n\", \"xx\"]", () => "['x', 'xx']",
        fails (1) "TypeError: If `characters` is not a string." =>
        "pyrust.InvalidTypeError: strip_chars: characters must be a string, got 1",
        |e, characters| native_fn::strip_chars(e, End::Both, characters);
    strip_chars_end(characters: Option<&str> = None, "The characters to strip; whitespace by default."),
        "Strip whitespace, or certain characters, from the end of the string.",
        "[\" x \", \"xyx\"]", () => "[' x', 'xyx']",
        fails (1) "TypeError: If `characters` is not a string." =>
        "pyrust.InvalidTypeError: strip_chars_end: characters must be a string, got 1",
        |e, characters| native_fn::strip_chars(e, End::Last, characters);
    strip_chars_start(characters: Option<&str> = None, "The characters to strip; whitespace by default."),
        "Strip whitespace, or certain characters, from the start of the string.",
        "[\" x \", \"xyx\"]", () => "['x ', 'xyx']",
        fails (1) "TypeError: If `characters` is not a string." =>
        "pyrust.InvalidTypeError: strip_chars_start: characters must be a string, got 1",
        |e, characters| native_fn::strip_chars(e, End::Start, characters);
    zfill(length: u32, "How many characters the result has at least."),
        "Pad the string with zeros at its start, behind a sign, to a number of characters.",
        "[\"7\", \"-7\", \"1234\"]", (3) => "['007', '-07', '1234']",
        fails ("x") "TypeError: If `length` is not an int." =>
        "pyrust.InvalidTypeError: zfill: length must be an integer, got 'x'",
        |e, length| native_fn::zfill(e, length);
    slice(
        offset: i32, "The first character, counted from 0; below 0, from the end.";
        length: Option<u32> = None, "How many characters; without it, all that follow."
    ), "Take a part of the string, counted as Python does; `.str[1:3]` is written as Python's slices are.",
        "[\"alphabet\"]", (-3, 2) => "['be']",
        fails ("x", 2) "TypeError: If `offset` is not an int." =>
        "pyrust.InvalidTypeError: slice: offset must be an integer, got 'x'",
        |e, offset, length| native_fn::slice(e, i64::from(offset), length.map(i64::from));
}

#[pymethods]
impl PyStr {
    /// Take a character by `.str[0]`, null where the string is shorter, and a part by `.str[-3:]`, as Python does.
    fn __getitem__(&self, key: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
        const NAME: &str = "str[...]";
        guard(|| {
            let e = self.plain(NAME)?;
            if let Ok(slice) = key.cast::<PySlice>() {
                let (start, stop) = slice_bounds(NAME, slice, "use .str.reverse() for a step of -1")?;
                return between(e, start.unwrap_or(0), stop).map(PyExpr::new);
            }
            let index: i64 = key.extract().map_err(|_| {
                type_error(
                    NAME,
                    format!("a character is taken by its index, got {}", short(key)),
                    "as in .str[0] or .str[-3:]",
                )
            })?;
            let character = match index {
                0.. => native_fn::slice(e, index, Some(1)),
                -1 => native_fn::slice(e, -1, None),
                // The last one of what precedes: nothing where the string is shorter.
                _ => native_fn::slice(scalar_fn::left(e, lit(index + 1)), -1, None),
            };
            Ok(PyExpr::new(scalar_fn::nullif(character, lit(""))))
        })
    }
}

/// The characters from `start` to before `stop`, as Python counts them.
fn between(e: Expr, start: i64, stop: Option<i64>) -> PyResult<Expr> {
    Ok(match stop {
        None => native_fn::slice(e, start, None),
        Some(stop @ 0..) if start >= 0 => native_fn::slice(e, start, Some(stop.saturating_sub(start).max(0))),
        Some(0..) => {
            let message = "a start from the end and a stop from the beginning depend on the length of each string";
            return Err(value_error("str[...]", message, ""));
        }
        // What is left at the end is taken off first.
        Some(stop) => {
            let rest = scalar_fn::left(e, lit(stop));
            match start {
                0.. => native_fn::slice(rest, start, None),
                _ if start < stop => native_fn::slice(rest, start.saturating_sub(stop), None),
                _ => native_fn::slice(rest, 0, Some(0)),
            }
        }
    })
}

/// A place counted from 0, null where there is none.
fn found_at(e: Expr, text: Expr, literal: bool) -> Expr {
    let name = format!("find({}, {})", label(&e), label(&text));
    let place = match literal {
        true => scalar_fn::strpos(e, text),
        false => scalar_fn::regexp_instr(e, text, None, None, None, None, None),
    };
    let place = cast(place, DataType::Int64);
    (scalar_fn::nullif(place, lit(0i64)) - lit(1i64)).alias(name)
}

/// A text and the characters to trim, as the engine takes them.
fn with(e: Expr, characters: Option<Expr>) -> Vec<Expr> {
    [e].into_iter().chain(characters).collect()
}

fn padded(e: Expr, length: Expr, fill: Option<Expr>) -> Vec<Expr> {
    [e, length].into_iter().chain(fill).collect()
}

/// The one character of a text.
fn one_char(operation: &str, text: &str) -> PyResult<char> {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(value_error(operation, format!("fill_char must be one character, got {text:?}"), "")),
    }
}
