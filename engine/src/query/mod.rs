//! Runs logical plans: plans them, with common subplans computed once, and starts them.
//!
//! - [`cache`]: a table that is computed at its first use;
//! - [`lineage`]: which files and columns a plan's values are made of.

pub mod cache;
pub mod lineage;

use std::sync::Arc;

use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::ExecutionPlan;

use crate::diagnostics::explain_constant_error;
use crate::diagnostics::type_error::refused;
use crate::error::{Error, Result};
use crate::execute::{start_physical, state_for};
use crate::operator;
use crate::optimizer;
use crate::plan::order::order_of;
use crate::plan::texts;
use crate::run::lane::Lane;
use crate::run::{BatchStream, RunOwner};
use crate::session::Session;
use cache::shared;

/// Starts `plan` on `session` under the name `what`.
///
/// # Errors
/// When the plan cannot be planned or its first operators cannot be set up.
pub(crate) async fn start(session: &Arc<Session>, plan: &LogicalPlan, what: &str) -> Result<BatchStream> {
    start_queued(session, plan, session.queue(what)).await
}

/// Starts `plan` for somebody who looks at its first rows: what a filter finds is returned at once.
///
/// # Errors
/// Those of [`start`].
pub(crate) async fn start_shown(session: &Arc<Session>, plan: &LogicalPlan, what: &str) -> Result<BatchStream> {
    begin(session, plan, session.queue(what).in_lane(Lane::Look), |plan, _| operator::unbuffered(plan)).await
}

/// Starts the plan of an order for somebody who looks at its first rows. The last of its keys tells all rows apart.
///
/// # Errors
/// Those of [`start`].
pub(crate) async fn start_order(session: &Arc<Session>, plan: &LogicalPlan, what: &str) -> Result<BatchStream> {
    let changed = |plan, cores| operator::with_spread_sorts(operator::unbuffered(plan)?, cores);
    begin(session, plan, session.queue(what).in_lane(Lane::Look), changed).await
}

/// Starts `plan` as a run that waits for it: `session.queue(what)`, or `session.queue(what).in_lane(lane)` for what no
/// cell waits for. In the background it waits for its turn first.
///
/// # Errors
/// Those of [`start`].
pub(crate) async fn start_queued(session: &Arc<Session>, plan: &LogicalPlan, owner: RunOwner) -> Result<BatchStream> {
    begin(session, plan, owner, |plan, _| Ok(plan)).await
}

type Physical = Arc<dyn ExecutionPlan>;

async fn begin(
    session: &Arc<Session>,
    plan: &LogicalPlan,
    owner: RunOwner,
    changed: fn(Physical, usize) -> datafusion::error::Result<Physical>,
) -> Result<BatchStream> {
    if let Some(text) = texts::of(plan) {
        owner.run().is_of(text);
    }
    owner.turn().await?;
    let (order, what) = (order_of(plan), owner.run().what().to_string());
    let state = state_for(session, plan);
    let cores = state.config_options().execution.target_partitions;
    let planning = async {
        let planned = physical(session, &state, plan, &what).await.and_then(|plan| changed(plan, cores));
        planned.map_err(|e| Error::from_datafusion(&what, explain_constant_error(e)))
    };
    let physical = owner.plan(planning).await?;
    start_physical(session, &state, owner, physical, order)
}

/// Returns the physical plan of `plan`; common subplans are computed when they are first read.
async fn physical(
    session: &Arc<Session>,
    state: &SessionState,
    plan: &LogicalPlan,
    what: &str,
) -> datafusion::error::Result<Arc<dyn ExecutionPlan>> {
    let plan = optimizer::share_subplans(state.optimize(plan).map_err(|e| refused(what, plan, e))?, |part| {
        shared(session, part, what)
    })?;
    let made = state.query_planner().create_physical_plan(&plan, state).await;
    made.map_err(|e| refused(what, &plan, e))
}
