//! Texts that are not UTF-8, converted chunk by chunk.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use encoding_rs::{
    BIG5, DecoderResult, EUC_JP, EUC_KR, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
    X_USER_DEFINED, mem,
};

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
    /// One of the Encoding Standard of browsers: those of two bytes and more, and Windows-1252.
    Standard(&'static Encoding),
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

impl Charset {
    /// Returns the charset of that name, as Python spells it.
    pub fn from_name(name: &str) -> Option<Self> {
        let plain: String = name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect();
        Some(match plain.to_ascii_lowercase().as_str() {
            "utf8" | "utf8sig" | "ascii" => Self::Utf8,
            "latin1" | "iso88591" | "l1" => Self::Latin1,
            "cp1252" | "windows1252" => Self::Standard(WINDOWS_1252),
            "utf16" | "utf16le" => Self::Standard(UTF_16LE),
            "utf16be" => Self::Standard(UTF_16BE),
            // The code pages of Windows, and names that only Python has.
            "cp932" => Self::Standard(SHIFT_JIS),
            "cp949" => Self::Standard(EUC_KR),
            "cp950" | "big5hkscs" => Self::Standard(BIG5),
            "eucjp" => Self::Standard(EUC_JP),
            "euckr" => Self::Standard(EUC_KR),
            "iso2022jp" => Self::Standard(ISO_2022_JP),
            _ => return None,
        })
    }

    /// Returns the charset that browsers know by that name.
    pub fn from_label(label: &str) -> Option<Self> {
        let found = Encoding::for_label_no_replacement(label.as_bytes());
        found.filter(|found| *found != X_USER_DEFINED).map(Self::Standard)
    }

    /// Returns the charset of that name in which a byte is the character at its position in `table`; none if there are not 256
    /// of them.
    pub fn of_table(name: &str, table: &str) -> Option<Self> {
        let characters: Vec<char> = table.chars().collect();
        let name = name.to_owned();
        (characters.len() == 256).then(|| Self::OneByte(Arc::new(OneByte { name, characters })))
    }

    /// Returns the charset whose byte order mark a text begins with, and the length of the mark.
    fn of_mark(text: &[u8]) -> Option<(Self, usize)> {
        let (found, length) = Encoding::for_bom(text)?;
        Some((if found == UTF_8 { Self::Utf8 } else { Self::Standard(found) }, length))
    }

    fn is_utf_16(&self) -> bool {
        matches!(self, Self::Standard(found) if *found == UTF_16LE || *found == UTF_16BE)
    }
}

/// Converts the chunks of a text to UTF-8.
pub(super) struct Decoder {
    charset: Charset,
    /// Whether what is no character becomes U+FFFD, and is not an error.
    replaces: bool,
    standard: Option<encoding_rs::Decoder>,
    /// The beginning of the text, until it is long enough for a byte order mark.
    head: Vec<u8>,
    begun: bool,
    /// How many lines have ended.
    lines: usize,
}

impl Decoder {
    pub(super) fn new(charset: Charset, replaces: bool) -> Self {
        Self { charset, replaces, standard: None, head: Vec::new(), begun: false, lines: 0 }
    }

    /// Converts the next chunk, which is the last one if `ended`.
    ///
    /// # Errors
    /// For a text with the byte order mark of another charset, or bytes that are invalid in this one.
    pub(super) fn next(&mut self, chunk: Bytes, ended: bool) -> Result<Bytes> {
        let chunk = if self.begun { chunk } else { self.begin(chunk, ended)? };
        if !self.begun {
            return Ok(chunk);
        }
        match self.charset.clone() {
            Charset::Utf8 if !self.replaces => Ok(chunk),
            Charset::Utf8 => self.decoded(UTF_8, &chunk, ended),
            Charset::Standard(encoding) => self.decoded(encoding, &chunk, ended),
            Charset::Latin1 => Ok(mem::decode_latin1(&chunk).into_owned().into_bytes().into()),
            Charset::OneByte(table) => {
                let text = table.decoded(&chunk, self.replaces, self.lines)?;
                self.lines += line_breaks(&chunk);
                Ok(text.into_bytes().into())
            }
        }
    }

    /// Keeps the beginning of the text until a byte order mark would be whole, and removes the mark.
    fn begin(&mut self, chunk: Bytes, ended: bool) -> Result<Bytes> {
        let chunk: Bytes =
            if self.head.is_empty() { chunk } else { [std::mem::take(&mut self.head), chunk.to_vec()].concat().into() };
        if chunk.len() < 3 && !ended {
            self.head = chunk.to_vec();
            return Ok(Bytes::new());
        }
        self.begun = true;
        let Some((found, length)) = Charset::of_mark(&chunk) else { return Ok(chunk) };
        // Without a mark, the order of the bytes is that of the name.
        if found != self.charset && !(found.is_utf_16() && self.charset.is_utf_16()) {
            let message = format!("it is {found}, not {}: it begins with a byte order mark", self.charset);
            let name = if found.is_utf_16() { "utf-16" } else { "utf-8" };
            return Err(Error::new(ErrorKind::Read, WHAT, message).with_hint(format!("encoding=\"{name}\" reads it")));
        }
        self.charset = found;
        Ok(chunk.slice(length..))
    }

    /// The text of a chunk, but for an incomplete character at its end.
    fn decoded(&mut self, encoding: &'static Encoding, chunk: &[u8], ended: bool) -> Result<Bytes> {
        let decoder = self.standard.get_or_insert_with(|| encoding.new_decoder_without_bom_handling());
        let mut text = String::new();
        let mut rest = chunk;
        loop {
            text.reserve(decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len()));
            let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, ended);
            rest = rest.get(read..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) if self.replaces => text.push(char::REPLACEMENT_CHARACTER),
                DecoderResult::Malformed(..) => {
                    let line = self.lines + line_breaks(text.as_bytes()) + 1;
                    return Err(invalid(line, encoding.name(), ""));
                }
            }
        }
        self.lines += line_breaks(text.as_bytes());
        Ok(text.into_bytes().into())
    }
}

fn line_breaks(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte == b'\n').count()
}

/// Returns the error of bytes that are no character.
fn invalid(line: usize, charset: &str, why: &str) -> Error {
    Error::new(ErrorKind::Read, WHAT, format!("line {line}: this is not {charset}{why}"))
        .with_hint("encoding= names another one; ignore_errors=True reads U+FFFD where a character is invalid")
}

impl OneByte {
    fn decoded(&self, bytes: &[u8], replaces: bool, lines: usize) -> Result<String> {
        let mut text = String::with_capacity(bytes.len());
        for (place, byte) in bytes.iter().enumerate() {
            match self.characters.get(usize::from(*byte)) {
                Some(character) if *character != UNASSIGNED => text.push(*character),
                _ if replaces => text.push(char::REPLACEMENT_CHARACTER),
                _ => {
                    let line = lines + line_breaks(bytes.get(..place).unwrap_or_default()) + 1;
                    let why = format!(", which has no character for the byte 0x{byte:02x}");
                    return Err(invalid(line, &self.name, &why));
                }
            }
        }
        Ok(text)
    }
}

impl fmt::Display for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Latin1 => "latin-1",
            Self::Standard(encoding) => encoding.name(),
            Self::OneByte(charset) => &charset.name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(charset: Charset, chunks: &[&[u8]]) -> Result<String> {
        with(Decoder::new(charset, false), chunks)
    }

    fn with(mut decoder: Decoder, chunks: &[&[u8]]) -> Result<String> {
        let mut text = Vec::new();
        for chunk in chunks {
            text.extend(decoder.next(Bytes::copy_from_slice(chunk), false)?);
        }
        text.extend(decoder.next(Bytes::new(), true)?);
        Ok(String::from_utf8(text).unwrap())
    }

    fn named(name: &str) -> Charset {
        Charset::from_name(name).or_else(|| Charset::from_label(name)).unwrap()
    }

    #[test]
    fn characters_may_be_split_anywhere() {
        let wide: Vec<u8> = "\u{feff}a,ä\n😀".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let texts: [(&str, &[u8], &str); 5] = [
            ("utf-16", &wide, "a,ä\n😀"),
            ("shift_jis", b"a\x83\x8a\n\x8e\x4f\x8d\xe8", "aリ\n三崎"),
            ("gb18030", b"\xc4\xe3,\x95\x32\x82\x36\nx", "你,𠀀\nx"),
            ("euc-jp", b"\xa4\xa2\x8e\xb1\x8f\xb0\xa1", "あｱ丂"),
            ("iso-2022-jp", b"a\x1b$B$\"\x1b(Bb", "aあb"),
        ];
        for (name, bytes, text) in texts {
            for at in 0..bytes.len() {
                let (one, other) = bytes.split_at(at);
                assert_eq!(decoded(named(name), &[one, other]).unwrap(), text, "{name} {at}");
            }
        }
    }

    #[test]
    fn what_is_no_character_is_an_error_with_its_line_or_replaced() {
        let cases: [(&str, &[u8], &str, &str); 6] = [
            ("utf-16", b"a\0\n\0\x3d", "line 2: this is not UTF-16LE", "a\n\u{fffd}"),
            ("utf-16", b"a\0\x3d\xd8b\0", "line 1: this is not UTF-16LE", "a\u{fffd}b"),
            ("shift_jis", b"a\n\nb\x83\nc", "line 3: this is not Shift_JIS", "a\n\nb\u{fffd}\nc"),
            ("gbk", b"a\n\xc4", "line 2: this is not GBK", "a\n\u{fffd}"),
            ("euc_kr", b"\xff\xffa", "line 1: this is not EUC-KR", "\u{fffd}\u{fffd}a"),
            ("utf-8", b"a\n\xe9b", "", "a\n\u{fffd}b"),
        ];
        for (name, bytes, error, replaced) in cases {
            assert_eq!(with(Decoder::new(named(name), true), &[bytes]).unwrap(), replaced, "{name}");
            // arrow's parser refuses what is not UTF-8.
            if !error.is_empty() {
                for at in 0..bytes.len() {
                    let (one, other) = bytes.split_at(at);
                    assert_eq!(decoded(named(name), &[one, other]).unwrap_err().message(), error, "{name} {at}");
                }
            }
        }
    }

    #[test]
    fn a_byte_may_be_a_character() {
        assert_eq!(decoded(Charset::Latin1, &[b"caf\xe9"]).unwrap(), "café");
        assert_eq!(decoded(named("cp1252"), &[b"\x80 \x93caf\xe9\x94"]).unwrap(), "€ “café”");
    }

    #[test]
    fn a_byte_order_mark_is_no_character_and_names_the_charset() {
        assert_eq!(decoded(Charset::Utf8, &[b"\xef\xbb", b"\xbfx"]).unwrap(), "x");
        assert_eq!(decoded(named("utf-16"), &[b"\xfe", b"\xff\0x"]).unwrap(), "x");
        for (charset, text, hint) in [
            (Charset::Utf8, &b"\xff\xfex\0"[..], "utf-16"),
            (Charset::Latin1, b"\xef\xbb\xbfx", "utf-8"),
            (named("shift_jis"), b"\xef\xbb\xbfx", "utf-8"),
        ] {
            let error = decoded(charset, &[text]).unwrap_err();
            assert_eq!(error.hint().unwrap(), format!("encoding=\"{hint}\" reads it"), "{error}");
        }
    }

    #[test]
    fn a_table_says_what_a_byte_is() {
        let table: String = (0..=255_u8).map(|byte| if byte == 0x81 { UNASSIGNED } else { char::from(byte) }).collect();
        let charset = Charset::of_table("ours", &table).unwrap();
        assert_eq!(decoded(charset.clone(), &[b"caf\xe9"]).unwrap(), "café");
        let error = decoded(charset.clone(), &[b"a\n", b"b\na\x81"]).unwrap_err();
        assert_eq!(error.message(), "line 3: this is not ours, which has no character for the byte 0x81");
        assert_eq!(with(Decoder::new(charset, true), &[b"a\x81"]).unwrap(), "a\u{fffd}");
        assert_eq!(Charset::of_table("short", "abc"), None);
    }
}
