//! A function of somebody else's making, in one of the three forms that the engine calls.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use datafusion::execution::FunctionRegistry;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::{AggregateUDF, ScalarUDF, WindowUDF};
use datafusion::sql::sqlparser::ast::{Expr, Statement, visit_expressions};

use crate::session::Session;

/// A function that queries can call by its name.
#[derive(Clone, Debug)]
pub enum Function {
    /// A value of each row.
    Scalar(Arc<ScalarUDF>),
    /// One value of many rows.
    Aggregate(Arc<AggregateUDF>),
    /// A value of each row, computed from the rows of its partition.
    Window(Arc<WindowUDF>),
}

impl Function {
    /// The name it is called by.
    pub fn name(&self) -> &str {
        match self {
            Self::Scalar(function) => function.name(),
            Self::Aggregate(function) => function.name(),
            Self::Window(function) => function.name(),
        }
    }

    /// Makes it known to `state`, in place of any of that name.
    pub(crate) fn add_to(&self, state: &mut SessionState) -> datafusion::error::Result<()> {
        match self {
            Self::Scalar(function) => state.register_udf(Arc::clone(function)).map(drop),
            Self::Aggregate(function) => state.register_udaf(Arc::clone(function)).map(drop),
            Self::Window(function) => state.register_udwf(Arc::clone(function)).map(drop),
        }
    }
}

/// The functions that `statement` calls and neither the engine nor the session has, as they are written.
pub(crate) fn unknown_functions(session: &Session, statement: &Statement) -> Vec<String> {
    let (state, registered) = (session.state(), session.functions());
    let known = |name: &str| {
        registered.contains_key(name)
            || state.scalar_functions().contains_key(name)
            || state.aggregate_functions().contains_key(name)
            || state.window_functions().contains_key(name)
            || state.table_functions().contains_key(name)
    };
    let mut names = BTreeSet::new();
    let _ = visit_expressions(statement, |expr| {
        if let Expr::Function(function) = expr
            && let [part] = function.name.0.as_slice()
            && let Some(ident) = part.as_ident()
            && !known(&ident.value)
            && !known(&ident.value.to_lowercase())
        {
            names.insert(ident.value.clone());
        }
        ControlFlow::<()>::Continue(())
    });
    names.into_iter().collect()
}
