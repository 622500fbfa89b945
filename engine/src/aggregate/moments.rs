//! Summaries of floats that can be combined: their count, their sum, and the squares of their distances to their mean,
//! of one column or of two. They are combined as in Chan, Golub and LeVeque ("Updating Formulae and a Pairwise
//! Algorithm for Computing Sample Variances", 1979), without a difference of large sums.

use arrow::array::{Array, Float64Array};

use super::queue::Summary;

/// A summary of rows of one or two columns.
pub(super) trait Moments: Summary + std::fmt::Debug + Send + Sync {
    /// Returns the summary of one row; `None` if a value is null.
    fn of(columns: &[&Float64Array], row: usize) -> Option<Self>;
}

fn value(columns: &[&Float64Array], column: usize, row: usize) -> Option<f64> {
    columns.get(column).filter(|values| values.is_valid(row)).map(|values| values.value(row))
}

/// Returns a count as a factor.
#[expect(clippy::cast_precision_loss, reason = "no frame has 2^53 rows")]
pub(super) fn float(count: u64) -> f64 {
    count as f64
}

/// Returns the difference of two means; NaN if it is not finite.
fn between(mean: f64, later: f64) -> f64 {
    let distance = later - mean;
    if distance.is_finite() { distance } else { f64::NAN }
}

/// A sum.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Total {
    pub(super) count: u64,
    pub(super) sum: f64,
}

impl Summary for Total {
    fn with(self, later: Self) -> Self {
        match (self.count, later.count) {
            (0, _) => later,
            (_, 0) => self,
            _ => Self { count: self.count + later.count, sum: self.sum + later.sum },
        }
    }
}

impl Moments for Total {
    fn of(columns: &[&Float64Array], row: usize) -> Option<Self> {
        value(columns, 0, row).map(|sum| Self { count: 1, sum })
    }
}

/// The mean of one column, and the sum of the squared distances to it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spread {
    pub(super) count: u64,
    pub(super) mean: f64,
    pub(super) squares: f64,
}

impl Summary for Spread {
    fn with(self, later: Self) -> Self {
        if self.count == 0 {
            return later;
        }
        if later.count == 0 {
            return self;
        }
        let count = self.count + later.count;
        let (share, distance) = (float(later.count) / float(count), between(self.mean, later.mean));
        Self {
            count,
            mean: self.mean + distance * share,
            squares: self.squares + later.squares + distance * distance * float(self.count) * share,
        }
    }
}

impl Moments for Spread {
    fn of(columns: &[&Float64Array], row: usize) -> Option<Self> {
        value(columns, 0, row).map(|mean| Self { count: 1, mean, squares: 0.0 })
    }
}

/// The means of two columns, the sums of the squared distances to them, and the sum of the products of both distances.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pairs {
    pub(super) count: u64,
    pub(super) means: [f64; 2],
    pub(super) squares: [f64; 2],
    pub(super) products: f64,
}

impl Summary for Pairs {
    fn with(self, later: Self) -> Self {
        if self.count == 0 {
            return later;
        }
        if later.count == 0 {
            return self;
        }
        let count = self.count + later.count;
        let share = float(later.count) / float(count);
        let weight = float(self.count) * share;
        let distances = [0, 1].map(|column| between(self.means[column], later.means[column]));
        let both = |column: usize| {
            let (distance, squares) = (distances[column], self.squares[column] + later.squares[column]);
            (self.means[column] + distance * share, squares + distance * distance * weight)
        };
        let ((first, first_squares), (second, second_squares)) = (both(0), both(1));
        Self {
            count,
            means: [first, second],
            squares: [first_squares, second_squares],
            products: self.products + later.products + distances[0] * distances[1] * weight,
        }
    }
}

impl Moments for Pairs {
    fn of(columns: &[&Float64Array], row: usize) -> Option<Self> {
        let means = [value(columns, 0, row)?, value(columns, 1, row)?];
        Some(Self { count: 1, means, squares: [0.0, 0.0], products: 0.0 })
    }
}

impl Pairs {
    /// The correlation of the columns; `None` for less than two rows, and where a column is constant. As in DataFusion,
    /// if all of both columns is NaN it is NaN, and if only one is, `None`.
    pub(super) fn correlation(&self) -> Option<f64> {
        let [first, second] = self.means;
        if self.count > 0 && first.is_nan() && second.is_nan() {
            return Some(f64::NAN);
        }
        let spreads = self.squares.map(f64::sqrt);
        let flat = spreads.contains(&0.0);
        let has_one = self.count >= 2 && !first.is_nan() && !second.is_nan() && !flat;
        has_one.then(|| self.products / spreads[0] / spreads[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_far_offset_does_not_change_the_spread() {
        let spread = |values: &[f64]| {
            let each = values.iter().map(|mean| Spread { count: 1, mean: *mean, squares: 0.0 });
            each.fold(Spread::default(), Spread::with).squares
        };
        let near = spread(&[1.0, 2.0, 3.0, 4.0]);
        assert!((spread(&[1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0, 1e9 + 4.0]) - near).abs() < 1e-6);
    }
}
