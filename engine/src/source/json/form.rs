//! How rows are written in files of JSON: one after the other, or as the items of a list.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

const LINES: u8 = 1;
const LIST: u8 = 2;

/// What was found in the files that were looked at, shared by the format and its scans.
#[derive(Clone, Debug, Default)]
pub(super) struct Form(Arc<AtomicU8>);

impl Form {
    /// Notes what a file is.
    pub(super) fn note(&self, is_list: bool) {
        self.0.fetch_or(if is_list { LIST } else { LINES }, Ordering::Relaxed);
    }

    /// Notes the same in another.
    pub(super) fn added_to(&self, other: &Self) {
        other.0.fetch_or(self.0.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.load(Ordering::Relaxed) {
            LINES => "lines",
            LIST => "a list",
            0 => "not read yet",
            _ => "lines and lists",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_counts() {
        let form = Form::default();
        assert_eq!(form.to_string(), "not read yet");
        form.clone().note(true);
        assert_eq!(form.to_string(), "a list");
        form.note(false);
        assert_eq!(form.to_string(), "lines and lists");
    }
}
