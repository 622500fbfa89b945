//! A cursor over JSON, byte by byte, that can stop where the bytes end for now.
//!
//! Every token of every file is read here: steps are inlined into the modules that call them.

use std::borrow::Cow;

/// Why the cursor stops.
#[derive(Debug)]
pub(super) enum Stop {
    /// The bytes end within a value; more may come.
    More,
    /// An invalid or refused value. (Boxed, as each token of a file is a result of this.)
    Fault(Box<Fault>),
}

/// An invalid or refused value, and its position.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) hint: &'static str,
    /// The keys that lead to it, the innermost first.
    pub(super) path: Vec<String>,
}

pub(super) type Taken<T> = Result<T, Stop>;

/// The kind of value that begins with a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Bool,
    Number,
    Text,
    List,
    Object,
}

/// A string as it is written between its quotes.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    raw: &'a [u8],
    escaped: bool,
}

impl<'a> Text<'a> {
    #[inline]
    pub(super) fn is(self, name: &str) -> bool {
        if self.escaped { self.read() == name } else { self.raw == name.as_bytes() }
    }

    /// The string with its escapes resolved.
    pub(super) fn read(self) -> Cow<'a, str> {
        let raw = String::from_utf8_lossy(self.raw);
        if !self.escaped {
            return raw;
        }
        let mut out = String::with_capacity(raw.len());
        let mut high = None;
        let mut rest = raw.chars();
        while let Some(next) = rest.next() {
            if next != '\\' {
                out.push(next);
                continue;
            }
            match rest.next() {
                Some('b') => out.push('\u{8}'),
                Some('f') => out.push('\u{c}'),
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some('u') => {
                    let digits: String = rest.by_ref().take(4).collect();
                    let unit = u32::from_str_radix(&digits, 16).unwrap_or(0xfffd);
                    match (high.take(), unit) {
                        (None, 0xd800..0xdc00) => high = Some(unit),
                        (Some(high), 0xdc00..0xe000) => {
                            out.extend(char::from_u32(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00)));
                        }
                        (_, unit) => out.push(char::from_u32(unit).unwrap_or('\u{fffd}')),
                    }
                }
                Some(other) => out.push(other),
                None => {}
            }
        }
        Cow::Owned(out)
    }
}

/// A number as it is written.
#[derive(Clone, Copy)]
pub(super) struct Number<'a>(&'a [u8]);

impl<'a> Number<'a> {
    #[inline]
    pub(super) fn text(self) -> &'a str {
        std::str::from_utf8(self.0).unwrap_or_default()
    }

    /// The number of digits of an integer as it is written, at most; `None` if it has a point or an exponent.
    #[inline]
    pub(super) fn digits(self) -> Option<usize> {
        let is_integer = !self.0.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E'));
        is_integer.then_some(self.0.len())
    }

    /// Returns whether it is a short fraction without an exponent.
    #[inline]
    pub(super) fn is_short_fraction(self) -> bool {
        self.0.len() < 300 && self.0.contains(&b'.') && !self.0.iter().any(|byte| matches!(byte, b'e' | b'E'))
    }
}

/// A position in JSON.
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    #[inline]
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn fault(&self, message: impl Into<String>) -> Stop {
        self.fault_at(self.at, message, "")
    }

    pub(super) fn fault_at(&self, at: usize, message: impl Into<String>, hint: &'static str) -> Stop {
        Stop::Fault(Box::new(Fault { at, message: message.into(), hint, path: Vec::new() }))
    }

    /// Returns the bytes since `start`.
    pub(super) fn since(&self, start: usize) -> String {
        String::from_utf8_lossy(self.bytes.get(start..self.at).unwrap_or_default()).into_owned()
    }

    /// The next byte that is not a space; it is not consumed.
    #[inline]
    pub(super) fn peek(&mut self) -> Taken<u8> {
        while let Some(byte) = self.bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(*byte);
            }
            self.at += 1;
        }
        Err(Stop::More)
    }

    /// Consumes `byte` if it is next.
    #[inline]
    pub(super) fn skips(&mut self, byte: u8) -> Taken<bool> {
        let found = self.peek()? == byte;
        self.at += usize::from(found);
        Ok(found)
    }

    #[inline]
    fn demand(&mut self, byte: u8) -> Taken<()> {
        match self.skips(byte)? {
            true => Ok(()),
            false => Err(self.unexpected(&format!("'{}'", char::from(byte)))),
        }
    }

    pub(super) fn unexpected(&self, wanted: &str) -> Stop {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let found: String = String::from_utf8_lossy(&rest[..rest.len().min(16)]).chars().take(8).collect();
        self.fault(format!("this is not JSON: expected {wanted}, found {found:?}"))
    }

    #[inline]
    pub(super) fn kind(&mut self) -> Taken<Kind> {
        Ok(match self.peek()? {
            b'"' => Kind::Text,
            b'{' => Kind::Object,
            b'[' => Kind::List,
            b't' | b'f' => Kind::Bool,
            b'n' => Kind::Null,
            b'-' | b'0'..=b'9' => Kind::Number,
            _ => return Err(self.unexpected("a value")),
        })
    }

    /// Consumes `true`, `false` or `null`.
    #[inline]
    pub(super) fn word(&mut self) -> Taken<()> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        for word in [b"true".as_slice(), b"false", b"null"] {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(());
            }
            if word.starts_with(rest) {
                return Err(Stop::More);
            }
        }
        Err(self.unexpected("a value"))
    }

    #[inline]
    pub(super) fn number(&mut self) -> Taken<Number<'a>> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let end = rest.iter().position(|byte| !is_part(byte)).ok_or(Stop::More)?;
        self.at += end;
        Ok(Number(&rest[..end]))
    }

    #[inline]
    pub(super) fn text(&mut self) -> Taken<Text<'a>> {
        self.demand(b'"')?;
        let (start, mut escaped) = (self.at, false);
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            self.at += rest.iter().position(|byte| matches!(byte, b'"' | b'\\')).ok_or(Stop::More)?;
            if self.bytes.get(self.at) == Some(&b'"') {
                self.at += 1;
                return Ok(Text { raw: &self.bytes[start..self.at - 1], escaped });
            }
            escaped = true;
            self.at += 2;
        }
    }

    /// Calls `value` for each key of an object, with the cursor at its value.
    #[inline]
    pub(super) fn object(&mut self, mut value: impl FnMut(&mut Self, Text<'a>) -> Taken<()>) -> Taken<()> {
        self.demand(b'{')?;
        if self.skips(b'}')? {
            return Ok(());
        }
        loop {
            self.peek()?;
            let key = self.text()?;
            self.demand(b':')?;
            value(self, key)?;
            if self.skips(b'}')? {
                return Ok(());
            }
            self.demand(b',')?;
        }
    }

    /// Calls `item` for each item of a list, with the cursor at it.
    #[inline]
    pub(super) fn list(&mut self, mut item: impl FnMut(&mut Self) -> Taken<()>) -> Taken<()> {
        self.demand(b'[')?;
        if self.skips(b']')? {
            return Ok(());
        }
        loop {
            item(self)?;
            if self.skips(b']')? {
                return Ok(());
            }
            self.demand(b',')?;
        }
    }

    /// Consumes a value of any kind and depth, without recursion.
    pub(super) fn skip(&mut self) -> Taken<()> {
        let mut depth = 0usize;
        loop {
            match self.peek()? {
                b'"' => drop(self.text()?),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' | b':' if depth > 0 => self.at += 1,
                b't' | b'f' | b'n' => self.word()?,
                b'-' | b'0'..=b'9' => drop(self.number()?),
                _ => return Err(self.unexpected("a value")),
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }
}

/// Adds a key to the path of a fault.
pub(super) fn within(stop: Stop, key: &str) -> Stop {
    match stop {
        Stop::Fault(mut fault) => {
            fault.path.push(key.to_string());
            Stop::Fault(fault)
        }
        Stop::More => Stop::More,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_it_is_meant() {
        let read = |text: &str| Cursor::new(text.as_bytes()).text().unwrap().read().into_owned();
        assert_eq!(read(r#""a\"b""#), "a\"b");
        assert_eq!(read(r#""\u0061\n\\""#), "a\n\\");
        assert_eq!(read(r#""\ud83d\ude00""#), "😀");
        assert_eq!(read(r#""\ud83d""#), "");
    }

    #[test]
    fn what_is_cut_off_asks_for_more() {
        for text in ["{", "{\"a", "{\"a\"", "{\"a\":1", "{\"a\":tr", "{\"a\":[1,", "{\"a\":\"\\"] {
            assert!(matches!(Cursor::new(text.as_bytes()).skip(), Err(Stop::More)), "{text}");
        }
        let mut cursor = Cursor::new(br#" {"a":[1,{"b":"}"}],"c":null} x"#);
        cursor.skip().unwrap();
        assert_eq!(cursor.at, 29);
        assert!(matches!(cursor.skip(), Err(Stop::Fault(_))));
    }
}
