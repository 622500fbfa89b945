//! A store whose reads fail: the error names the file, nothing panics, and the memory is given back.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow::datatypes::{DataType, Field, Schema};
use bytes::Bytes;
use datafusion::prelude::{ident, lit};
use futures::FutureExt;
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use pyrust_engine::file_format::Format;
use pyrust_engine::frame::read::read;
use pyrust_engine::sink::{Encoding, IpcOptions, ParquetOptions, Target, TextCompression, WriteOptions, write};
use pyrust_engine::source::ReadOptions;
use pyrust_engine::{Error, ErrorKind, Session};
use url::Url;

use crate::budget::{all_but, capped};
use crate::{batch, in_memory, integers, living, opened, session, soon, wait};

/// Files in memory, of which all reads fail after some.
#[derive(Debug)]
struct Faulty {
    files: InMemory,
    left: AtomicUsize,
}

impl Faulty {
    fn take(&self) -> Result<()> {
        match self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)) {
            Ok(_) => Ok(()),
            Err(_) => Err(object_store::Error::Generic { store: "faulty", source: "the line is cut".into() }),
        }
    }
}

impl fmt::Display for Faulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("faulty")
    }
}

impl ObjectStore for Faulty {
    fn get_opts<'a, 'b, 'f>(&'a self, location: &'b Path, options: GetOptions) -> BoxFuture<'f, Result<GetResult>>
    where
        'a: 'f,
        'b: 'f,
    {
        match self.take() {
            Ok(()) => self.files.get_opts(location, options),
            Err(error) => std::future::ready(Err(error)).boxed(),
        }
    }

    fn get_ranges<'a, 'b, 'c, 'f>(
        &'a self,
        location: &'b Path,
        ranges: &'c [Range<u64>],
    ) -> BoxFuture<'f, Result<Vec<Bytes>>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
    {
        match self.take() {
            Ok(()) => self.files.get_ranges(location, ranges),
            Err(error) => std::future::ready(Err(error)).boxed(),
        }
    }

    fn put_opts<'a, 'b, 'f>(
        &'a self,
        location: &'b Path,
        payload: PutPayload,
        options: PutOptions,
    ) -> BoxFuture<'f, Result<PutResult>>
    where
        'a: 'f,
        'b: 'f,
    {
        self.files.put_opts(location, payload, options)
    }

    fn put_multipart_opts<'a, 'b, 'f>(
        &'a self,
        location: &'b Path,
        options: PutMultipartOptions,
    ) -> BoxFuture<'f, Result<Box<dyn MultipartUpload>>>
    where
        'a: 'f,
        'b: 'f,
    {
        self.files.put_multipart_opts(location, options)
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.files.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.files.list(prefix)
    }

    fn list_with_delimiter<'a, 'b, 'f>(&'a self, prefix: Option<&'b Path>) -> BoxFuture<'f, Result<ListResult>>
    where
        'a: 'f,
        'b: 'f,
    {
        self.files.list_with_delimiter(prefix)
    }

    fn copy_opts<'a, 'b, 'c, 'f>(
        &'a self,
        from: &'b Path,
        to: &'c Path,
        options: CopyOptions,
    ) -> BoxFuture<'f, Result<()>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
    {
        self.files.copy_opts(from, to, options)
    }
}

const ROWS: i64 = 6_000;

fn encoded(format: Format) -> Vec<u8> {
    let encoding = match format {
        Format::Parquet => Encoding::Parquet(ParquetOptions {
            compression: "snappy".into(),
            level: None,
            row_group_size: 1_000,
            statistics: true,
        }),
        Format::Ipc => Encoding::Ipc(IpcOptions { compression: "uncompressed".into(), stream: false }),
        Format::Json => Encoding::Json(TextCompression::default()),
        _ => {
            let lines = (0..ROWS).map(|n| format!("{n},word {n}\n"));
            return std::iter::once("n,Word\n".to_owned()).chain(lines).collect::<String>().into_bytes();
        }
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows");
    let session = session();
    let frame = in_memory(&session, (0..6).map(|at| batch(at * 1_000, at * 1_000 + 1_000)).collect());
    let options = WriteOptions { encoding, partition_by: Vec::new(), existing: None };
    wait(write(&frame, Target::Path(path.clone().into()), options)).unwrap();
    std::fs::read(path).unwrap()
}

/// A session over a store with the file `store/rows`, of which `reads` reads succeed.
fn with_reads(bytes: &[u8], reads: usize) -> (Arc<Session>, Arc<Faulty>) {
    let (session, files) = (session(), InMemory::new());
    wait(files.put(&Path::from("store/rows"), bytes.to_vec().into())).unwrap();
    let store = Arc::new(Faulty { files, left: AtomicUsize::new(reads) });
    let url = Url::parse("faulty://bucket").unwrap();
    session.state().runtime_env().register_object_store(&url, Arc::clone(&store) as Arc<dyn ObjectStore>);
    (session, store)
}

/// Returns the numbers of all rows but one, sorted, so that there is something to hold.
fn numbers(session: &Arc<Session>, format: Format) -> std::result::Result<Vec<i64>, Error> {
    let frame = opened(session, format, &["faulty://bucket/store/rows".as_ref()])?;
    let kept = frame.filter(ident("n").not_eq(lit(7)))?.sort(vec![ident("n").sort(true, false)])?;
    Ok(integers(wait(kept.collect())?.batches().unwrap(), 0))
}

#[test]
fn a_read_that_fails_is_an_error_of_its_file() {
    let mut wrong = Vec::new();
    for format in [Format::Parquet, Format::Csv, Format::Json, Format::Ipc] {
        let bytes = encoded(format);
        let (whole, store) = with_reads(&bytes, usize::MAX);
        let expected: Vec<i64> = (0..ROWS).filter(|n| *n != 7).collect();
        assert_eq!(numbers(&whole, format).unwrap(), expected, "{format:?}");
        let reads = usize::MAX - store.left.load(Ordering::Relaxed);
        assert!(reads >= 2, "{format:?} is read in {reads} steps: nothing fails halfway");
        for after in 0..reads {
            let (session, _) = with_reads(&bytes, after);
            let error = numbers(&session, format).expect_err("a read has failed");
            let said = error.to_string();
            if error.kind() != ErrorKind::Read || !said.contains("store/rows") || !said.contains("the line is cut") {
                wrong.push(format!("{format:?} after {after} of {reads} reads: {:?} {said}", error.kind()));
            }
            if !soon(|| session.reserved() == 0 && living(&session).is_empty()) {
                wrong.push(format!("{format:?} after {after} of {reads} reads: {} bytes are held", session.reserved()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_text_that_a_parser_holds_counts_in_the_memory_of_its_run() {
    let folder = tempfile::tempdir().unwrap();
    let schema = Arc::new(Schema::new(vec![Field::new("n", DataType::Utf8, true)]));
    // A quote that is not closed.
    for (format, name, begin) in
        [(Format::Csv, "a.csv", "n\n1\n\""), (Format::Json, "a.json", "{\"n\":\"\"}\n{\"n\":\"")]
    {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("{begin}{}", "x,".repeat(16 << 20))).unwrap();
        let session = capped(200);
        let options = ReadOptions { schema: Some(Arc::clone(&schema)), ..ReadOptions::default() };
        let frame = wait(read(&session, format, vec![path.into()], options)).unwrap();
        let others = all_but(&session, 32 << 20);
        let error = wait(frame.collect()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Resources, "{error}");
        assert!(error.to_string().contains(name), "{error}");
        drop(others);
        assert!(soon(|| session.reserved() == 0));
    }
}
