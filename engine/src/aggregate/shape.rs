//! `skew` and `kurtosis`, which DataFusion lacks: the third and fourth moment around the mean. The moments of parts are
//! combined as in Pébay ("Formulas for Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order Statistical
//! Moments", 2008), without a difference of large sums.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Array};
use arrow::datatypes::{DataType, Field, FieldRef, Float64Type, UInt64Type};
use datafusion::error::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Expr, ReversedUDAF, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;

use super::moments::{Moments, float};
use super::queue::Summary;
use super::refuse_distinct;
use super::sliding::{Frame, floats};

/// The mean of one column, and the sums of the second, third and fourth power of the distances to it.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    count: u64,
    mean: f64,
    squares: f64,
    cubes: f64,
    quartics: f64,
}

impl Summary for Shape {
    fn with(self, later: Self) -> Self {
        if self.count == 0 {
            return later;
        }
        if later.count == 0 {
            return self;
        }
        let count = self.count + later.count;
        let (first, second, both) = (float(self.count), float(later.count), float(count));
        let distance = later.mean - self.mean;
        let share = distance / both;
        let weight = distance * share * first * second;
        Self {
            count,
            mean: self.mean + share * second,
            squares: self.squares + later.squares + weight,
            cubes: self.cubes
                + later.cubes
                + weight * share * (first - second)
                + 3.0 * share * (first * later.squares - second * self.squares),
            quartics: self.quartics
                + later.quartics
                + weight * share * share * (first * first - first * second + second * second)
                + 6.0 * share * share * (first * first * later.squares + second * second * self.squares)
                + 4.0 * share * (first * later.cubes - second * self.cubes),
        }
    }
}

impl Moments for Shape {
    fn of(columns: &[&Float64Array], row: usize) -> Option<Self> {
        let mean = columns.first().filter(|values| values.is_valid(row)).map(|values| values.value(row))?;
        // What is infinite or NaN has no distance to a mean.
        let squares = if mean.is_finite() { 0.0 } else { f64::NAN };
        Some(Self { count: 1, mean, squares, cubes: squares, quartics: squares })
    }
}

/// Which of the two is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Figure {
    Skew,
    Kurtosis,
}

impl Figure {
    /// Returns the figure of a population; NaN where all its values are equal, null where there is none.
    fn of(self, shape: &Shape) -> ScalarValue {
        let count = float(shape.count);
        let variance = shape.squares / count;
        let figure = match self {
            Self::Skew => shape.cubes / count / variance.powf(1.5),
            Self::Kurtosis => shape.quartics / count / (variance * variance) - 3.0,
        };
        ScalarValue::Float64((shape.count > 0).then_some(figure))
    }
}

/// The aggregate.
#[derive(Debug, PartialEq, Eq, Hash)]
struct ShapeOf {
    figure: Figure,
    signature: Signature,
}

fn function(figure: Figure) -> Arc<AggregateUDF> {
    let signature = Signature::exact(vec![DataType::Float64], Volatility::Immutable);
    Arc::new(AggregateUDF::new_from_impl(ShapeOf { figure, signature }))
}

/// Returns both functions.
pub(super) fn functions() -> [Arc<AggregateUDF>; 2] {
    [function(Figure::Skew), function(Figure::Kurtosis)]
}

/// Returns the skewness of a population: 0 for values that lie evenly around their mean.
pub fn skew(expr: Expr) -> Expr {
    function(Figure::Skew).call(vec![expr])
}

/// Returns the excess kurtosis of a population: 0 for a normal distribution.
pub fn kurtosis(expr: Expr) -> Expr {
    function(Figure::Kurtosis).call(vec![expr])
}

impl AggregateUDFImpl for ShapeOf {
    fn name(&self) -> &str {
        match self.figure {
            Figure::Skew => "skew",
            Figure::Kurtosis => "kurtosis",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let field = |name: &str, data_type| Arc::new(Field::new(format!("{}[{name}]", args.name), data_type, true));
        let moments = ["mean", "squares", "cubes", "quartics"].map(|name| field(name, DataType::Float64));
        Ok(std::iter::once(field("count", DataType::UInt64)).chain(moments).collect())
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        refuse_distinct(self.name(), &args)?;
        Ok(Box::new(Whole { figure: self.figure, shape: Shape::default() }))
    }

    fn create_sliding_accumulator(&self, _args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        let figure = self.figure;
        Ok(Frame::boxed(move |shape: Shape| figure.of(&shape)))
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}

/// The accumulator of a group.
#[derive(Debug)]
struct Whole {
    figure: Figure,
    shape: Shape,
}

impl Accumulator for Whole {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let columns = floats(values);
        let rows = 0..columns.first().map_or(0, |column| column.len());
        self.shape = rows.filter_map(|row| Shape::of(&columns, row)).fold(self.shape, Shape::with);
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let [count, moments @ ..] = states else { return Ok(()) };
        let count = count.as_primitive::<UInt64Type>();
        for row in 0..count.len() {
            let moment =
                |index: usize| moments.get(index).map_or(0.0, |moment| moment.as_primitive::<Float64Type>().value(row));
            let part = Shape {
                count: count.value(row),
                mean: moment(0),
                squares: moment(1),
                cubes: moment(2),
                quartics: moment(3),
            };
            self.shape = self.shape.with(part);
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let Shape { count, mean, squares, cubes, quartics } = self.shape;
        let moments = [mean, squares, cubes, quartics].map(|moment| ScalarValue::Float64(Some(moment)));
        Ok(std::iter::once(ScalarValue::UInt64(Some(count))).chain(moments).collect())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(self.figure.of(&self.shape))
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(values: &[f64]) -> Shape {
        let values = Float64Array::from(values.to_vec());
        (0..values.len()).filter_map(|row| Shape::of(&[&values], row)).fold(Shape::default(), Shape::with)
    }

    #[test]
    fn parts_give_what_the_whole_gives() {
        let values = [1.0, 2.0, 4.0, 8.0, -3.0, 0.5];
        let (whole, parts) = (shape(&values), shape(&values[..2]).with(shape(&values[2..])));
        assert!((whole.cubes - parts.cubes).abs() < 1e-9);
        assert!((whole.quartics - parts.quartics).abs() < 1e-9);
    }

    #[test]
    fn a_far_offset_does_not_change_the_shape() {
        let far = shape(&[1e6 + 1.0, 1e6 + 2.0, 1e6 + 4.0, 1e6 + 8.0]);
        let near = shape(&[1.0, 2.0, 4.0, 8.0]);
        assert!((far.cubes - near.cubes).abs() < 1e-6);
    }
}
