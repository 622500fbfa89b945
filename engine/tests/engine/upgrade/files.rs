//! Files that arrow-rs, parquet and DataFusion's scans read wrongly.

use std::fs::File;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Int64Type, Schema};
use arrow::ipc::writer::FileWriter;
use arrow_avro::reader::ReaderBuilder as AvroReaderBuilder;
use arrow_avro::writer::AvroWriter;
use datafusion::common::ScalarValue;
use datafusion::common::stats::Precision;
use datafusion::datasource::file_format::options::ArrowReadOptions;
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::file::metadata::{FileMetaData, ParquetMetaDataBuilder};

use super::{Defect, answer, datafusion};
use crate::wait;

fn counted(rows: std::ops::Range<i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(rows))
}

fn write_parquet(path: &Path, columns: Vec<(&str, ArrayRef)>) {
    let batch =
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, values)| (name, values, true)));
    let batch = batch.unwrap();
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

fn register(context: &SessionContext, name: &str, path: &Path) {
    let path = path.to_str().unwrap();
    wait(context.register_parquet(name, path, ParquetReadOptions::default())).unwrap();
}

#[test]
fn a_predicate_is_pushed_to_the_column_of_another_table() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second] = ["first.parquet", "second.parquet"].map(|name| folder.path().join(name));
    let strings = |of: &dyn Fn(i64) -> i64, rows| -> ArrayRef {
        Arc::new(StringArray::from_iter_values((0..rows).map(|n| format!("s{}", of(n)))))
    };
    let sparse: Float64Array = (0..40_i32).map(|n| (n % 2 == 0).then(|| f64::from(n))).collect();
    write_parquet(
        &first,
        vec![("i", counted(0..40)), ("f", Arc::new(sparse) as ArrayRef), ("s", strings(&|n| n % 10, 40))],
    );
    let full: ArrayRef = Arc::new(Float64Array::from(vec![1.0, 2.0]));
    write_parquet(&second, vec![("f", full), ("s", strings(&|n| n, 2)), ("d", counted(0..2))]);
    let context = datafusion(1);
    register(&context, "one", &first);
    register(&context, "two", &second);
    let from = "from one right join two on one.s = two.s where one.f is null";
    assert_eq!(answer(&context, &format!("select count(*) {from}")), "4");
    Defect::new("filters-by-name", "optimizer/namesakes.rs")
        .still_with(&context, &[(&format!("select one.i, one.s, two.f, two.d {from}"), "")]);
}

/// Which rows are dropped depends on time; those with the largest value always are.
#[test]
fn the_filter_of_a_minimum_hides_rows_from_other_aggregates() {
    let folder = tempfile::tempdir().unwrap();
    for file in 0..5 {
        let rows = || counted(file * 1000..file * 1000 + 1000);
        write_parquet(&folder.path().join(format!("{file}.parquet")), vec![("a", rows()), ("b", rows())]);
    }
    let context = datafusion(2);
    register(&context, "p", folder.path());
    let now = answer(&context, "select min(a), max(a + 1) from p");
    assert_ne!(now, "0, 5000", "{}", Defect::new("aggregate-filter", "session/mod.rs").says());
}

#[test]
fn a_column_becomes_the_constant_of_its_footer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.parquet");
    write_parquet(&path, vec![("f", Arc::new(Float64Array::from(vec![1.0, f64::NAN, 1.0])) as ArrayRef)]);
    let context = datafusion(1);
    register(&context, "p", &path);
    Defect::new("footer-constants", "source/parquet/claims.rs")
        .still_with(&context, &[("select f from p", "1.0; 1.0; 1.0"), ("select f from p where f > 5", "")]);
}

#[test]
fn the_minimum_of_what_is_known_and_nothing_is_nothing() {
    let (known, none) = (Precision::Exact(ScalarValue::Int64(Some(500))), Precision::Exact(ScalarValue::Int64(None)));
    let defect = Defect::new("missing-column-statistics", "source/parquet/claims.rs");
    assert_eq!(known.min(&none), none, "{}", defect.says());
}

#[test]
fn a_footer_that_says_0_rows_hides_those_of_its_row_groups() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.parquet");
    write_parquet(&path, vec![("a", counted(0..6))]);
    let loaded = ArrowReaderMetadata::load(&File::open(&path).unwrap(), ArrowReaderOptions::new()).unwrap();
    let file = loaded.metadata().file_metadata();
    let columns = file.schema_descr_ptr();
    let lying = FileMetaData::new(file.version(), 0, None, None, columns, None);
    let lying = ParquetMetaDataBuilder::new(lying).set_row_groups(loaded.metadata().row_groups().to_vec()).build();
    let lying = ArrowReaderMetadata::try_new(Arc::new(lying), ArrowReaderOptions::new()).unwrap();
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(File::open(&path).unwrap(), lying);
    let rows: usize = builder.build().unwrap().map(|batch| batch.unwrap().num_rows()).sum();
    let defect = Defect::new("parquet-rows-of-the-file", "source/parquet/heading.rs");
    assert_eq!(rows, 0, "{}", defect.says());
}

#[test]
fn json_numbers_are_cut() {
    let schema = Arc::new(Schema::new(vec![Field::new("a", DataType::Int64, true)]));
    let mut rows = arrow::json::ReaderBuilder::new(schema).build(&b"{\"a\": 1.5}\n{\"a\": 2, \"b\": 3}"[..]).unwrap();
    let batch = rows.next().unwrap().unwrap();
    let defect = Defect::new("json-numbers", "source/json/rules.rs");
    assert_eq!(batch.column(0).as_primitive::<Int64Type>().values(), &[1, 2], "{}", defect.says());
}

#[test]
fn columns_of_arrow_files_are_read_by_their_index() {
    let folder = tempfile::tempdir().unwrap();
    for (file, columns) in [("1.arrow", [("a", 1), ("b", 2)]), ("2.arrow", [("b", 2), ("a", 1)])] {
        let columns = columns.map(|(name, value)| (name, counted(value..value + 1)));
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let mut writer = FileWriter::try_new(File::create(folder.path().join(file)).unwrap(), &batch.schema()).unwrap();
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
    }
    let context = datafusion(1);
    wait(context.register_arrow("p", folder.path().to_str().unwrap(), ArrowReadOptions::default())).unwrap();
    Defect::new("ipc-columns", "source/ipc/scan.rs").still_with(&context, &[("select a, b from p", "1, 2; 2, 1")]);
}

#[test]
fn an_avro_file_that_is_cut_off_ends_without_an_error() {
    let batch = RecordBatch::try_from_iter([("a", counted(0..100))]).unwrap();
    let mut bytes = Vec::new();
    let mut writer = AvroWriter::new(&mut bytes, batch.schema().as_ref().clone()).unwrap();
    writer.write(&batch).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    drop(writer);
    bytes.truncate(bytes.len() - 40);
    let rows = AvroReaderBuilder::new().build(Cursor::new(bytes)).unwrap();
    let rows: Result<Vec<_>, _> = rows.map(|batch| batch.map(|batch| batch.num_rows())).collect();
    let defect = Defect::new("avro-blocks", "source/avro/container.rs");
    assert_eq!(rows.unwrap().iter().sum::<usize>(), 100, "{}", defect.says());
}
