//! Avro files, decoded by arrow's reader from blocks that have been checked ([`container`]).

mod container;
mod scan;

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::catalog::Session;
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::file_format::avro::AvroFormat;
use datafusion::datasource::physical_plan::{FileOpener, FileScanConfig};
use datafusion::error::Result as EngineResult;
use datafusion::execution::memory_pool::MemoryPool;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};

use crate::error::{Error, ErrorKind};
use crate::source::own::{OwnFormat, Scan};
use scan::Opener;

const WHAT: &str = "read_avro";

fn fail(reason: &str) -> Error {
    // arrow repeats the kind of error three times.
    let plain = ["Avro error: ", "Parser error: ", "Avro parse error: "]
        .iter()
        .fold(reason.to_string(), |text, part| text.replace(part, ""));
    Error::new(ErrorKind::Read, WHAT, plain)
}

/// The format of Avro files.
#[derive(Clone)]
pub(super) struct Avro {
    /// The name of the file in messages, instead of its path.
    origin: Option<String>,
    /// The pool that memory is reserved from; set by the plan.
    pool: Option<Arc<dyn MemoryPool>>,
}

impl Avro {
    pub(super) fn new(origin: Option<String>) -> Self {
        Self { origin, pool: None }
    }
}

impl OwnFormat for Avro {
    const NAME: &'static str = "avro";

    async fn columns(
        &self,
        session: &dyn Session,
        store: &Arc<dyn ObjectStore>,
        files: &[ObjectMeta],
    ) -> EngineResult<SchemaRef> {
        for file in files {
            let first = store.get_range(&file.location, 0..file.size.min(4)).await?;
            if first.as_ref() != container::MAGIC {
                return Err(fail("it does not begin as Avro does").into());
            }
        }
        AvroFormat.infer_schema(session, store, files).await
    }

    async fn planned(&self, session: &dyn Session, _: &FileScanConfig) -> EngineResult<Self> {
        Ok(Self { pool: Some(Arc::clone(&session.runtime_env().memory_pool)), ..self.clone() })
    }

    // A block is found only after the one before it: not divisible.

    fn opener(&self, scan: &Scan<Self>, store: Arc<dyn ObjectStore>) -> EngineResult<Arc<dyn FileOpener>> {
        Ok(Arc::new(Opener::try_new(self, scan, store)?))
    }
}
