//! The functions of a session: signatures and descriptions, from DataFusion's documentation and for the rest from a table
//! of ours, `functions.txt`.

use std::collections::BTreeMap;

use datafusion::logical_expr::Documentation;

use crate::session::{Session, UserFunction};
use crate::sql::complete::ItemKind;

const TABLE: &str = include_str!("functions.txt");

/// A function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionHelp {
    /// Its name.
    pub name: String,
    /// Which of the kinds of functions it is.
    pub kind: ItemKind,
    /// How it is called: `substr(str, start_pos[, length])`.
    pub signature: String,
    /// What it returns, in Markdown.
    pub description: String,
    /// Its arguments with their descriptions.
    pub arguments: Vec<(String, String)>,
    /// An example.
    pub example: Option<String>,
}

impl FunctionHelp {
    /// The first sentence of the description.
    pub(super) fn sentence(&self) -> String {
        let text = self.description.split("\n\n").next().unwrap_or_default();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match text.find(". ") {
            Some(end) => text[..=end].to_owned(),
            None => text,
        }
    }
}

/// Returns the functions of a session that SQL can call, by name.
pub(super) fn functions(session: &Session) -> BTreeMap<String, FunctionHelp> {
    let state = session.state();
    let mut found = BTreeMap::new();
    let mut add = |name: &str, kind, documentation: Option<&Documentation>| {
        found.insert(name.to_owned(), documented(name, kind, documentation));
    };
    for (name, function) in state.scalar_functions() {
        add(name, ItemKind::Function, function.documentation());
    }
    for (name, function) in state.aggregate_functions() {
        add(name, ItemKind::Aggregate, function.documentation());
    }
    for (name, function) in state.window_functions() {
        add(name, ItemKind::Window, function.documentation());
    }
    for name in state.table_functions().keys() {
        add(name, ItemKind::TableFunction, None);
    }
    for (name, kind) in of_table() {
        if !matches!(kind, ItemKind::Function) || !state.scalar_functions().contains_key(name) {
            add(name, kind, None);
        }
    }
    for (name, function) in session.functions() {
        let (kind, documentation) = of_user(&function);
        add(&name, kind, documentation);
    }
    found
}

/// Returns one of them, by its name in any case.
pub(super) fn function(session: &Session, name: &str) -> Option<FunctionHelp> {
    let name = name.to_lowercase();
    let (state, user) = (session.state(), session.functions());
    let registered = user.iter().find(|(known, _)| known.to_lowercase() == name);
    if let Some((known, function)) = registered {
        let (kind, documentation) = of_user(function);
        return Some(documented(known, kind, documentation));
    }
    if let Some(function) = state.aggregate_functions().get(&name) {
        return Some(documented(&name, ItemKind::Aggregate, function.documentation()));
    }
    if let Some(function) = state.window_functions().get(&name) {
        return Some(documented(&name, ItemKind::Window, function.documentation()));
    }
    if let Some(function) = state.scalar_functions().get(&name) {
        return Some(documented(&name, ItemKind::Function, function.documentation()));
    }
    let of_table = of_table().find(|(known, _)| *known == name);
    let is_known = state.table_functions().contains_key(&name);
    let kind = of_table.map(|(_, kind)| kind).or(is_known.then_some(ItemKind::TableFunction))?;
    Some(documented(&name, kind, None))
}

fn of_user(function: &UserFunction) -> (ItemKind, Option<&Documentation>) {
    match function {
        UserFunction::Scalar(function) => (ItemKind::Function, function.documentation()),
        UserFunction::Aggregate(function) => (ItemKind::Aggregate, function.documentation()),
        UserFunction::Window(function) => (ItemKind::Window, function.documentation()),
    }
}

/// The functions of the table that the planner has as syntax, or as tables.
fn of_table() -> impl Iterator<Item = (&'static str, ItemKind)> {
    lines().filter_map(|line| match line.kind {
        "syntax" => Some((line.name, ItemKind::Function)),
        "table" => Some((line.name, ItemKind::TableFunction)),
        _ => None,
    })
}

struct Line {
    name: &'static str,
    kind: &'static str,
    signature: &'static str,
    description: &'static str,
}

fn lines() -> impl Iterator<Item = Line> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.splitn(4, " | ").map(str::trim);
        Some(Line {
            name: fields.next()?,
            kind: fields.next()?,
            signature: fields.next()?,
            description: fields.next()?,
        })
    })
}

fn documented(name: &str, kind: ItemKind, documentation: Option<&Documentation>) -> FunctionHelp {
    let line = lines().find(|line| line.name == name);
    let (signature, description) = match (documentation, &line) {
        (Some(known), _) => (signature(name, &known.syntax_example), known.description.clone()),
        (None, Some(line)) => (line.signature.to_owned(), line.description.to_owned()),
        (None, None) => (format!("{name}(...)"), String::new()),
    };
    FunctionHelp {
        name: name.to_owned(),
        kind,
        signature,
        description: description.trim().to_owned(),
        arguments: documentation.and_then(|known| known.arguments.clone()).unwrap_or_default(),
        example: documentation.and_then(|known| known.sql_example.clone()).map(|example| plain_example(&example)),
    }
}

/// Returns how a function is called, under this name: the documentation has its first name.
fn signature(name: &str, example: &str) -> String {
    let example = example.split_whitespace().collect::<Vec<_>>().join(" ");
    match example.split_once('(') {
        Some((_, arguments)) => format!("{name}({arguments}"),
        None => example,
    }
}

/// Returns an example without the fence of its code.
fn plain_example(example: &str) -> String {
    example
        .lines()
        .filter(|line| !line.trim_start().starts_with("```"))
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_has_a_signature_and_a_description() -> crate::Result<()> {
        let session = Session::try_new()?;
        let known = functions(&session);
        let silent: Vec<&str> =
            known.values().filter(|each| each.description.is_empty()).map(|each| each.name.as_str()).collect();
        assert!(known.len() > 250, "{}", known.len());
        assert_eq!(silent, [] as [&str; 0], "give them a line in functions.txt");
        Ok(())
    }

    #[test]
    fn an_alias_is_called_by_its_own_name() -> crate::Result<()> {
        let session = Session::try_new()?;
        let found = function(&session, "POW").map(|found| found.signature);
        assert_eq!(found.as_deref(), Some("pow(base, exponent)"));
        Ok(())
    }
}
