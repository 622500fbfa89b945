//! A parser for footers that parquet-rs does not understand.
//!
//! A footer is a struct in Thrift's compact protocol. Its field 8 says how the file is encrypted, and a reader of
//! encrypted columns misses fields of theirs. Old writers have written values that parquet-format does not define,
//! which parquet-rs refuses and other readers ignore: the footer is [`mended`].

use std::borrow::Cow;

/// The field of the encryption of a file.
const ENCRYPTION: i64 = 8;
/// The schema of a footer.
const SCHEMA: i64 = 2;
/// The column orders of a footer.
const ORDERS: i64 = 7;
/// The field of a column's converted type, from the first years of the format.
const CONVERTED: i64 = 6;
/// The field of a column's logical type.
const LOGICAL: i64 = 10;
/// The last converted type, and the one of pyarrow's own for columns of nulls (PARQUET-1990).
const LAST_CONVERTED: i64 = 21;
const CONVERTED_NULL: i64 = 24;
/// The logical type of a column of nulls: field 11 of a union, which is an empty struct.
const LOGICAL_NULL: [u8; 3] = [0xbc, 0, 0];
/// The logical types with fields: decimals, and times and timestamps with their unit.
const TIMES: [i64; 2] = [7, 8];
const WITH_FIELDS: [i64; 7] = [5, 7, 8, 10, 16, 17, 18];
/// Thrift's numbers for types.
const I32: u8 = 5;
const LIST: u8 = 9;
const STRUCT: u8 = 12;
/// Deeper than any footer is nested.
const DEEPEST: usize = 64;

/// Returns whether a footer says that columns of the file are encrypted.
pub(super) fn is_encrypted(footer: &[u8]) -> bool {
    Walk { rest: footer }.has_field(ENCRYPTION).unwrap_or(false)
}

/// Returns the footer without undefined types, and with one field of a union that has several: the first by its number,
/// as pyarrow reads it. `None` if it cannot be parsed.
pub(super) fn mended(footer: &[u8]) -> Option<Vec<u8>> {
    let mut fields = Walk { rest: footer }.fields()?;
    for field in &mut fields {
        match (field.number, field.kind) {
            (SCHEMA, LIST) => each(field, column)?,
            (ORDERS, LIST) => each(field, |order| Some(written(&[one(order)?])))?,
            _ => {}
        }
    }
    Some(written(&fields))
}

/// A field of a struct, and the bytes of its value.
#[derive(Clone)]
struct Field<'a> {
    number: i64,
    kind: u8,
    value: Cow<'a, [u8]>,
}

/// Rewrites every struct of a list.
fn each(list: &mut Field<'_>, write: impl Fn(&[u8]) -> Option<Vec<u8>>) -> Option<()> {
    let mut walk = Walk { rest: &list.value };
    let (item, count) = walk.list()?;
    if item != STRUCT {
        return None;
    }
    let mut out = list.value.get(..list.value.len() - walk.rest.len())?.to_vec();
    for _ in 0..count {
        let whole = walk.rest;
        walk.skip(STRUCT, 0)?;
        out.extend(write(whole.get(..whole.len() - walk.rest.len())?)?);
    }
    list.value = Cow::Owned(out);
    Some(())
}

fn column(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut fields = Walk { rest: bytes }.fields()?;
    let is_named = |field: &Field<'_>| (field.number, field.kind) == (LOGICAL, STRUCT);
    let converted = fields.iter().position(|field| (field.number, field.kind) == (CONVERTED, I32));
    let unknown =
        |at: &usize| Walk { rest: &fields[*at].value }.signed().filter(|old| !(0..=LAST_CONVERTED).contains(old));
    if let Some((at, old)) = converted.and_then(|at| Some((at, unknown(&at)?))) {
        fields.remove(at);
        match old {
            _ if fields.iter().any(is_named) => {}
            CONVERTED_NULL => fields.push(Field { number: LOGICAL, kind: STRUCT, value: Cow::Borrowed(&LOGICAL_NULL) }),
            _ => return None,
        }
    }
    for field in fields.iter_mut().filter(|field| is_named(field)) {
        let mut kind = one(&field.value)?;
        if TIMES.contains(&kind.number) {
            let mut inner = Walk { rest: &kind.value }.fields()?;
            for unit in inner.iter_mut().filter(|inner| inner.kind == STRUCT) {
                let mut which = one(&unit.value)?;
                which.value = Cow::Borrowed(&[0]);
                unit.value = Cow::Owned(written(&[which]));
            }
            kind.value = Cow::Owned(written(&inner));
        } else if !WITH_FIELDS.contains(&kind.number) {
            kind.value = Cow::Borrowed(&[0]);
        }
        field.value = Cow::Owned(written(&[kind]));
    }
    Some(written(&fields))
}

/// Returns the one field of a union: the first by number, in its last occurrence.
fn one(union: &[u8]) -> Option<Field<'static>> {
    let fields = Walk { rest: union }.fields()?;
    let found = fields.iter().rev().min_by_key(|field| field.number)?;
    Some(Field { number: found.number, kind: found.kind, value: Cow::Owned(found.value.to_vec()) })
}

fn written(fields: &[Field<'_>]) -> Vec<u8> {
    let (mut out, mut last) = (Vec::new(), 0);
    for field in fields {
        match field.number - last {
            step @ 1..=15 => out.push((step as u8) << 4 | field.kind),
            _ => {
                out.push(field.kind);
                let mut coded = ((field.number << 1) ^ (field.number >> 63)).cast_unsigned();
                while coded >= 0x80 {
                    out.push((coded & 0x7f) as u8 | 0x80);
                    coded >>= 7;
                }
                out.push(coded as u8);
            }
        }
        out.extend_from_slice(&field.value);
        last = field.number;
    }
    out.push(0);
    out
}

struct Walk<'a> {
    rest: &'a [u8],
}

impl<'a> Walk<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for place in 0..10 {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let coded = self.number()?;
        Some((coded >> 1).cast_signed() ^ -((coded & 1).cast_signed()))
    }

    fn pass(&mut self, bytes: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    /// Returns the number and the type of the next field; a type of zero ends the struct.
    fn field(&mut self, last: i64) -> Option<(i64, u8)> {
        let head = self.byte()?;
        let (step, kind) = (head >> 4, head & 0x0f);
        let number = match step {
            _ if kind == 0 => last,
            0 => self.signed()?,
            step => last.checked_add(i64::from(step))?,
        };
        Some((number, kind))
    }

    /// The fields of a struct.
    fn fields(&mut self) -> Option<Vec<Field<'a>>> {
        let (mut fields, mut last) = (Vec::new(), 0);
        loop {
            let (number, kind) = self.field(last)?;
            if kind == 0 {
                return Some(fields);
            }
            let value = self.rest;
            self.skip(kind, 0)?;
            let value = Cow::Borrowed(value.get(..value.len() - self.rest.len())?);
            fields.push(Field { number, kind, value });
            last = number;
        }
    }

    /// The type of a list's items, and how many there are. A boolean takes a byte in a list, and none in a struct.
    fn list(&mut self) -> Option<(u8, u64)> {
        let head = self.byte()?;
        let count = if head >> 4 == 15 { self.number()? } else { u64::from(head >> 4) };
        Some((if head & 0x0f <= 2 { 3 } else { head & 0x0f }, count))
    }

    fn has_field(&mut self, wanted: i64) -> Option<bool> {
        let mut last = 0;
        loop {
            let (number, kind) = self.field(last)?;
            if kind == 0 || number == wanted {
                return Some(kind != 0);
            }
            self.skip(kind, 0)?;
            last = number;
        }
    }

    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        match kind {
            1 | 2 => Some(()),
            3 => self.pass(1),
            4 | I32 | 6 => self.number().map(drop),
            7 => self.pass(8),
            8 => {
                let length = self.number()?;
                self.pass(length)
            }
            LIST | 10 => {
                let (item, count) = self.list()?;
                (0..count).try_for_each(|_| self.skip(item, depth + 1))
            }
            STRUCT => {
                let mut last = 0;
                loop {
                    let (number, kind) = self.field(last)?;
                    if kind == 0 {
                        return Some(());
                    }
                    self.skip(kind, depth + 1)?;
                    last = number;
                }
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_is_found_behind_others() {
        // version = 2, a list of two structs with a string each, rows = 5, then field 8 as a struct.
        let footer = [0x15, 4, 0x19, 0x2c, 0x18, 1, b'a', 0, 0x18, 1, b'b', 0, 0x16, 10, 0x5c, 0, 0];
        assert!(is_encrypted(&footer));
        assert!(!is_encrypted(&[0x15, 4, 0x16, 10, 0]));
        assert!(!is_encrypted(&[0x15]));
        assert!(!is_encrypted(&[0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x7f]));
    }

    #[test]
    fn what_the_format_has_no_name_for_is_left_out() {
        // version = 1, a list of one column, rows = 5.
        let footer = |column: &[u8]| [&[0x15, 2, 0x19, 0x1c], column, &[0x16, 10, 0]].concat();
        let written = |column: &[u8], wanted: &[u8]| assert_eq!(mended(&footer(column)), Some(footer(wanted)));
        // A name, then the converted type: dates stay as they are, 24 is a column of nulls.
        written(&[0x48, 1, b'a', 0x25, 12, 0], &[0x48, 1, b'a', 0x25, 12, 0]);
        written(&[0x48, 1, b'a', 0x25, 48, 0], &[0x48, 1, b'a', 0x6c, 0xbc, 0, 0, 0]);
        assert_eq!(mended(&footer(&[0x48, 1, b'a', 0x25, 60, 0])), None);
        written(&[0x65, 48, 0x4c, 0xbc, 0, 0, 0], &[0xac, 0xbc, 0, 0, 0]);
        // A union whose field comes twice, the second with its number written in full.
        written(&[0xac, 0x6c, 0, 0x0c, 12, 0, 0, 0], &[0xac, 0x6c, 0, 0, 0]);
        // A struct without fields that has one.
        written(&[0xac, 0x6c, 0x15, 2, 0, 0, 0], &[0xac, 0x6c, 0, 0, 0]);
        // A timestamp whose unit comes twice.
        let unit = [0xac, 0x8c, 0x11, 0x1c, 0x1c, 0, 0, 0, 0, 0];
        written(&[0xac, 0x8c, 0x11, 0x1c, 0x1c, 0, 0x0c, 2, 0, 0, 0, 0, 0], &unit);
        assert_eq!(mended(&footer(&[0x4f, 1, 0])), None);
    }
}
