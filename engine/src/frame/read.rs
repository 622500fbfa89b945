//! Files as frames.

use std::ffi::OsString;
use std::sync::Arc;

use crate::error::Result;
use crate::file_format::Format;
use crate::frame::Frame;
use crate::session::Session;
use crate::source::{self, ReadOptions};

/// Returns a frame over files. Several paths are read one after the other; their columns are matched by name.
///
/// # Errors
/// `Read` when a file is missing, empty or not of the format; `Schema` when a column has two types in the files.
pub async fn read(
    session: &Arc<Session>,
    format: Format,
    paths: Vec<OsString>,
    options: ReadOptions,
) -> Result<Arc<Frame>> {
    let opened = source::open(session, format, paths, options).await?;
    let frame = Frame::from_table(session, Arc::new(opened.files), None, &opened.origin)?;
    if opened.casts.is_empty() { Ok(frame) } else { frame.cast(&opened.casts, false) }
}
