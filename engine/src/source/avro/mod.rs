//! Avro files, decoded by arrow's reader from blocks that were looked through ([`container`]).

mod container;
mod scan;

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::catalog::Session;
use datafusion::common::Statistics;
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::file_format::avro::AvroFormat;
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::physical_plan::{FileScanConfig, FileScanConfigBuilder, FileSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::physical_plan::ExecutionPlan;
use futures::future::BoxFuture;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};

use crate::error::{Error, ErrorKind};
use scan::Scan;

const WHAT: &str = "read_avro";

fn fail(reason: &str) -> Error {
    // arrow says thrice whose error it is.
    let plain = ["Avro error: ", "Parser error: ", "Avro parse error: "]
        .iter()
        .fold(reason.to_string(), |text, part| text.replace(part, ""));
    Error::new(ErrorKind::Read, WHAT, plain)
}

/// The engine's view of Avro files.
#[derive(Clone, Debug)]
pub(super) struct Avro {
    /// What messages call the file instead of its path.
    pub(super) origin: Option<String>,
}

// Boxed futures by hand, as for providers: `#[async_trait]` costs minutes of compilation.
impl FileFormat for Avro {
    fn get_ext(&self) -> String {
        "avro".into()
    }

    fn get_ext_with_compression(&self, _: &FileCompressionType) -> EngineResult<String> {
        Ok(self.get_ext())
    }

    fn compression_type(&self) -> Option<FileCompressionType> {
        None
    }

    fn infer_schema<'a, 'b, 'c, 'd, 'f>(
        &'a self,
        state: &'b dyn Session,
        store: &'c Arc<dyn ObjectStore>,
        objects: &'d [ObjectMeta],
    ) -> BoxFuture<'f, EngineResult<SchemaRef>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
        'd: 'f,
    {
        Box::pin(async move {
            for object in objects {
                let first = store.get_range(&object.location, 0..object.size.min(4)).await?;
                if first.as_ref() != container::MAGIC {
                    return Err(fail("it does not begin as Avro does").into());
                }
            }
            AvroFormat.infer_schema(state, store, objects).await
        })
    }

    fn infer_stats<'a, 'b, 'c, 'd, 'f>(
        &'a self,
        _: &'b dyn Session,
        _: &'c Arc<dyn ObjectStore>,
        schema: SchemaRef,
        _: &'d ObjectMeta,
    ) -> BoxFuture<'f, EngineResult<Statistics>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
        'd: 'f,
    {
        Box::pin(std::future::ready(Ok(Statistics::new_unknown(&schema))))
    }

    fn create_physical_plan<'a, 'b, 'f>(
        &'a self,
        state: &'b dyn Session,
        config: FileScanConfig,
    ) -> BoxFuture<'f, EngineResult<Arc<dyn ExecutionPlan>>>
    where
        'a: 'f,
        'b: 'f,
    {
        let scan = config.file_source().downcast_ref::<Scan>().cloned();
        let pool = Arc::clone(&state.runtime_env().memory_pool);
        Box::pin(std::future::ready(match scan {
            Some(scan) => {
                let config = FileScanConfigBuilder::from(config).with_source(Arc::new(scan.planned(pool))).build();
                Ok(DataSourceExec::from_data_source(config) as Arc<dyn ExecutionPlan>)
            }
            None => Err(DataFusionError::Internal("this is no scan of Avro files".into())),
        }))
    }

    fn file_source(&self, schema: TableSchema) -> Arc<dyn FileSource> {
        Arc::new(Scan::new(self.clone(), schema))
    }
}
