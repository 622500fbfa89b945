//! LIMIT for each value of a domain: the rows of each are numbered separately, in the order of the subquery.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::Column;
use datafusion::error::Result;
use datafusion::functions_window::expr_fn::row_number;
use datafusion::logical_expr::expr::Sort as SortExpr;
use datafusion::logical_expr::{
    Expr, ExprFunctionExt, Filter, Limit, LogicalPlan, Projection, Sort, SubqueryAlias, Window, cast, lit,
};

use super::dependent::{Dependent, requalified};
use super::domain::Domain;
use super::shape::{columns_of, named};

/// Rows with their number, from 1 on, among those of their value of the domain.
struct Numbered {
    rows: Dependent,
    number: Column,
}

/// Returns `plan`, a limit or a sort with a limit, for all values of the domain.
pub(super) fn applied(domain: &Domain<'_>, plan: &LogicalPlan) -> Result<Dependent> {
    let numbered = numbered(domain, plan)?;
    Dependent::shaped(numbered.rows.plan, plan, numbered.rows.keys)
}

/// Returns sort expressions with `keys` in place of the outer columns.
pub(super) fn bound_sorts(domain: &Domain<'_>, sorts: &[SortExpr], keys: &[Column]) -> Result<Vec<SortExpr>> {
    let bound = |sort: &SortExpr| Ok(sort.with_expr(domain.bound(sort.expr.clone(), keys)?));
    sorts.iter().map(bound).collect()
}

fn numbered(domain: &Domain<'_>, plan: &LogicalPlan) -> Result<Numbered> {
    match plan {
        LogicalPlan::Limit(Limit { skip, fetch, input }) => {
            first(domain, numbered(domain, input)?, skip.as_deref().cloned(), fetch.as_deref().cloned())
        }
        LogicalPlan::Sort(Sort { expr, input, fetch }) => {
            let rows = domain.applied_to(input)?;
            let order = bound_sorts(domain, expr, &rows.keys)?;
            let sorted = count(domain, rows, order)?;
            match fetch {
                Some(fetch) => first(domain, sorted, None, Some(lit(i64::try_from(*fetch).unwrap_or(i64::MAX)))),
                None => Ok(sorted),
            }
        }
        // What keeps the order of a sort below it has the numbers of that sort.
        LogicalPlan::Projection(projection) => {
            let Numbered { rows, number } = numbered(domain, &projection.input)?;
            let rows = domain.projected(projection, rows, Some(number.clone()))?;
            Ok(Numbered { rows, number })
        }
        LogicalPlan::SubqueryAlias(alias) => {
            let Numbered { rows, number } = numbered(domain, &alias.input)?;
            let keys = requalified(&rows.keys, &alias.alias);
            let number = Column::new(Some(alias.alias.clone()), number.name);
            let plan = LogicalPlan::SubqueryAlias(SubqueryAlias::try_new(rows.plan, alias.alias.clone())?);
            Ok(Numbered { rows: Dependent { plan: Arc::new(plan), keys }, number })
        }
        LogicalPlan::Filter(filter) => {
            let Numbered { rows, number } = numbered(domain, &filter.input)?;
            let predicate = domain.bound(filter.predicate.clone(), &rows.keys)?;
            let plan = Arc::new(LogicalPlan::Filter(Filter::try_new(predicate, rows.plan)?));
            let order = vec![Expr::Column(number).sort(true, false)];
            count(domain, Dependent { plan, keys: rows.keys }, order)
        }
        other => count(domain, domain.applied_to(other)?, Vec::new()),
    }
}

/// Returns the rows whose numbers are greater than `skip` and no more than `fetch`, numbered anew.
fn first(domain: &Domain<'_>, numbered: Numbered, skip: Option<Expr>, fetch: Option<Expr>) -> Result<Numbered> {
    let Numbered { rows, number } = numbered;
    let skip = skip.unwrap_or_else(|| lit(0_i64));
    let at = || Expr::Column(number.clone());
    let mut condition = at().gt(skip.clone());
    if let Some(fetch) = fetch {
        // No limit is a NULL. The difference cannot overflow, as a sum of the two could.
        let few = cast(at(), DataType::Int64) - skip.clone();
        condition = condition.and(few.lt_eq(fetch.clone()).or(fetch.is_null()));
    }
    let plan = Arc::new(LogicalPlan::Filter(Filter::try_new(condition, rows.plan)?));
    if skip == lit(0_i64) {
        return Ok(Numbered { rows: Dependent { plan, keys: rows.keys }, number });
    }
    let order = vec![at().sort(true, false)];
    count(domain, Dependent { plan, keys: rows.keys }, order)
}

/// Returns the rows numbered in this order, or in the one they come in.
fn count(domain: &Domain<'_>, rows: Dependent, order: Vec<SortExpr>) -> Result<Numbered> {
    let Dependent { plan, keys } = rows;
    let number = domain.names.column("number");
    let partitions = keys.iter().cloned().map(Expr::Column).collect();
    // Without an order rows are numbered in that of the keys, which are equal in a partition: some rules ask for an
    // order.
    let order = if order.is_empty() {
        keys.iter().map(|key| Expr::Column(key.clone()).sort(true, false)).collect()
    } else {
        order
    };
    let function = row_number().partition_by(partitions).order_by(order).build()?;
    let mut columns = columns_of(plan.schema());
    let window = LogicalPlan::Window(Window::try_new(vec![function], plan)?);
    if let Some(made) = window.schema().columns().pop() {
        columns.push(named(Expr::Column(made), &number));
    }
    let plan = Arc::new(LogicalPlan::Projection(Projection::try_new(columns, Arc::new(window))?));
    Ok(Numbered { rows: Dependent { plan, keys }, number })
}
