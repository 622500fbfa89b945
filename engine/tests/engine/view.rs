use std::sync::Arc;

use crate::{
    Numbers, batch, collected, in_memory, integers, living, opened, parquet, session, shown_rows, soon, wait,
    write_parquet,
};
use arrow::array::AsArray;
use datafusion::prelude::{ident, lit};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use pyrust_engine::file_format::Format;
use pyrust_engine::{ErrorKind, Frame, RunState, View};

fn window(view: &View, first: u64, count: usize) -> Vec<i64> {
    integers(&[wait(view.window(first, count, vec![0])).unwrap()], 0)
}

#[test]
fn any_window_of_parquet_files_is_what_collect_gives() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a.parquet"), folder.path().join("b.parquet"));
    write_parquet(&a, 0, 10_000, 999);
    write_parquet(&b, 10_000, 25_000, 4_000);
    let frame = parquet(&session(), &[&a, &b]);
    let view = wait(View::open(&frame)).unwrap();
    assert_eq!((view.status().rows, view.status().exact), (25_000, true));
    for (first, count) in [(0, 1), (0, 50), (998, 3), (9_990, 20), (9_999, 1), (24_990, 50), (25_000, 5), (500, 12_000)]
    {
        let end = (first + count as i64).min(25_000);
        assert_eq!(window(&view, first as u64, count as usize), (first..end).collect::<Vec<_>>(), "{first} {count}");
    }
    let both = wait(view.window(12_345, 2, vec![1, 0])).unwrap();
    assert_eq!(both.schema().field(0).name(), "Word");
    assert_eq!(integers(&[both], 1), [12_345, 12_346]);
    assert!(wait(view.window(0, 1, vec![2])).is_err());
}

#[test]
fn random_windows_are_slices_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (session, mut numbers) = (session(), Numbers(11));
    // Files of one row group and of many, some of them of one row, with pages that end elsewhere.
    let sizes = [(1, 10), (5_000, 700), (1_300, 1), (20_000, 20_000), (3, 2), (9_999, 2_500)];
    let (mut paths, mut total) = (Vec::new(), 0);
    for (file, (rows, in_group)) in sizes.into_iter().enumerate() {
        let path = folder.path().join(format!("{file}.parquet"));
        let properties = WriterProperties::builder()
            .set_max_row_group_row_count(Some(in_group))
            .set_data_page_row_count_limit(300)
            .set_write_batch_size(100);
        let (out, schema) = (std::fs::File::create(&path).unwrap(), batch(0, 0).schema());
        let mut writer = ArrowWriter::try_new(out, schema, Some(properties.build())).unwrap();
        writer.write(&batch(total, total + rows)).unwrap();
        writer.close().unwrap();
        total += rows;
        paths.push(path);
    }
    let frame = parquet(&session, &paths.iter().map(AsRef::as_ref).collect::<Vec<_>>());
    let whole = collected(&frame);
    let whole = arrow::compute::concat_batches(whole[0].schema_ref(), &whole).unwrap();
    assert_eq!(integers(std::slice::from_ref(&whole), 0), (0..total).collect::<Vec<_>>());
    let limits: [(u64, Option<u64>); 3] = [(0, None), (4_321, None), (6_000, Some(15_000))];
    for (skip, fetch) in limits {
        let cut = frame.limit(skip as usize, fetch.map(|rows| rows as usize)).unwrap();
        let view = wait(View::open(&cut)).unwrap();
        let rows = (total as u64 - skip).min(fetch.unwrap_or(u64::MAX));
        assert_eq!((view.status().rows, view.status().exact), (rows, true));
        for _ in 0..60 {
            let first = numbers.below(rows + 5);
            let most = if numbers.below(5) == 0 { 12_000 } else { 60 };
            let count = numbers.below(most);
            let columns = [vec![0], vec![1], vec![1, 0]][numbers.below(3) as usize].clone();
            let found = wait(view.window(first, count as usize, columns.clone())).unwrap();
            let (from, length) = (first.min(rows), count.min(rows.saturating_sub(first)));
            let expected = whole.slice((skip + from) as usize, length as usize).project(&columns).unwrap();
            assert_eq!(shown_rows(&[found]), shown_rows(&[expected]), "{skip} {fetch:?}: {count} from {first}");
        }
    }
    assert!(living(&session).is_empty());
}

#[test]
fn projections_and_limits_are_still_read_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write_parquet(&path, 0, 10_000, 999);
    let session = session();
    let frame = parquet(&session, &[&path]);
    let cut = frame.limit(100, Some(5_000)).unwrap().select(vec![(ident("n") * lit(2)).alias("m")]).unwrap();
    let cut = cut.limit(10, None).unwrap();
    let view = wait(View::open(&cut)).unwrap();
    assert!(living(&session).is_empty());
    assert_eq!((view.status().rows, view.status().exact), (4_990, true));
    assert_eq!(window(&view, 0, 2), [220, 222]);
    assert_eq!(window(&view, 4_989, 10), [2 * 5_099]);
    assert_eq!(window(&view, 4_989, 10), integers(&collected(&cut), 0)[4_989..]);
}

#[test]
fn a_changed_file_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write_parquet(&path, 0, 1_000, 100);
    let frame = parquet(&session(), &[&path]);
    let view = wait(View::open(&frame)).unwrap();
    assert_eq!(window(&view, 0, 1), [0]);
    write_parquet(&path, 0, 2_000, 100);
    assert!(!view.is_dropped());
    let error = wait(view.window(0, 1, vec![0])).unwrap_err();
    assert!(error.to_string().contains("has changed"), "{error}");
    // Opened anew, the rows are those of today, under another number.
    assert!(view.is_dropped());
    let anew = wait(View::open(&frame)).unwrap();
    assert_eq!((anew.status().rows, window(&anew, 1_999, 1)), (2_000, vec![1_999]));
    assert_ne!(anew.status().epoch, view.status().epoch);
    std::fs::remove_file(&path).unwrap();
    let error = wait(view.window(0, 1, vec![0])).unwrap_err();
    assert!(error.to_string().contains("deleted"), "{error}");
}

#[test]
fn rows_that_are_computed_anew_have_another_epoch() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let session = session();
    let epoch = |frame: &Arc<Frame>| wait(View::open(frame)).unwrap().status().epoch;
    let query = in_memory(&session, vec![batch(0, 100)]).filter(ident("n").gt_eq(lit(10))).unwrap();
    let (first, shared) = (wait(View::open(&query)).unwrap(), wait(View::open(&query)).unwrap());
    let before = first.status().epoch;
    assert_eq!(before, shared.status().epoch);
    drop((first, shared));
    assert!(epoch(&query) > before);
    // Rows that are the same however often they are opened keep it: those in memory, and files that nobody touched.
    let memory = in_memory(&session, vec![batch(0, 100)]);
    assert_eq!((epoch(&memory), epoch(&memory)), (0, 0));
    write_parquet(&path, 0, 1_000, 100);
    let file = parquet(&session, &[&path]);
    let before = epoch(&file);
    assert_eq!(before, epoch(&file));
    write_parquet(&path, 0, 2_000, 100);
    assert_ne!(before, epoch(&parquet(&session, &[&path])));
    assert!(before < 1 << 53, "JavaScript counts to 2^53");
}

#[test]
fn a_query_runs_once_for_all_who_look() {
    let session = session();
    let frame = in_memory(&session, vec![batch(0, 50_000)]).filter(ident("n").gt_eq(lit(10))).unwrap();
    let (first, second) = (wait(View::open(&frame)).unwrap(), wait(View::open(&frame)).unwrap());
    assert_eq!(first.status().epoch, second.status().epoch);
    assert_eq!(window(&first, 49_980, 20), (49_990..50_000).collect::<Vec<_>>());
    assert_eq!((first.status().rows, first.status().state), (49_990, RunState::Done));
    drop((first, second));
    assert_eq!(window(&wait(View::open(&frame)).unwrap(), 0, 1), [10]);
}

#[test]
fn a_large_result_waits_for_demand_and_reads_back_from_disk() {
    let session = session();
    let rows = 60_000_000;
    let frame = Frame::range(&session, 0, rows, 1).unwrap().filter(ident("value").gt_eq(lit(0))).unwrap();
    let view = wait(View::open(&frame)).unwrap();
    assert_eq!(window(&view, 0, 3), [0, 1, 2]);
    assert!(soon(|| view.status().paused));
    assert!(view.status().rows < rows as u64 && !view.status().exact);
    let so_far = view.status().rows;
    assert_eq!(window(&view, so_far - 2, 2), [so_far as i64 - 2, so_far as i64 - 1]);
    let further = so_far + 100_000;
    assert_eq!(window(&view, further, 2), [further as i64, further as i64 + 1]);
    assert_eq!(window(&view, 12, 1), [12]);
    view.cancel();
    assert!(soon(|| view.status().error.is_some()));
    assert_eq!(view.status().state, RunState::Cancelled);
    assert_eq!(window(&view, 5, 1), [5], "what was computed stays");
}

#[test]
fn an_error_halfway_keeps_the_rows_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let good: String = (0..100_000).map(|n| format!("{n}\n")).collect();
    std::fs::write(&path, format!("n\n{good}oops\n")).unwrap();
    let frame = opened(&session(), Format::Csv, &[&path]).unwrap();
    let view = wait(View::open(&frame)).unwrap();
    assert_eq!(window(&view, 5, 1), [5]);
    let error = wait(view.window(10_000_000, 1, vec![0])).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Read | ErrorKind::Other), "{error}");
    assert!(view.status().rows >= 8_192);
    assert_eq!(window(&view, 5, 1), [5]);
}

#[test]
fn strings_come_back_from_disk_as_they_were() {
    let batches = (0..40).map(|i| batch(i * 100_000, (i + 1) * 100_000)).collect();
    let frame = in_memory(&session(), batches).filter(ident("n").gt_eq(lit(0))).unwrap();
    let view = wait(View::open(&frame)).unwrap();
    let batch = wait(view.window(3_900_000, 2, vec![1])).unwrap();
    assert_eq!(batch.column(0).as_string::<i32>().value(0), "word 3900000");
}

#[test]
fn bad_files_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let session = session();
    let fails = |name: &str, content: Option<&[u8]>, words: &str| {
        let path = folder.path().join(name);
        if let Some(content) = content {
            std::fs::write(&path, content).unwrap();
        }
        let error = opened(&session, Format::Parquet, &[&path]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Read, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    };
    fails("missing.parquet", None, "missing.parquet");
    fails("empty.parquet", Some(b""), "empty");
    fails("text.parquet", Some(b"a,b\n1,2\n3,4\n"), "text.parquet");
    fails("none-*.parquet", None, "matches");
    let whole = folder.path().join("whole.parquet");
    write_parquet(&whole, 0, 10_000, 1_000);
    let bytes = std::fs::read(&whole).unwrap();
    fails("cut.parquet", Some(&bytes[..bytes.len() / 2]), "cut.parquet");
    // A footer whose length is more than the file: the decoder panics on it.
    let mut damaged = bytes.clone();
    let at = damaged.len() - 8;
    damaged[at..at + 4].copy_from_slice(&0x7fff_ffffu32.to_le_bytes());
    fails("damaged.parquet", Some(&damaged), "damaged.parquet");
}

#[test]
fn rows_that_are_rare_are_seen_as_they_are_found() {
    let session = session();
    let numbers = Frame::range(&session, 0, 1_000_000_000_000, 1).unwrap();
    // A batch of them would be hours away.
    let rare = numbers.filter((ident("value") % lit(50_000_017)).eq(lit(3))).unwrap();
    let view = wait(View::open(&rare)).unwrap();
    assert!(soon(|| view.status().rows >= 3), "{:?}", view.status());
    let found = wait(view.window(0, 3, vec![0])).unwrap();
    assert_eq!(integers(&[found], 0), [3, 50_000_020, 100_000_037]);
    assert_eq!(view.status().state, RunState::Running);
}
