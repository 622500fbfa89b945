//! Wraps an expression and adds to its errors where they come from; its values are unchanged.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::array::{BooleanArray, RecordBatch};
use arrow::datatypes::{DataType, FieldRef, Schema};
use datafusion::common::internal_err;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::logical_expr::interval_arithmetic::Interval;
use datafusion::logical_expr::sort_properties::ExprProperties;
use datafusion::logical_expr::{ColumnarValue, ExpressionPlacement, Operator};
use datafusion::physical_expr::expressions::{BinaryExpr, CastExpr, Column, NegativeExpr};
use datafusion::physical_expr::{HigherOrderFunctionExpr, PhysicalExpr, ScalarFunctionExpr};

use crate::arithmetic::decimal_op;
use crate::cast::value_type;
use crate::diagnostics::message;

/// The expressions behind DataFusion's names for common subexpressions.
pub(crate) type CseAliases = BTreeMap<String, Arc<dyn PhysicalExpr>>;

/// Where an expression is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExprSite {
    /// In an operator, or for a column of a scan.
    Operator,
    /// In a scan's filter, which is also compared with statistics: that looks for casts.
    Scan,
}

/// An expression with context for its errors.
#[derive(Debug)]
pub(crate) struct TracedExpr {
    expr: Arc<dyn PhysicalExpr>,
    names: Arc<CseAliases>,
}

impl TracedExpr {
    /// Returns `expr` with each part that can fail wrapped; `None` if there is no such part.
    pub(crate) fn wrap_fallible(
        expr: &Arc<dyn PhysicalExpr>,
        schema: &Schema,
        names: &Arc<CseAliases>,
        place: ExprSite,
    ) -> Result<Option<Arc<dyn PhysicalExpr>>> {
        Self::parts(expr, Some(schema), names, place)
    }

    fn parts(
        expr: &Arc<dyn PhysicalExpr>,
        schema: Option<&Schema>,
        names: &Arc<CseAliases>,
        place: ExprSite,
    ) -> Result<Option<Arc<dyn PhysicalExpr>>> {
        if expr.children().is_empty() || !expr.exists(|node| Ok(can_fail(node, schema, place)))? {
            return Ok(None);
        }
        let changed = Arc::clone(expr).transform_up(|node| {
            Ok(if can_fail(&node, schema, place) {
                Transformed::yes(Self::over(node, names))
            } else {
                Transformed::no(node)
            })
        })?;
        Ok(changed.transformed.then_some(changed.data))
    }

    /// Returns the parts that can fail.
    pub(crate) fn failing(expr: &Arc<dyn PhysicalExpr>, schema: &Schema) -> Result<Vec<Arc<dyn PhysicalExpr>>> {
        let mut found = Vec::new();
        expr.apply(|node| {
            if can_fail(node, Some(schema), ExprSite::Operator) {
                found.push(Arc::clone(node));
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
        Ok(found)
    }

    /// Returns `expr`, wrapped.
    pub(crate) fn over(expr: Arc<dyn PhysicalExpr>, names: &Arc<CseAliases>) -> Arc<dyn PhysicalExpr> {
        Arc::new(Self { expr, names: Arc::clone(names) })
    }

    /// The wrapped expression.
    pub(crate) fn expr(&self) -> &Arc<dyn PhysicalExpr> {
        &self.expr
    }
}

/// Returns whether an expression can fail for a value, apart from its children.
fn can_fail(expr: &Arc<dyn PhysicalExpr>, schema: Option<&Schema>, place: ExprSite) -> bool {
    use Operator::{Divide, Minus, Modulo, Multiply, Plus, RegexIMatch, RegexMatch, RegexNotIMatch, RegexNotMatch};
    if let Some(cast) = expr.downcast_ref::<CastExpr>() {
        let Some(Ok(from)) = schema.map(|schema| cast.expr().data_type(schema)) else { return true };
        let (from, to) = (value_type(&from), value_type(cast.cast_type()));
        let certain = CastExpr::check_bigger_cast(to, from) || (to.is_string() && !from.is_binary()) || from.is_null();
        return !certain && (place == ExprSite::Operator || from.is_string() != to.is_string());
    }
    if let Some(binary) = expr.downcast_ref::<BinaryExpr>() {
        let computes = matches!(binary.op(), Plus | Minus | Multiply | Divide | Modulo);
        return computes || matches!(binary.op(), RegexMatch | RegexIMatch | RegexNotMatch | RegexNotIMatch);
    }
    if let Some(call) = expr.downcast_ref::<ScalarFunctionExpr>() {
        return call.name() != "get_field";
    }
    expr.is::<NegativeExpr>() || expr.is::<HigherOrderFunctionExpr>() || decimal_op(expr).is_some()
}

impl fmt::Display for TracedExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // In parentheses: the operators around it look for operators of DataFusion's type to know when to write them.
        if self.expr.is::<BinaryExpr>() { write!(f, "({})", self.expr) } else { self.expr.fmt(f) }
    }
}

impl PartialEq for TracedExpr {
    fn eq(&self, other: &Self) -> bool {
        self.expr.eq(&other.expr)
    }
}

impl Eq for TracedExpr {}

impl Hash for TracedExpr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.expr.hash(state);
    }
}

impl PhysicalExpr for TracedExpr {
    fn data_type(&self, input_schema: &Schema) -> Result<DataType> {
        self.expr.data_type(input_schema)
    }

    fn nullable(&self, input_schema: &Schema) -> Result<bool> {
        self.expr.nullable(input_schema)
    }

    fn return_field(&self, input_schema: &Schema) -> Result<FieldRef> {
        self.expr.return_field(input_schema)
    }

    fn evaluate(&self, batch: &RecordBatch) -> Result<ColumnarValue> {
        self.expr
            .evaluate(batch)
            .map_err(|error| message::add_context(&self.expr, batch.schema_ref(), &self.names, error))
    }

    fn evaluate_selection(&self, batch: &RecordBatch, selection: &BooleanArray) -> Result<ColumnarValue> {
        let values = self.expr.evaluate_selection(batch, selection);
        values.map_err(|error| message::add_context(&self.expr, batch.schema_ref(), &self.names, error))
    }

    fn children(&self) -> Vec<&Arc<dyn PhysicalExpr>> {
        vec![&self.expr]
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn PhysicalExpr>>) -> Result<Arc<dyn PhysicalExpr>> {
        match <[_; 1]>::try_from(children) {
            // A scan replaces its column by the expression of that column.
            Ok([expr]) if self.expr.is::<Column>() => {
                Ok(Self::parts(&expr, None, &self.names, ExprSite::Operator)?.unwrap_or(expr))
            }
            Ok([expr]) => Ok(Self::over(expr, &self.names)),
            Err(_) => internal_err!("a part holds one expression"),
        }
    }

    fn evaluate_bounds(&self, children: &[&Interval]) -> Result<Interval> {
        match children {
            [only] => Ok((*only).clone()),
            _ => internal_err!("a part holds one expression"),
        }
    }

    fn propagate_constraints(&self, interval: &Interval, children: &[&Interval]) -> Result<Option<Vec<Interval>>> {
        match children {
            [only] => Ok(only.intersect(interval)?.map(|bounds| vec![bounds])),
            _ => internal_err!("a part holds one expression"),
        }
    }

    fn get_properties(&self, children: &[ExprProperties]) -> Result<ExprProperties> {
        match children {
            [only] => Ok(only.clone()),
            _ => internal_err!("a part holds one expression"),
        }
    }

    fn placement(&self) -> ExpressionPlacement {
        self.expr.placement()
    }

    fn fmt_sql(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expr.fmt_sql(f)
    }
}
