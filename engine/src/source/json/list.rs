//! A JSON text that is one list of rows, converted to rows that follow each other.
//!
//! Brackets and commas of the list become spaces, so that every row keeps its position and its line.

use bytes::Bytes;
use datafusion::error::Result as EngineResult;
use futures::{StreamExt, future, stream};

use super::WHAT;
use super::form::Form;
use super::scan::Text;
use crate::error::{Error, ErrorKind};

/// The position in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before anything but spaces.
    Start,
    /// In rows that follow each other.
    Rows,
    /// In the list, at a depth of brackets and braces within an item.
    List { depth: usize, in_text: bool, escaped: bool },
    /// After the list.
    End,
}

impl State {
    /// Converts the next `bytes`.
    fn pass(&mut self, mut bytes: Bytes) -> Bytes {
        if *self == Self::Start {
            match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
                None => return bytes,
                Some(b'[') => {}
                Some(_) => *self = Self::Rows,
            }
        }
        if *self == Self::Rows {
            return bytes;
        }
        let mut flat = std::mem::take(&mut bytes).to_vec();
        for byte in &mut flat {
            self.step(byte);
        }
        flat.into()
    }

    fn step(&mut self, byte: &mut u8) {
        match self {
            Self::Start if *byte == b'[' => {
                *byte = b' ';
                *self = Self::List { depth: 0, in_text: false, escaped: false };
            }
            Self::List { in_text, escaped, .. } if *in_text => {
                *in_text = *escaped || *byte != b'"';
                *escaped = !*escaped && *byte == b'\\';
            }
            Self::List { depth, in_text, .. } => match byte {
                b'"' => *in_text = true,
                b'{' | b'[' => *depth += 1,
                b']' if *depth == 0 => {
                    *byte = b' ';
                    *self = Self::End;
                }
                b'}' | b']' => *depth = depth.saturating_sub(1),
                b',' if *depth == 0 => *byte = b' ',
                _ => {}
            },
            _ => {}
        }
    }
}

/// Returns whether a text that begins with `bytes` is a list.
pub(super) fn begins_list(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf".as_slice()).unwrap_or(bytes);
    bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[')
}

/// Returns the rows of `text`, whether they follow each other or are items of one list, and notes which.
pub(super) fn rows_of(text: Text, form: Form) -> Text {
    let ended = text.map(Some).chain(stream::once(future::ready(None)));
    let rows = ended.scan(State::Start, move |state, chunk| {
        future::ready(Some(match chunk {
            Some(chunk) => chunk.map(|chunk| {
                let begins = *state == State::Start;
                let chunk = state.pass(chunk);
                if begins && *state != State::Start {
                    form.note(*state != State::Rows);
                }
                chunk
            }),
            None if matches!(state, State::List { .. }) => Err(cut_off()),
            None => Ok(Bytes::new()),
        }))
    });
    rows.filter(|chunk: &EngineResult<Bytes>| future::ready(chunk.as_ref().map_or(true, |chunk| !chunk.is_empty())))
        .boxed()
}

fn cut_off() -> datafusion::error::DataFusionError {
    Error::new(ErrorKind::Read, WHAT, "it ends in the middle of its list of rows").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_becomes_rows_in_their_places() {
        let flat = |text: &str| {
            let mut state = State::Start;
            let all: Vec<u8> = text.bytes().flat_map(|byte| state.pass(Bytes::copy_from_slice(&[byte]))).collect();
            (String::from_utf8_lossy(&all).into_owned(), state)
        };
        let (text, state) = flat("[{\"a\":[1,2]},\n {\"b]\":\"\\\",\"}]\n");
        assert_eq!((text.as_str(), state), (" {\"a\":[1,2]} \n {\"b]\":\"\\\",\"} \n", State::End));
        assert_eq!(flat(" {\"a\":1}").1, State::Rows);
        assert!(matches!(flat("[{\"a\":1}").1, State::List { depth: 0, .. }));
        assert!(begins_list(b"\xef\xbb\xbf \n["));
    }
}
