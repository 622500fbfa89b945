//! The footers of Parquet files: read once, corrected, and cached until the file changes.
//!
//! Schemas, statistics, windows of rows and scans all take a file's footer from here, so that none of them sees the
//! file's own claims ([`claims`], [`heading`]).

use std::any::Any;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use datafusion::common::HashMap;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::parquet::metadata::DFParquetMetadata;
use datafusion::datasource::physical_plan::parquet::{DefaultParquetFileReaderFactory, ParquetFileReaderFactory};
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::execution::cache::cache_manager::{CachedFileMetadataEntry, FileMetadata, FileMetadataCache};
use datafusion::execution::runtime_env::RuntimeEnv;
use datafusion::physical_plan::metrics::ExecutionPlanMetricsSet;
use futures::FutureExt;
use futures::future::BoxFuture;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};
use parquet::arrow::arrow_reader::ArrowReaderOptions;
use parquet::arrow::async_reader::AsyncFileReader;
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData, ParquetMetaDataBuilder, ParquetMetaDataReader};

use super::{claims, heading, thrift};
use crate::error::{Error, ErrorKind};
use crate::local::store_of;
use crate::trial::Mend;

/// The length of a footer, and the magic that ends a file.
const TAIL: u64 = 8;

/// What is known of a file without reading its pages.
#[derive(Clone)]
pub(crate) struct Footer {
    pub(crate) metadata: Arc<ParquetMetaData>,
    /// The range of most values of a column of floats, for each leaf: an estimate and not a bound.
    pub(super) ranges: Arc<[Option<(f64, f64)>]>,
}

impl Footer {
    fn mended(metadata: ParquetMetaData, size: u64) -> ParquetResult<Self> {
        let ranges = claims::ranges(&metadata);
        let heading = if Mend::Heading.is_on() { heading::mended(&metadata)? } else { None };
        let mut builder = metadata.into_builder();
        if let Some(file) = heading {
            builder = ParquetMetaDataBuilder::new(file)
                .set_row_groups(builder.take_row_groups())
                .set_column_index(builder.take_column_index())
                .set_offset_index(builder.take_offset_index());
        }
        let metadata = if Mend::Claims.is_on() { claims::mended(builder, size)? } else { builder.build() };
        Ok(Self { metadata: Arc::new(metadata), ranges: ranges.into() })
    }
}

impl FileMetadata for Footer {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn memory_size(&self) -> usize {
        self.metadata.memory_size() + size_of_val(self.ranges.as_ref())
    }

    fn extra_info(&self) -> HashMap<String, String> {
        HashMap::new()
    }
}

/// The footers of the files of a store, and readers that use them.
pub(crate) struct Footers {
    store: Arc<dyn ObjectStore>,
    cache: Arc<FileMetadataCache>,
}

impl Footers {
    pub(crate) fn new(env: &RuntimeEnv, store: &Arc<dyn ObjectStore>) -> Self {
        Self { store: Arc::clone(store), cache: env.cache_manager.get_file_metadata_cache() }
    }

    /// Returns the footer of a file, with its page index if it has one.
    ///
    /// # Errors
    /// When the file is not a Parquet file, or cannot be read.
    pub(crate) async fn of(&self, file: &ObjectMeta) -> EngineResult<Footer> {
        read(&self.store, &self.cache, file).await
    }
}

impl fmt::Debug for Footers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Footers").field("store", &self.store).finish_non_exhaustive()
    }
}

async fn read(store: &Arc<dyn ObjectStore>, cache: &Arc<FileMetadataCache>, file: &ObjectMeta) -> EngineResult<Footer> {
    if let Some(known) = cache.get(&file.location).filter(|known| known.is_valid_for(file))
        && let Some(footer) = known.file_metadata.as_any().downcast_ref::<Footer>()
    {
        return Ok(footer.clone());
    }
    let policy = Some(PageIndexPolicy::Optional);
    let fetched = DFParquetMetadata::new(store.as_ref(), file).with_page_index_policy(policy).fetch_metadata().await;
    let metadata = match fetched {
        Ok(metadata) => Arc::unwrap_or_clone(metadata),
        Err(error) => readable(store, file, error).await?,
    };
    let footer = Footer::mended(metadata, file.size)?;
    cache.put(&file.location, CachedFileMetadataEntry::new(file.clone(), Arc::new(footer.clone())));
    Ok(footer)
}

/// Returns the footer that parquet-rs does not understand, corrected, without the page index.
///
/// # Errors
/// When the file is encrypted, as a whole or in some of its columns; else the reader's own.
async fn readable(
    store: &Arc<dyn ObjectStore>,
    file: &ObjectMeta,
    error: DataFusionError,
) -> EngineResult<ParquetMetaData> {
    let Some(end) = file.size.checked_sub(TAIL) else { return Err(error) };
    let Ok(tail) = store.get_range(&file.location, end..file.size).await else { return Err(error) };
    let (length, magic) = tail.split_at(4);
    let length = length.try_into().map_or(0, u32::from_le_bytes);
    let start = match (magic, end.checked_sub(u64::from(length))) {
        (b"PARE", _) => return Err(encrypted().into()),
        (b"PAR1", Some(start)) => start,
        _ => return Err(error),
    };
    let Ok(footer) = store.get_range(&file.location, start..end).await else { return Err(error) };
    if thrift::is_encrypted(&footer) {
        return Err(encrypted().into());
    }
    let mended = thrift::mended(&footer).and_then(|footer| ParquetMetaDataReader::decode_metadata(&footer).ok());
    Ok(without_index(mended.ok_or(error)?)?)
}

/// Returns the metadata as that of a file without a page index, so that nobody reads one.
fn without_index(metadata: ParquetMetaData) -> ParquetResult<ParquetMetaData> {
    let mut builder = metadata.into_builder();
    let mut groups = builder.take_row_groups();
    for column in groups.iter_mut().flat_map(|group| group.columns_mut()) {
        let without = column.clone().into_builder().set_column_index_offset(None).set_column_index_length(None);
        *column = without.set_offset_index_offset(None).set_offset_index_length(None).build()?;
    }
    Ok(builder.set_row_groups(groups).set_column_index(None).set_offset_index(None).build())
}

fn encrypted() -> Error {
    Error::new(ErrorKind::Read, "read_parquet", "it is encrypted, or some of its columns are")
        .with_hint("decrypt it with the library that has the keys, and write it anew")
}

impl ParquetFileReaderFactory for Footers {
    fn create_reader(
        &self,
        partition: usize,
        file: PartitionedFile,
        size_hint: Option<usize>,
        metrics: &ExecutionPlanMetricsSet,
    ) -> EngineResult<Box<dyn AsyncFileReader + Send>> {
        let meta = file.object_meta.clone();
        let store = store_of(&self.store, &file);
        let plain = DefaultParquetFileReaderFactory::new(Arc::clone(&store));
        let plain = plain.create_reader(partition, file, size_hint, metrics)?;
        Ok(Box::new(Reader { plain, store, cache: Arc::clone(&self.cache), meta }))
    }
}

struct Reader {
    plain: Box<dyn AsyncFileReader + Send>,
    store: Arc<dyn ObjectStore>,
    cache: Arc<FileMetadataCache>,
    meta: ObjectMeta,
}

impl AsyncFileReader for Reader {
    fn get_bytes(&mut self, range: Range<u64>) -> BoxFuture<'_, ParquetResult<Bytes>> {
        self.plain.get_bytes(range)
    }

    fn get_byte_ranges(&mut self, ranges: Vec<Range<u64>>) -> BoxFuture<'_, ParquetResult<Vec<Bytes>>> {
        self.plain.get_byte_ranges(ranges)
    }

    fn get_metadata<'a>(
        &'a mut self,
        _: Option<&'a ArrowReaderOptions>,
    ) -> BoxFuture<'a, ParquetResult<Arc<ParquetMetaData>>> {
        async move {
            match read(&self.store, &self.cache, &self.meta).await {
                Ok(footer) => Ok(footer.metadata),
                Err(DataFusionError::ParquetError(error)) => Err(*error),
                Err(error) => Err(ParquetError::External(Box::new(error))),
            }
        }
        .boxed()
    }
}
