//! The file formats: their names, and the error for a file that is not of its format.

use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::error::DataFusionError;

use crate::error::{Error, ErrorKind};

/// The message for a decoder that panics.
pub(crate) const NO_SENSE: &str = "its lengths make no sense";

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// Comma-separated values, compressed or not.
    Csv,
    /// One JSON object per line, compressed or not.
    Json,
    /// Arrow IPC, file or stream.
    Ipc,
    /// Apache Avro.
    Avro,
}

/// Returns the character between two values of CSV where nobody names one: a tab in `a.tsv` and `a.tsv.gz`, else a comma.
pub fn delimiter_of(path: &str) -> u8 {
    if split_compression(path).0.ends_with(".tsv") { b'\t' } else { b',' }
}

impl Format {
    /// Returns the format that the extension of a path names: `a.parquet`, `b.csv.gz`.
    pub fn from_path(path: &str) -> Option<Self> {
        let (name, _) = split_compression(path);
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        Some(match ending.as_str() {
            "parquet" | "parq" | "pq" => Self::Parquet,
            "csv" | "tsv" => Self::Csv,
            "json" | "jsonl" | "ndjson" => Self::Json,
            "arrow" | "arrows" | "ipc" | "feather" => Self::Ipc,
            "avro" => Self::Avro,
            _ => return None,
        })
    }

    /// The verb that reads the format.
    pub fn operation(self) -> &'static str {
        match self {
            Self::Parquet => "read_parquet",
            Self::Csv => "read_csv",
            Self::Json => "read_json",
            Self::Ipc => "read_ipc",
            Self::Avro => "read_avro",
        }
    }

    /// The name of the format in messages.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Parquet => "Parquet",
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Ipc => "Arrow IPC",
            Self::Avro => "Avro",
        }
    }
}

/// How a text file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compression(pub(crate) FileCompressionType);

impl Compression {
    /// Returns the compression of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(Self(match name {
            "gzip" => FileCompressionType::GZIP,
            "bz2" => FileCompressionType::BZIP2,
            "xz" => FileCompressionType::XZ,
            "zstd" => FileCompressionType::ZSTD,
            "uncompressed" => FileCompressionType::UNCOMPRESSED,
            _ => return None,
        }))
    }
}

/// Returns a path without the extension of a compression, and that compression.
fn split_compression(path: &str) -> (&str, FileCompressionType) {
    for (ending, compression) in [
        (".gz", FileCompressionType::GZIP),
        (".bz2", FileCompressionType::BZIP2),
        (".xz", FileCompressionType::XZ),
        (".zst", FileCompressionType::ZSTD),
    ] {
        if let Some(rest) = path.strip_suffix(ending) {
            return (rest, compression);
        }
    }
    (path, FileCompressionType::UNCOMPRESSED)
}

/// Returns the compression that the extension of a path names.
pub(crate) fn compression_of(path: &str) -> FileCompressionType {
    split_compression(path).1
}

/// Returns an error of a scan, as one about the file `path` unless it names its subject itself.
pub(crate) fn in_file(error: DataFusionError, format: Format, path: &str) -> DataFusionError {
    not_of_format(Error::from_datafusion(format.operation(), error), format, path).into()
}

/// Returns `error` as one of the file `path`, which cannot be read as `format`.
pub(crate) fn not_of_format(error: Error, format: Format, path: &str) -> Error {
    let message = format!("{path} cannot be read as {}: {}", format.title(), error.message());
    let kind = match error.kind() {
        ErrorKind::Cancelled | ErrorKind::Resources => error.kind(),
        _ => ErrorKind::Read,
    };
    let hint = match (Format::from_path(path), error.hint()) {
        (Some(other), _) if other != format => format!("the name says {}: try {}", other.title(), other.operation()),
        (_, Some(hint)) => hint.to_string(),
        _ => "the file may be truncated, or of another format".to_string(),
    };
    Error::new(kind, format.operation(), message).with_hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_names_the_format() {
        assert_eq!(Format::from_path("a/b.parquet"), Some(Format::Parquet));
        assert_eq!(Format::from_path("b.csv.gz"), Some(Format::Csv));
        assert_eq!(Format::from_path("b"), None);
    }
}
