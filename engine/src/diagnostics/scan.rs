//! Errors of a scan of Parquet files that cannot decode bytes, with the names of the files.

use arrow::error::ArrowError;
use datafusion::datasource::physical_plan::FileScanConfig;
use datafusion::error::DataFusionError;
use datafusion::execution::object_store::ObjectStoreUrl;
use parquet::errors::ParquetError;

use crate::file_format::{Format, NO_SENSE, in_file};
use crate::local::shown_at;

/// The error for a decoder that panics.
pub(crate) fn no_sense() -> DataFusionError {
    DataFusionError::ParquetError(Box::new(ParquetError::General(NO_SENSE.to_string())))
}

/// Adds the names of the files to errors of decoding. Other errors stay as they are.
pub(crate) fn in_files(config: &FileScanConfig) -> impl Fn(DataFusionError) -> DataFusionError + Send + Sync + 'static {
    const MOST_NAMED: usize = 3;
    let files = config.file_groups.iter().flat_map(|group| group.files());
    let is_local = config.object_store_url == ObjectStoreUrl::local_filesystem();
    let mut all: Vec<String> = files.map(|file| shown_at(is_local, &file.object_meta.location)).collect();
    all.dedup();
    let name = match all.len() {
        0..=MOST_NAMED => all.join(" or "),
        count => format!("{} or another of {count} files", all.swap_remove(0)),
    };
    move |error| if is_of_bytes(&error) { in_file(error, Format::Parquet, &name) } else { error }
}

/// Returns whether an error is about bytes of a file, and not about values that were computed.
fn is_of_bytes(error: &DataFusionError) -> bool {
    match error.find_root() {
        DataFusionError::ParquetError(_) => true,
        DataFusionError::ArrowError(inner, _) => match inner.as_ref() {
            ArrowError::ParquetError(_) => true,
            ArrowError::ExternalError(inner) => inner.downcast_ref::<ParquetError>().is_some(),
            _ => false,
        },
        _ => false,
    }
}
