//! Random access to the rows of a frame, in the way that fits it:
//!
//! - rows in memory or a sequence: slices ([`crate::table::Rows`]);
//! - a cache: its own store;
//! - Parquet files without a filter: windows read in place ([`ParquetRows`]);
//! - anything else: the query runs once and its rows are kept as they come ([`ResultStore`]).

use std::sync::Arc;

use crate::error::Result;
use crate::frame::Frame;
use crate::query::cache::Cache;
use crate::query::start_shown;
use crate::source::ParquetRows;
use crate::store::row_source::RowSource;
use crate::store::{Again, ResultStore};

/// The name of the run of a frame that is shown.
const WHAT: &str = "show";

/// The rows of a frame by their number.
pub(crate) enum Opened {
    /// Wherever they are: each run of the frame has them again.
    InPlace(Box<dyn RowSource>),
    /// In Parquet files, likewise.
    Files(Box<ParquetRows>),
    /// The rows of one run of its query.
    Kept(Arc<ResultStore>),
}

/// Opens random access to the rows of `frame`. A query is started, not waited for.
///
/// # Errors
/// When a file cannot be opened or the query cannot be planned.
pub(crate) async fn open(frame: &Arc<Frame>) -> Result<Opened> {
    if let Some(rows) = frame.rows() {
        return Ok(Opened::InPlace(Box::new(rows.clone())));
    }
    if let Some(cache) = Cache::of(frame.plan()) {
        return Ok(Opened::InPlace(Box::new(cache.store().await?)));
    }
    match ParquetRows::try_open(frame.session(), frame.plan()).await? {
        Some(rows) => Ok(Opened::Files(Box::new(rows))),
        None => {
            let (session, content) = (Arc::clone(frame.session()), Arc::clone(frame.content()));
            let pool = Arc::clone(&session.runtime().memory_pool);
            let stream = start_shown(&session, &content.plan, WHAT).await?;
            // Not the frame itself: the store must not keep it, nor what its view holds.
            let again: Again = Box::new(move || {
                let (session, content) = (Arc::clone(&session), Arc::clone(&content));
                Box::pin(async move { start_shown(&session, &content.plan, WHAT).await })
            });
            Ok(Opened::Kept(Arc::new(ResultStore::on_demand(stream, again, &pool))))
        }
    }
}
