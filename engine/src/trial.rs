//! What only a build for tests can be told, by its environment when the process starts: to leave out one of its mends,
//! which shows that the random queries find what it mends, and to work with few rows at a time, which must not change a
//! row (`make fuzz-proof` and `make fuzz-small`, docs/checks.md).
//!
//! Such a build has the feature `trial`. In every other all mends are on, nothing else is said, and the compiler takes
//! the questions away.

/// What is right here and wrong, or refused, in the engine below: a mend and its module go by one name, where one module
/// has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mend {
    /// A statement's operators bind as in PostgreSQL.
    Dialect,
    /// `FROM t` and `TABLE t` are queries.
    Reading,
    /// The columns of USING and NATURAL are the pair.
    Names,
    /// INTERSECT ALL and EXCEPT ALL count copies.
    Copies,
    /// A slice may lack an end, as `[:2]`.
    Slices,
    /// SEMI JOIN and ANTI JOIN keep rows of the left side.
    ShortJoins,
    /// LIKE escapes with any character.
    Pattern,
    /// Rows that are values are compared, and looked for in subqueries.
    Rows,
    /// TABLESAMPLE draws rows.
    Sampling,
    /// A column is selected twice.
    Double,
    /// A recursive term cuts off no fractions unseen.
    Recursion,
    /// A TIMESTAMP of SQL may be beyond nanoseconds.
    InMicroseconds,
    /// A subquery without a row is NULL.
    MayBeNull,
    /// Unions and choices have a type that fits all.
    Types,
    /// Subqueries that the engine refuses, or gets wrong, become joins.
    Subqueries,
    /// LATERAL names anything of what stands before it.
    Lateral,
    /// Subqueries in the condition of a join.
    JoinCondition,
    /// A subquery of two rows is no value.
    SingleValue,
    /// Times of day of different units are compared.
    Times,
    /// Frames between peers take keys of any type.
    WindowPeers,
    /// A NULL in the list of an IN is kept.
    Lists,
    /// Keys of a grouping below a join are keys of their own.
    DependentKeys,
    /// What is constant on one side of an outer join is not so above it.
    OuterConstants,
    /// Keys of grouping sets are NULL in some of their rows.
    GroupingSets,
    /// What a window computes is in no order.
    WindowOrder,
    /// What windows are divided by is a column.
    WindowKeys,
    /// Different texts are counted whatever their layout.
    DistinctTexts,
    /// Figures of floats over sliding frames are exact.
    Sliding,
    /// `corr` of groups is exact.
    Correlation,
    /// `min` and `max` of groups know NaN and infinity.
    Extremes,
    /// `lead` and `lag` look past nulls.
    Shift,
    /// Windows see the nulls among a dictionary's values.
    Keyed,
    /// Both zeros are one key of a window.
    WindowZeros,
    /// Regular expressions know backslashes and null.
    Matches,
    /// Functions of the engine that misread some of their arguments.
    Guarded,
    /// Both zeros are found in lists, CASE and `nullif`.
    Zeros,
    /// Dates and timestamps compare by value, whatever their units.
    Moments,
    /// `date_trunc` and `date_bin` reach beyond nanoseconds.
    Far,
    /// A date takes intervals of whole days.
    WholeDays,
    /// A condition without columns stays above a grouping of all rows.
    ConstantConditions,
    /// Null equals null in no join but one that says so.
    NullSafe,
    /// A condition that goes down a plan stays on its own column.
    Namesakes,
    /// A sort stays where rows are counted, skipped, or others made of them.
    Fences,
    /// A union of which one part has rows keeps its names.
    EmptyParts,
    /// The first rows of streams are merged by all of their keys.
    MergedTopK,
    /// An aggregate is not answered by what is known of the one below it.
    AggregateStatistics,
    /// The filter of `min` and `max` hides no row from other aggregates.
    AggregateFilter,
    /// Bounds in footers know neither NaN nor the sign of a zero.
    Claims,
    /// Names, types and the number of rows that a footer says.
    Heading,
    /// A column is no constant because a footer says so.
    FooterConstants,
    /// Bounds are compared in the type of the table, and none are known of a file that lacks them.
    Bounds,
}

impl Mend {
    /// Whether the engine has it.
    pub(crate) fn is_on(self) -> bool {
        told::without().is_none_or(|name| name != format!("{self:?}"))
    }
}

/// How many rows a batch has, if that is said.
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
