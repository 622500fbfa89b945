//! `TABLESAMPLE`: random samples, drawn as in `df.sample`; DataFusion parses the clause and returns every row.

use datafusion::error::DataFusionError;
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::sqlparser::ast::{
    Expr, TableFactor, TableSample, TableSampleKind, TableSampleMethod, TableSampleUnit, Value,
};

use crate::error::{Error, ErrorKind, Result};
use crate::plan::sample::{Share, sampled};

/// Takes the sample out of `factor`.
pub(super) fn taken(factor: &mut TableFactor) -> Option<Box<TableSample>> {
    let (TableFactor::Table { sample, .. } | TableFactor::Derived { sample, .. }) = factor else { return None };
    sample.take().map(|sample| match sample {
        TableSampleKind::BeforeTableAlias(sample) | TableSampleKind::AfterTableAlias(sample) => sample,
    })
}

/// Fails for a sample that cannot be drawn.
pub(super) fn check(factor: &TableFactor) -> Result<()> {
    match taken(&mut factor.clone()) {
        Some(sample) => share(&sample).and(seed(&sample)).map(drop),
        None => Ok(()),
    }
}

/// Returns the rows of `plan` that `sample` draws.
pub(super) fn drawn(plan: LogicalPlan, sample: &TableSample) -> datafusion::error::Result<LogicalPlan> {
    let wrapped = |error: Error| DataFusionError::External(Box::new(error));
    sampled(plan, share(sample).map_err(wrapped)?, seed(sample).map_err(wrapped)?)
}

pub(super) fn refused(written: &str) -> Error {
    Error::new(ErrorKind::Sql, "sql", format!("{written} is not a sample that can be drawn here"))
        .with_hint("TABLESAMPLE (10 PERCENT), TABLESAMPLE (100 ROWS), or on the frame: df.sample(fraction=0.1)")
}

/// Returns the size of a sample. A number alone counts rows, as in DuckDB; after `BERNOULLI` and `SYSTEM` it is a
/// percentage, as in the standard.
fn share(sample: &TableSample) -> Result<Share> {
    let refused = || refused(sample.to_string().trim());
    if sample.bucket.is_some() || sample.offset.is_some() {
        return Err(refused());
    }
    let quantity = sample.quantity.as_ref().ok_or_else(refused)?;
    let number: f64 = match &quantity.value {
        Expr::Value(value) => match &value.value {
            Value::Number(number, _) => number.parse().map_err(|_| refused())?,
            _ => return Err(refused()),
        },
        _ => return Err(refused()),
    };
    let by_chance = matches!(sample.name, Some(TableSampleMethod::Bernoulli | TableSampleMethod::System));
    match (&quantity.unit, by_chance) {
        (Some(TableSampleUnit::Percent), _) | (None, true) if (0.0..=100.0).contains(&number) => {
            Ok(Share::Fraction(number / 100.0))
        }
        (Some(TableSampleUnit::Rows), _) | (None, false) if number.fract() == 0.0 && number < 2f64.powi(53) => {
            Ok(Share::Rows(number as usize))
        }
        _ => Err(refused()),
    }
}

/// Returns the seed; a new one for every statement without one.
fn seed(sample: &TableSample) -> Result<u64> {
    let Some(seed) = &sample.seed else {
        let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        return Ok(clock.as_nanos() as u64);
    };
    match &seed.value.value {
        Value::Number(number, _) => number.parse().map_err(|_| refused(sample.to_string().trim())),
        _ => Err(refused(sample.to_string().trim())),
    }
}
