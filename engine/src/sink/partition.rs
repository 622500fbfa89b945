//! A folder of partitions: for each value of the partition columns a folder `name=value`, as in Hive, with files of the
//! other columns.
//!
//! The whole folder is made next to its target and put in place at once. Few files are open at a time: the least
//! recently written one is completed for another, and its partition continues in a further file; likewise the largest
//! when too many bytes wait for their row groups. Rows of one partition keep their order.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, RecordBatch, RecordBatchOptions, UInt32Array};
use arrow::compute::take;
use arrow::datatypes::{DataType, Schema, SchemaRef};
use arrow::row::{RowConverter, SortField};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use futures::StreamExt;

use crate::cast::batch::cast_to_schema;
use crate::error::{Error, ErrorKind, Result};
use crate::frame::Frame;
use crate::local::names::shown as shown_path;
use crate::render::type_name;
use crate::sink::file::FileWriter;
use crate::sink::output::{Output, unwritable};
use crate::sink::staged::StagedFolder;
use crate::sink::{Encoding, Existing, WriteOptions};
use crate::source::hive;

/// The most open files, below the limit of systems for a process.
const MOST_OPEN: usize = 128;
/// How many encoded bytes may wait in memory for their row groups.
const MOST_WAITING: usize = 512 << 20;

/// Runs `frame` and writes `folder`; returns the number of rows.
pub(super) async fn write(frame: &Arc<Frame>, folder: PathBuf, options: &WriteOptions) -> Result<u64> {
    let what = options.encoding.operation();
    let mut split = Split::try_new(what, frame.schema(), &options.partition_by)?;
    check_target(what, &folder, options)?;
    let name = shown_path(&folder);
    let staged = StagedFolder::create(folder).map_err(|e| unwritable(what, &name, &e))?;
    let mut files = Files::new(&options.encoding, Arc::clone(&split.schema), staged.path().to_path_buf());
    let (_, mut batches) = frame.start(what).await?;
    while let Some(batch) = batches.next().await {
        let batch = cast_to_schema(frame.schema(), batch?).map_err(|e| Error::from_arrow(what, e))?;
        for (partition, rows) in split.rows(&batch)? {
            files.write(partition, &rows).await?;
        }
    }
    let rows = files.finish().await?;
    staged.commit().map_err(|e| unwritable(what, &name, &e))?;
    Ok(rows)
}

/// Fails unless the folder may be replaced: only if that is asked for, and it contains nothing but data.
fn check_target(what: &'static str, folder: &Path, options: &WriteOptions) -> Result<()> {
    let Ok(found) = fs::metadata(folder) else { return Ok(()) };
    let refuse = |message: String, hint: &str| Err(Error::new(ErrorKind::Write, what, message).with_hint(hint));
    let name = shown_path(folder);
    if !found.is_dir() {
        return refuse(format!("{name} is a file"), "partition_by writes a folder: give another path");
    }
    let entries = fs::read_dir(folder).map_err(|e| unwritable(what, &name, &e))?;
    let entries: Vec<_> = entries.flatten().collect();
    if entries.is_empty() {
        return Ok(());
    }
    if options.existing != Some(Existing::Replace) {
        return refuse(format!("{name} exists and is not empty"), "mode=\"overwrite\" replaces all of it");
    }
    let ending = format!(".{}", options.encoding.extension());
    // A folder that is not a partition, and a hidden file that no writer of data makes (`.git`, `.env`), would be lost.
    let foreign = entries.iter().find(|entry| {
        let file = entry.file_name();
        let file = file.to_string_lossy();
        let of_writers =
            file.starts_with('_') || (file.starts_with('.') && file.ends_with(".crc")) || file == ".DS_Store";
        !match entry.file_type().is_ok_and(|found| found.is_dir()) {
            true => file.contains('='),
            false => file.ends_with(&ending) || of_writers,
        }
    });
    match foreign {
        Some(entry) => refuse(
            format!("{name} holds more than data: {}", shown_path(entry.file_name().as_ref())),
            "overwriting replaces the whole folder: write to one of its own, or remove this one first",
        ),
        None => Ok(()),
    }
}

/// Splits batches by the values of the partition columns.
struct Split {
    what: &'static str,
    keys: Vec<usize>,
    names: Vec<String>,
    others: Vec<usize>,
    /// The schema of the files.
    schema: SchemaRef,
    converter: RowConverter,
    numbers: HashMap<Box<[u8]>, usize>,
}

impl Split {
    fn try_new(what: &'static str, schema: &SchemaRef, by: &[String]) -> Result<Self> {
        let mut keys = Vec::with_capacity(by.len());
        for name in by {
            let Ok(index) = schema.index_of(name) else {
                let names = schema.fields().iter().map(|field| field.name().as_str());
                return Err(Error::column_not_found(what, name, names));
            };
            let data_type = schema.field(index).data_type();
            if !names_a_folder(data_type) {
                let message = format!("column \"{name}\" of type {} cannot name folders", type_name(data_type));
                return Err(Error::new(ErrorKind::Schema, what, message)
                    .with_hint("partition by strings, integers, booleans, dates, timestamps or decimals"));
            }
            if keys.contains(&index) {
                return Err(Error::new(ErrorKind::Value, what, format!("partition_by names \"{name}\" twice")));
            }
            keys.push(index);
        }
        let others: Vec<usize> = (0..schema.fields().len()).filter(|index| !keys.contains(index)).collect();
        if others.is_empty() {
            return Err(Error::new(
                ErrorKind::Value,
                what,
                "every column is in partition_by: the files would be empty",
            ));
        }
        let fields = keys.iter().map(|key| SortField::new(schema.field(*key).data_type().clone())).collect();
        let converter = RowConverter::new(fields).map_err(|e| Error::from_arrow(what, e))?;
        let fields: Vec<_> = others.iter().map(|index| Arc::clone(&schema.fields()[*index])).collect();
        let files = Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()));
        Ok(Self { what, keys, names: by.to_vec(), others, schema: files, converter, numbers: HashMap::new() })
    }

    /// Returns the rows of `batch` for each partition that it has rows of, in their order.
    fn rows(&mut self, batch: &RecordBatch) -> Result<Vec<(Partition, RecordBatch)>> {
        let what = self.what;
        let refused = |e| Error::from_arrow(what, e);
        let columns: Vec<_> = self.keys.iter().map(|key| Arc::clone(batch.column(*key))).collect();
        let rows = self.converter.convert_columns(&columns).map_err(refused)?;
        let mut places: HashMap<usize, Vec<u32>> = HashMap::new();
        let mut order = Vec::new();
        for (at, row) in (0u32..).zip(rows.iter()) {
            let fresh = self.numbers.len();
            let number = match self.numbers.get(row.as_ref()) {
                Some(number) => *number,
                None => *self.numbers.entry(row.as_ref().into()).or_insert(fresh),
            };
            let place = places.entry(number).or_default();
            if place.is_empty() {
                order.push(number);
            }
            place.push(at);
        }
        let options = FormatOptions::default();
        let texts = columns
            .iter()
            .map(|column| ArrayFormatter::try_new(column.as_ref(), &options))
            .collect::<std::result::Result<Vec<_>, _>>()
            .map_err(refused)?;
        let mut parts = Vec::with_capacity(order.len());
        for number in order {
            let indices = UInt32Array::from(places.remove(&number).unwrap_or_default());
            let first = indices.value(0) as usize;
            let mut folder = PathBuf::new();
            for ((name, column), text) in self.names.iter().zip(&columns).zip(&texts) {
                let value = match column.is_null(first) {
                    true => None,
                    false => Some(text.value(first).try_to_string().map_err(refused)?),
                };
                folder.push(hive::folder(name, value.as_deref()));
            }
            let taken = self.others.iter().map(|index| take(batch.column(*index), &indices, None));
            let taken = taken.collect::<std::result::Result<Vec<_>, _>>().map_err(refused)?;
            let options = RecordBatchOptions::new().with_row_count(Some(indices.len()));
            let part = RecordBatch::try_new_with_options(Arc::clone(&self.schema), taken, &options).map_err(refused)?;
            parts.push((Partition { number, folder }, part));
        }
        Ok(parts)
    }
}

fn names_a_folder(data_type: &DataType) -> bool {
    use DataType::*;
    match data_type {
        Dictionary(_, values) => names_a_folder(values),
        Utf8 | LargeUtf8 | Utf8View | Boolean | Date32 | Date64 | Timestamp(..) => true,
        other => other.is_integer() || other.is_decimal(),
    }
}

struct Partition {
    number: usize,
    folder: PathBuf,
}

/// The files that are being written, and how many each partition has had.
struct Files<'a> {
    encoding: &'a Encoding,
    schema: SchemaRef,
    root: PathBuf,
    open: HashMap<usize, Open>,
    counts: HashMap<usize, usize>,
    clock: u64,
    rows: u64,
}

struct Open {
    file: FileWriter,
    used: u64,
}

impl<'a> Files<'a> {
    fn new(encoding: &'a Encoding, schema: SchemaRef, root: PathBuf) -> Self {
        Self { encoding, schema, root, open: HashMap::new(), counts: HashMap::new(), clock: 0, rows: 0 }
    }

    async fn write(&mut self, partition: Partition, rows: &RecordBatch) -> Result<()> {
        self.clock += 1;
        let clock = self.clock;
        if !self.open.contains_key(&partition.number) {
            if self.open.len() >= MOST_OPEN {
                let oldest = self.open.iter().min_by_key(|(_, open)| open.used).map(|(number, _)| *number);
                self.complete(oldest).await?;
            }
            let file = self.begin(&partition)?;
            self.open.insert(partition.number, Open { file, used: clock });
        }
        if let Some(open) = self.open.get_mut(&partition.number) {
            open.used = clock;
            open.file.write(rows).await?;
        }
        while self.open.len() > 1 && self.open.values().map(|open| open.file.waiting()).sum::<usize>() > MOST_WAITING {
            let largest = self.open.iter().max_by_key(|(_, open)| open.file.waiting()).map(|(number, _)| *number);
            self.complete(largest).await?;
        }
        Ok(())
    }

    fn begin(&mut self, partition: &Partition) -> Result<FileWriter> {
        let what = self.encoding.operation();
        let folder = self.root.join(&partition.folder);
        fs::create_dir_all(&folder).map_err(|e| unwritable(what, &shown_path(&folder), &e))?;
        let count = self.counts.entry(partition.number).or_insert(0);
        let name = format!("part-{count}.{}", self.encoding.extension());
        *count += 1;
        let output = Output::local(what, folder.join(&name))?;
        FileWriter::try_new(self.encoding, &name, Arc::clone(&self.schema), output)
    }

    async fn complete(&mut self, number: Option<usize>) -> Result<()> {
        if let Some(open) = number.and_then(|number| self.open.remove(&number)) {
            self.rows += open.file.finish().await?;
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<u64> {
        let open: Vec<usize> = self.open.keys().copied().collect();
        for number in open {
            self.complete(Some(number)).await?;
        }
        Ok(self.rows)
    }
}
