//! Frames as files: a run of a frame, encoded batch by batch, put in place as a whole or not at all.
//!
//! A local file is written next to its target under a temporary name, made durable, and renamed ([`staged`]); a remote
//! one is an upload that is visible only once it is complete ([`output`]). The rows come from a run like any other, so
//! a write can be watched and cancelled, keeps the order of an ordered frame, and holds a few batches (and the Parquet
//! row group that is being filled) at a time. Lines of text are made on several threads ([`lines`]). Dropping the
//! future of [`write`] undoes it.

mod avro;
mod calendar;
mod compressed;
mod dictionaries;
mod encode;
mod file;
mod lines;
mod output;
mod partition;
mod staged;

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;

use futures::StreamExt;

use crate::error::{Error, ErrorKind, Result};
use crate::frame::Frame;
use crate::sink::file::FileWriter;
use crate::sink::output::Output;
use crate::source::Place;

/// The options of Parquet.
#[derive(Clone, Debug)]
pub struct ParquetOptions {
    /// `zstd`, `snappy`, `gzip`, `brotli`, `lz4` or `uncompressed`.
    pub compression: String,
    /// The compression level of `zstd`, `gzip` and `brotli`.
    pub level: Option<u32>,
    /// The most rows of a row group.
    pub row_group_size: usize,
    /// Whether the minimum and maximum of each page and row group are written.
    pub statistics: bool,
}

/// How lines of text are compressed.
#[derive(Clone, Debug, Default)]
pub struct TextCompression {
    /// `gzip`, `bz2`, `xz`, `zstd` or `uncompressed`; `None` goes by the extension of the path.
    pub codec: Option<String>,
    /// The compression level.
    pub level: Option<u32>,
}

/// The options of CSV.
#[derive(Clone, Debug)]
pub struct CsvOptions {
    /// The character between two values.
    pub delimiter: u8,
    /// Whether the first line has the names of the columns.
    pub header: bool,
    /// The character around a value that contains a delimiter, a quote or a line break.
    pub quote: u8,
    /// The string that stands for null.
    pub null_value: String,
    /// How the text is compressed.
    pub compression: TextCompression,
}

/// The options of Arrow IPC.
#[derive(Clone, Debug)]
pub struct IpcOptions {
    /// `zstd`, `lz4` or `uncompressed`.
    pub compression: String,
    /// The stream format instead of the file format.
    pub stream: bool,
}

/// The options of Avro.
#[derive(Clone, Debug)]
pub struct AvroOptions {
    /// `zstd`, `snappy`, `deflate`, `bzip2`, `xz` or `uncompressed`.
    pub compression: String,
}

/// A format and its options.
#[derive(Clone, Debug)]
pub enum Encoding {
    /// Apache Parquet.
    Parquet(ParquetOptions),
    /// Comma-separated values.
    Csv(CsvOptions),
    /// One JSON object per line.
    Json(TextCompression),
    /// Arrow IPC.
    Ipc(IpcOptions),
    /// Apache Avro.
    Avro(AvroOptions),
}

impl Encoding {
    /// The verb that writes it.
    pub fn operation(&self) -> &'static str {
        match self {
            Self::Parquet(_) => "write_parquet",
            Self::Csv(_) => "write_csv",
            Self::Json(_) => "write_json",
            Self::Ipc(_) => "write_ipc",
            Self::Avro(_) => "write_avro",
        }
    }

    /// The extension of the files of a partitioned folder.
    fn extension(&self) -> String {
        let compressed = |name: &str, compression: &TextCompression| {
            let ending = compression.codec.as_deref().and_then(compressed::ending).unwrap_or("");
            format!("{name}{ending}")
        };
        match self {
            Self::Parquet(_) => "parquet".into(),
            Self::Csv(options) => compressed("csv", &options.compression),
            Self::Json(compression) => compressed("json", compression),
            Self::Ipc(_) => "arrow".into(),
            Self::Avro(_) => "avro".into(),
        }
    }
}

/// What happens to an existing target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// The write is refused.
    Refuse,
    /// It is replaced once the write is complete.
    Replace,
}

/// Where the rows go.
pub enum Target {
    /// A local path or a URL.
    Path(OsString),
    /// Anything that takes bytes. Bytes that it has taken cannot be undone.
    Stream(Box<dyn Write + Send>),
}

/// The options of a write.
pub struct WriteOptions {
    /// The format.
    pub encoding: Encoding,
    /// The partition columns, whose values are in the names of folders and not in the files.
    pub partition_by: Vec<String>,
    /// What happens to an existing target; `None` replaces a file and refuses a folder.
    pub existing: Option<Existing>,
}

/// Runs `frame` and writes its rows; returns their number.
///
/// # Errors
/// `Schema` for a column that the format does not support, `Write` when the target cannot be written, and errors of the
/// run. The target is then unchanged.
pub async fn write(frame: &Arc<Frame>, target: Target, options: WriteOptions) -> Result<u64> {
    let what = options.encoding.operation();
    if !options.partition_by.is_empty() {
        let Target::Path(path) = target else {
            return Err(Error::new(ErrorKind::Value, what, "a file object holds one file, not a folder of partitions")
                .with_hint("give the path of a folder"));
        };
        let folder = local_path(what, &path)?;
        return partition::write(frame, folder, &options).await;
    }
    let (output, name) = match target {
        Target::Stream(stream) => (Output::Stream(stream), String::new()),
        Target::Path(path) => (open(frame, what, &path, options.existing).await?, path.to_string_lossy().into_owned()),
    };
    let mut file = FileWriter::try_new(&options.encoding, &name, Arc::clone(frame.schema()), output)?;
    let (_, mut batches) = frame.start(what).await?;
    match file.lines() {
        Some(lines) => {
            let ahead = frame.session().state().config().target_partitions() + 1;
            let mut texts = pin!(lines.ahead(batches, ahead));
            while let Some(text) = texts.next().await {
                file.append(text?).await?;
            }
        }
        None => {
            while let Some(batch) = batches.next().await {
                file.write(&batch?).await?;
            }
        }
    }
    file.finish().await
}

async fn open(frame: &Arc<Frame>, what: &'static str, path: &OsStr, existing: Option<Existing>) -> Result<Output> {
    let place = Place::parse(what, path)?;
    let refused = || {
        Error::new(ErrorKind::Write, what, format!("{place} exists"))
            .with_hint("mode=\"overwrite\" replaces it once the new file is complete")
    };
    match &place {
        Place::Local(local) | Place::Glob(local, _) => {
            if path.to_string_lossy().ends_with(std::path::is_separator) {
                return Err(Error::new(ErrorKind::Write, what, format!("{place} is named as a folder"))
                    .with_hint("give the path of a file, or partition_by for a folder of files"));
            }
            if existing == Some(Existing::Refuse) && local.exists() {
                return Err(refused());
            }
            Output::local(what, local.clone())
        }
        Place::Remote(url) => {
            let (store, location) = url.open(frame.session(), what)?;
            if existing == Some(Existing::Refuse) && output::exists(&store, &location).await {
                return Err(refused());
            }
            Ok(Output::remote(store, location))
        }
    }
}

/// Returns the local path of a folder of partitions, which is renamed into place; object stores cannot do that.
fn local_path(what: &'static str, path: &OsStr) -> Result<PathBuf> {
    match Place::parse(what, path)? {
        Place::Local(local) | Place::Glob(local, _) => Ok(local),
        Place::Remote(url) => Err(Error::new(
            ErrorKind::Value,
            what,
            format!("{} is in an object store, where a folder cannot be put in place as a whole", url.url()),
        )
        .with_hint("write the folder locally and copy it, or write one file without partition_by")),
    }
}
