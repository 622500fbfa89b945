//! Aggregates of floats, and of booleans, over a frame that slides. For frames that only grow they are DataFusion's
//! own; for those that lose rows the result is combined anew from the summaries of parts, as subtracting a float leaves
//! an error that no later row corrects.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Float64Array};
use arrow::datatypes::{DataType, FieldRef, Float64Type};
use datafusion::common::not_impl_err;
use datafusion::error::Result;
use datafusion::functions_aggregate::average::Avg;
use datafusion::functions_aggregate::bool_and_or::{BoolAnd, BoolOr};
use datafusion::functions_aggregate::correlation::Correlation;
use datafusion::functions_aggregate::covariance::{CovariancePopulation, CovarianceSample};
use datafusion::functions_aggregate::regr::Regr;
use datafusion::functions_aggregate::stddev::{Stddev, StddevPop};
use datafusion::functions_aggregate::sum::Sum;
use datafusion::functions_aggregate::variance::{VariancePopulation, VarianceSample};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, ReversedUDAF, SetMonotonicity, Signature};
use datafusion::scalar::ScalarValue;

use super::flags::Flags;
use super::moments::{Moments, Pairs, Spread, Total, float};
use super::queue::Queue;

/// What is computed from a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Figure {
    Sum,
    Mean,
    Variance(Of),
    Deviation(Of),
    Covariance(Of),
    Correlation,
    Line(Line),
    All,
    Any,
}

/// What the rows are taken for: a sample or the population.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Of {
    Sample,
    Population,
}

/// A property of the regression line through points (y, x).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Line {
    Slope,
    Intercept,
    Count,
    Fit,
    MeanX,
    MeanY,
    SquaresX,
    SquaresY,
    Products,
}

impl Of {
    /// Returns the sum of `count` squares as a mean.
    fn mean(self, squares: f64, count: u64) -> Option<f64> {
        let divisor = match self {
            Self::Sample => count.checked_sub(1)?,
            Self::Population => count,
        };
        (divisor > 0).then(|| squares / float(divisor))
    }
}

impl Line {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "regr_slope" => Self::Slope,
            "regr_intercept" => Self::Intercept,
            "regr_count" => Self::Count,
            "regr_r2" => Self::Fit,
            "regr_avgx" => Self::MeanX,
            "regr_avgy" => Self::MeanY,
            "regr_sxx" => Self::SquaresX,
            "regr_syy" => Self::SquaresY,
            "regr_sxy" => Self::Products,
            _ => return None,
        })
    }

    fn of(self, pairs: &Pairs) -> Option<f64> {
        let ([mean_y, mean_x], [squares_y, squares_x]) = (pairs.means, pairs.squares);
        let sloped = pairs.count > 1 && squares_x != 0.0;
        let any = pairs.count > 0;
        match self {
            Self::Slope => sloped.then(|| pairs.products / squares_x),
            Self::Intercept => sloped.then(|| mean_y - pairs.products / squares_x * mean_x),
            Self::Fit => {
                (sloped && squares_y != 0.0).then(|| (pairs.products / squares_x) * (pairs.products / squares_y))
            }
            Self::Count => None,
            Self::MeanX => any.then_some(mean_x),
            Self::MeanY => any.then_some(mean_y),
            Self::SquaresX => any.then_some(squares_x),
            Self::SquaresY => any.then_some(squares_y),
            Self::Products => any.then_some(pairs.products),
        }
    }
}

impl Figure {
    /// Returns what one of DataFusion's functions computes; `None` for those that are exact there.
    fn of(function: &AggregateUDF) -> Option<Self> {
        let engine = function.inner();
        Some(if engine.is::<Sum>() {
            Self::Sum
        } else if engine.is::<Avg>() {
            Self::Mean
        } else if engine.is::<VarianceSample>() {
            Self::Variance(Of::Sample)
        } else if engine.is::<VariancePopulation>() {
            Self::Variance(Of::Population)
        } else if engine.is::<Stddev>() {
            Self::Deviation(Of::Sample)
        } else if engine.is::<StddevPop>() {
            Self::Deviation(Of::Population)
        } else if engine.is::<CovarianceSample>() {
            Self::Covariance(Of::Sample)
        } else if engine.is::<CovariancePopulation>() {
            Self::Covariance(Of::Population)
        } else if engine.is::<Correlation>() {
            Self::Correlation
        } else if engine.is::<Regr>() {
            Self::Line(Line::named(function.name())?)
        } else if engine.is::<BoolAnd>() {
            Self::All
        } else if engine.is::<BoolOr>() {
            Self::Any
        } else {
            return None;
        })
    }

    fn accumulator(self) -> Box<dyn Accumulator> {
        match self {
            Self::All => Box::new(Flags::all()),
            Self::Any => Box::new(Flags::any()),
            Self::Sum => Frame::boxed(|total: Total| (total.count > 0).then_some(total.sum).into()),
            Self::Mean => Frame::boxed(|total: Total| (total.count > 0).then(|| total.sum / float(total.count)).into()),
            Self::Variance(of) => Frame::boxed(move |spread: Spread| of.mean(spread.squares, spread.count).into()),
            Self::Deviation(of) => {
                Frame::boxed(move |spread: Spread| of.mean(spread.squares, spread.count).map(f64::sqrt).into())
            }
            Self::Covariance(of) => Frame::boxed(move |pairs: Pairs| of.mean(pairs.products, pairs.count).into()),
            Self::Correlation => Frame::boxed(|pairs: Pairs| pairs.correlation().into()),
            Self::Line(Line::Count) => Frame::boxed(|pairs: Pairs| ScalarValue::UInt64(Some(pairs.count))),
            Self::Line(line) => Frame::boxed(move |pairs: Pairs| line.of(&pairs).into()),
        }
    }
}

/// One of DataFusion's functions with another accumulator for sliding frames.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Sliding {
    engine: Arc<AggregateUDF>,
    figure: Figure,
}

impl Sliding {
    /// Returns the function that replaces `engine` over sliding frames of `types`, if there is one.
    pub(super) fn instead_of(engine: &Arc<AggregateUDF>, types: &[DataType]) -> Option<Arc<AggregateUDF>> {
        let figure = Figure::of(engine)?;
        let wanted = if matches!(figure, Figure::All | Figure::Any) { DataType::Boolean } else { DataType::Float64 };
        if types.iter().any(|given| *given != wanted) {
            return None;
        }
        Some(Arc::new(AggregateUDF::new_from_impl(Self { engine: Arc::clone(engine), figure })))
    }
}

impl AggregateUDFImpl for Sliding {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn aliases(&self) -> &[String] {
        self.engine.aliases()
    }

    fn signature(&self) -> &Signature {
        self.engine.signature()
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        self.engine.return_type(arg_types)
    }

    fn return_field(&self, arg_fields: &[FieldRef]) -> Result<FieldRef> {
        self.engine.return_field(arg_fields)
    }

    fn is_nullable(&self) -> bool {
        self.engine.is_nullable()
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        self.engine.accumulator(args)
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        self.engine.state_fields(args)
    }

    fn create_sliding_accumulator(&self, _args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(self.figure.accumulator())
    }

    fn default_value(&self, data_type: &DataType) -> Result<ScalarValue> {
        self.engine.default_value(data_type)
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }

    fn set_monotonicity(&self, data_type: &DataType) -> SetMonotonicity {
        self.engine.inner().set_monotonicity(data_type)
    }
}

/// The accumulator over the rows that are in the frame.
pub(super) struct Frame<S, F> {
    rows: Queue<S>,
    figure: F,
}

impl<S, F> Frame<S, F>
where
    S: Moments + 'static,
    F: Fn(S) -> ScalarValue + Send + Sync + 'static,
{
    pub(super) fn boxed(figure: F) -> Box<dyn Accumulator> {
        Box::new(Self { rows: Queue::default(), figure })
    }
}

pub(super) fn floats(values: &[ArrayRef]) -> Vec<&Float64Array> {
    values.iter().filter_map(|column| column.as_primitive_opt::<Float64Type>()).collect()
}

impl<S, F> std::fmt::Debug for Frame<S, F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Frame")
    }
}

impl<S, F> Accumulator for Frame<S, F>
where
    S: Moments + 'static,
    F: Fn(S) -> ScalarValue + Send + Sync + 'static,
{
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let columns = floats(values);
        let rows = 0..columns.first().map_or(0, |column| column.len());
        rows.filter_map(|row| S::of(&columns, row)).for_each(|row| self.rows.push(row));
        Ok(())
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let columns = floats(values);
        let rows = 0..columns.first().map_or(0, |column| column.len());
        self.rows.pop(rows.filter(|row| S::of(&columns, *row).is_some()).count());
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok((self.figure)(self.rows.total()))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.rows.size()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        not_impl_err!("a frame is computed in one place")
    }

    fn merge_batch(&mut self, _states: &[ArrayRef]) -> Result<()> {
        not_impl_err!("a frame is computed in one place")
    }
}
