//! A CSV text in blocks of complete rows, so that several can be parsed at the same time.
//!
//! A line break may be part of a value, so only who has read a text from its beginning knows where a row ends. To know
//! that is far less work than to parse it: a quote opens a value only where one begins, and closes it unless another
//! follows. So says csv-core, the automaton of the parser, and where a text has escapes or comments as well it is asked.

use std::mem::take;

use bytes::Bytes;
use datafusion::error::Result as EngineResult;
use futures::StreamExt;
use memchr::{memchr, memchr2};

use super::records::Tracker;
use super::text::Text;
use super::{Csv, MOST_OF_A_ROW};

/// The most bytes of a block, but for its last row.
const BYTES: usize = 4 << 20;

/// The first byte of U+FEFF, which csv-core leaves out at the beginning of a text, and so of a block.
const MARK: u8 = 0xEF;

/// Complete rows of a text.
pub(super) struct Block {
    pub(super) pieces: Vec<Bytes>,
    pub(super) is_first: bool,
    /// Whether its last row is longer than the limit, and lacks its end.
    pub(super) is_endless: bool,
}

/// The blocks of a text.
pub(super) struct Blocks {
    text: Text,
    ends: Ends,
    chunk: Bytes,
    is_first: bool,
}

impl Blocks {
    /// Returns the blocks of so many rows, or fewer if they are long.
    pub(super) fn new(text: Text, csv: &Csv, path: &str, rows: usize) -> Self {
        let header = usize::from(csv.options.has_header);
        let ends =
            Ends { rows: Rows::of(csv, path), most: rows, left: rows + header, bytes: 0, of_row: 0, ready: false };
        Self { text, ends, chunk: Bytes::new(), is_first: true }
    }

    /// Returns the next block.
    ///
    /// # Errors
    /// When the text cannot be read.
    pub(super) async fn next(&mut self) -> EngineResult<Option<Block>> {
        let mut pieces = Vec::new();
        loop {
            while self.chunk.is_empty() {
                match self.text.next().await.transpose()? {
                    Some(next) => self.chunk = next,
                    None => return Ok((!pieces.is_empty()).then(|| self.block(pieces, false))),
                }
            }
            if let Some(end) = self.ends.find(&self.chunk) {
                pieces.push(self.chunk.split_to(end));
                return Ok(Some(self.block(pieces, false)));
            }
            pieces.push(take(&mut self.chunk));
            if self.ends.of_row > MOST_OF_A_ROW {
                return Ok(Some(self.block(pieces, true)));
            }
        }
    }

    fn block(&mut self, pieces: Vec<Bytes>, is_endless: bool) -> Block {
        Block { pieces, is_first: take(&mut self.is_first), is_endless }
    }
}

/// Finds where blocks end.
struct Ends {
    rows: Rows,
    /// How many rows a block has.
    most: usize,
    /// How many this block lacks.
    left: usize,
    /// The bytes of this block so far, and those of its incomplete row.
    bytes: usize,
    of_row: usize,
    /// Whether the block may end here, unless a mark follows.
    ready: bool,
}

impl Ends {
    /// Returns where in these bytes the block ends, if it does; all of them must not be empty.
    fn find(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        loop {
            match bytes.get(at) {
                Some(next) if take(&mut self.ready) && *next != MARK => {
                    (self.left, self.bytes) = (self.most, 0);
                    return Some(at);
                }
                Some(_) => {}
                None => return None,
            }
            match self.rows.end(bytes, at) {
                Some(end) => {
                    self.bytes += end - at;
                    (self.left, self.of_row) = (self.left.saturating_sub(1), 0);
                    self.ready = self.left == 0 || self.bytes >= BYTES;
                    at = end;
                }
                None => {
                    self.bytes += bytes.len() - at;
                    self.of_row += bytes.len() - at;
                    return None;
                }
            }
        }
    }
}

/// Finds where rows end.
enum Rows {
    Plain(Plain),
    /// With escapes or comments.
    Tracked(Box<Tracker>),
}

impl Rows {
    fn of(csv: &Csv, path: &str) -> Self {
        let options = &csv.options;
        match (options.escape, options.comment) {
            (None, None) => Self::Plain(Plain::new(csv.delimiter(path), options.quote)),
            _ => Self::Tracked(Box::new(csv.tracker(path))),
        }
    }

    /// Returns the end of the row that is being read, from `at` on.
    fn end(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let rest = bytes.get(at..).unwrap_or_default();
        let end = match self {
            Self::Plain(plain) => plain.end(rest),
            Self::Tracked(tracker) => match tracker.next(rest) {
                (Some(_), read) => Some(read),
                (None, _) => None,
            },
        };
        end.map(|end| at + end)
    }
}

/// Rows that end with a line feed outside of quotes. An empty line counts as one.
struct Plain {
    delimiter: u8,
    quote: Option<u8>,
    /// The last byte; a line feed before the first.
    last: u8,
    /// Whether this is inside of quotes.
    quoted: bool,
    /// Whether the last byte is a quote that closes the value, unless another follows.
    closing: bool,
}

impl Plain {
    fn new(delimiter: u8, quote: Option<u8>) -> Self {
        Self { delimiter, quote, last: b'\n', quoted: false, closing: false }
    }

    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        let Some(quote) = self.quote else { return memchr(b'\n', bytes).map(|end| end + 1) };
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if take(&mut self.closing) {
                // Two quotes are one in the value.
                self.quoted = *byte == quote;
                at += usize::from(self.quoted);
            } else if self.quoted {
                let Some(next) = memchr(quote, &bytes[at..]) else { break };
                self.closing = true;
                at += next + 1;
            } else {
                let Some(next) = memchr2(quote, b'\n', &bytes[at..]) else { break };
                let place = at + next;
                at = place + 1;
                if bytes[place] == b'\n' {
                    self.last = b'\n';
                    return Some(at);
                }
                let before = if place == 0 { self.last } else { bytes[place - 1] };
                self.quoted = before == self.delimiter || matches!(before, b'\n' | b'\r');
            }
        }
        self.last = bytes.last().copied().unwrap_or(self.last);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::csv::CsvOptions;
    use crate::splitmix::Numbers;
    use csv_core::{ReadFieldResult, Reader};

    type Records = Vec<Vec<Vec<u8>>>;

    fn records(mut text: &[u8]) -> Records {
        let (mut parser, mut all, mut record, mut field) = (Reader::new(), Vec::new(), Vec::new(), Vec::new());
        loop {
            let mut out = [0; 64];
            let (result, read, written) = parser.read_field(text, &mut out);
            text = &text[read..];
            field.extend_from_slice(&out[..written]);
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => {
                    record.push(take(&mut field));
                    if record_end {
                        all.push(take(&mut record));
                    }
                }
                ReadFieldResult::End => return all,
            }
        }
    }

    fn blocks(rows: Rows, text: &[u8], most: usize, chunk: usize) -> Vec<Vec<u8>> {
        let mut ends = Ends { rows, most, left: most, bytes: 0, of_row: 0, ready: false };
        let (mut all, mut block) = (Vec::new(), Vec::new());
        for mut rest in text.chunks(chunk) {
            while let Some(end) = (!rest.is_empty()).then(|| ends.find(rest)).flatten() {
                block.extend_from_slice(&rest[..end]);
                rest = &rest[end..];
                all.push(take(&mut block));
            }
            block.extend_from_slice(rest);
        }
        all.push(block);
        all
    }

    #[test]
    fn the_rows_of_the_blocks_are_those_of_the_text() {
        let mut numbers = Numbers(7);
        let mut pick = |limit: usize| numbers.below(limit as u64) as usize;
        let parts = ["a", ",", "\"", "\n", "\r\n", "\r", "é", " ", "\u{feff}", "\"\"", ",\"", "\",", "\"\n"];
        let mut several = 0;
        for _ in 0..20_000 {
            let text: String = (0..pick(24)).map(|_| parts[pick(parts.len())]).collect();
            let text = text.trim_start_matches('\u{feff}').as_bytes();
            for rows in [
                Rows::Plain(Plain::new(b',', Some(b'"'))),
                Rows::Tracked(Box::new(Tracker::new(&CsvOptions::default(), b',', 0))),
            ] {
                let blocks = blocks(rows, text, 1 + pick(2), 1 + pick(6));
                several += usize::from(blocks.len() > 2);
                let found: Records = blocks.iter().flat_map(|block| records(block)).collect();
                assert_eq!(found, records(text), "{:?}", String::from_utf8_lossy(text));
            }
        }
        assert!(several > 5_000, "{several}");
    }

    #[test]
    fn a_block_has_as_many_rows_as_are_asked_for() {
        let text = "1,\"x\ny\"\n2,y\n3,\"\"\"\n\"\n4,z";
        let lengths: Vec<_> =
            blocks(Rows::Plain(Plain::new(b',', Some(b'"'))), text.as_bytes(), 2, 4).iter().map(Vec::len).collect();
        assert_eq!(lengths, [12, 11]);
    }
}
