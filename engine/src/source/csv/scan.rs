//! The scan of CSV files: batches of each file in turn, of the columns that are asked for.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::csv::ReaderBuilder;
use arrow::csv::reader::Decoder;
use arrow::datatypes::{Schema, SchemaRef};
use arrow::error::ArrowError;
use bytes::{Buf, Bytes};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileOpenFuture, FileOpener, FileScanConfig, FileSource};
use datafusion::datasource::projection::{ProjectionOpener, SplitProjection};
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::physical_plan::PhysicalExpr;
use datafusion::physical_plan::metrics::ExecutionPlanMetricsSet;
use datafusion::physical_plan::projection::ProjectionExprs;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use object_store::{GetResultPayload, ObjectStore, ObjectStoreExt};

use crate::error::{Error, ErrorKind};
use crate::source::csv::{BYTE_ORDER_MARK, Csv, WHAT};
use crate::source::shown;

/// A scan of CSV files.
#[derive(Clone, Debug)]
pub(super) struct Scan {
    csv: Csv,
    schema: TableSchema,
    projection: SplitProjection,
    batch_size: usize,
    metrics: ExecutionPlanMetricsSet,
}

impl FileSource for Scan {
    fn create_file_opener(
        &self,
        store: Arc<dyn ObjectStore>,
        _: &FileScanConfig,
        _: usize,
    ) -> EngineResult<Arc<dyn FileOpener>> {
        let opener = Arc::new(Opener {
            csv: self.csv.clone(),
            schema: Arc::clone(self.schema.file_schema()),
            columns: self.projection.file_indices.clone(),
            batch_size: self.batch_size,
            store,
        });
        ProjectionOpener::try_new(self.projection.clone(), opener, self.schema.file_schema())
    }

    fn table_schema(&self) -> &TableSchema {
        &self.schema
    }

    fn with_batch_size(&self, batch_size: usize) -> Arc<dyn FileSource> {
        Arc::new(Self { batch_size, ..self.clone() })
    }

    fn projection(&self) -> Option<&ProjectionExprs> {
        Some(&self.projection.source)
    }

    fn try_pushdown_projection(&self, projection: &ProjectionExprs) -> EngineResult<Option<Arc<dyn FileSource>>> {
        let merged = self.projection.source.try_merge(projection)?;
        let projection = SplitProjection::new(self.schema.file_schema(), &merged);
        Ok(Some(Arc::new(Self { projection, ..self.clone() })))
    }

    fn metrics(&self) -> &ExecutionPlanMetricsSet {
        &self.metrics
    }

    fn file_type(&self) -> &str {
        "csv"
    }

    /// A line break may stand within a value, so no byte in the middle of a file is known to begin a row.
    fn supports_repartitioning(&self) -> bool {
        false
    }

    fn apply_expressions(
        &self,
        visit: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> EngineResult<TreeNodeRecursion>,
    ) -> EngineResult<TreeNodeRecursion> {
        datafusion::physical_plan::apply_expression_roots(self.projection.source.iter(), visit)
    }
}

impl Scan {
    pub(super) fn new(csv: Csv, schema: TableSchema) -> Self {
        let projection = SplitProjection::unprojected(&schema);
        Self { csv, schema, projection, batch_size: 8192, metrics: ExecutionPlanMetricsSet::new() }
    }
}

struct Opener {
    csv: Csv,
    schema: SchemaRef,
    columns: Vec<usize>,
    batch_size: usize,
    store: Arc<dyn ObjectStore>,
}

impl FileOpener for Opener {
    fn open(&self, file: PartitionedFile) -> EngineResult<FileOpenFuture> {
        let (csv, store) = (self.csv.clone(), Arc::clone(&self.store));
        let location = file.object_meta.location;
        let path = location.to_string();
        let builder = ReaderBuilder::new(Arc::clone(&self.schema))
            .with_format(csv.parser(&path))
            .with_header_validation(csv.options.has_header && !csv.renamed)
            .with_projection(self.columns.clone())
            .with_batch_size(self.batch_size);
        let schema = Arc::clone(&self.schema);
        let name = csv.origin.clone().unwrap_or_else(|| shown(&store, &location));
        Ok(Box::pin(async move {
            let compression = csv.compression_of(&path);
            match store.get(&location).await?.payload {
                GetResultPayload::File(file, _) => {
                    let mut reader = builder.build_buffered(csv.lines(compression.convert_read(file)?)?)?;
                    let batches = std::iter::from_fn(move || reader.next());
                    let batches = batches.map(move |batch| batch.map_err(|e| in_file(e, &name, &schema)));
                    Ok(futures::stream::iter(batches).boxed())
                }
                GetResultPayload::Stream(stream) => {
                    let text = compression.convert_stream(stream.map_err(DataFusionError::from).boxed())?;
                    let text = without_head(text, csv.options.skip_rows);
                    let batches = decoded(text, builder.build_decoder());
                    Ok(batches
                        .map_err(move |e| match e {
                            DataFusionError::ArrowError(e, _) => in_file(*e, &name, &schema),
                            other => other,
                        })
                        .boxed())
                }
            }
        }))
    }
}

/// A text after its byte order mark and its first lines.
fn without_head(
    text: BoxStream<'static, EngineResult<Bytes>>,
    lines: usize,
) -> BoxStream<'static, EngineResult<Bytes>> {
    let state = (true, lines);
    text.scan(state, |(first, lines), chunk| {
        let chunk = chunk.map(|mut chunk: Bytes| {
            if std::mem::take(first) && chunk.starts_with(BYTE_ORDER_MARK) {
                chunk.advance(BYTE_ORDER_MARK.len());
            }
            while *lines > 0 {
                let end = chunk.iter().position(|byte| *byte == b'\n');
                chunk.advance(end.map_or(chunk.len(), |end| end + 1));
                if end.is_none() {
                    break;
                }
                *lines -= 1;
            }
            chunk
        });
        std::future::ready(Some(chunk))
    })
    .boxed()
}

/// The batches of a text that comes in chunks.
fn decoded(
    text: BoxStream<'static, EngineResult<Bytes>>,
    decoder: Decoder,
) -> BoxStream<'static, EngineResult<RecordBatch>> {
    let state = (text, decoder, Bytes::new(), false);
    futures::stream::try_unfold(state, |(mut text, mut decoder, mut chunk, mut ended)| async move {
        loop {
            if chunk.is_empty() && !ended {
                match text.next().await.transpose()? {
                    Some(next) => chunk = next,
                    None => ended = true,
                }
                if chunk.is_empty() && !ended {
                    continue;
                }
            }
            let read = decoder.decode(&chunk)?;
            chunk.advance(read);
            if decoder.capacity() == 0 || ended {
                let batch = decoder.flush()?;
                return Ok(batch.map(|batch| (batch, (text, decoder, chunk, ended))));
            }
        }
    })
    .boxed()
}

/// The parser's complaint with the file's name, and the column's where it gives a number.
fn in_file(error: ArrowError, path: &str, schema: &Schema) -> DataFusionError {
    let text = match &error {
        ArrowError::ParseError(text) | ArrowError::CsvError(text) => text.clone(),
        _ => return error.into(),
    };
    let named = text.split_once(" for column ").and_then(|(before, after)| {
        let (number, rest) = after.split_at(after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len()));
        let field = schema.fields().get(number.parse::<usize>().ok()?)?;
        Some((format!("{before} for column \"{}\"{rest}", field.name()), field.name().clone()))
    });
    let (text, hint) = match named {
        Some((text, name)) => (
            text,
            format!("schema_overrides={{\"{name}\": \"string\"}} reads it as text; null_values names texts for null"),
        ),
        None => {
            (text, "delimiter, quote, escape, comment, skip_rows and truncated_rows say how the file is written".into())
        }
    };
    Error::new(ErrorKind::Read, WHAT, format!("{path}: {text}")).with_hint(hint).into()
}
