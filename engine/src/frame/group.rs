//! Aggregation: one row per group, by plain keys or by several grouping sets at once.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::common::Column;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::logical_expr::{Aggregate, Expr, GroupingSet, LogicalPlanBuilder};

use crate::error::Result;
use crate::expr::names::{check_once, column, named, output_name, split_alias};
use crate::frame::keys::check_given;
use crate::frame::{Frame, window};
use crate::plan::order::{Order, order_of};

/// Aggregates whose value depends on which row comes first.
const DEPEND_ON_ORDER: [&str; 5] = ["array_agg", "first_value", "last_value", "nth_value", "string_agg"];

/// How keys form groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// By all keys.
    #[default]
    Keys,
    /// By all keys, by all but the last, and so on to none.
    Rollup,
    /// By every subset of the keys.
    Cube,
    /// By each of these sets of keys, by their indices.
    Sets(Vec<Vec<usize>>),
}

impl Frame {
    /// Returns one row per group, by all of the keys: see [`Frame::aggregate_by`].
    ///
    /// # Errors
    /// Those of [`Frame::aggregate_by`].
    pub fn aggregate(self: &Arc<Self>, keys: Vec<Expr>, aggregates: Vec<Expr>) -> Result<Arc<Self>> {
        self.aggregate_by(keys, &Grouping::Keys, aggregates)
    }

    /// Returns one row per group: the keys, then the aggregates. Without keys, one row for the whole frame. In groups
    /// of a set without a key, that key is null.
    ///
    /// The first value, the last value and the list of values are in the frame's order, if it has one.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error for an expression that is neither key nor aggregate, or for a repeated name.
    pub fn aggregate_by(
        self: &Arc<Self>,
        keys: Vec<Expr>,
        grouping: &Grouping,
        aggregates: Vec<Expr>,
    ) -> Result<Arc<Self>> {
        self.check("group_by", &keys)?;
        let keys: Vec<(Expr, String)> = keys.into_iter().map(named).map(split_alias).collect();
        check_given("group_by", self.plan().schema(), keys.iter().map(|(key, name)| (key, name)))?;
        let asked: HashSet<&str> = aggregates.iter().flat_map(asked_keys).collect();
        let mut columns: Vec<&str> = Vec::new();
        aggregates.iter().for_each(|aggregate| columns.extend(aggregate.column_refs().into_iter().map(Column::name)));
        let is_key = |name: &&str| asked.contains(name) && keys.iter().any(|(_, key)| key == name);
        self.check_names("agg", columns.into_iter().filter(|name| !is_key(name)))?;
        // The same aggregate under two names is computed once: DataFusion refuses it twice.
        let mut computed: Vec<Expr> = Vec::new();
        let mut shown: Vec<(usize, String)> = Vec::new();
        for (aggregate, name) in aggregates.into_iter().map(split_alias) {
            let at = computed.iter().position(|other| *other == aggregate).unwrap_or_else(|| {
                computed.push(aggregate);
                computed.len() - 1
            });
            shown.push((at, name));
        }
        let names = keys.iter().map(|(_, name)| name).chain(shown.iter().map(|(_, name)| name));
        check_once("agg", names.map(String::as_str), "give one another name with .alias(...)")?;
        let numbered = computed.iter().any(depends_on_order) && order_of(self.plan()) == Order::Kept;
        self.derive("agg", |plan| {
            let (plan, row) = if numbered {
                let (plan, row) = self.numbered()?;
                (plan, Some(row))
            } else {
                (plan, None)
            };
            let computed = computed.into_iter().map(|aggregate| in_order(aggregate, row.as_ref()));
            let computed = computed.collect::<datafusion::error::Result<Vec<_>>>()?;
            let width = keys.len();
            let all: Vec<Expr> = keys.iter().map(|(key, _)| key.clone()).chain(computed).collect();
            let (plan, mut lifted) = window::lifted(plan, all)?;
            let computed = lifted.split_off(width);
            let keys: Vec<(Expr, String)> = lifted.into_iter().zip(keys.into_iter().map(|(_, name)| name)).collect();
            let plan = grouped(plan, &keys, grouping, computed)?;
            // DataFusion names keys and aggregates in its own way; the projection gives them the user's names.
            let internal = |column: &Column| column.name == Aggregate::INTERNAL_GROUPING_ID;
            let made: Vec<Column> = plan.schema().columns().into_iter().filter(|column| !internal(column)).collect();
            let keys = keys.iter().zip(&made).map(|((_, name), made)| (made, name));
            let aggregates = shown.iter().filter_map(|(at, name)| Some((made.get(width + at)?, name)));
            plan.project(keys.chain(aggregates).map(|(made, name)| Expr::Column(made.clone()).alias(name)))
        })
    }
}

fn grouped(
    plan: LogicalPlanBuilder,
    keys: &[(Expr, String)],
    grouping: &Grouping,
    aggregates: Vec<Expr>,
) -> datafusion::error::Result<LogicalPlanBuilder> {
    if *grouping == Grouping::Keys {
        return plan.aggregate(keys.iter().map(|(key, name)| as_named(key.clone(), name)), aggregates);
    }
    // DataFusion's grouping sets are of columns, so the keys become columns first, under names that no column has.
    let hidden = |at: usize| format!("?key {at}?");
    let all: Vec<Expr> = plan.schema().columns().into_iter().map(Expr::Column).collect();
    let made = keys.iter().enumerate().map(|(at, (key, _))| key.clone().alias(hidden(at)));
    let plan = plan.project(all.into_iter().chain(made))?;
    let key = |at: usize| column(&hidden(at));
    let set = match grouping {
        Grouping::Keys | Grouping::Rollup => GroupingSet::Rollup((0..keys.len()).map(key).collect()),
        Grouping::Cube => GroupingSet::Cube((0..keys.len()).map(key).collect()),
        Grouping::Sets(sets) => {
            GroupingSet::GroupingSets(sets.iter().map(|set| set.iter().copied().map(key).collect()).collect())
        }
    };
    // `grouping(key)` names the key by the name that the user knows.
    let place = |name: &str| keys.iter().position(|(_, key)| key == name);
    let aggregates = aggregates.into_iter().map(|aggregate| {
        let asked = aggregate.transform(|node| match node {
            Expr::AggregateFunction(mut function) if function.func.name() == "grouping" => {
                for argument in &mut function.params.args {
                    if let Some(at) = place(&output_name(argument)) {
                        *argument = key(at);
                    }
                }
                Ok(Transformed::yes(Expr::AggregateFunction(function)))
            }
            other => Ok(Transformed::no(other)),
        });
        asked.map(|changed| changed.data)
    });
    plan.aggregate([Expr::GroupingSet(set)], aggregates.collect::<datafusion::error::Result<Vec<_>>>()?)
}

/// Returns the keys that an aggregate passes to `grouping`, by the names that they have in the result.
fn asked_keys(aggregate: &Expr) -> Vec<&str> {
    match aggregate {
        Expr::Alias(alias) => asked_keys(&alias.expr),
        Expr::AggregateFunction(function) if function.func.name() == "grouping" => {
            function.params.args.iter().flat_map(Expr::column_refs).map(Column::name).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the expression under the name; a column that has the name already needs no alias.
fn as_named(expr: Expr, name: &str) -> Expr {
    if output_name(&expr) == name { expr } else { expr.alias(name) }
}

fn depends_on_order(aggregate: &Expr) -> bool {
    match aggregate {
        Expr::AggregateFunction(function) => {
            let params = &function.params;
            DEPEND_ON_ORDER.contains(&function.func.name()) && params.order_by.is_empty() && !params.distinct
        }
        _ => false,
    }
}

/// Returns the aggregate over the rows in their order, if its value depends on it.
fn in_order(aggregate: Expr, row: Option<&Expr>) -> datafusion::error::Result<Expr> {
    match (row, aggregate) {
        (Some(row), Expr::AggregateFunction(mut function))
            if depends_on_order(&Expr::AggregateFunction(function.clone())) =>
        {
            function.params.order_by = vec![row.clone().sort(true, false)];
            Ok(Expr::AggregateFunction(function))
        }
        (_, aggregate) => Ok(aggregate),
    }
}
