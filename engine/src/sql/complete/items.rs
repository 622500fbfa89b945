//! What is offered at a cursor: filtered by what has been typed, ranked, and written as SQL needs it.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::sql::sqlparser::ast::{Expr, SelectItem, SetExpr, Statement, TableFactor};
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::parser::Parser;
use datafusion::sql::sqlparser::tokenizer::Token;

use super::Typed;
use crate::render::type_name;
use crate::sql::dialect::Levels;

/// How many items are offered.
const MOST: usize = 300;
/// From how many letters on a name is offered that only contains them.
const ENOUGH: usize = 2;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemKind {
    /// A column of a table in the query.
    Column,
    /// A name that the query has given to something it selects.
    Alias,
    /// A field of a struct.
    Field,
    /// A common table expression.
    Query,
    /// A table of the session, or one in the query by its alias.
    Table,
    /// A variable of the notebook that is a table.
    Variable,
    /// A value for `$name`.
    Parameter,
    /// An option of a table function, of the cell or of a command.
    Option,
    /// A setting of the session.
    Setting,
    /// A word of SQL.
    Keyword,
    /// A function that returns one value for each row.
    Function,
    /// A function that returns one value for many rows.
    Aggregate,
    /// A function that needs OVER.
    Window,
    /// A function that returns a table.
    TableFunction,
    /// A type.
    Type,
    /// A file.
    File,
    /// A folder.
    Folder,
}

impl ItemKind {
    /// The kind in a word or two.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Column => "column",
            Self::Alias => "alias",
            Self::Field => "field",
            Self::Query => "query",
            Self::Table => "table",
            Self::Variable => "variable",
            Self::Parameter => "parameter",
            Self::Option => "option",
            Self::Setting => "setting",
            Self::Keyword => "keyword",
            Self::Function => "function",
            Self::Aggregate => "aggregate",
            Self::Window => "window function",
            Self::TableFunction => "table function",
            Self::Type => "type",
            Self::File => "file",
            Self::Folder => "folder",
        }
    }

    /// Whether its name is one that SQL may need quoted.
    fn is_name(self) -> bool {
        matches!(self, Self::Column | Self::Alias | Self::Field | Self::Query | Self::Table | Self::Variable)
    }

    fn is_path(self) -> bool {
        matches!(self, Self::File | Self::Folder)
    }
}

/// What may be offered.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) name: String,
    pub(crate) kind: ItemKind,
    /// The type of its values, or what it is called with.
    pub(crate) data_type: String,
    pub(crate) doc: String,
    /// Those of a lower rank come first, among names that fit as well.
    pub(crate) rank: u8,
    /// Of a column, its type and its table, which are written where it is offered.
    pub(crate) column: Option<(Option<DataType>, Option<Arc<str>>)>,
}

/// One thing that may be written at a cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What replaces the text.
    pub text: String,
    /// What it is.
    pub kind: ItemKind,
    /// The type of its values; of a function, its signature.
    pub data_type: String,
    /// What is known about it, in a sentence.
    pub doc: String,
}

/// Returns the candidates that fit what has been typed, the best first. `used` are names in the statement.
pub(crate) fn offered(typed: &Typed, candidates: Vec<Candidate>, used: &BTreeSet<&str>, is_lower: bool) -> Vec<Item> {
    let quote = matches!(typed, Typed::Quoted(_));
    let fits = |candidate: &Candidate| match typed {
        Typed::Quoted(_) => candidate.kind.is_name(),
        Typed::Text(_) => candidate.kind.is_path(),
        Typed::Parameter(_) => candidate.kind == ItemKind::Parameter,
        Typed::Nothing | Typed::Word(_) => true,
    };
    let letters = Letters::new(typed.letters());
    let mut found: Vec<_> = candidates
        .into_iter()
        .enumerate()
        .filter(|(_, candidate)| fits(candidate))
        .filter_map(|(place, candidate)| letters.fit(&candidate).map(|fit| (fit, place, candidate)))
        .collect();
    let key = |(fit, place, candidate): &(Fit, usize, Candidate)| {
        // A column whose case is not that of the letters comes before a function whose case is.
        let class = (*fit).max(Fit::BeginsInAnyCase);
        (class, candidate.rank, *fit, Reverse(used.contains(candidate.name.as_str())), *place)
    };
    if found.len() > MOST {
        found.select_nth_unstable_by_key(MOST, key);
        found.truncate(MOST);
    }
    found.sort_unstable_by_key(key);
    let mut seen = BTreeSet::new();
    found.retain(|(_, _, candidate)| seen.insert((candidate.name.clone(), candidate.kind.is_name())));
    found.into_iter().map(|(_, _, candidate)| item(candidate, quote, is_lower)).collect()
}

fn item(candidate: Candidate, quote: bool, is_lower: bool) -> Item {
    let Candidate { name, kind, mut data_type, mut doc, column, .. } = candidate;
    if let Some((found, table)) = column {
        // The type of Python's own values is not known: they are not looked at.
        data_type = found.filter(|found| !found.is_null()).map_or_else(String::new, |found| type_name(&found));
        doc = table.map_or_else(String::new, |table| format!("column of {table}"));
    }
    let text = match kind {
        kind if kind.is_name() && quote => in_quotes(&name),
        kind if kind.is_name() => quoted(&name),
        ItemKind::Keyword if is_lower => name.to_lowercase(),
        ItemKind::Parameter => format!("${name}"),
        // A folder goes on with what is in it.
        ItemKind::Folder => format!("'{}", name.replace('\'', "''")),
        ItemKind::File => format!("'{}'", name.replace('\'', "''")),
        _ => name,
    };
    Item { text, kind, data_type, doc }
}

/// How well a name fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Begins,
    BeginsInAnyCase,
    BeginsAPart,
    Contains,
    InThisOrder,
}

/// What has been typed.
struct Letters {
    typed: String,
    small: String,
}

impl Letters {
    fn new(typed: &str) -> Self {
        Self { typed: typed.to_owned(), small: typed.to_lowercase() }
    }

    fn fit(&self, candidate: &Candidate) -> Option<Fit> {
        if self.typed.is_empty() || candidate.name.starts_with(&self.typed) {
            return Some(Fit::Begins);
        }
        let name = candidate.name.to_lowercase();
        if name.starts_with(&self.small) {
            let is_keyword = candidate.kind == ItemKind::Keyword;
            return Some(if is_keyword { Fit::Begins } else { Fit::BeginsInAnyCase });
        }
        if candidate.kind == ItemKind::Keyword || self.small.chars().count() < ENOUGH {
            return None;
        }
        if let Some(at) = name.find(&self.small) {
            let begins = name[..at].chars().next_back().is_some_and(|before| !before.is_alphanumeric());
            return Some(if begins { Fit::BeginsAPart } else { Fit::Contains });
        }
        let mut letters = self.small.chars();
        let mut wanted = letters.next();
        for letter in name.chars() {
            if Some(letter) == wanted {
                wanted = letters.next();
            }
        }
        // Functions are many, and whoever types means the beginning of one, or a word of its name.
        let is_function = matches!(candidate.kind, ItemKind::Function | ItemKind::Aggregate | ItemKind::Window);
        (wanted.is_none() && !is_function).then_some(Fit::InThisOrder)
    }
}

/// Returns a name as SQL needs it: in quotes, unless it is read as that name without them.
pub(crate) fn quoted(name: &str) -> String {
    if is_plain(name) { name.to_owned() } else { in_quotes(name) }
}

fn in_quotes(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn is_plain(name: &str) -> bool {
    let begins = name.chars().next().is_some_and(|first| first == '_' || first.is_alphabetic());
    if !begins || !name.chars().all(|part| part == '_' || part.is_alphabetic() || part.is_ascii_digit()) {
        return false;
    }
    match Token::make_word(name, None) {
        Token::Word(word) if word.keyword == Keyword::NoKeyword => true,
        _ => reads_as_name(name),
    }
}

/// Returns whether the parser takes a keyword for a name, of a column and of a table.
fn reads_as_name(name: &str) -> bool {
    let text = format!("SELECT {name}, {name} FROM {name} WHERE {name} = 1");
    let Ok(statements) = Parser::parse_sql(&Levels::default(), &text) else { return false };
    let [Statement::Query(query)] = statements.as_slice() else { return false };
    let SetExpr::Select(select) = query.body.as_ref() else { return false };
    let is_column =
        |item: &SelectItem| matches!(item, SelectItem::UnnamedExpr(Expr::Identifier(ident)) if ident.value == name);
    let is_table = matches!(select.from.as_slice(), [table]
        if matches!(&table.relation, TableFactor::Table { name: found, alias: None, .. } if found.to_string() == name));
    select.projection.len() == 2 && select.projection.iter().all(is_column) && is_table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(typed: &str, given: &[(&str, ItemKind)]) -> Vec<String> {
        let candidates = given.iter().map(|(name, kind)| Candidate {
            name: (*name).to_owned(),
            kind: *kind,
            data_type: String::new(),
            doc: String::new(),
            rank: 0,
            column: None,
        });
        let typed = Typed::Word(typed.to_owned());
        offered(&typed, candidates.collect(), &BTreeSet::new(), true).into_iter().map(|item| item.text).collect()
    }

    #[test]
    fn the_best_fit_comes_first() {
        use ItemKind::Column;
        let given =
            [("xxamxx", Column), ("a_m", Column), ("total_amount", Column), ("Amount", Column), ("amount", Column)];
        assert_eq!(names("am", &given), ["amount", "Amount", "total_amount", "xxamxx", "a_m"]);
        assert_eq!(names("zz", &given), [] as [&str; 0]);
    }

    #[test]
    fn names_are_quoted_where_the_parser_would_read_something_else() {
        for plain in ["a", "_a1", "date", "name", "größe", "year"] {
            assert_eq!(quoted(plain), plain);
        }
        for other in ["a b", "1a", "select", "from", "order", "a\"b", "", "end", "user-id", "current_date"] {
            assert_eq!(quoted(other), in_quotes(other), "{other}");
        }
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
    }

    #[test]
    fn no_more_than_the_best_are_offered() {
        let many: Vec<String> = (0..1000).map(|number| format!("c{number}")).collect();
        let mut given: Vec<(&str, ItemKind)> = many.iter().map(|name| (name.as_str(), ItemKind::Column)).collect();
        given.push(("C", ItemKind::Column));
        let found = names("C", &given);
        assert_eq!((found.len(), found[0].as_str(), found[1].as_str()), (MOST, "C", "c0"));
    }
}
