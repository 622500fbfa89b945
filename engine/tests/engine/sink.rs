//! Files that are written: whole, or not at all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::prelude::{ident, lit};
use pyrust_engine::file_format::Format;
use pyrust_engine::sink::{
    CsvOptions, Encoding, Existing, IpcOptions, ParquetOptions, Target, TextCompression, WriteOptions, write,
};
use pyrust_engine::{Error, ErrorKind, Frame, Session};

use crate::{RUNTIME, batch, collected, in_memory, living, opened, query, session, shown_rows, soon, wait};

fn encodings() -> [(Format, Encoding); 4] {
    let parquet = ParquetOptions { compression: "zstd".into(), level: None, row_group_size: 1_000, statistics: true };
    let csv = CsvOptions {
        delimiter: b',',
        header: true,
        quote: b'"',
        null_value: String::new(),
        compression: TextCompression::default(),
    };
    let ipc = IpcOptions { compression: "lz4".into(), stream: false };
    [
        (Format::Parquet, Encoding::Parquet(parquet)),
        (Format::Csv, Encoding::Csv(csv)),
        (Format::Json, Encoding::Json(TextCompression::default())),
        (Format::Ipc, Encoding::Ipc(ipc)),
    ]
}

fn options(encoding: &Encoding, by: &[&str]) -> WriteOptions {
    let partition_by = by.iter().map(|name| (*name).to_owned()).collect();
    WriteOptions { encoding: encoding.clone(), partition_by, existing: Some(Existing::Replace) }
}

fn written(frame: &Arc<Frame>, path: &Path, encoding: &Encoding, by: &[&str]) -> Result<u64, Error> {
    wait(write(frame, Target::Path(path.into()), options(encoding, by)))
}

/// The names of all files below a folder, hidden and temporary ones too.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(files(&entry.path())),
            false => found.push(entry.path()),
        }
    }
    found.sort_unstable();
    found
}

#[test]
fn what_is_written_is_read_back() {
    let (folder, session) = (tempfile::tempdir().unwrap(), session());
    let frame = in_memory(&session, vec![batch(0, 3_000), batch(3_000, 3_001), batch(3_001, 9_000)]);
    for (format, encoding) in encodings() {
        let path = folder.path().join("rows");
        assert_eq!(written(&frame, &path, &encoding, &[]).unwrap(), 9_000);
        let back = opened(&session, format, &[&path]).unwrap();
        assert_eq!(shown_rows(&collected(&back)), shown_rows(&collected(&frame)), "{format:?}");
        assert_eq!(files(folder.path()), [path], "{format:?}");
    }
}

#[test]
fn each_partition_has_its_rows_in_their_order() {
    let (folder, session) = (tempfile::tempdir().unwrap(), session());
    let rows = in_memory(&session, (0..50).map(|at| batch(at * 100, at * 100 + 100)).collect());
    let rows =
        rows.with_columns(vec![(ident("n") % lit(3)).alias("third"), ident("Word").is_null().alias("none")]).unwrap();
    for (format, encoding) in encodings() {
        let target = folder.path().join("parts");
        assert_eq!(written(&rows, &target, &encoding, &["third", "none"]).unwrap(), 5_000);
        let mut seen = BTreeMap::new();
        for file in files(&target) {
            let of = file.parent().unwrap().strip_prefix(&target).unwrap().to_str().unwrap().to_owned();
            let back = collected(&opened(&session, format, &[&file]).unwrap());
            seen.insert(of, crate::integers(&back, 0));
        }
        assert_eq!(seen.len(), 6, "{:?}", seen.keys());
        for (of, found) in seen {
            let (third, none) = (of.as_bytes()["third=".len()] - b'0', of.ends_with("none=true"));
            let expected: Vec<i64> = (0..5_000).filter(|n| n % 3 == i64::from(third) && (n % 7 == 3) == none).collect();
            assert_eq!(found, expected, "{format:?} {of}");
        }
    }
    assert_eq!(files(folder.path()).len(), 6, "the folder before it is gone");
}

/// A write that is begun, and has had rows.
fn begun(
    session: &Arc<Session>,
    path: &Path,
    encoding: &Encoding,
    by: &[&str],
) -> tokio::task::JoinHandle<Result<u64, Error>> {
    let endless = Frame::range(session, 0, 1_000_000_000_000, 1).unwrap();
    let endless = endless.with_columns(vec![(ident("value") % lit(5)).alias("fifth")]).unwrap();
    let (path, options) = (path.to_owned(), options(encoding, by));
    let writing = RUNTIME.spawn(async move { write(&endless, Target::Path(path.into()), options).await });
    assert!(soon(|| living(&session).iter().any(|run| run.rows() > 100_000)));
    writing
}

#[test]
fn a_cancelled_write_leaves_what_was_there() {
    for (_, encoding) in encodings() {
        for by in [&[][..], &["fifth"]] {
            let (folder, session) = (tempfile::tempdir().unwrap(), session());
            let path = folder.path().join("rows");
            if by.is_empty() {
                std::fs::write(&path, "before").unwrap();
            }
            let writing = begun(&session, &path, &encoding, by);
            living(&session).iter().for_each(|run| run.cancel());
            assert_eq!(wait(writing).unwrap().unwrap_err().kind(), ErrorKind::Cancelled);
            let left = files(folder.path());
            match by.is_empty() {
                true => assert_eq!((left, std::fs::read(&path).unwrap()), (vec![path], b"before".to_vec())),
                false => assert!(left.is_empty() && !path.exists(), "{left:?}"),
            }
            assert!(soon(|| session.reserved() == 0), "{} bytes are still reserved", session.reserved());
        }
    }
}

#[test]
fn a_dropped_write_leaves_nothing() {
    for (_, encoding) in encodings() {
        for by in [&[][..], &["fifth"]] {
            let (folder, session) = (tempfile::tempdir().unwrap(), session());
            let writing = begun(&session, &folder.path().join("rows"), &encoding, by);
            writing.abort();
            assert!(wait(writing).unwrap_err().is_cancelled());
            assert!(soon(|| std::fs::read_dir(folder.path()).unwrap().count() == 0), "{:?}", files(folder.path()));
            assert!(soon(|| living(&session).is_empty()));
        }
    }
}

#[test]
fn an_error_in_a_late_row_leaves_what_was_there() {
    let (folder, session) = (tempfile::tempdir().unwrap(), session());
    session.register("rows", &Frame::range(&session, 0, 100_000, 1).unwrap()).unwrap();
    let text =
        "select value % 3 as third, cast(case when value = 99999 then 'x' else '1' end as bigint) as v from rows";
    let frame = query(&session, text).unwrap();
    for (_, encoding) in encodings() {
        let (file, parts) = (folder.path().join("file"), folder.path().join("parts"));
        std::fs::write(&file, "before").unwrap();
        for (path, by) in [(&file, &[][..]), (&parts, &["third"])] {
            let error = written(&frame, path, &encoding, by).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Value, "{error}");
        }
        assert_eq!(std::fs::read(&file).unwrap(), b"before");
        assert_eq!(files(folder.path()), [file], "{encoding:?}");
    }
}

#[test]
fn a_target_that_cannot_be_written_is_named() {
    let (folder, session) = (tempfile::tempdir().unwrap(), session());
    let frame = in_memory(&session, vec![batch(0, 10)]);
    for (_, encoding) in encodings() {
        let error = written(&frame, &folder.path().join("no/such/folder/rows"), &encoding, &[]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Write, "{error}");
        assert!(error.to_string().contains("no/such/folder"), "{error}");
    }
    assert!(files(folder.path()).is_empty());
}
