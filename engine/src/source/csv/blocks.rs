//! A text in blocks of complete records, which can be parsed side by side.
//!
//! A line break may be part of a value, but only within quotes: a text without any is cut at its last line break, which
//! costs next to nothing. Where there is a quote, or may be a comment, the parser's own automaton looks for the end of
//! the last record.

use bytes::Bytes;
use datafusion::error::Result as EngineResult;
use futures::{Stream, StreamExt};

use super::records::Tracker;
use super::text::Text;
use super::{Csv, MOST_OF_A_ROW, WHAT};
use crate::error::Result;
use crate::source::unparsed::Unparsed;

/// The chunks of a text that make up whole records.
pub(super) type Block = Vec<Bytes>;

/// Returns the blocks of the text of the file at `path`. A record that is longer than the limit ends the text as a block
/// of its own.
pub(super) fn blocks(csv: &Csv, path: &str, text: Text) -> impl Stream<Item = EngineResult<Block>> + Send + use<> {
    let cutter = Cutter {
        csv: csv.clone(),
        path: path.to_owned(),
        open: Vec::new(),
        bytes: 0,
        held: Unparsed::new(WHAT),
        tracker: None,
    };
    futures::stream::unfold(Some((text, cutter)), |state| async move {
        let (mut text, mut cutter) = state?;
        loop {
            match text.next().await {
                Some(Ok(chunk)) => match cutter.cut(chunk) {
                    Ok(Some(block)) => return Some((Ok(block), Some((text, cutter)))),
                    Ok(None) if cutter.bytes > MOST_OF_A_ROW => return Some((Ok(cutter.open), None)),
                    Ok(None) => {}
                    Err(error) => return Some((Err(error.into()), None)),
                },
                Some(Err(error)) => return Some((Err(error), None)),
                None if cutter.open.is_empty() => return None,
                None => return Some((Ok(cutter.open), None)),
            }
        }
    })
}

/// Cuts a text where a record ends.
struct Cutter {
    csv: Csv,
    path: String,
    /// The beginning of an incomplete record, and its length.
    open: Block,
    bytes: usize,
    held: Unparsed,
    /// The automaton, once it has seen all of the incomplete record.
    tracker: Option<Tracker>,
}

impl Cutter {
    /// Adds a chunk; returns the records that are complete, if there are any.
    fn cut(&mut self, chunk: Bytes) -> Result<Option<Block>> {
        let end = self.end_of_records(&chunk);
        let Some(end) = end else {
            self.bytes += chunk.len();
            self.held.add(chunk.len())?;
            self.open.push(chunk);
            return Ok(None);
        };
        let mut block = std::mem::take(&mut self.open);
        self.held.clear();
        block.push(chunk.slice(..end));
        self.bytes = chunk.len() - end;
        if self.bytes == 0 {
            self.tracker = None;
        } else {
            self.open.push(chunk.slice(end..));
        }
        Ok(Some(block))
    }

    /// Returns where the last complete record of a chunk ends.
    fn end_of_records(&mut self, chunk: &[u8]) -> Option<usize> {
        let options = &self.csv.options;
        let has_quote = options.quote.is_some_and(|quote| chunk.contains(&quote));
        if !has_quote && options.comment.is_none() && self.tracker.is_none() {
            return chunk.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map(|at| at + 1);
        }
        let tracker = match &mut self.tracker {
            Some(tracker) => tracker,
            None => {
                let mut tracker = self.csv.tracker(&self.path);
                for open in &self.open {
                    tracker.next(open);
                }
                self.tracker.insert(tracker)
            }
        };
        let (mut end, mut at) = (None, 0);
        while let (Some(_), read) = tracker.next(chunk.get(at..).unwrap_or_default()) {
            at += read;
            end = Some(at);
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::csv::CsvOptions;

    /// The blocks of a text that comes in chunks of this size.
    async fn cut(text: &str, size: usize) -> Vec<String> {
        let chunks: Vec<_> = text.as_bytes().chunks(size).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
        let comment = text.contains('#').then_some(b'#');
        let csv = Csv::try_new(CsvOptions { comment, ..CsvOptions::default() }, None, None).unwrap();
        let blocks: Vec<_> = blocks(&csv, "a.csv", futures::stream::iter(chunks).boxed()).collect().await;
        let whole = |block: EngineResult<Block>| String::from_utf8(block.unwrap().concat()).unwrap();
        blocks.into_iter().map(whole).collect()
    }

    #[tokio::test]
    async fn a_block_has_whole_records_wherever_the_text_is_cut() {
        // Where a record ends is marked, and nowhere else may a block.
        let texts = [
            "a,b\n|1,x\n|22,yy\n|333,zzz|",
            "a,b\r|1,x\r|22,yy\r|",
            "a,b\r\n|1,\"x\ny\"\r\n|2,\"say \"\"no\"\"\n\"\r\n|\n|3,c\r\n|",
            "a,b\n|# a \" in a comment\n|1,five\" wide\n|2,\"\n\n\"\n|",
            "1,a\n|\"never\nclosed,\n1\n2\n|",
        ];
        for marked in texts {
            let text = marked.replace('|', "");
            let ends = marked.match_indices('|').enumerate().map(|(marks, (at, _))| at - marks);
            // A line break may be two bytes, of which the second belongs to no record.
            let ends: Vec<usize> =
                ends.flat_map(|end| [end - usize::from(text[..end].ends_with("\r\n")), end]).collect();
            for size in 1..=text.len() {
                let blocks = cut(&text, size).await;
                assert_eq!(blocks.concat(), text);
                let mut end = 0;
                for block in &blocks {
                    end += block.len();
                    assert!(ends.contains(&end), "{text:?} in chunks of {size}: {blocks:?}");
                }
            }
        }
    }
}
