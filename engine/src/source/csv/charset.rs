//! Texts that are not UTF-8, converted chunk by chunk.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use super::WHAT;
use crate::error::{Error, ErrorKind, Result};

/// The encoding of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8.
    #[default]
    Utf8,
    /// ISO 8859-1: a byte is a character.
    Latin1,
    /// The same with quotes, dashes and the euro, as in Windows in western Europe.
    Windows1252,
    /// Two bytes, the lower one first unless a byte order mark says otherwise.
    Utf16,
    /// Two bytes, the higher one first.
    Utf16BigEndian,
    /// Another one in which a byte is a character.
    OneByte(Arc<OneByte>),
}

/// An encoding in which a byte is a character.
#[derive(Debug, PartialEq, Eq)]
pub struct OneByte {
    name: String,
    /// The character of each byte.
    characters: Vec<char>,
}

/// What stands in a table of Python's for a byte that is no character.
const UNASSIGNED: char = '\u{fffe}';

/// The characters of Windows-1252 from 0x80, where ISO 8859-1 has control characters; unassigned ones stay control
/// characters.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

impl Charset {
    /// Returns the charset of that name, as Python spells it.
    pub fn from_name(name: &str) -> Option<Self> {
        let plain: String = name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect();
        Some(match plain.to_ascii_lowercase().as_str() {
            "utf8" | "utf8sig" => Self::Utf8,
            "latin1" | "iso88591" | "l1" => Self::Latin1,
            "cp1252" | "windows1252" => Self::Windows1252,
            "utf16" | "utf16le" => Self::Utf16,
            "utf16be" => Self::Utf16BigEndian,
            _ => return None,
        })
    }

    /// Returns the charset of that name in which a byte is the character at its position in `table`; none if there are not 256
    /// of them.
    pub fn of_table(name: &str, table: &str) -> Option<Self> {
        let characters: Vec<char> = table.chars().collect();
        let name = name.to_owned();
        (characters.len() == 256).then(|| Self::OneByte(Arc::new(OneByte { name, characters })))
    }
}

/// Converts the chunks of a text to UTF-8.
pub(super) struct Decoder {
    charset: Charset,
    /// The incomplete character at the end of the last chunk.
    rest: Vec<u8>,
    begun: bool,
}

impl Decoder {
    pub(super) fn new(charset: Charset) -> Self {
        Self { charset, rest: Vec::new(), begun: false }
    }

    /// Converts the next chunk, which is the last one if `ended`.
    ///
    /// # Errors
    /// For a text with the byte order mark of another charset, or bytes that are invalid in this one.
    pub(super) fn next(&mut self, chunk: Bytes, ended: bool) -> Result<Bytes> {
        if self.begun && self.charset == Charset::Utf8 {
            return Ok(chunk);
        }
        // A byte order mark is looked for once all of it is there.
        let chunk =
            if self.rest.is_empty() { chunk } else { [std::mem::take(&mut self.rest), chunk.to_vec()].concat().into() };
        if !self.begun && chunk.len() < 3 && !ended {
            self.rest = chunk.to_vec();
            return Ok(Bytes::new());
        }
        let chunk = if std::mem::replace(&mut self.begun, true) { chunk } else { self.unmarked(chunk)? };
        match &self.charset {
            Charset::Utf8 => Ok(chunk),
            Charset::Latin1 => Ok(of_bytes(&chunk, char::from)),
            Charset::Windows1252 => Ok(of_bytes(&chunk, |byte| {
                let place = usize::from(byte.wrapping_sub(0x80));
                WINDOWS.get(place).copied().unwrap_or(char::from(byte))
            })),
            Charset::Utf16 => self.of_units(&chunk, u16::from_le_bytes, ended),
            Charset::Utf16BigEndian => self.of_units(&chunk, u16::from_be_bytes, ended),
            Charset::OneByte(charset) => charset.of_bytes(&chunk),
        }
    }

    /// Removes the byte order mark of this charset at the beginning of the text; that of UTF-16 decides the order of
    /// bytes.
    fn unmarked(&mut self, mut chunk: Bytes) -> Result<Bytes> {
        let marked = match chunk.as_ref() {
            [0xef, 0xbb, 0xbf, ..] => Some((Charset::Utf8, 3)),
            [0xff, 0xfe, ..] => Some((Charset::Utf16, 2)),
            [0xfe, 0xff, ..] => Some((Charset::Utf16BigEndian, 2)),
            _ => None,
        };
        let is_wide = |charset: &Charset| matches!(charset, Charset::Utf16 | Charset::Utf16BigEndian);
        match marked {
            Some((Charset::Utf8, length)) if self.charset == Charset::Utf8 => drop(chunk.split_to(length)),
            Some((charset, length)) if is_wide(&charset) && is_wide(&self.charset) => {
                self.charset = charset;
                drop(chunk.split_to(length));
            }
            Some((charset, _)) if is_wide(&charset) && self.charset == Charset::Utf8 => {
                return Err(Error::new(ErrorKind::Read, WHAT, "it is UTF-16, not UTF-8")
                    .with_hint("encoding=\"utf-16\" reads it"));
            }
            _ => {}
        }
        Ok(chunk)
    }

    fn of_units(&mut self, chunk: &[u8], unit: fn([u8; 2]) -> u16, ended: bool) -> Result<Bytes> {
        let (pairs, odd) = chunk.as_chunks::<2>();
        let mut units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        let mut kept = odd.to_vec();
        // The first half of a surrogate pair waits for the second.
        if !ended && units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) {
            units.pop();
            kept = chunk.get(units.len() * 2..).unwrap_or_default().to_vec();
        }
        if ended && !kept.is_empty() {
            return Err(Error::new(ErrorKind::Read, WHAT, "it is not UTF-16: the number of its bytes is odd"));
        }
        self.rest = kept;
        let text = String::from_utf16(&units)
            .map_err(|_| Error::new(ErrorKind::Read, WHAT, "it is not UTF-16: a character lacks half of its bytes"))?;
        Ok(text.into_bytes().into())
    }
}

impl OneByte {
    fn of_bytes(&self, bytes: &[u8]) -> Result<Bytes> {
        let character = |byte: &u8| match self.characters.get(usize::from(*byte)) {
            Some(character) if *character != UNASSIGNED => Ok(*character),
            _ => {
                let message = format!("it is not {}, which has no character for the byte 0x{byte:02x}", self.name);
                Err(Error::new(ErrorKind::Read, WHAT, message).with_hint("encoding= names another one"))
            }
        };
        Ok(bytes.iter().map(character).collect::<Result<String>>()?.into_bytes().into())
    }
}

fn of_bytes(bytes: &[u8], character: impl Fn(u8) -> char) -> Bytes {
    bytes.iter().map(|byte| character(*byte)).collect::<String>().into_bytes().into()
}

impl fmt::Display for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "utf-8",
            Self::Latin1 => "latin-1",
            Self::Windows1252 => "cp1252",
            Self::Utf16 => "utf-16",
            Self::Utf16BigEndian => "utf-16-be",
            Self::OneByte(charset) => &charset.name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(charset: Charset, chunks: &[&[u8]]) -> Result<String> {
        let mut decoder = Decoder::new(charset);
        let mut text = Vec::new();
        for chunk in chunks {
            text.extend(decoder.next(Bytes::copy_from_slice(chunk), false)?);
        }
        text.extend(decoder.next(Bytes::new(), true)?);
        Ok(String::from_utf8(text).unwrap())
    }

    #[test]
    fn characters_may_be_split_anywhere() {
        let wide: Vec<u8> = "\u{feff}a,ä\n😀".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for at in 0..wide.len() {
            let (one, other) = wide.split_at(at);
            assert_eq!(decoded(Charset::Utf16, &[one, other]).unwrap(), "a,ä\n😀", "{at}");
        }
        assert!(decoded(Charset::Utf16, &[&wide[..wide.len() - 1]]).is_err());
        assert!(decoded(Charset::Utf8, &[&wide]).unwrap_err().hint().unwrap().contains("utf-16"));
    }

    #[test]
    fn a_byte_may_be_a_character() {
        assert_eq!(decoded(Charset::Latin1, &[b"caf\xe9"]).unwrap(), "café");
        assert_eq!(decoded(Charset::Windows1252, &[b"\x80 \x93caf\xe9\x94"]).unwrap(), "€ “café”");
        assert_eq!(decoded(Charset::Utf8, &[b"\xef\xbb", b"\xbfx"]).unwrap(), "x");
    }

    #[test]
    fn a_table_says_what_a_byte_is() {
        let table: String = (0..=255_u8).map(|byte| if byte == 0x81 { UNASSIGNED } else { char::from(byte) }).collect();
        let charset = Charset::of_table("ours", &table).unwrap();
        assert_eq!(decoded(charset.clone(), &[b"caf\xe9"]).unwrap(), "café");
        let error = decoded(charset, &[b"a\x81"]).unwrap_err();
        assert_eq!(error.message(), "it is not ours, which has no character for the byte 0x81");
        assert_eq!(Charset::of_table("short", "abc"), None);
    }
}
