//! Text files that are read in chunks and ranges: no border shows in the rows.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow::array::AsArray;
use pyrust_engine::Frame;
use pyrust_engine::file_format::Format;

use crate::{Numbers, collected, integers, opened, session};

/// How many bytes of a file are read at once.
const CHUNK: usize = 1 << 20;

fn strings(frame: &Arc<Frame>, column: usize) -> Vec<String> {
    let batches = collected(frame);
    let values = batches.iter().flat_map(|batch| batch.column(column).as_string::<i32>().iter().collect::<Vec<_>>());
    values.map(|value| value.unwrap_or("none").to_owned()).collect()
}

#[test]
fn a_quoted_value_may_lie_across_a_border_of_chunks() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    let (quoted, value) = ("\"a \"\"b\"\",\r\nc é\"", "a \"b\",\r\nc é");
    // The border lies at each byte of the value, its quotes, and what is around them.
    for before in 0..quoted.len() + 4 {
        let mut text = "n,s\n".to_owned();
        let head = CHUNK - before - text.len() - "1,\n".len() - "2,".len();
        writeln!(text, "1,{}", "x".repeat(head)).unwrap();
        assert_eq!(text.len() + "2,".len(), CHUNK - before);
        write!(text, "2,{quoted}\r\n3,{quoted}\n4,").unwrap();
        std::fs::write(&path, &text).unwrap();
        let frame = opened(&session(), Format::Csv, &[&path]).unwrap();
        assert_eq!(strings(&frame, 1)[1..], [value, value, "none"], "{before}");
        assert_eq!(integers(&collected(&frame), 0), [1, 2, 3, 4], "{before}");
    }
}

#[test]
fn values_of_any_length_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let (path, mut numbers) = (folder.path().join("rows.csv"), Numbers(3));
    let alphabet = ["a", "é", "\"", ",", "\n", "\r\n", " ", "😀", "0"];
    let (mut text, mut expected) = ("n,s\n".to_owned(), Vec::new());
    for row in 0..20_000 {
        let length = numbers.below(30) * numbers.below(15);
        let value: String = (0..length).map(|_| alphabet[numbers.below(alphabet.len() as u64) as usize]).collect();
        // An empty value is null.
        let value = format!("v{value}");
        writeln!(text, "{row},\"{}\"", value.replace('"', "\"\"")).unwrap();
        expected.push(value);
    }
    assert!(text.len() > 3 * CHUNK, "{}", text.len());
    std::fs::write(&path, &text).unwrap();
    let frame = opened(&session(), Format::Csv, &[&path]).unwrap();
    assert!(strings(&frame, 1) == expected, "values differ");
    assert_eq!(integers(&collected(&frame), 0), (0..20_000).collect::<Vec<_>>());
}

/// JSON lines are read in ranges on several threads, from 10 MB on.
#[test]
fn ranges_of_a_file_are_read_as_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (path, mut numbers) = (folder.path().join("rows.jsonl"), Numbers(5));
    let (mut text, rows) = (String::new(), 90_000);
    for row in 0..rows {
        let pad = "x\\n{".repeat(numbers.below(60) as usize);
        writeln!(text, "{{\"n\": {row}, \"s\": \"{pad}\"}}").unwrap();
    }
    assert!(text.len() > 11 << 20, "{}", text.len());
    std::fs::write(&path, &text).unwrap();
    let frame = opened(&session(), Format::Json, &[&path]).unwrap();
    assert_eq!(integers(&collected(&frame), 0), (0..rows).collect::<Vec<_>>());
}
