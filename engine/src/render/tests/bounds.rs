//! The cost and size of a cell are bounded, whatever the value.

use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow::array::*;
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::*;

use super::super::{Cell, CellKind};
use super::column;

#[test]
fn raw_values_keep_every_character() {
    let cells = column(StringArray::from(vec!["a\n\u{202e}b", "日本語"]));
    assert_eq!(cells.raw(0, 100).text, "a\n\u{202e}b");
    assert_eq!(cells.raw(1, 4), Cell { text: "日".into(), kind: CellKind::Text, cut: true });
    let list = ListArray::from_iter_primitive::<Int32Type, _, _>([Some((0..1000).map(Some))]);
    let list = column(list);
    assert!(list.cell(0, 200).cut);
    let raw = list.raw(0, 1 << 20);
    assert!(!raw.cut && raw.text.ends_with("998, 999]"));
}

#[test]
fn hostile_text_never_reaches_a_cell_unmarked() {
    let hostile = [
        "\u{1b}]0;title\u{7}",
        "\0\0\0",
        "\u{202e}\u{2066}\u{200f}",
        "e\u{301}\u{301}\u{301}",
        "👩\u{200d}👩\u{200d}👧",
        "\u{10ffff}\u{fffd}",
        "\r\n\u{85}\u{2028}",
        "<script>",
        "\u{feff}",
    ];
    let control =
        |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c);
    for most in [0, 1, 2, 7, 8, 9, 50] {
        for text in hostile {
            let list = ListArray::new(
                Arc::new(Field::new_list_field(DataType::Utf8, true)),
                OffsetBuffer::from_lengths([1]),
                Arc::new(StringArray::from(vec![text])),
                None,
            );
            for cells in [column(StringArray::from(vec![text])), column(list)] {
                let cell = cells.cell(0, most);
                assert!(!cell.text.contains(control), "{:?}", cell.text);
                assert!(cell.text.chars().count() <= most);
            }
        }
    }
}

#[test]
fn huge_cells_cost_what_is_shown_of_them() {
    let ascii = "x".repeat(10 << 20);
    let wide = "語".repeat(10 << 18);
    let controls = "\u{1}".repeat(10 << 20);
    let numbers = Int64Array::from(vec![1; 10_000_000]);
    let list = |values: ArrayRef| {
        let item = Arc::new(Field::new_list_field(values.data_type().clone(), true));
        let whole = OffsetBuffer::from_lengths([values.len()]);
        ListArray::new(item, whole, values, None)
    };
    let columns = [
        column(StringArray::from(vec![ascii.as_str()])),
        column(StringViewArray::from(vec![wide.as_str()])),
        column(StringArray::from(vec![controls.as_str()])),
        column(BinaryArray::from(vec![ascii.as_bytes()])),
        column(list(Arc::new(numbers))),
        column(list(Arc::new(StringArray::from(vec![ascii.as_str()])))),
        column(list(Arc::new(StringArray::from(vec![wide.as_str()])))),
        column(list(Arc::new(NullArray::new(10_000_000)))),
    ];
    for (place, column) in columns.iter().enumerate() {
        let times = (0..100).map(|_| {
            let start = Instant::now();
            let cell = column.cell(0, 200);
            assert!(cell.cut, "{place}");
            assert!((196..=200).contains(&cell.text.chars().count()), "{place}");
            start.elapsed()
        });
        // The best of many, as other tests run at the same time; reading the whole value would take longer.
        let best = times.min().unwrap();
        assert!(best < Duration::from_micros(200), "{place}: {best:?}");
    }
}
