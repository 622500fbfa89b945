//! How a query will run, as text. Nothing runs for it, unless `analyze` asks for it: a cache that has not been computed
//! stays so.

use std::sync::Arc;

use arrow::array::RecordBatch;
use datafusion::logical_expr::{ExplainFormat, ExplainOption, LogicalPlanBuilder};
use futures::StreamExt;

use crate::error::{Error, ErrorKind, Result};
use crate::execute::{start_physical, state_for};
use crate::frame::Frame;
use crate::plan::order::Order;
use crate::plan::relation::UNNAMED;
use crate::query::cache::PlanOnly;
use crate::query::start_queued;
use crate::run::lost;
use crate::run::report::Report;

const WHAT: &str = "explain";

/// The formats of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanFormat {
    /// One operator per line, indented below the one that reads its rows.
    Text,
    /// Boxes joined by lines.
    Tree,
    /// JSON, in the form of PostgreSQL's plans.
    Json,
    /// The DOT language of Graphviz.
    Graphviz,
}

impl Frame {
    /// Runs the query, drops its rows, and returns what its operators have done.
    ///
    /// # Errors
    /// The first error of the run.
    pub async fn analyze(self: &Arc<Self>) -> Result<Report> {
        let owner = self.session().queue(WHAT).explained();
        let run = Arc::clone(owner.run());
        let mut stream = start_queued(self.session(), self.plan(), owner).await?;
        while let Some(batch) = stream.next().await {
            batch?;
        }
        run.report().ok_or_else(|| lost(WHAT))
    }

    /// Returns the plan as text: optimized by DataFusion, or as the verbs have made it. With `analyze` the query runs
    /// and the text has the metrics of its operators.
    ///
    /// # Errors
    /// A `Value` error for what a format cannot show; when the query cannot be planned, or the run fails.
    pub async fn explain(self: &Arc<Self>, format: PlanFormat, analyze: bool, optimized: bool) -> Result<String> {
        let refused = |message: &str, hint: &str| Err(Error::new(ErrorKind::Value, WHAT, message).with_hint(hint));
        let engine_format = match format {
            PlanFormat::Text => ExplainFormat::Indent,
            PlanFormat::Tree => ExplainFormat::Tree,
            PlanFormat::Json => ExplainFormat::PostgresJSON,
            PlanFormat::Graphviz => ExplainFormat::Graphviz,
        };
        if analyze && !optimized {
            return refused("a plan that is not optimised does not run", "leave out analyze or optimized=False");
        }
        if analyze && matches!(format, PlanFormat::Tree | PlanFormat::Graphviz) {
            return refused("this format has no place for the figures of a run", "use format=\"text\" or \"json\"");
        }
        if !optimized {
            let text = match format {
                PlanFormat::Text => self.plan().display_indent().to_string(),
                PlanFormat::Json => self.plan().display_pg_json().to_string(),
                PlanFormat::Graphviz => self.plan().display_graphviz().to_string(),
                PlanFormat::Tree => return refused("a tree shows how a plan runs, which the optimiser decides", ""),
            };
            return Ok(readable(&text));
        }
        let options = ExplainOption::default().with_format(engine_format).with_analyze(analyze);
        let convert = |e| Error::from_datafusion(WHAT, e);
        let plan = LogicalPlanBuilder::from(self.plan().clone())
            .explain_option_format(options)
            .and_then(LogicalPlanBuilder::build)
            .map_err(convert)?;
        // The settings for the frame's order, so that the plan is the one that collect() runs.
        let mut state = state_for(self.session(), self.plan());
        if !analyze {
            state.config_mut().set_extension(Arc::new(PlanOnly));
        }
        let owner = self.session().queue(WHAT);
        let planning = async { state.create_physical_plan(&plan).await.map_err(convert) };
        let physical = owner.plan(planning).await?;
        let batches = start_physical(self.session(), &state, owner, physical, Order::None)?.collect().await?;
        let mut parts = Vec::new();
        for (batch, row) in batches.iter().flat_map(|batch| (0..batch.num_rows()).map(move |row| (batch, row))) {
            let body = cell(batch, 1, row)?.trim_end().to_string();
            parts.push(match format {
                PlanFormat::Text => format!("{}\n{body}", cell(batch, 0, row)?),
                _ => body,
            });
        }
        Ok(readable(&parts.join("\n\n")))
    }
}

fn cell(batch: &RecordBatch, column: usize, row: usize) -> Result<String> {
    arrow::util::display::array_value_to_string(batch.column(column), row).map_err(|e| Error::from_arrow(WHAT, e))
}

/// Returns the text without the name of scans that the user has given none.
fn readable(text: &str) -> String {
    text.trim_end().replace(&format!("{UNNAMED}."), "").replace(UNNAMED, "unnamed")
}
