//! A user's function, in one of the three forms that DataFusion calls.

use std::sync::Arc;

use datafusion::execution::FunctionRegistry;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::{AggregateUDF, ScalarUDF, WindowUDF};

/// A function that queries can call by its name.
#[derive(Clone, Debug)]
pub enum UserFunction {
    /// One value for each row.
    Scalar(Arc<ScalarUDF>),
    /// One value for many rows.
    Aggregate(Arc<AggregateUDF>),
    /// One value for each row, computed from the rows of its partition.
    Window(Arc<WindowUDF>),
}

impl UserFunction {
    /// The name of the function.
    pub fn name(&self) -> &str {
        match self {
            Self::Scalar(function) => function.name(),
            Self::Aggregate(function) => function.name(),
            Self::Window(function) => function.name(),
        }
    }

    /// Registers it with `state`; it replaces any of that name.
    pub(crate) fn add_to(&self, state: &mut SessionState) -> datafusion::error::Result<()> {
        match self {
            Self::Scalar(function) => state.register_udf(Arc::clone(function)).map(drop),
            Self::Aggregate(function) => state.register_udaf(Arc::clone(function)).map(drop),
            Self::Window(function) => state.register_udwf(Arc::clone(function)).map(drop),
        }
    }
}
