//! SQL as a frame.
//!
//! A statement is parsed first and asks for what it does not know: tables by name, values of `$name`. The owner of a
//! scope (the binding) answers, and only then is the statement planned, against a catalog made for it alone. So nothing
//! is registered by accident, and planning never calls back into Python.

mod expression;
mod functions;
mod nonnegative_scale;
mod show;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;
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
use datafusion::sql::sqlparser::ast::Statement as SqlStatement;
use datafusion::sql::sqlparser::ast::{Expr, Value as SqlValue, visit_expressions, visit_expressions_mut};

use crate::analyzer;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::depth;
use crate::file_format::Format;
use crate::frame::Frame;
use crate::frame::read::read;
use crate::instant;
use crate::plan::relation::Relation;
use crate::session::Session;
use crate::session::UserFunction;
use crate::source::ReadOptions;
use crate::sql::case::plan_mending_case;
use crate::sql::location::{located, point, relocated};
use crate::sql::reading::{placeholder, sql_statement, sql_statement_mut};
use crate::sql::unqualified::without_qualifiers;
use crate::sql::{bound, operators, reading, recursion, refusal, rewrite};
use crate::subquery;
use crate::trial::Mend;

pub use expression::expression;
pub use functions::of_a_row as functions_of_a_row;
use functions::unknown_functions;
use nonnegative_scale::rescaled;

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
    text: String,
    parsed: Parsed,
    references: Vec<TableReference>,
    /// Whether it asks for the columns of a query, and not for its rows.
    describes: bool,
}

impl Statement {
    /// Parses one SQL statement.
    ///
    /// # Errors
    /// `Sql`, with the location in the text.
    pub fn parse(session: &Arc<Session>, text: &str) -> Result<Self> {
        let convert = |error| located(error, text);
        let limit = session.state().config_options().sql_parser.recursion_limit.get();
        let mut parsed = reading::statement(text, limit)
            .map_err(|error| rewrite::verb_instead(text).unwrap_or_else(|| located(error, text)))?;
        check_is_query(&parsed)?;
        let describes = sql_statement_mut(&mut parsed).is_some_and(show::describes);
        if let Some(Err(error)) = sql_statement(&parsed).map(depth::check) {
            depth::dropped(parsed, text.len());
            return Err(error);
        }
        let references = session.state().resolve_table_references(&parsed).map_err(convert)?;
        Ok(Self { session: Arc::clone(session), text: text.to_string(), parsed, references, describes })
    }

    /// The tables that neither the session nor the file system has, as they are written.
    pub fn unknown_tables(&self) -> Vec<String> {
        let known = self.session.snapshot();
        self.bare_names()
            .filter(|name| find(&known, name).is_none() && Format::from_path(name).is_none())
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
            let rewritten = rewrite::rewrite(statement, &known).map_err(|error| relocated(error, &self.text))?;
            functions.extend(rewritten.function.map(|function| UserFunction::Scalar(Arc::new(function))));
            is_recursive = rewritten.is_recursive;
            operators::with_operators(statement);
        }
        let state = self.state_with(&known, functions)?;
        let convert = |error| located(error, &self.text);
        let plan = match plan_mending_case(&state, self.parsed.clone()).await {
            Ok(plan) => plan,
            Err(error) => match self.plan_with_unique_names(&state, &known, &error).await {
                Some(plan) => plan,
                None => return Err(refusal::explained(&state, &self.parsed, error, &self.text).await),
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
        let frame = Frame::from_query(&self.session, plan).map_err(|e| relocated(e, &self.text))?;
        if self.describes { show::columns(&self.session, frame.schema()) } else { Ok(frame) }
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
        let mut state = self.session.state().clone();
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
        point(error, &self.text, word)
    }
}

/// Fails unless it is a query: a statement that would change or write something is refused with a hint.
fn check_is_query(parsed: &Parsed) -> Result<()> {
    if sql_statement(parsed).is_some_and(is_query) {
        return Ok(());
    }
    let message = "only queries can run here: SELECT, WITH, VALUES, EXPLAIN, SHOW, DESCRIBE";
    let hint = match parsed {
        Parsed::CopyTo(_) => "to write a file, take the query as a frame: pr.sql(...).write_parquet(path)",
        _ => "to name a table, register a frame; what a query gives can be bound to a variable",
    };
    Err(Error::new(ErrorKind::Sql, "sql", message).with_hint(hint))
}

fn is_query(statement: &SqlStatement) -> bool {
    match statement {
        SqlStatement::Explain { statement, .. } => is_query(statement),
        SqlStatement::Query(_)
        | SqlStatement::ExplainTable { .. }
        | SqlStatement::ShowTables { .. }
        | SqlStatement::ShowColumns { .. }
        | SqlStatement::ShowFunctions { .. }
        | SqlStatement::ShowVariable { .. } => true,
        _ => false,
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
