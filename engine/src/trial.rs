//! Switches of a build for tests, read from the environment when the process starts: turn off one of the fixes of
//! DataFusion, which shows that the random queries find the defect, or set a small batch size, which must not change
//! any result (`make fuzz-proof` and `make fuzz-small`, docs/checks.md).
//!
//! Such a build has the feature `trial`. In every other build all fixes are on, the batch size is the default, and the
//! compiler removes the checks.

/// A fix of what DataFusion answers wrongly or refuses. A fix that is a module of its own has the name of the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mend {
    /// A statement's operators bind as in PostgreSQL.
    Dialect,
    /// `FROM t` and `TABLE t` are queries.
    Reading,
    /// The columns of USING and NATURAL are those of both sides.
    Names,
    /// INTERSECT ALL and EXCEPT ALL count copies.
    Copies,
    /// A slice may lack an end, as `[:2]`.
    Slices,
    /// SEMI JOIN and ANTI JOIN keep rows of the left side.
    ShortJoins,
    /// LIKE takes any character as escape.
    Pattern,
    /// Row values are compared, also with the rows of subqueries.
    Rows,
    /// TABLESAMPLE draws rows.
    Sampling,
    /// A column may be selected twice.
    Double,
    /// A recursive term does not cut off fractions silently.
    Recursion,
    /// A TIMESTAMP in SQL may lie beyond the range of nanoseconds.
    InMicroseconds,
    /// A TIMESTAMPTZ has a zone.
    Zones,
    /// A subquery without a row is NULL.
    MayBeNull,
    /// Unions and CASE have a type that fits all values.
    Types,
    /// Subqueries that DataFusion refuses or gets wrong become joins.
    Subqueries,
    /// LATERAL may name any column of what precedes it.
    Lateral,
    /// The condition of a join may have subqueries.
    JoinCondition,
    /// A scalar subquery with two rows is an error.
    SingleValue,
    /// Times of day of different units are compared.
    Times,
    /// RANGE frames between peers take keys of any type.
    WindowPeers,
    /// A NULL in the list of an IN is kept.
    Lists,
    /// Group keys from an aggregate below a join determine no other columns.
    DependentKeys,
    /// A condition of a join that compares a constant with a column is no contradiction to itself.
    ConstantSides,
    /// Keys of grouping sets are NULL in some of their rows.
    GroupingSets,
    /// The results of a window function are not taken for sorted.
    WindowOrder,
    /// Expressions in PARTITION BY and ORDER BY become columns.
    ComputedKeys,
    /// Distinct strings are aggregated in order, whatever their layout.
    DistinctStrings,
    /// Aggregates of floats over sliding frames are exact.
    Sliding,
    /// `corr` of groups is exact.
    Correlation,
    /// `min` and `max` of groups handle NaN and infinity.
    Extremes,
    /// `lead` and `lag` skip nulls correctly.
    Shift,
    /// Windows over dictionaries are computed over their values.
    Dictionaries,
    /// 0.0 and -0.0 are one key of a window.
    WindowZeros,
    /// Regular expressions handle backslashes and null.
    Matches,
    /// DataFusion's functions that misread some of their arguments.
    Guarded,
    /// 0.0 and -0.0 are equal in lists, CASE and `nullif`.
    Zeros,
    /// Dates and timestamps compare by value, whatever their units.
    Moments,
    /// `date_trunc` and `date_bin` reach beyond nanoseconds.
    Far,
    /// A date takes intervals of whole days.
    WholeDays,
    /// A predicate without columns stays above an aggregate without keys.
    ConstantConditions,
    /// Null equals null only in joins that say so.
    NullSafe,
    /// A predicate that is pushed down keeps its column.
    Namesakes,
    /// A sort stays above operators that skip or change rows, and below those that count them.
    Fences,
    /// A union with rows in only one input keeps its names.
    EmptyParts,
    /// Window functions that have become the same are computed once.
    EqualWindows,
    /// An input that lost the order that its operator asks for is sorted.
    MissingSorts,
    /// The first rows of several streams are merged by all of their keys.
    MergedTopK,
    /// A column that is constant on one side of an outer join is not constant above it.
    OuterConstants,
    /// Of groups by floats, and of their `min` and `max`, all are kept before a LIMIT.
    FloatLimits,
    /// All NaN are one value.
    CanonicalNan,
    /// The filter of a join by floats takes no rows.
    FloatFilters,
    /// An aggregate is not answered by the statistics of the aggregate below it.
    AggregateStatistics,
    /// The dynamic filter of `min` and `max` hides no row from other aggregates.
    AggregateFilter,
    /// Minimum and maximum in footers are not exact for NaN and signed zeros.
    Claims,
    /// Names, types and row counts of footers are checked.
    Heading,
    /// A column is not a constant only because a footer says so.
    FooterConstants,
    /// Bounds are compared in the type of the table, and a file without bounds has none.
    Bounds,
}

impl Mend {
    /// Returns whether the fix is on.
    pub(crate) fn is_on(self) -> bool {
        told::without().is_none_or(|name| name != format!("{self:?}"))
    }
}

/// The batch size that the environment sets, if it sets one.
pub(crate) fn batch_rows() -> Option<usize> {
    told::batch_rows()
}

#[cfg(feature = "trial")]
mod told {
    use std::sync::LazyLock;

    pub(super) fn without() -> Option<&'static str> {
        static WITHOUT: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("PYRUST_WITHOUT").ok());
        WITHOUT.as_deref()
    }

    pub(super) fn batch_rows() -> Option<usize> {
        std::env::var("PYRUST_BATCH_ROWS").ok()?.parse().ok()
    }
}

#[cfg(not(feature = "trial"))]
mod told {
    pub(super) const fn without() -> Option<&'static str> {
        None
    }

    pub(super) const fn batch_rows() -> Option<usize> {
        None
    }
}
