//! SQL as a frame.
//!
//! A statement is parsed first and asks for what it does not know: tables by name, values of `$name`. The owner of a
//! scope (the binding) answers, and only then is the statement planned, against a catalog made for it alone. So nothing
//! is registered by accident, and planning never calls back into Python.

mod call;
mod command;
mod execute;
mod expression;
mod functions;
mod literal;
mod nonnegative_scale;
mod parse;
mod script;
mod show;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use datafusion::catalog::{
    CatalogProvider, CatalogProviderList, MemoryCatalogProvider, MemoryCatalogProviderList, MemorySchemaProvider,
    SchemaProvider,
};
use datafusion::common::{ScalarValue, TableReference};
use datafusion::error::DataFusionError;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::{LogicalPlan, ScalarUDF};
use datafusion::sql::parser::Statement as Parsed;
use datafusion::sql::sqlparser::ast::{Expr, Value as SqlValue, visit_expressions, visit_expressions_mut};

use crate::analyzer;
use crate::error::{Error, ErrorKind, Result};
use crate::file_format::Format;
use crate::frame::Frame;
use crate::frame::read::read;
use crate::instant;
use crate::plan::relation::Relation;
use crate::session::Session;
use crate::session::UserFunction;
use crate::source::{ReadOptions, format_in, is_folder};
use crate::sql::case::plan_mending_case;
use crate::sql::location::{located, point, relocated};
use crate::sql::reading::{placeholder, sql_statement, sql_statement_mut};
use crate::sql::script::Script;
use crate::sql::unqualified::without_qualifiers;
use crate::sql::{bound, operators, recursion, refusal, rewrite};
use crate::subquery;
use crate::trial::Mend;

pub use call::Call;
pub use command::{Command, Existing};
pub use execute::{Done, declared_types, execute, kept, table_of};
pub use expression::expression;
use functions::unknown_functions;
use nonnegative_scale::rescaled;
pub use literal::Literal;
pub use parse::Site;
pub use script::Statements;

pub use crate::sql::dialect::SqlDialect;

/// The quantiles of `SUMMARIZE`.
const QUARTILES: [f64; 3] = [0.25, 0.5, 0.75];

/// A value for `$name`.
#[derive(Clone, Debug)]
pub enum Value {
    /// One value with its type.
    Scalar(ScalarValue),
    /// Several, for `x IN ($name)`; elsewhere they are a list.
    List(Vec<ScalarValue>),
}

impl Value {
    /// Returns whether it is a null without a type.
    fn is_nothing(&self) -> bool {
        matches!(self, Self::Scalar(ScalarValue::Null))
    }
}

/// A parsed statement that has not been planned.
pub struct Statement {
    session: Arc<Session>,
    script: Arc<Script>,
    parsed: Parsed,
    references: Vec<TableReference>,
    /// The calls of readers among its tables, each with the name that it has there.
    calls: Vec<(String, Call)>,
    /// What it does besides its query, and where in the text that stands.
    command: Option<(Command, Range<usize>)>,
    /// What it asks for instead of its rows.
    instead: Option<Instead>,
}

/// What a statement asks for instead of the rows of its query.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Instead {
    /// The columns.
    Columns,
    /// Figures of each column.
    Summary,
}

impl Statement {
    /// Parses the one SQL statement of `text`.
    ///
    /// # Errors
    /// `Sql`, with the location in the text.
    pub fn parse(session: &Arc<Session>, text: &str) -> Result<Self> {
        Statements::read(session, text, SqlDialect::default())?.only()
    }

    /// What it does besides its query; `None` for a query.
    pub fn command(&self) -> Option<&Command> {
        self.command.as_ref().map(|(command, _)| command)
    }

    /// The calls of readers among its tables, each with the name by which [`plan`](Self::plan) is given its table.
    pub fn calls(&self) -> &[(String, Call)] {
        &self.calls
    }

    /// Returns where it is in its text, for errors of what is done with it.
    pub fn site(&self) -> Site {
        Site { script: Arc::clone(&self.script), command: self.command.as_ref().map(|(_, range)| range.clone()) }
    }

    /// The tables that neither the session nor the file system has, as they are written.
    pub fn unknown_tables(&self) -> Vec<String> {
        let known = self.session.snapshot();
        self.bare_names()
            .filter(|name| find(&known, name).is_none() && Format::from_path(name).is_none() && !is_folder(name))
            .filter(|name| self.calls.iter().all(|(call, _)| call != name))
            .map(str::to_string)
            .collect()
    }

    /// Returns whether it lists tables, and so the names that [`Statement::plan`] is given.
    pub fn asks_for_tables(&self) -> bool {
        matches!(&self.parsed, Parsed::Statement(statement) if show::is_tables(statement))
    }

    /// The functions that neither DataFusion nor the session has, as they are written.
    pub fn unknown_functions(&self) -> Vec<String> {
        sql_statement(&self.parsed).map_or_else(Vec::new, |statement| unknown_functions(&self.session, statement))
    }

    /// The names of the parameters, without `$`, in no order.
    pub fn parameters(&self) -> Vec<String> {
        let mut names = BTreeSet::new();
        if let Some(statement) = sql_statement(&self.parsed) {
            let _ = visit_expressions(statement, |expr| {
                if let Some(name) = placeholder(expr) {
                    names.insert(name.to_string());
                }
                ControlFlow::<()>::Continue(())
            });
        }
        names.into_iter().collect()
    }

    /// Plans the statement with these tables, functions and values; `known_names` are names for hints.
    ///
    /// # Errors
    /// `TableNotFound`, `ColumnNotFound` or `Sql` with the location in the text; errors of reading a file.
    pub async fn plan(
        mut self,
        tables: Vec<(String, Arc<Frame>)>,
        functions: Vec<UserFunction>,
        values: Vec<(String, Value)>,
        known_names: Vec<String>,
    ) -> Result<Arc<Frame>> {
        if self.asks_for_tables() {
            return show::tables(&self.session, known_names);
        }
        let mut known = self.session.snapshot();
        known.extend(tables.into_iter().map(|(name, frame)| (name, Arc::clone(frame.content()))));
        for reference in &self.references {
            self.resolve(reference, &mut known, &known_names).await?;
            if let Some(table) = known.get_mut(reference.table()) {
                *table = rescaled(&self.session, table)?;
            }
        }
        let bound = self.bind(values)?;
        let (has_values, mut is_recursive) = (!bound.is_empty(), false);
        let mut functions: Vec<UserFunction> =
            functions.into_iter().chain(bound.into_iter().map(|value| UserFunction::Scalar(Arc::new(value)))).collect();
        if let Some(statement) = sql_statement_mut(&mut self.parsed) {
            let rewritten = rewrite::rewrite(statement, &known).map_err(|error| relocated(error, self.script.text().source()))?;
            functions.extend(rewritten.function.map(|function| UserFunction::Scalar(Arc::new(function))));
            is_recursive = rewritten.is_recursive;
            operators::with_operators(statement);
        }
        let state = self.state_with(&known, functions)?;
        let convert = |error| located(error, self.script.text().source());
        let plan = match plan_mending_case(&state, self.parsed.clone()).await {
            Ok(plan) => plan,
            Err(error) => match self.plan_with_unique_names(&state, &known, &error).await {
                Some(plan) => plan,
                None => return Err(refusal::explained(&state, &self.parsed, error, self.script.text().source()).await),
            },
        };
        if let LogicalPlan::DescribeTable(table) = &plan {
            return show::columns(&self.session, &table.schema);
        }
        if let Some(statement) = sql_statement(&self.parsed).filter(|_| is_recursive && Mend::Recursion.is_on()) {
            recursion::check(statement, &plan)?;
        }
        let plan = if has_values { bound::with_values(plan).map_err(convert)? } else { plan };
        let plan = subquery::nullable_values(plan).and_then(analyzer::settled).and_then(without_qualifiers);
        let plan = plan.map_err(convert)?;
        let frame = Frame::from_query(&self.session, plan).map_err(|e| relocated(e, self.script.text().source()))?;
        match self.instead {
            None => Ok(frame),
            Some(Instead::Columns) => show::columns(&self.session, frame.schema()),
            Some(Instead::Summary) => frame.describe(&QUARTILES),
        }
    }

    /// Returns the plan of the statement with unique column names, if it has been refused because of them.
    async fn plan_with_unique_names(
        &self,
        state: &SessionState,
        tables: &BTreeMap<String, Arc<Relation>>,
        error: &DataFusionError,
    ) -> Option<LogicalPlan> {
        for apart in rewrite::with_unique_names(sql_statement(&self.parsed)?, tables, error) {
            let mut parsed = self.parsed.clone();
            *sql_statement_mut(&mut parsed)? = apart;
            if let Ok(plan) = plan_mending_case(state, parsed).await {
                return Some(plan);
            }
        }
        None
    }

    fn bare_names(&self) -> impl Iterator<Item = &str> {
        self.references.iter().filter_map(|reference| match reference {
            TableReference::Bare { table } => Some(table.as_ref()),
            _ => None,
        })
    }

    /// Adds the table that `reference` means to `tables` under the name it is written by.
    async fn resolve(
        &self,
        reference: &TableReference,
        tables: &mut BTreeMap<String, Arc<Relation>>,
        known_names: &[String],
    ) -> Result<()> {
        let TableReference::Bare { table } = reference else {
            return match reference.schema() {
                Some("information_schema" | "public") => Ok(()),
                _ => {
                    let name = reference.to_string();
                    let candidates = tables.keys().map(String::as_str);
                    let error = Error::table_not_found("sql", &name, candidates);
                    let error = match Format::from_path(&name) {
                        Some(_) => error.with_hint(format!("a file's path stands in quotes: '{name}'")),
                        None => error,
                    };
                    Err(self.pointing_at(error, reference.table()))
                }
            };
        };
        if tables.contains_key(table.as_ref()) {
            return Ok(());
        }
        let found = match (find(tables, table), Format::from_path(table)) {
            (Some(found), _) => Arc::clone(found),
            (None, Some(format)) => {
                let path = vec![table.to_string().into()];
                let frame = read(&self.session, format, path, ReadOptions::default()).await?;
                Arc::clone(frame.content())
            }
            (None, None) if is_folder(table) => {
                let frame = read(&self.session, format_in(table)?, vec![table.to_string().into()], ReadOptions::default()).await?;
                Arc::clone(frame.content())
            }
            (None, None) => {
                let candidates = tables.keys().chain(known_names).map(String::as_str);
                return Err(self.pointing_at(Error::table_not_found("sql", table, candidates), table));
            }
        };
        tables.insert(table.to_string(), found);
        Ok(())
    }

    /// Returns functions with the values of the placeholders; a list in `IN (...)` becomes several placeholders.
    fn bind(&mut self, values: Vec<(String, Value)>) -> Result<Vec<ScalarUDF>> {
        let values: HashMap<String, Value> = values.into_iter().collect();
        for name in self.parameters() {
            if !values.contains_key(&name) {
                let error = Error::new(ErrorKind::Sql, "sql", format!("there is no value for ${name}"))
                    .with_hint(format!("give it as {name}=..., or set a variable of that name"));
                return Err(self.pointing_at(error, &format!("${name}")));
            }
        }
        if let Some(statement) = sql_statement_mut(&mut self.parsed) {
            let _ = visit_expressions_mut(statement, |expr| {
                spread_lists(expr, &values);
                if Mend::InMicroseconds.is_on() {
                    instant::in_microseconds(expr);
                }
                // A null without a type: the planner knows what NULL may stand for.
                if placeholder(expr).and_then(|name| values.get(name)).is_some_and(Value::is_nothing) {
                    *expr = Expr::Value(SqlValue::Null.with_empty_span());
                }
                ControlFlow::<()>::Continue(())
            });
        }
        let mut bound = Vec::with_capacity(values.len());
        for (name, value) in values {
            match value {
                Value::Scalar(value) => bound.push(bound::function(&name, value)),
                Value::List(items) => {
                    for (i, item) in items.iter().enumerate() {
                        bound.push(bound::function(&format!("{name}[{i}]"), item.clone()));
                    }
                    let kind = items.first().map_or(arrow::datatypes::DataType::Null, ScalarValue::data_type);
                    let list = ScalarValue::List(ScalarValue::new_list_nullable(&items, &kind));
                    bound.push(bound::function(&name, list));
                }
            }
        }
        Ok(bound)
    }

    fn state_with(
        &self,
        tables: &BTreeMap<String, Arc<Relation>>,
        functions: Vec<UserFunction>,
    ) -> Result<SessionState> {
        let convert = |e| Error::from_datafusion("sql", e);
        let schema = MemorySchemaProvider::new();
        // A statement that lists the tables sees all of them; any other those that it names.
        let lists = self.references.iter().any(|reference| reference.schema() == Some("information_schema"));
        let named = |name: &str| self.references.iter().any(|reference| reference.table() == name);
        for (name, table) in tables.iter().filter(|(name, _)| lists || named(name)) {
            schema.register_table(name.clone(), table.as_table()?).map_err(convert)?;
        }
        let mut state = self.session.state().as_ref().clone();
        let defaults = &state.config_options().catalog;
        let catalog = MemoryCatalogProvider::new();
        catalog.register_schema(&defaults.default_schema, Arc::new(schema)).map_err(convert)?;
        let list = MemoryCatalogProviderList::new();
        list.register_catalog(defaults.default_catalog.clone(), Arc::new(catalog));
        state.register_catalog_list(Arc::new(list));
        for function in self.session.functions().into_values().chain(functions) {
            function.add_to(&mut state).map_err(convert)?;
        }
        Ok(state)
    }

    fn pointing_at(&self, error: Error, word: &str) -> Error {
        point(error, self.script.text().source(), word)
    }
}

/// Returns the table of that name, or the only one whose name differs only in case.
fn find<'a>(tables: &'a BTreeMap<String, Arc<Relation>>, name: &str) -> Option<&'a Arc<Relation>> {
    tables.get(name).or_else(|| {
        let mut same = tables.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        same.next().filter(|_| same.next().is_none()).map(|(_, table)| table)
    })
}

/// Replaces `x IN ($list)` by `x IN ($list[0], $list[1] ...)`; for an empty list by false, or true if it is negated.
fn spread_lists(expr: &mut Expr, values: &HashMap<String, Value>) {
    let Expr::InList { list, negated, .. } = expr else { return };
    let mut spread = Vec::with_capacity(list.len());
    for item in list.iter() {
        match placeholder(item).and_then(|name| Some((name, values.get(name)?))) {
            Some((name, Value::List(items))) => spread.extend(
                (0..items.len()).map(|i| Expr::Value(SqlValue::Placeholder(format!("${name}[{i}]")).with_empty_span())),
            ),
            _ => spread.push(item.clone()),
        }
    }
    if spread.is_empty() && !list.is_empty() {
        *expr = Expr::Value(SqlValue::Boolean(*negated).with_empty_span());
    } else {
        *list = spread;
    }
}
