//! Where the records of a CSV text begin and end: on which lines, and with how many values.
//!
//! arrow's parser counts records and calls them lines; a value may contain line breaks, and empty lines are not
//! records. The same automaton (csv-core) is run over the text here, to take complete records for type inference, and
//! to find the line of an error.

use bytes::Bytes;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use futures::StreamExt;

use super::text::Text;
use super::{CsvOptions, MOST_OF_A_ROW, WHAT};
use crate::error::{Error, ErrorKind, Result};

/// A complete record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    pub(super) values: usize,
}

/// The position in a text.
pub(super) struct Tracker {
    parser: Reader,
    comment: Option<u8>,
    /// The line of the next byte.
    line: usize,
    /// The incomplete record: its line, the number of its values so far, and its bytes.
    open: Option<(Record, usize)>,
    /// Whether the line is a comment.
    in_comment: bool,
    values: Vec<u8>,
    ends: Vec<usize>,
}

impl Tracker {
    pub(super) fn new(options: &CsvOptions, delimiter: u8, lines_before: usize) -> Self {
        let parser = ReaderBuilder::new()
            .delimiter(delimiter)
            .quote(options.quote.unwrap_or(0xff))
            .escape(options.escape)
            .comment(options.comment)
            .build();
        let (values, ends) = (vec![0; 4096], vec![0; 1024]);
        let comment = options.comment;
        Self { parser, comment, line: lines_before + 1, open: None, in_comment: false, values, ends }
    }

    /// Moves to the end of the next record; returns it, unless the bytes end first, and how many bytes were consumed.
    pub(super) fn next(&mut self, bytes: &[u8]) -> (Option<Record>, usize) {
        let mut at = 0;
        while let Some(byte) = bytes.get(at).copied() {
            if self.open.is_none() {
                // Bytes between records belong to none; the automaton must see them all the same.
                let begins = !self.in_comment && self.comment == Some(byte);
                self.in_comment |= begins;
                if self.in_comment || matches!(byte, b'\n' | b'\r') {
                    self.in_comment &= byte != b'\n';
                    self.line += usize::from(byte == b'\n');
                    self.parser.read_record(&[byte], &mut self.values, &mut self.ends);
                    at += 1;
                    continue;
                }
                self.open = Some((Record { line: self.line, values: 0 }, 0));
            }
            let rest = bytes.get(at..).unwrap_or_default();
            let (result, read, _, ended) = self.parser.read_record(rest, &mut self.values, &mut self.ends);
            let passed = rest.get(..read).unwrap_or_default();
            self.line += passed.iter().filter(|byte| **byte == b'\n').count();
            at += read;
            if let Some((record, length)) = &mut self.open {
                record.values += ended;
                *length += read;
            }
            if matches!(result, ReadRecordResult::Record) {
                return (self.open.take().map(|(record, _)| record), at);
            }
        }
        (None, at)
    }

    /// The record at the end of the text, if it does not end with a line break.
    pub(super) fn last(&mut self) -> Option<Record> {
        let (mut record, _) = self.open.take()?;
        loop {
            let (result, _, _, ended) = self.parser.read_record(&[], &mut self.values, &mut self.ends);
            record.values += ended;
            if matches!(result, ReadRecordResult::Record | ReadRecordResult::End) {
                return Some(record);
            }
        }
    }

    /// Fails for a record that is longer than the limit.
    ///
    /// # Errors
    /// With the line on which it begins.
    pub(super) fn check(&self) -> Result<()> {
        match &self.open {
            Some((record, length)) if *length > MOST_OF_A_ROW => Err(endless(record.line)),
            _ => Ok(()),
        }
    }
}

/// Returns the error of a row without an end.
pub(super) fn endless(line: usize) -> Error {
    let most = MOST_OF_A_ROW >> 20;
    Error::new(ErrorKind::Read, WHAT, format!("line {line} begins a row that has no end within {most} MB"))
        .with_hint("a quote may be open; quote=\"\" takes quotes for characters")
}

/// Returns the line on which record `number` of a text begins, counted from 0; `None` if there are fewer.
pub(super) async fn line_of(mut text: Text, mut tracker: Tracker, number: usize) -> Option<usize> {
    let mut passed = 0;
    while let Some(chunk) = text.next().await {
        let mut chunk: Bytes = chunk.ok()?;
        loop {
            let (record, read) = tracker.next(&chunk);
            // An incomplete one has begun.
            let begun = tracker.open.as_ref().map(|(record, _)| record.line);
            match record {
                Some(record) if passed == number => return Some(record.line),
                None if passed == number && begun.is_some() => return begun,
                Some(_) => passed += 1,
                None => break,
            }
            let _ = chunk.split_to(read);
        }
    }
    tracker.last().filter(|_| passed == number).map(|record| record.line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str, options: &CsvOptions) -> Vec<(usize, usize)> {
        let mut tracker = Tracker::new(options, b',', 0);
        let (mut rest, mut all) = (text.as_bytes(), Vec::new());
        loop {
            let (record, read) = tracker.next(rest);
            rest = &rest[read..];
            match record {
                Some(record) => all.push((record.line, record.values)),
                None => break,
            }
        }
        all.extend(tracker.last().map(|record| (record.line, record.values)));
        all
    }

    #[test]
    fn records_begin_on_lines() {
        let plain = CsvOptions::default();
        assert_eq!(records("a,b\n1,\"x\ny\"\n\n2,3", &plain), [(1, 2), (2, 2), (5, 2)]);
        assert_eq!(records("a\r\n\r\nb\r\n", &plain), [(1, 1), (3, 1)]);
        let commented = CsvOptions { comment: Some(b'#'), ..CsvOptions::default() };
        assert_eq!(records("# of, what\na\n#\nb\n", &commented), [(2, 1), (4, 1)]);
        let long = "x".repeat(10_000);
        assert_eq!(records(&format!("{long},{long}\n1,2\n"), &plain), [(1, 2), (2, 2)]);
    }
}
