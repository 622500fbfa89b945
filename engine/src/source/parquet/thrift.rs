//! A look at a footer that the reader does not understand.
//!
//! A footer is a struct of Thrift's compact form. Field 8 of it says how the file is encrypted, and whoever reads columns
//! that are misses fields of theirs.

/// The field that says how a file is encrypted.
const ENCRYPTION: i64 = 8;
/// Deeper than any footer goes.
const DEEPEST: usize = 64;

/// Whether a footer says that columns of the file are encrypted.
pub(super) fn is_encrypted(footer: &[u8]) -> bool {
    Walk { rest: footer }.has_field(ENCRYPTION).unwrap_or(false)
}

struct Walk<'a> {
    rest: &'a [u8],
}

impl Walk<'_> {
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

    fn pass(&mut self, bytes: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    /// The number and the type of the next field; a type of zero ends the struct.
    fn field(&mut self, last: i64) -> Option<(i64, u8)> {
        let head = self.byte()?;
        let (step, kind) = (head >> 4, head & 0x0f);
        let number = match step {
            _ if kind == 0 => last,
            0 => {
                let coded = self.number()?;
                (coded >> 1).cast_signed() ^ -((coded & 1).cast_signed())
            }
            step => last.checked_add(i64::from(step))?,
        };
        Some((number, kind))
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
            4..=6 => self.number().map(drop),
            7 => self.pass(8),
            8 => {
                let length = self.number()?;
                self.pass(length)
            }
            9 | 10 => {
                let head = self.byte()?;
                let count = if head >> 4 == 15 { self.number()? } else { u64::from(head >> 4) };
                // A truth takes a byte in a list, and none in a struct.
                let item = if head & 0x0f <= 2 { 3 } else { head & 0x0f };
                (0..count).try_for_each(|_| self.skip(item, depth + 1))
            }
            12 => {
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
        // version = 2, a list of two structs with a text each, rows = 5, then field 8 as a struct.
        let footer = [0x15, 4, 0x19, 0x2c, 0x18, 1, b'a', 0, 0x18, 1, b'b', 0, 0x16, 10, 0x5c, 0, 0];
        assert!(is_encrypted(&footer));
        assert!(!is_encrypted(&[0x15, 4, 0x16, 10, 0]));
        assert!(!is_encrypted(&[0x15]));
        assert!(!is_encrypted(&[0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x7f]));
    }
}
