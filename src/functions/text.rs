//! Functions of texts: `pr.col("a").str`. Positions are the engine's, counted from 1, but for `slice`, which counts as
//! Python does; a character is a Unicode code point.

use datafusion::functions::expr_fn as scalar_fn;
use datafusion::functions_nested::expr_fn as nested_fn;
use datafusion::logical_expr::{Expr, lit};
use datafusion::scalar::ScalarValue;
use pyo3::prelude::*;
use pyrust_engine::functions as native_fn;

use super::table::{family, methods};
use crate::argument::{Argument, Text, Whole};
use crate::boundary::guard;
use crate::exceptions::to_python;
use crate::expr::{PyExpr, PyStr};

family! { PyStr, "str.", "TypeError: Where a frame uses it, if the values are no texts.";
    ascii(), "The code point of the first character; 0 for an empty text.",
        "[\"A\", \"é\", \"\"]", () => "[65, 233, 0]", |e| scalar_fn::ascii(e);
    bit_length(), "How many bits the text has in UTF-8.",
        "[\"é\"]", () => "[16]", |e| scalar_fn::bit_length(e);
    btrim as "trim"(characters: Option<Text<'_>> = None, "The characters that are taken away; without it, spaces."),
        "The text without certain characters at its ends.",
        "[\"  x \", \"xx\"]", () => "['x', 'xx']",
        fails (1) "TypeError: If `characters` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts", |e, characters| scalar_fn::btrim(with(e, characters));
    character_length as "length"(), "How many characters the text has.",
        "[\"héllo\", \"\"]", () => "[5, 0]", |e| scalar_fn::character_length(e);
    contains(text: Text<'_>, "What is looked for, taken as it is."), "Whether the text holds another.",
        "[\"50%\", \"50\"]", ("%") => "[True, False]",
        fails (1) "TypeError: If `text` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts", |e, text| scalar_fn::contains(e, text);
    decode(encoding: Text<'_>, "`\"base64\"`, `\"base64pad\"` (with `=` at the end) or `\"hex\"`."),
        "The bytes that the text spells out.",
        "[\"6869\"]", ("hex") => "[b'hi']",
        fails (1) "TypeError: If `encoding` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts", |e, encoding| scalar_fn::decode(e, encoding);
    ends_with(text: Text<'_>, "What is looked for."), "Whether the text ends with another.",
        "[\"ab\", \"a\"]", ("b") => "[True, False]",
        fails (1) "TypeError: If `text` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts", |e, text| scalar_fn::ends_with(e, text);
    find_in_set(texts: Text<'_>, "Texts with commas between them."),
        "Where the text stands in a list of texts with commas between them, from 1; 0 where it does not.",
        "[\"b\", \"x\"]", ("a,b,c") => "[2, 0]",
        fails (1) "TypeError: If `texts` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts", |e, texts| scalar_fn::find_in_set(e, texts);
    initcap(), "The text with each word's first letter large and the others small.",
        "[\"hello wORLD\"]", () => "['Hello World']", |e| scalar_fn::initcap(e);
    left(n: Whole<'_>, "How many characters; below 0, all but so many at the end."), "The first characters.",
        "[\"héllo\"]", (2) => "['hé']",
        fails ("x") "TypeError: If `n` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is no whole number\n    hint: give an int, or pr.col(...) for a column of ints", |e, n| scalar_fn::left(e, n);
    levenshtein(other: Text<'_>, "The other text."),
        "How many characters have to be changed, put in or taken out to make the other text.",
        "[\"kitten\"]", ("sitting") => "[3]",
        fails (1) "TypeError: If `other` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts", |e, other| scalar_fn::levenshtein(e, other);
    lower(), "The text in lower case.",
        "[\"Ab\"]", () => "['ab']", |e| scalar_fn::lower(e);
    lpad(
        length: Whole<'_>, "How many characters the text gets.";
        fill: Option<Text<'_>> = None, "What it is filled up with; without it, spaces."
    ), "The text filled up on its left, or cut on its right, to a number of characters.",
        "[\"7\", \"1234\"]", (3, "0") => "['007', '123']",
        fails ("x", "0") "TypeError: If `length` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is no whole number\n    hint: give an int, or pr.col(...) for a column of ints", |e, length, fill| scalar_fn::lpad(padded(e, length, fill));
    ltrim(characters: Option<Text<'_>> = None, "The characters that are taken away; without it, spaces."),
        "The text without certain characters at its start.",
        "[\" x \"]", () => "['x ']",
        fails (1) "TypeError: If `characters` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts", |e, characters| scalar_fn::ltrim(with(e, characters));
    octet_length as "len_bytes"(), "How many bytes the text has in UTF-8.",
        "[\"é\"]", () => "[2]", |e| scalar_fn::octet_length(e);
    overlay(
        text: Text<'_>, "What comes in.";
        start: Whole<'_>, "The first character that is replaced, counted from 1.";
        length: Option<Whole<'_>> = None, "How many characters are replaced; without it, as many as come in."
    ), "The text with another put over some of its characters.",
        "[\"Txxxxas\"]", ("hom", 2, 4) => "['Thomas']",
        fails (1, 2, 4) "TypeError: If `text` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts",
        |e, text, start, length| scalar_fn::overlay([e, text, start].into_iter().chain(length).collect());
    repeat(n: Whole<'_>, "How often."), "The text several times over.",
        "[\"ab\"]", (3) => "['ababab']",
        fails ("x") "TypeError: If `n` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is no whole number\n    hint: give an int, or pr.col(...) for a column of ints", |e, n| scalar_fn::repeat(e, n);
    replace(old: Text<'_>, "What is replaced."; new: Text<'_>, "What comes in its place."),
        "The text with every occurrence of one text replaced by another.",
        "[\"a-b-c\"]", ("-", "+") => "['a+b+c']",
        fails (1, "+") "TypeError: If `old` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts", |e, old, new| scalar_fn::replace(e, old, new);
    reverse(), "The text backwards.",
        "[\"abc\"]", () => "['cba']", |e| scalar_fn::reverse(e);
    right(n: Whole<'_>, "How many characters; below 0, all but so many at the start."), "The last characters.",
        "[\"héllo\"]", (2) => "['lo']",
        fails ("x") "TypeError: If `n` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is no whole number\n    hint: give an int, or pr.col(...) for a column of ints", |e, n| scalar_fn::right(e, n);
    rpad(
        length: Whole<'_>, "How many characters the text gets.";
        fill: Option<Text<'_>> = None, "What it is filled up with; without it, spaces."
    ), "The text filled up, or cut, on its right to a number of characters.",
        "[\"7\"]", (3, ".") => "['7..']",
        fails ("x", ".") "TypeError: If `length` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is no whole number\n    hint: give an int, or pr.col(...) for a column of ints", |e, length, fill| scalar_fn::rpad(padded(e, length, fill));
    rtrim(characters: Option<Text<'_>> = None, "The characters that are taken away; without it, spaces."),
        "The text without certain characters at its end.",
        "[\" x \"]", () => "[' x']",
        fails (1) "TypeError: If `characters` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts", |e, characters| scalar_fn::rtrim(with(e, characters));
    split_part(
        delimiter: Text<'_>, "What the text is split at.";
        index: Whole<'_>, "Which part, counted from 1; below 0, from the end."
    ), "One of the parts of the text between delimiters; an empty text where there is no such part.",
        "[\"a-b-c\"]", ("-", 2) => "['b']",
        fails (1, 2) "TypeError: If `delimiter` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts", |e, delimiter, index| scalar_fn::split_part(e, delimiter, index);
    starts_with(text: Text<'_>, "What is looked for."), "Whether the text starts with another.",
        "[\"ab\", \"b\"]", ("a") => "[True, False]",
        fails (1) "TypeError: If `text` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts", |e, text| scalar_fn::starts_with(e, text);
    string_to_array(
        delimiter: Text<'_>, "What the text is split at, taken as it is.";
        null: Option<Text<'_>> = None, "A part that becomes null; without it, none does."
    ), "The parts of the text between delimiters, as a list; of an empty text it is empty, where `.str.split` gives \
            `['']`, as Python does.",
        "[\"a-b\", \"\"]", ("-") => "[['a', 'b'], []]",
        fails (1) "TypeError: If `delimiter` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts",
        |e, delimiter, null| nested_fn::string_to_array(e, delimiter, null.unwrap_or(lit(ScalarValue::Utf8(None))));
    strip_prefix(prefix: &str, "What is taken away, once."),
        "The text without another at its start, if it stands there.",
        "[\"ab\", \"b\"]", ("a") => "['b', 'b']",
        fails (1) "TypeError: If `prefix` is no text." =>
        "TypeError: 'int' object is not an instance of 'str'\n    while processing ...", |e, prefix| native_fn::strip_prefix(e, prefix);
    strip_suffix(suffix: &str, "What is taken away, once."),
        "The text without another at its end, if it stands there.",
        "[\"ab\", \"a\"]", ("b") => "['a', 'a']",
        fails (1) "TypeError: If `suffix` is no text." =>
        "TypeError: 'int' object is not an instance of 'str'\n    while processing ...", |e, suffix| native_fn::strip_suffix(e, suffix);
    strpos(text: Text<'_>, "What is looked for."),
        "Where another text first stands in the text, counted from 1; 0 where it does not.",
        "[\"hello\", \"x\"]", ("l") => "[3, 0]",
        fails (1) "TypeError: If `text` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts", |e, text| scalar_fn::strpos(e, text);
    substr(
        start: Whole<'_>, "The first character, counted from 1.";
        length: Option<Whole<'_>> = None, "How many characters; without it, all that follow."
    ), "A part of the text; `slice` counts as Python does.",
        "[\"alphabet\"]", (3, 2) => "['ph']",
        fails ("x", 2) "TypeError: If `start` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is no whole number\n    hint: give an int, or pr.col(...) for a column of ints", |e, start, length| match length {
            Some(length) => scalar_fn::substring(e, start, length),
            None => scalar_fn::substr(e, start),
        };
    substr_index(
        delimiter: Text<'_>, "What the text is split at.";
        count: Whole<'_>, "How many delimiters are counted; below 0, from the end, and what follows is taken."
    ), "The text before the delimiter that is so many in.",
        "[\"www.example.org\"]", (".", 2) => "['www.example']",
        fails (1, 2) "TypeError: If `delimiter` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts",
        |e, delimiter, count| scalar_fn::substr_index(e, delimiter, count);
    translate(
        old: Text<'_>, "The characters that are replaced.";
        new: Text<'_>, "What each becomes, in the same order; where there is none, the character goes."
    ), "The text with single characters replaced by others.",
        "[\"twice\"]", ("wic", "her") => "['there']",
        fails (1, "her") "TypeError: If `old` is neither a text nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is no text\n    hint: give a str, or pr.col(...) for a column of texts", |e, old, new| scalar_fn::translate(e, old, new);
    upper(), "The text in upper case.",
        "[\"Ab\"]", () => "['AB']", |e| scalar_fn::upper(e);
}

methods! { PyStr, "str.", "TypeError: Where a frame uses it, if the values are no texts.";
    len_chars(), "How many characters the text has; the same as `length`.",
        "[\"héllo\"]", () => "[5]", |e| scalar_fn::character_length(e);
    split(delimiter: &str, "What the text is split at, taken as it is."),
        "The parts of the text between delimiters, as a list; `regexp_split` splits at a pattern.",
        "[\"a-b\", \"\"]", ("-") => "[['a', 'b'], ['']]",
        fails (1) "TypeError: If `delimiter` is no text." =>
        "TypeError: 'int' object is not an instance of 'str'\n    while processing ...",
        |e, delimiter| native_fn::split_at(e, delimiter).map_err(to_python)?;
    slice(
        offset: i32, "The first character, counted from 0; below 0, from the end.";
        length: Option<u32> = None, "How many characters; without it, all that follow."
    ), "A part of the text, counted as Python does.",
        "[\"alphabet\"]", (-3, 2) => "['be']",
        fails ("x", 2) "TypeError: If `offset` is no int." =>
        "TypeError: 'str' object cannot be interpreted as an integer\n    while processing ...",
        |e, offset, length| native_fn::slice(e, i64::from(offset), length.map(i64::from));
}

/// A text and the characters to trim, as the engine takes them.
fn with(e: Expr, characters: Option<Expr>) -> Vec<Expr> {
    [e].into_iter().chain(characters).collect()
}

fn padded(e: Expr, length: Expr, fill: Option<Expr>) -> Vec<Expr> {
    [e, length].into_iter().chain(fill).collect()
}
