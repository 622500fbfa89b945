//! Functions of bytes: `pr.col("a").bin`. A text counts as its bytes in UTF-8.

use datafusion::functions::expr_fn as scalar_fn;
use pyo3::prelude::*;

use super::table::family;
use crate::argument::{Argument, Text};
use crate::boundary::guard;
use crate::expr::{PyBin, PyExpr};

family! { PyBin, "bin.", "SchemaError: Where a frame uses it, if the values are neither bytes nor strings.";
    digest(algorithm: Text<'_>, "`md5`, `sha224`, `sha256`, `sha384`, `sha512`, `blake2s`, `blake2b` or `blake3`."),
        "Compute a hash of the bytes, as bytes.",
        "[b\"\"]", ("md5") => "[b'\\xd4\\x1d\\x8c\\xd9\\x8f\\x00\\xb2\\x04\\xe9\\x80\\t\\x98\\xec\\xf8B~']",
        fails (1) "TypeError: If `algorithm` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings",
        |e, algorithm| scalar_fn::digest(e, algorithm);
    encode(encoding: Text<'_>, "`\"base64\"`, `\"base64pad\"` (with `=` at the end) or `\"hex\"`."),
        "Encode the bytes as a string; `.str.decode` is the inverse.",
        "[b\"hi\"]", ("hex") => "['6869']",
        fails (1) "TypeError: If `encoding` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings", |e, encoding| scalar_fn::encode(e, encoding);
    md5(), "Compute the MD5 hash of the bytes, in hexadecimal digits. MD5 is broken: use it as a checksum, not for \
     protection.",
        "[b\"\"]", () => "['d41d8cd98f00b204e9800998ecf8427e']", |e| scalar_fn::md5(e);
    sha224(), "Compute the SHA-224 hash of the bytes, 28 bytes.",
        "[b\"\"]", () => "[b'\\xd1J\\x02\\x8c*:+\\xc9Ga\\x02\\xbb(\\x824\\xc4\\x15\\xa2\\xb0\\x1f\\x82\\x8e\\xa6*\\xc5\\xb3\\xe4/']",
        |e| scalar_fn::sha224(e);
    sha256(), "Compute the SHA-256 hash of the bytes, 32 bytes.",
        "[b\"\"]", () => "[b\"\\xe3\\xb0\\xc4B\\x98\\xfc\\x1c\\x14\\x9a\\xfb\\xf4\\xc8\\x99o\\xb9$'\\xaeA\\xe4d\\x9b\\x93L\\xa4\\x95\\x99\\x1bxR\\xb8U\"]",
        |e| scalar_fn::sha256(e);
    sha384(), "Compute the SHA-384 hash of the bytes, 48 bytes.",
        "[None]", () => "[None]", |e| scalar_fn::sha384(e);
    sha512(), "Compute the SHA-512 hash of the bytes, 64 bytes.",
        "[None]", () => "[None]", |e| scalar_fn::sha512(e);
}
