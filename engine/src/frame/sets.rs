//! Set operations: distinct rows, and the union, intersection, difference or horizontal concatenation of frames.

use std::sync::Arc;

use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::{JoinType, ScalarValue, TableReference};
use datafusion::functions::expr_fn::coalesce;
use datafusion::functions_aggregate::expr_fn::{count, first_value};
use datafusion::logical_expr::type_coercion::binary::type_union_coercion;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, Union, cast, lit};

use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::{column, qualified};
use crate::frame::join::HIDDEN;
use crate::frame::verbs::type_name;
use crate::frame::{Frame, Join};
use crate::plan::multiset::matched;
use crate::plan::order::in_sequence;

const ROW: &str = "?row?";
const COPIES: &str = "?copies?";

/// Which of several equal rows is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// Any one of them.
    #[default]
    Any,
    /// The first.
    First,
    /// The last.
    Last,
    /// None: only rows without an equal one are kept.
    None,
}

impl Frame {
    /// Returns each distinct row once, or with `subset` one row for each distinct combination of these columns' values.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Value` error if `subset` is empty.
    pub fn distinct(self: &Arc<Self>, subset: Option<&[String]>, keep: Keep) -> Result<Arc<Self>> {
        let all: Vec<&str> = self.names().collect();
        let subset: Vec<&str> = match subset {
            Some(names) => {
                self.check_names("distinct", names)?;
                if names.is_empty() {
                    return Err(Error::new(ErrorKind::Value, "distinct", "there is no column to compare")
                        .with_hint("leave subset out for all columns"));
                }
                all.iter().copied().filter(|name| names.iter().any(|chosen| chosen == name)).collect()
            }
            None => all.clone(),
        };
        if subset.len() == all.len() && keep != Keep::None {
            return self.derive("distinct", LogicalPlanBuilder::distinct);
        }
        let others = all.iter().filter(|name| !subset.contains(name));
        self.derive("distinct", |_| {
            let (plan, row) = self.numbered()?;
            let plan = plan.project(all.iter().map(|name| column(name)).chain([row.alias(ROW)]))?;
            let order = [column(ROW).sort(keep != Keep::Last, false)];
            let chosen = others.map(|name| first_value(column(name), order.to_vec()).alias(*name));
            let copies = (keep == Keep::None).then(|| count(lit(1i64)).alias(COPIES));
            let plan = plan.aggregate(subset.iter().map(|name| column(name)), chosen.chain(copies))?;
            let plan = if keep == Keep::None { plan.filter(column(COPIES).eq(lit(1i64)))? } else { plan };
            plan.project(all.iter().map(|name| column(name)))
        })
    }

    /// Returns the rows of all these frames, one frame after the other; columns are matched by position and keep the
    /// names of the first.
    ///
    /// # Errors
    /// A `Schema` error when the columns do not match.
    pub fn union(self: &Arc<Self>, others: &[Arc<Self>], operation: &str) -> Result<Arc<Self>> {
        let mut types = self.types();
        for other in others {
            self.check_width(other, operation)?;
            for ((known, field), name) in types.iter_mut().zip(other.schema().fields()).zip(self.names()) {
                *known = common_type(operation, name, known, field.data_type())?;
            }
        }
        let names: Vec<&str> = self.names().collect();
        let inputs = std::iter::once(self).chain(others).map(|frame| {
            let fields = frame.schema().fields().iter().zip(&types).zip(&names);
            let output: Vec<Expr> = fields.map(|((field, to), name)| converted(field, to, name)).collect();
            frame.shaped(operation, output)
        });
        self.united(inputs.collect::<Result<_>>()?, operation)
    }

    /// Returns the rows of all these frames, one frame after the other; columns are matched by name, and one that a
    /// frame lacks is null there.
    ///
    /// # Errors
    /// A `Schema` error when the types of a column do not match.
    pub fn union_by_name(self: &Arc<Self>, others: &[Arc<Self>], operation: &str) -> Result<Arc<Self>> {
        let mut columns: Vec<(&str, DataType)> = self.names().zip(self.types()).collect();
        for other in others {
            for field in other.schema().fields() {
                match columns.iter_mut().find(|(name, _)| name == field.name()) {
                    Some((name, known)) => *known = common_type(operation, name, known, field.data_type())?,
                    None => columns.push((field.name(), field.data_type().clone())),
                }
            }
        }
        let inputs = std::iter::once(self).chain(others).map(|frame| {
            let mut output = Vec::with_capacity(columns.len());
            for (name, to) in &columns {
                output.push(match frame.schema().fields().find(name) {
                    Some((_, field)) => converted(field, to, name),
                    None => null_of(to)?.alias(*name),
                });
            }
            frame.shaped(operation, output)
        });
        self.united(inputs.collect::<Result<_>>()?, operation)
    }

    /// Returns the rows that are in both frames. Each comes once, or with `all` the smaller number of times that it
    /// occurs in a frame; columns are matched by position, and nulls are equal.
    ///
    /// # Errors
    /// A `Schema` error when the columns do not match.
    pub fn intersect(self: &Arc<Self>, other: &Arc<Self>, all: bool) -> Result<Arc<Self>> {
        self.compared(other, "intersect", JoinType::LeftSemi, all)
    }

    /// Returns the rows of this frame that are not in the other. Each comes once, or with `all` as many times as it
    /// occurs more often here; columns are matched by position, and nulls are equal.
    ///
    /// # Errors
    /// A `Schema` error when the columns do not match.
    pub fn except(self: &Arc<Self>, other: &Arc<Self>, all: bool) -> Result<Arc<Self>> {
        self.compared(other, "except_", JoinType::LeftAnti, all)
    }

    /// Returns the columns of all these frames next to each other, rows matched by position; the columns of a frame
    /// that has ended are null.
    ///
    /// # Errors
    /// A `Schema` error when two columns have one name.
    pub fn side_by_side(self: &Arc<Self>, others: &[Arc<Self>], operation: &str) -> Result<Arc<Self>> {
        let frames: Vec<&Arc<Self>> = std::iter::once(self).chain(others).collect();
        let names: Vec<&str> = frames.iter().flat_map(|frame| frame.names()).collect();
        crate::expr::names::check_once(operation, names.iter().copied(), "rename one of them first")?;
        let numbered = |at: usize, frame: &Self| {
            let (plan, row) = frame.numbered()?;
            let output: Vec<Expr> = frame.names().map(column).chain([row.alias(ROW)]).collect();
            plan.project(output)?.alias(TableReference::bare(format!("frame {at}")))
        };
        self.derive(operation, |_| {
            let mut joined = numbered(0, self)?;
            let mut row = Expr::Column(qualified("frame 0", ROW));
            for (at, other) in others.iter().enumerate() {
                let at = at + 1;
                let next = Expr::Column(qualified(&format!("frame {at}"), ROW));
                let keys = (vec![row.clone()], vec![next.clone()]);
                joined = joined.join_with_expr_keys(numbered(at, other)?.build()?, JoinType::Full, keys, None)?;
                row = coalesce(vec![row, next]);
            }
            joined.sort([row.sort(true, false)])?.project(names.iter().map(|name| column(name)))
        })
    }

    /// Returns the rows of all these frames joined by the columns that all of them have, sorted by these: each frame's rows
    /// next to those of the others, or nulls. A further column that several frames have is that of the first one with a value.
    ///
    /// # Errors
    /// A `Value` error if there is no such column; a `Schema` error when the types of one cannot be compared.
    pub fn aligned(self: &Arc<Self>, others: &[Arc<Self>]) -> Result<Arc<Self>> {
        let in_all = |name: &&str| others.iter().all(|other| other.schema().index_of(name).is_ok());
        let keys: Vec<Expr> = self.names().filter(in_all).map(column).collect();
        if keys.is_empty() {
            return Err(Error::new(ErrorKind::Value, "concat", "the frames have no column in common to align by")
                .with_hint("how=\"horizontal\" goes by the number of a row"));
        }
        let join = Join::of_keys(JoinType::Full, keys.clone(), keys.clone());
        let mut found = Arc::clone(self);
        for other in others {
            let joined = found.join(other, &join)?;
            let twin = |name: &str| format!("{name}{HIDDEN}");
            let own = joined.names().filter(|name| !name.ends_with(HIDDEN)).map(|name| {
                match joined.schema().index_of(&twin(name)) {
                    Ok(_) => coalesce(vec![column(name), column(&twin(name))]).alias(name),
                    Err(_) => column(name),
                }
            });
            found = joined.select(own.collect())?;
        }
        found.sort(keys.into_iter().map(|key| key.sort(true, false)).collect())
    }

    /// Returns the rows that the other frame contains or lacks.
    fn compared(self: &Arc<Self>, other: &Arc<Self>, operation: &str, how: JoinType, all: bool) -> Result<Arc<Self>> {
        self.check_width(other, operation)?;
        for ((name, left), right) in self.names().zip(self.types()).zip(other.types()) {
            common_type(operation, name, &left, &right)?;
        }
        self.derive(operation, |_| matched(&self.shared_plan(), &other.shared_plan(), how, all))
    }

    fn types(&self) -> Vec<DataType> {
        self.schema().fields().iter().map(|field| field.data_type().clone()).collect()
    }

    fn check_width(&self, other: &Self, operation: &str) -> Result<()> {
        let (left, right) = (self.schema().fields().len(), other.schema().fields().len());
        if left == right {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Schema, operation, format!("{left} columns do not fit {right}"))
            .with_hint("select the same columns on both sides; union_by_name fills missing ones with null"))
    }

    /// Returns the plan with just this output; no node is added if the plan has just this.
    fn shaped(&self, operation: &str, output: Vec<Expr>) -> Result<Arc<LogicalPlan>> {
        let plan = in_sequence(&self.shared_plan()).map_err(|e| Error::from_datafusion(operation, e))?;
        let same = output.len() == self.schema().fields().len()
            && output.iter().zip(self.names()).all(|(expr, name)| *expr == column(name));
        if same {
            return Ok(plan);
        }
        let shaped = LogicalPlanBuilder::new_from_arc(plan).project(output).and_then(LogicalPlanBuilder::build);
        shaped.map(Arc::new).map_err(|e| Error::from_datafusion(operation, e))
    }

    fn united(self: &Arc<Self>, inputs: Vec<Arc<LogicalPlan>>, operation: &str) -> Result<Arc<Self>> {
        self.derive(operation, |_| {
            Ok(LogicalPlanBuilder::from(LogicalPlan::Union(Union::try_new_with_loose_types(inputs)?)))
        })
    }
}

/// Returns the column cast to this type under this name.
fn converted(field: &FieldRef, to: &DataType, name: &str) -> Expr {
    let same_name = field.name() == name;
    match (field.data_type() == to, same_name) {
        (true, true) => column(name),
        (true, false) => column(field.name()).alias(name),
        (false, _) => cast(column(field.name()), to.clone()).alias(name),
    }
}

fn null_of(data_type: &DataType) -> Result<Expr> {
    let null = ScalarValue::try_from(data_type).map_err(|e| Error::from_datafusion("union_by_name", e))?;
    Ok(Expr::Literal(null, None))
}

/// Returns whether values of the two types cannot be combined without changing their meaning: strings with other types,
/// and timestamps with a zone with those without.
pub(super) fn are_unlike(left: &DataType, right: &DataType) -> bool {
    let text = |data_type: &DataType| match data_type {
        DataType::Dictionary(_, values) => values.is_string(),
        other => other.is_string(),
    };
    let zoned = |data_type: &DataType| match data_type {
        DataType::Timestamp(_, zone) => Some(zone.is_some()),
        _ => None,
    };
    let clocks = zoned(left).zip(zoned(right)).is_some_and(|(left, right)| left != right);
    clocks || text(left) != text(right) && !left.is_null() && !right.is_null()
}

/// Returns the type that holds the values of both. Numbers never become strings silently, nor do times.
pub(super) fn common_type(operation: &str, name: &str, left: &DataType, right: &DataType) -> Result<DataType> {
    if left == right {
        return Ok(left.clone());
    }
    type_union_coercion(left, right).filter(|_| !are_unlike(left, right)).ok_or_else(|| {
        let types = format!("{} and {}", type_name(left), type_name(right));
        Error::new(ErrorKind::Schema, operation, format!("column \"{name}\": {types} have no type in common"))
            .with_hint("cast one of them first")
    })
}
