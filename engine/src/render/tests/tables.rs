//! Pages of cells, and what static tables say of the whole.

use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow::array::*;
use arrow::datatypes::Schema;

use super::super::{Style, TableText, encode_page};
use super::sample;

#[test]
fn a_page_has_the_form_the_grid_reads() {
    let batch = sample(&["a", "b\u{202e}", &"x".repeat(300)]);
    let page = encode_page(&batch, 1 << 40, 200, 1 << 20).unwrap();
    let u32_at = |at: usize| u32::from_le_bytes(page[at..at + 4].try_into().unwrap()) as usize;
    assert_eq!(&page[..4], b"PRP1");
    assert_eq!((u32_at(4), u32_at(8), u32_at(12)), (3, 3, 0));
    assert_eq!(u64::from_le_bytes(page[16..24].try_into().unwrap()), 1 << 40);
    let texts_length = u64::from_le_bytes(page[24..32].try_into().unwrap()) as usize;
    assert_eq!(&page[32..41], [1, 1, 1, 0, 0, 0x80, 2, 3, 3]);
    let offsets: Vec<usize> = (0..10).map(|cell| u32_at(44 + 4 * cell)).collect();
    let text = std::str::from_utf8(&page[84..]).unwrap();
    assert_eq!(text.len(), texts_length);
    let cells: Vec<&str> = offsets.windows(2).map(|ends| &text[ends[0]..ends[1]]).collect();
    assert_eq!(cells[..5], ["1", "10", "100", "a", "b⟨U+202E⟩"]);
    assert_eq!(cells[5], "x".repeat(200));
    assert_eq!(cells[6..], ["", "", ""]);
}

#[test]
fn a_page_without_cells_is_a_header() {
    let page = encode_page(&sample(&[]), 5, 200, 1 << 20).unwrap();
    assert_eq!(page.len(), 36);
    let options = RecordBatchOptions::new().with_row_count(Some(7));
    let bare = RecordBatch::try_new_with_options(Arc::new(Schema::empty()), vec![], &options).unwrap();
    assert_eq!(encode_page(&bare, 0, 200, 1 << 20).unwrap().len(), 36);
}

#[test]
fn a_page_that_would_be_too_large_has_fewer_rows_and_says_so() {
    let wide = "x".repeat(150);
    let texts: Vec<&str> = (0..19).map(|_| wide.as_str()).collect();
    let batch = sample(&texts);
    let whole = encode_page(&batch, 7, 200, 1 << 20).unwrap();
    let u32_at = |page: &[u8], at: usize| u32::from_le_bytes(page[at..at + 4].try_into().unwrap()) as usize;
    assert_eq!((u32_at(&whole, 4), u32_at(&whole, 12)), (19, 0));
    for most in [2_000, 500, 1] {
        let page = encode_page(&batch, 7, 200, most).unwrap();
        let rows = u32_at(&page, 4);
        assert!((1..19).contains(&rows) && u32_at(&page, 12) == 1, "{rows} rows within {most} bytes");
        assert!(page.len() <= most || rows == 1, "{} of {most} bytes", page.len());
    }
    assert_eq!(encode_page(&batch, 7, 200, whole.len()).unwrap(), whole);
}

#[test]
fn a_page_takes_well_under_a_millisecond() {
    let rows = 50;
    let columns = (0..16).map(|place| -> (String, ArrayRef) {
        let array: ArrayRef = match place % 5 {
            0 => Arc::new(Int64Array::from_iter_values((0..rows).map(|i| i * 1_234_567))),
            1 => Arc::new(Float64Array::from_iter_values((0..rows).map(|i| i as f64 / 7.0))),
            2 => {
                Arc::new(StringViewArray::from_iter_values((0..rows).map(|i| format!("a comment, the {i}th of them"))))
            }
            3 => Arc::new(Date32Array::from_iter_values((0..rows as i32).map(|i| 9000 + i))),
            _ => Arc::new(Decimal128Array::from_iter_values((0..rows).map(|i| i128::from(i) * 991))),
        };
        (format!("c{place}"), array)
    });
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let best = (0..50).map(|_| {
        let start = Instant::now();
        assert!(encode_page(&batch, 0, 200, 1 << 20).unwrap().len() > 800);
        start.elapsed()
    });
    assert!(best.min().unwrap() < Duration::from_millis(1));
}

#[test]
fn the_summary_says_how_much_there_is() {
    let batch = sample(&["a", "b"]);
    let summary = |rows, exact, note| {
        TableText { schema: &batch.schema(), head: &batch, rows, exact, note, style: &Style::default() }.summary()
    };
    assert_eq!(summary(Some(2), true, None), "2 rows × 3 columns");
    assert_eq!(summary(Some(9999), true, Some("a.parquet")), "first 2 of 9999 rows × 3 columns · a.parquet");
    assert_eq!(summary(Some(59_986_052), true, None), "first 2 of 59 986 052 rows × 3 columns");
    assert_eq!(summary(Some(100_000), false, None), "first 2 of 100 000 rows so far × 3 columns");
    assert_eq!(summary(None, false, None), "first 2 rows × 3 columns");
    let empty = batch.slice(0, 0);
    let table = TableText {
        schema: &batch.schema(),
        head: &empty,
        rows: None,
        exact: false,
        note: Some("a query"),
        style: &Style::default(),
    };
    assert_eq!(table.summary(), "3 columns · a query");
}
