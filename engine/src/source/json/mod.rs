//! Files of JSON lines, parsed by arrow once each row has been checked.
//!
//! DataFusion's own format passes the bytes to that parser unchecked. What that does not report (a number that is
//! truncated or rounded, an unknown key) is an error here, with the file and the line.

mod cursor;
mod form;
mod kinds;
mod list;
mod rules;
mod scan;

use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use datafusion::catalog::Session;
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::physical_plan::{FileOpener, FileScanConfig};
use datafusion::error::Result as EngineResult;
use futures::StreamExt;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};

use crate::error::{Error, ErrorKind};
use crate::local::held;
use crate::local::store_of;
use crate::source::own::{OwnFormat, Scan};
use cursor::Fault;
use form::Form;
use kinds::Seen;
use scan::Opener;

const WHAT: &str = "read_json";
/// A smaller file is not split between threads.
const DIVIDED: u64 = 1 << 20;
/// How many bytes are read to see whether a file is a list.
const HEAD: u64 = 1 << 10;

/// The columns whose types the user has given.
#[derive(Clone, Debug)]
pub(super) enum Chosen {
    /// All of them, and no others are wanted.
    All,
    /// Those of these names.
    Some(Vec<String>),
}

impl Chosen {
    fn has(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Some(names) => names.iter().any(|known| known == name),
        }
    }
}

/// The format of JSON lines.
#[derive(Clone, Debug)]
pub(super) struct Json {
    compression: FileCompressionType,
    /// How many rows are read to infer the columns.
    rows: usize,
    chosen: Chosen,
    /// The name of the file in messages, instead of its path.
    origin: Option<String>,
    /// Whether a file must be read from its beginning; set by the plan.
    whole: bool,
    form: Form,
}

impl Json {
    pub(super) fn new(compression: FileCompressionType, rows: usize, chosen: Chosen, origin: Option<String>) -> Self {
        Self { compression, rows, chosen, origin, whole: false, form: Form::default() }
    }

    async fn infer(&self, store: &Arc<dyn ObjectStore>, file: &ObjectMeta) -> EngineResult<Schema> {
        let form = Form::default();
        let mut text = scan::text(store, &held::at_hand(store, file), self.compression, &form).await?;
        let (mut seen, mut rest, mut left, mut lines) = (Seen::default(), Vec::new(), self.rows, 0);
        let mut enough = 0;
        while left > 0 {
            let chunk = text.next().await.transpose()?;
            let ended = chunk.is_none();
            rest.extend_from_slice(&chunk.unwrap_or_default());
            if rest.len() < enough && !ended {
                continue;
            }
            let (rows, end) = seen
                .rows(&rest, left)
                .map_err(|fault| taken_for(&form, &in_line(&fault, lines + breaks(&rest[..fault.at]))))?;
            lines += breaks(&rest[..end]);
            left -= rows;
            rest.drain(..end);
            if ended {
                if left > 0 && !rest.trim_ascii().is_empty() {
                    return Err(taken_for(&form, &cut_off(lines, &rest)).into());
                }
                break;
            }
            // A row longer than what has come is not checked again for each chunk.
            enough = rest.len() * 2;
        }
        form.added_to(&self.form);
        Ok(Schema::new(seen.fields()))
    }
}

impl Json {
    /// Returns whether one of the files, if large enough to be split between threads, is a list.
    async fn has_list(&self, store: &Arc<dyn ObjectStore>, config: &FileScanConfig) -> EngineResult<bool> {
        if self.compression != FileCompressionType::UNCOMPRESSED {
            return Ok(false);
        }
        for file in config.file_groups.iter().flat_map(|group| group.files()) {
            let meta = &file.object_meta;
            if meta.size >= DIVIDED {
                let first = store_of(store, file).get_range(&meta.location, 0..meta.size.min(HEAD)).await?;
                if list::begins_list(&first) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// Returns the error with the form that the file was read in.
fn taken_for(form: &Form, error: &Error) -> Error {
    let message = format!("read as {form}, {}", error.message());
    Error::new(error.kind(), WHAT, message).with_hint(error.hint().unwrap_or_default())
}

/// Returns the error of a fault that has `before` line breaks before it.
fn in_line(fault: &Fault, before: usize) -> Error {
    let path: Vec<&str> = fault.path.iter().rev().map(String::as_str).collect();
    let place = if path.is_empty() { String::new() } else { format!("column \"{}\": ", path.join(".")) };
    let error = Error::new(ErrorKind::Read, WHAT, format!("line {}: {place}{}", before + 1, fault.message));
    if fault.hint.is_empty() { error } else { error.with_hint(fault.hint) }
}

/// Returns the error of an incomplete row `rest`, with `before` line breaks before it.
fn cut_off(before: usize, rest: &[u8]) -> Error {
    let line = before + breaks(&rest[..rest.len() - rest.trim_ascii_start().len()]) + 1;
    Error::new(ErrorKind::Read, WHAT, format!("line {line}: it ends in the middle of a row"))
}

fn breaks(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

impl OwnFormat for Json {
    const NAME: &'static str = "json";

    fn compression(&self) -> Option<FileCompressionType> {
        Some(self.compression)
    }

    async fn columns(
        &self,
        _: &dyn Session,
        store: &Arc<dyn ObjectStore>,
        files: &[ObjectMeta],
    ) -> EngineResult<SchemaRef> {
        let mut schemas = Vec::with_capacity(files.len());
        for file in files {
            schemas.push(self.infer(store, file).await?);
        }
        Ok(Arc::new(Schema::try_merge(schemas)?))
    }

    async fn planned(&self, session: &dyn Session, config: &FileScanConfig) -> EngineResult<Self> {
        let store = session.runtime_env().object_store(&config.object_store_url)?;
        Ok(Self { whole: self.has_list(&store, config).await?, ..self.clone() })
    }

    fn form(&self) -> Option<String> {
        Some(self.form.to_string())
    }

    /// Returns whether a file may be split. A file that is one list may not: what a byte in its middle belongs to is
    /// known only from its beginning.
    fn is_divisible(&self) -> bool {
        !self.whole
    }

    fn opener(&self, scan: &Scan<Self>, store: Arc<dyn ObjectStore>) -> EngineResult<Arc<dyn FileOpener>> {
        Ok(Arc::new(Opener::try_new(self.clone(), scan, store)?))
    }
}
