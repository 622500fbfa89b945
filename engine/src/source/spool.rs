//! Copies of rows that are read from something that is not a file.
//!
//! A copy is locked while a frame needs it. One left behind by a process that was killed, or that ended while a frame
//! existed, has no lock any more, and is removed when the next process makes its first copy.

use std::fs::File;
use std::io;
use std::sync::Once;

use tempfile::NamedTempFile;

use crate::budget;
use crate::error::{Error, ErrorKind, Result};

const PREFIX: &str = "pyrust-copy-";
/// Another process may take a fresh copy for a leftover before it is locked; that is detected, and retried.
const ATTEMPTS: usize = 8;

/// Returns an empty file for the copy of something that is not a file; it is removed when it is dropped.
///
/// # Errors
/// `Read` when there is no space for it.
pub fn spool(operation: &str) -> Result<NamedTempFile> {
    static SWEPT: Once = Once::new();
    SWEPT.call_once(sweep);
    let mut failed = io::Error::from(io::ErrorKind::AlreadyExists);
    for _ in 0..ATTEMPTS {
        match tempfile::Builder::new().prefix(PREFIX).tempfile_in(budget::temp_folder()) {
            Ok(made) => {
                // Where files cannot be locked, leftovers stay; that does not prevent reading.
                let _ = made.as_file().try_lock();
                if made.path().exists() {
                    return Ok(made);
                }
            }
            Err(error) => failed = error,
        }
    }
    Err(Error::new(ErrorKind::Read, operation, format!("no temporary file can be made: {failed}")))
}

/// Removes the copies of processes that have ended.
fn sweep() {
    let Ok(entries) = std::fs::read_dir(budget::temp_folder()) else { return };
    for entry in entries.flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if !is_file || !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        let path = entry.path();
        if File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = std::fs::remove_file(&path);
        }
    }
}
