//! Copies of what is read from something that is no file.
//!
//! A copy is locked as long as a frame needs it. One that a process has left behind, which was killed or ended while a
//! frame was there, has no lock any more, and goes when the next process makes its first copy.

use std::fs::File;
use std::io;
use std::sync::Once;

use tempfile::NamedTempFile;

use crate::error::{Error, ErrorKind, Result};

const PREFIX: &str = "pyrust-copy-";
/// Another process may take a fresh copy for a leftover before it is locked; that is seen, and tried again.
const ATTEMPTS: usize = 8;

/// An empty file for what is read from something that is no file; it is removed when it is dropped.
///
/// # Errors
/// `Read` when there is no room for it.
pub fn spool(operation: &str) -> Result<NamedTempFile> {
    static SWEPT: Once = Once::new();
    SWEPT.call_once(sweep);
    let mut failed = io::Error::from(io::ErrorKind::AlreadyExists);
    for _ in 0..ATTEMPTS {
        match tempfile::Builder::new().prefix(PREFIX).tempfile() {
            Ok(made) => {
                // Where files cannot be locked, leftovers stay; that is no reason not to read.
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

/// Removes what processes have left behind that do not live any more.
fn sweep() {
    let Ok(entries) = std::fs::read_dir(std::env::temp_dir()) else { return };
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
