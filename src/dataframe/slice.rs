//! The lazy verbs that take some of the rows: by their place, or by chance.

use std::hash::{BuildHasher, Hasher, RandomState};

use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::types::PySlice;

use super::PyDataFrame;
use crate::argument::row_count;
use crate::boundary::guard;
use crate::exceptions::{short, to_python, type_error, value_error};

#[pymethods]
impl PyDataFrame {
    /// Take at most `n` rows. Lazy.
    ///
    /// Args:
    ///     n: How many rows.
    ///     offset: How many rows are left out before.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     ValueError: If one of them is negative.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(10).limit(2, offset=5).to_dict()
    ///     {'value': [5, 6]}
    ///     >>> pr.range(10).limit(-2)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: limit: n must be 0 or more, got -2
    ///     hint: head(-n) leaves out the last rows, tail(n) takes them
    #[pyo3(signature = (n, *, offset = 0))]
    fn limit(&self, n: i64, offset: i64) -> PyResult<Self> {
        guard(|| {
            let (n, offset) = (count_of("limit", "n", n)?, count_of("limit", "offset", offset)?);
            Self::derived(self.frame.limit(offset, Some(n)))
        })
    }

    /// Take the first rows. Lazy.
    ///
    /// Args:
    ///     n: How many rows; below 0, all but the last `-n`.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     TypeError: If it is not an int.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(1_000_000_000).head(3).to_dict(), pr.range(5).head(-3).to_dict()
    ///     ({'value': [0, 1, 2]}, {'value': [0, 1]})
    ///     >>> pr.range(5).head("value")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: head: n must be an integer, got 'value'
    #[pyo3(signature = (n = 5))]
    fn head(&self, n: i64) -> PyResult<Self> {
        guard(|| match usize::try_from(n) {
            Ok(n) => Self::derived(self.frame.limit(0, Some(n))),
            Err(_) => Self::derived(self.frame.tail(size(n), None)),
        })
    }

    /// Take the last rows, in their order. Lazy; where the number of rows is not known, all are read when it runs, but
    /// no more than these are held.
    ///
    /// Args:
    ///     n: How many rows; below 0, all but the first `-n`.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     TypeError: If it is not an int.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(1_000_000_000).tail(2).to_dict(), pr.range(5).tail(-3).to_dict()
    ///     ({'value': [999999998, 999999999]}, {'value': [3, 4]})
    ///     >>> pr.range(5).tail(0.5)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: tail: n must be an integer, got 0.5
    #[pyo3(signature = (n = 5))]
    fn tail(&self, n: i64) -> PyResult<Self> {
        guard(|| match usize::try_from(n) {
            Ok(n) => Self::derived(self.frame.tail(0, Some(n))),
            Err(_) => Self::derived(self.frame.limit(size(n), None)),
        })
    }

    /// Take the rows from a place on. Lazy.
    ///
    /// Args:
    ///     offset: The first row's place; a negative one counts from the end.
    ///     length: How many rows at most; all that follow where it is None.
    ///
    /// Returns:
    ///     A lazy frame. Places before the first row hold none: of 5 rows, `slice(-7, 3)` is the first one.
    ///
    /// Raises:
    ///     ValueError: If the length is negative.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(10).slice(2, 3).to_dict()
    ///     {'value': [2, 3, 4]}
    ///     >>> pr.range(10).slice(-3, 2).to_dict()
    ///     {'value': [7, 8]}
    ///     >>> pr.range(10).slice(2, -1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: slice: length must be 0 or more, got -1
    ///     hint: head(-n) leaves out the last rows, tail(n) takes them
    #[pyo3(signature = (offset, length = None))]
    fn slice(&self, offset: i64, length: Option<i64>) -> PyResult<Self> {
        guard(|| {
            let length = length.map(|length| count_of("slice", "length", length)).transpose()?;
            Self::derived(self.frame.slice(offset, length))
        })
    }

    /// Make a frame with the same columns and no rows, or rows of nulls. Lazy; nothing of this frame is read.
    ///
    /// Args:
    ///     n: How many rows of nulls.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     ValueError: If n is negative.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2]})
    ///     >>> df.clear().columns, df.clear(1).to_dict()
    ///     (['a'], {'a': [None]})
    ///     >>> df.clear(-1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: clear: n must be 0 or more, got -1
    ///     hint: it is a number of rows
    #[pyo3(signature = (n = 0))]
    fn clear(&self, n: i64) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.cleared(row_count("clear", "n", n, "it is a number of rows")?)))
    }

    /// Take every n-th row. Lazy.
    ///
    /// Args:
    ///     n: How far the rows are apart, from 1.
    ///     offset: The first row's place.
    ///
    /// Returns:
    ///     A lazy frame with the same columns.
    ///
    /// Raises:
    ///     ValueError: If n is less than 1, or the offset negative.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(10).gather_every(4, offset=1).to_dict()
    ///     {'value': [1, 5, 9]}
    ///     >>> pr.range(10).gather_every(0)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: gather_every: the step must be at least 1
    #[pyo3(signature = (n, *, offset = 0))]
    fn gather_every(&self, n: i64, offset: i64) -> PyResult<Self> {
        const NAME: &str = "gather_every";
        guard(|| {
            let (n, offset) = (count_of(NAME, "n", n)?, count_of(NAME, "offset", offset)?);
            Self::derived(self.frame.gather_every(n, offset))
        })
    }

    /// Take a random sample of the rows, in their order. Lazy; the same seed takes the same rows of a frame that has an
    /// order.
    ///
    /// Args:
    ///     n: How many rows; all where the frame has fewer.
    ///     fraction: In place of `n`: the probability, from 0 to 1, with which each row is taken. How many that are
    ///         is left to chance.
    ///     seed: The seed of the choice; without one, every call makes another.
    ///     with_replacement: Whether a row may be taken several times; needs `n`.
    ///
    /// Returns:
    ///     A lazy frame: the choice is made with the call, the rows are read when it runs.
    ///
    /// Raises:
    ///     ValueError: If not exactly one of `n` and `fraction` is given, `n` is negative, or the fraction is not from 0
    ///         to 1.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.range(1000)
    ///     >>> df.sample(3, seed=1).count()
    ///     3
    ///     >>> df.sample(fraction=0.5, seed=1).to_dict() == df.sample(fraction=0.5, seed=1).to_dict()
    ///     True
    ///     >>> df.sample(fraction=2)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: sample: fraction must be from 0 to 1, got 2
    ///     hint: give n= for a number of rows
    #[pyo3(signature = (n = None, *, fraction = None, seed = None, with_replacement = false))]
    fn sample(
        &self,
        n: Option<i64>,
        fraction: Option<f64>,
        seed: Option<u64>,
        with_replacement: bool,
    ) -> PyResult<Self> {
        guard(|| {
            // A hasher of the standard library starts from random keys.
            let seed = seed.unwrap_or_else(|| RandomState::new().build_hasher().finish());
            let n = n.map(|n| count_of("sample", "n", n)).transpose()?;
            let error = |message: &str, hint: &str| Err(value_error("sample", message, hint));
            match (n, fraction) {
                (Some(n), None) if with_replacement => Self::derived(self.frame.sample_with_replacement(n, seed)),
                (Some(n), None) => Self::derived(self.frame.sample(n, seed)),
                (None, Some(_)) if with_replacement => error("with_replacement needs n=, not fraction=", "give n="),
                (None, Some(fraction)) if (0.0..=1.0).contains(&fraction) => {
                    Self::derived(self.frame.sample_fraction(fraction, seed))
                }
                (None, Some(fraction)) => {
                    let message = format!("fraction must be from 0 to 1, got {fraction}");
                    error(&message, "give n= for a number of rows")
                }
                _ => error("give exactly one of n= and fraction=", "df.sample(10), or df.sample(fraction=0.1)"),
            }
        })
    }
}

/// How far a number is from 0, as far as the engine counts.
fn size(number: i64) -> usize {
    usize::try_from(number.saturating_abs()).unwrap_or(usize::MAX)
}

/// A number of rows.
fn count_of(operation: &str, name: &str, number: i64) -> PyResult<usize> {
    row_count(operation, name, number, "head(-n) leaves out the last rows, tail(n) takes them")
}

impl PyDataFrame {
    /// `df[start:stop:step]`.
    pub(super) fn sliced(&self, slice: &Bound<'_, PySlice>) -> PyResult<Self> {
        let bound = |name: &str| -> PyResult<Option<i64>> {
            let value = slice.getattr(name)?;
            if value.is_none() {
                return Ok(None);
            }
            value.extract().map(Some).or_else(|error: PyErr| {
                if error.is_instance_of::<PyOverflowError>(value.py()) {
                    // Beyond 64 bits is beyond every row, as for Python's lists.
                    return Ok(Some(if value.lt(0)? { i64::MIN } else { i64::MAX }));
                }
                let message = format!("{} is not a row number", short(&value));
                Err(type_error("df[...]", message, "df[10:20] takes rows, df[[\"a\", \"b\"]] columns"))
            })
        };
        let (start, stop, step) = (bound("start")?, bound("stop")?, bound("step")?.unwrap_or(1));
        if step == -1 && start.is_none() && stop.is_none() {
            return Self::derived(self.frame.reverse());
        }
        let Some(step) = usize::try_from(step).ok().filter(|step| *step > 0) else {
            let hint = "df[::-1] is the frame in reverse; use .reverse() and a slice of that for the rest";
            return Err(value_error("df[...]", format!("the step must be 1 or more, got {step}"), hint));
        };
        let count = self.frame.rows().map(|rows| i64::try_from(rows.count()).unwrap_or(i64::MAX));
        // A place from the end is one from the start where the number of rows is known.
        let placed = |at: i64| count.map_or(at, |count| if at < 0 { at.saturating_add(count).max(0) } else { at });
        let (start, stop) = (placed(start.unwrap_or(0)), stop.map(placed));
        let taken = match stop {
            None => self.frame.slice(start, None),
            Some(stop) if (start < 0) == (stop < 0) => {
                self.frame.slice(start, Some(size(stop.saturating_sub(start).max(0))))
            }
            Some(stop) if stop < 0 => self.frame.slice(start, None).and_then(|rest| rest.tail(size(stop), None)),
            Some(_) => {
                let message = "a slice from the end to a place from the start needs the number of rows";
                return Err(value_error("df[...]", message, "collect the frame first, or use two slices"));
            }
        };
        let taken = taken.map_err(to_python)?;
        Self::derived(if step == 1 { Ok(taken) } else { taken.gather_every(step, 0) })
    }
}
