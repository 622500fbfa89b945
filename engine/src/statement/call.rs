//! Calls of readers among the tables of a query: `FROM read_csv('x.csv', delimiter => ';')`.
//!
//! A reader's table is made before the query is planned, as that of a file's path is, by whoever has the readers. In the
//! query it is a table by the name of the call.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    FunctionArg, FunctionArgExpr, Ident, ObjectName, Spanned, Statement, TableAlias, TableFactor, Visit, VisitMut,
    Visitor, VisitorMut,
};
use datafusion::sql::sqlparser::tokenizer::Span;

use super::command::Refused;
use super::literal::Literal;
use crate::error::{Error, ErrorKind};

/// The readers that a query can call.
const READERS: [&str; 5] = ["read_parquet", "read_csv", "read_json", "read_ipc", "read_avro"];
/// What a call is called within its statement, with a number: not a name that a user would write.
const MARK: &str = "read call ";

/// A call of a reader or a writer.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its name: `read_csv`, `write_parquet` ...
    pub verb: String,
    /// The values that are given by their positions.
    pub values: Vec<Literal>,
    /// The values that are given by their names.
    pub named: Vec<(String, Literal)>,
    /// Where it is.
    pub(super) span: Span,
}

impl Call {
    /// Returns the path that is written, of a writer.
    pub fn target(&self) -> &str {
        match self.values.first() {
            Some(Literal::String(path)) => path,
            _ => "",
        }
    }
}

/// Replaces calls of readers by tables of a name each, and returns them with these names.
///
/// # Errors
/// `Sql` for an argument that is not a constant, and where it is.
pub(super) fn take_calls(statement: &mut Statement) -> Result<Vec<(String, Call)>, Refused> {
    let mut taken = Taken(Vec::new());
    match statement.visit(&mut taken) {
        ControlFlow::Continue(()) => Ok(taken.0),
        ControlFlow::Break(refused) => Err(*refused),
    }
}

struct Taken(Vec<(String, Call)>);

impl VisitorMut for Taken {
    type Break = Box<Refused>;

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<Self::Break> {
        let TableFactor::Table { name, alias, args, .. } = factor else { return ControlFlow::Continue(()) };
        let Some(verb) = args.as_ref().and_then(|_| reader(name)) else { return ControlFlow::Continue(()) };
        let span = name.span();
        let mut call = Call { verb: verb.to_owned(), values: Vec::new(), named: Vec::new(), span };
        for argument in args.take().into_iter().flat_map(|args| args.args) {
            let (key, value) = match &argument {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(value)) => (None, Literal::of(value)),
                FunctionArg::Named { name, arg: FunctionArgExpr::Expr(value), .. } => (Some(name), Literal::of(value)),
                _ => (None, None),
            };
            match (key, value) {
                (Some(key), Some(value)) => call.named.push((key.value.clone(), value)),
                (None, Some(value)) => call.values.push(value),
                (_, None) => {
                    let message = format!("{verb}: the argument {argument} is not a constant");
                    let hint = "a string, a number, true, false, null, a list of them, or $name";
                    let error = Error::new(ErrorKind::Sql, "sql", message).with_hint(hint);
                    return ControlFlow::Break(Box::new((error, argument.span())));
                }
            }
        }
        let key = format!("{MARK}{}", self.0.len() + 1);
        let ident = Ident { value: key.clone(), quote_style: Some('"'), span };
        if alias.is_none() {
            let taken = |name: &str| self.0.iter().any(|(_, other)| other.verb == name);
            // Columns of two calls of one reader are told apart by names that are given, as those of one table twice.
            if !taken(verb) {
                *alias = Some(TableAlias { explicit: true, name: Ident::new(verb), columns: Vec::new(), at: None });
            }
        }
        *name = ObjectName::from(ident);
        self.0.push((key, call));
        ControlFlow::Continue(())
    }
}

fn reader(name: &ObjectName) -> Option<&'static str> {
    let [part] = name.0.as_slice() else { return None };
    let ident = part.as_ident()?;
    READERS.into_iter().find(|reader| ident.value.eq_ignore_ascii_case(reader))
}

/// Returns the names of functions that `statement` has among its tables, but for those that are tables, too.
pub(super) fn table_functions(statement: &Statement) -> Vec<String> {
    let mut found = Factors::default();
    let _ = statement.visit(&mut found);
    let Factors { tables, mut functions } = found;
    functions.retain(|name| !tables.contains(name));
    functions
}

#[derive(Default)]
struct Factors {
    tables: Vec<String>,
    functions: Vec<String>,
}

impl Visitor for Factors {
    type Break = ();

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        if let TableFactor::Table { name, args, .. } = factor
            && let [part] = name.0.as_slice()
            && let Some(ident) = part.as_ident()
        {
            let names = if args.is_some() { &mut self.functions } else { &mut self.tables };
            names.push(ident.value.clone());
        }
        ControlFlow::Continue(())
    }
}
