//! Subqueries that are used as a value may have no row, and are NULL then.
//!
//! DataFusion takes one for as little NULL as its column is: `(SELECT 1 FROM empty) IS NULL` is simplified to false, and a
//! frame with such a column says that it holds no NULL (docs/upstream/nullable-subqueries.md). So its column is passed
//! through a function that says it may be.

use std::sync::{Arc, LazyLock};

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::internal_err;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, LogicalPlan, Projection, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature, Subquery, Volatility,
};

use super::{has_subquery, is_subquery_in};

/// `plan` with subqueries that say that they may be NULL where they may have no row.
pub(crate) fn nullable_values(plan: LogicalPlan) -> Result<LogicalPlan> {
    if !has_subquery(&plan)? {
        return Ok(plan);
    }
    plan.transform_up_with_subqueries(|node| {
        if !node.expressions().iter().any(is_subquery_in) {
            // What is above has changed with what is below.
            return node.recompute_schema().map(Transformed::yes);
        }
        let node = node.map_expressions(|expr| {
            expr.transform_up(|part| match part {
                Expr::ScalarSubquery(subquery)
                    if is_never_null(&subquery.subquery) && !has_one_row(&subquery.subquery) =>
                {
                    nullable(subquery).map(|subquery| Transformed::yes(Expr::ScalarSubquery(subquery)))
                }
                other => Ok(Transformed::no(other)),
            })
        })?;
        node.data.recompute_schema().map(Transformed::yes)
    })
    .data()
}

fn nullable(subquery: Subquery) -> Result<Subquery> {
    static FUNCTION: LazyLock<Arc<ScalarUDF>> = LazyLock::new(|| {
        let signature = Signature::any(1, Volatility::Immutable);
        Arc::new(ScalarUDF::new_from_impl(MayBeNull { signature }))
    });
    let named = |column: datafusion::common::Column| {
        let (relation, name) = (column.relation.clone(), column.name.clone());
        let call = ScalarFunction::new_udf(Arc::clone(&FUNCTION), vec![Expr::Column(column)]);
        Expr::ScalarFunction(call).alias_qualified(relation, name)
    };
    let columns = subquery.subquery.schema().columns().into_iter().map(named).collect();
    let plan = Projection::try_new(columns, subquery.subquery)?;
    Ok(Subquery { subquery: Arc::new(LogicalPlan::Projection(plan)), ..subquery })
}

fn is_never_null(plan: &LogicalPlan) -> bool {
    plan.schema().fields().first().is_some_and(|field| !field.is_nullable())
}

/// Whether `plan` has a row whatever is below: it is a grouping of all rows.
fn has_one_row(plan: &LogicalPlan) -> bool {
    match plan {
        LogicalPlan::Projection(projection) => has_one_row(&projection.input),
        LogicalPlan::SubqueryAlias(alias) => has_one_row(&alias.input),
        LogicalPlan::Aggregate(aggregate) => aggregate.group_expr.is_empty(),
        _ => false,
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct MayBeNull {
    signature: Signature,
}

impl ScalarUDFImpl for MayBeNull {
    fn name(&self) -> &str {
        "may_be_null"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        internal_err!("the field is asked for")
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        match args.arg_fields {
            [field] => Ok(Arc::new(Field::clone(field).with_nullable(true))),
            _ => internal_err!("one argument is expected"),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        match args.args.into_iter().next() {
            Some(value) => Ok(value),
            None => internal_err!("one argument is expected"),
        }
    }
}
