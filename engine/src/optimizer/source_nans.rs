//! One NaN in what files return ([`with_canonical_nans`]), and before that where a scan computes with values as they are
//! in the file, to which a NaN with a sign is the smallest number: expressions stay above it ([`ComputedAbove`]), and the
//! predicates that a scan of Parquet applies are put over one NaN.

use std::sync::Arc;

use arrow::datatypes::{DataType, Schema};
use datafusion::common::ScalarValue;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::datasource::physical_plan::{FileSource, ParquetSource};
use datafusion::error::Result;
use datafusion::logical_expr::Operator;
use datafusion::physical_expr::expressions::{BinaryExpr, Column, Literal};
use datafusion::physical_expr::utils::collect_columns;
use datafusion::physical_expr::{PhysicalExpr, ScalarFunctionExpr, conjunction, split_conjunction};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;

use super::late_materialization::with_parquet;
use crate::canonical_nan::function;
use crate::operator::{with_canonical_nans, without_canonical_nans};

type Expr = Arc<dyn PhysicalExpr>;

/// The rule; it comes last, as an operator above a scan would hide it from the others.
#[derive(Debug)]
pub(super) struct SourceNans;

impl PhysicalOptimizerRule for SourceNans {
    fn name(&self) -> &str {
        "source_nans"
    }

    fn schema_check(&self) -> bool {
        true
    }

    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        let plan = plan.transform_up(|node| {
            let mut failed = None;
            let changed = with_parquet(node, |source| {
                late(source).unwrap_or_else(|error| {
                    failed = Some(error);
                    None
                })
            });
            failed.map_or(Ok(changed), Err)
        });
        with_canonical_nans(plan.data()?)
    }
}

/// DataFusion's rule that has sources compute expressions: here they choose columns only, where there are floats.
#[derive(Debug)]
pub(super) struct ComputedAbove(pub(super) Arc<dyn PhysicalOptimizerRule + Send + Sync>);

impl PhysicalOptimizerRule for ComputedAbove {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn schema_check(&self) -> bool {
        self.0.schema_check()
    }

    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, config: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        without_canonical_nans(self.0.optimize(with_canonical_nans(plan)?, config)?)
    }
}

/// Returns a scan that applies its predicates to one NaN; `None` if it applies none to floats.
fn late(source: &ParquetSource) -> Result<Option<ParquetSource>> {
    let Some(predicate) = source.filter().filter(|_| source.table_parquet_options().global.pushdown_filters) else {
        return Ok(None);
    };
    let schema = source.table_schema().table_schema();
    let parts = split_conjunction(&predicate);
    if !parts.iter().any(|part| is_of_floats(part, schema)) {
        return Ok(None);
    }
    let mut predicates = Vec::with_capacity(parts.len() + 1);
    for part in parts {
        if !is_of_floats(part, schema) {
            predicates.push(Arc::clone(part));
            continue;
        }
        // Row groups are skipped by the predicate on the column itself. It must not lose a NaN, and these do not:
        // below a bound is a NaN with a sign too, and no NaN equals a number.
        match bounded_above(part) {
            Some(Operator::Eq) => predicates.push(Arc::clone(part)),
            Some(_) => predicates.extend([Arc::clone(part), of_one_nan(part, schema)?]),
            None => predicates.push(of_one_nan(part, schema)?),
        }
    }
    Ok(Some(source.with_predicate(conjunction(predicates))))
}

fn is_of_floats(part: &Expr, schema: &Schema) -> bool {
    collect_columns(part).iter().any(|column| is_float(column, schema))
}

fn is_float(column: &Column, schema: &Schema) -> bool {
    schema.fields().get(column.index()).is_some_and(|field| field.data_type().is_floating())
}

/// Returns `<`, `<=` or `=` if a predicate says that of a column and a number.
fn bounded_above(part: &Expr) -> Option<Operator> {
    let binary = part.downcast_ref::<BinaryExpr>()?;
    let is_number = |expr: &Expr| {
        let number = expr.downcast_ref::<Literal>().map(|literal| literal.value().cast_to(&DataType::Float64));
        matches!(number, Some(Ok(ScalarValue::Float64(Some(number)))) if !number.is_nan())
    };
    let op = match (binary.left(), binary.right()) {
        (left, right) if left.is::<Column>() && is_number(right) => *binary.op(),
        (left, right) if right.is::<Column>() && is_number(left) => binary.op().swap()?,
        _ => return None,
    };
    matches!(op, Operator::Lt | Operator::LtEq | Operator::Eq).then_some(op)
}

fn of_one_nan(part: &Expr, schema: &Schema) -> Result<Expr> {
    let config = Arc::new(ConfigOptions::default());
    let with_one = |node: Expr| match node.downcast_ref::<Column>() {
        Some(column) if is_float(column, schema) => {
            let call = ScalarFunctionExpr::try_new(function(), vec![Arc::clone(&node)], schema, Arc::clone(&config))?;
            Ok(Transformed::yes(Arc::new(call) as Expr))
        }
        _ => Ok(Transformed::no(node)),
    };
    Arc::clone(part).transform_up(with_one).data()
}
