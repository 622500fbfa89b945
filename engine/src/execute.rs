//! Executes physical plans as streams of batches.
//!
//! Order: a plan without join, aggregate, distinct or window keeps the order of its source. DataFusion promises that
//! only below a sort, so such a plan runs without round-robin repartitioning, and its partitions, each a contiguous and
//! small range of the source, are computed side by side but returned in turn, at the root and wherever an operator such
//! as a limit wants them as one.

use std::sync::Arc;

use datafusion::execution::TaskContext;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};

use crate::diagnostics::with_error_context;
use crate::error::{Error, Result};
use crate::operator::{self, concat_partitions, gated, in_task, with_gates};
use crate::plan::order::{Order, needs_order};
use crate::plan::size::fits_one_batch;
use crate::run::current::enter;
use crate::run::{BatchStream, RunOwner};
use crate::session::Session;

/// Starts a physical plan that was made with [`state_for`], as the run of `owner`.
pub(crate) fn start_physical(
    session: &Session,
    state: &SessionState,
    owner: RunOwner,
    plan: Arc<dyn ExecutionPlan>,
    order: Order,
) -> Result<BatchStream> {
    let run = Arc::clone(owner.run());
    let runtime = run.pool().runtime(session.runtime());
    let context = Arc::new(TaskContext::from(state).with_runtime(runtime));
    let (schema, may_wait) = (plan.schema(), run.standing().may_wait());
    let plan = operator::preserve_partition_order(plan, order == Order::Kept, state.config_options())
        .and_then(operator::with_row_numbers)
        .and_then(operator::with_time_slices)
        .and_then(|plan| if may_wait { with_gates(plan, run.standing()) } else { Ok(plan) })
        .and_then(with_error_context)
        .map_err(|e| owner.fail(Error::from_datafusion(run.what(), e)))?;
    owner.compute(&plan);
    let _entered = enter(&run);
    let mut inner = match order {
        Order::Kept => concat_partitions(plan, &context),
        Order::None => in_task(plan.schema(), move || execute_stream(plan, context)),
    };
    if may_wait {
        inner = gated(inner, run.standing());
    }
    Ok(BatchStream::new(owner, schema, inner))
}

/// Returns the session's state with the current time as the start of the query.
pub(crate) fn state_of(session: &Session) -> SessionState {
    let mut state = session.state().as_ref().clone();
    state.mark_start_execution();
    state
}

/// Returns the session's state with the settings for `plan`: whether the order of rows matters in it, and whether it
/// has enough of them to be split between threads.
pub(crate) fn state_for(session: &Session, plan: &LogicalPlan) -> SessionState {
    let mut state = state_of(session);
    let options = state.config_mut().options_mut();
    if needs_order(plan) {
        options.optimizer.enable_round_robin_repartition = false;
    }
    if fits_one_batch(plan, options.execution.batch_size.get()) {
        options.execution.target_partitions = 1;
    }
    state
}
