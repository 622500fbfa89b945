//! Window functions that have become the same: `sum(n * 1)` and `sum(n)`, or those of two equal constants.
//!
//! DataFusion tells the functions of an operator apart by their names. Once two of them have been simplified to one
//! expression, it extracts what they have in common into a projection below, where no window is computed, and refuses
//! its own plan (docs/upstream/equal-windows.md). So each is computed once, before common expressions are looked for.

use std::sync::Arc;

use datafusion::common::tree_node::Transformed;
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, LogicalPlan, Projection, Window};
use datafusion::optimizer::{ApplyOrder, OptimizerConfig, OptimizerRule};

/// The rule.
#[derive(Debug)]
pub(super) struct EqualWindows;

impl OptimizerRule for EqualWindows {
    fn name(&self) -> &str {
        "equal_windows"
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        Some(ApplyOrder::BottomUp)
    }

    fn supports_rewrite(&self) -> bool {
        true
    }

    fn rewrite(&self, plan: LogicalPlan, _config: &dyn OptimizerConfig) -> Result<Transformed<LogicalPlan>> {
        match plan {
            LogicalPlan::Window(window) => each_once(window),
            plan => Ok(Transformed::no(plan)),
        }
    }
}

fn each_once(window: Window) -> Result<Transformed<LogicalPlan>> {
    let mut made: Vec<Expr> = Vec::with_capacity(window.window_expr.len());
    let mut places = Vec::with_capacity(window.window_expr.len());
    for expr in &window.window_expr {
        let function = expr.clone().unalias();
        // Of two that draw by chance each draws its own.
        let known = made.iter().position(|known| *known == function && !function.is_volatile());
        places.push(known.unwrap_or(made.len()));
        if known.is_none() {
            made.push(function);
        }
    }
    if made.len() == window.window_expr.len() {
        return Ok(Transformed::no(LogicalPlan::Window(window)));
    }
    let passed = window.input.schema().fields().len();
    let (names, input) = (window.schema.columns(), window.input);
    let window = LogicalPlan::Window(Window::try_new(made, input)?);
    let columns = window.schema().columns();
    let given = (0..passed).chain(places.iter().map(|place| passed + place));
    let given = given.zip(names).filter_map(|(at, name)| Some((columns.get(at)?.clone(), name)));
    let given = given.map(|(column, name)| Expr::Column(column).alias_qualified(name.relation, name.name));
    Projection::try_new(given.collect(), Arc::new(window)).map(LogicalPlan::Projection).map(Transformed::yes)
}
