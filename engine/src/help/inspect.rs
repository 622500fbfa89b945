//! What the word at a cursor means: a function, a table, a column, a value, a setting.

use std::ops::Range;

use datafusion::sql::sqlparser::tokenizer::Token;

use super::characters;
use super::columns::{Column, Finder};
use super::functions::{FunctionHelp, function};
use super::known::Asked;
use crate::render::type_name;
use crate::sql::complete::{ItemKind, Place, Typed, quoted};

/// What a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The characters of the word.
    pub range: Range<usize>,
    /// What it is.
    pub kind: ItemKind,
    /// Its name.
    pub name: String,
    /// How a function is called, the type of a column or a value, what a table is, the value of a setting.
    pub signature: String,
    /// What is known about it, in Markdown.
    pub doc: String,
    /// Of a table, its columns with their types; of a function, its arguments with what they are.
    pub parts: Vec<(String, String)>,
    /// Of a function, an example.
    pub example: Option<String>,
}

/// Returns what the word means that was [asked about](super::ask_about); where it means nothing, the function whose
/// arguments it is among.
pub async fn inspect(asked: Asked) -> Option<Meaning> {
    let cursor = &asked.question.cursor;
    let range = characters(&asked.source, &cursor.replaced);
    let word = cursor.typed.letters();
    let found = match &cursor.typed {
        Typed::Parameter(name) => parameter(&asked, name),
        Typed::Word(_) | Typed::Quoted(_) => named(&asked, word).await,
        _ => None,
    };
    let around = || asked.question.called.as_deref().and_then(|name| function(&asked.session, name)).map(of_function);
    found.or_else(around).map(|meaning| Meaning { range, ..meaning })
}

async fn named(asked: &Asked, word: &str) -> Option<Meaning> {
    let question = &asked.question;
    let is_called =
        matches!(question.cursor.tokens.get(question.cursor.at).map(|next| &next.token.token), Some(Token::LParen));
    if is_called
        && question.cursor.qualifier.is_empty()
        && let Some(found) = function(&asked.session, word)
    {
        return Some(of_function(found));
    }
    if matches!(question.place, Place::Setting(_) | Place::SettingValue(_))
        && let Some(found) = setting(asked, word)
    {
        return Some(found);
    }
    let finder = Finder::new(asked);
    if question.cursor.qualifier.is_empty() {
        if let Some(at) = question.named.iter().rposition(|each| each.name.eq_ignore_ascii_case(word)) {
            let columns = finder.of_named(&question.named[..=at]).await;
            return Some(of_table(word, ItemKind::Query, "WITH of this query", columns));
        }
        // A word that the parser reads as something else names no table.
        let is_name = matches!(question.cursor.typed, Typed::Quoted(_)) || quoted(word) == word;
        let is_place = matches!(question.place, Place::Table(_) | Place::Registered(_));
        if let Some((name, table)) = asked.table(word).filter(|_| is_name && (is_place || question.own == 0)) {
            return Some(of_known(asked, name, table.kind, &table.what));
        }
    }
    if let Some(meaning) = column(asked, &finder, word).await {
        return Some(meaning);
    }
    if let Some(relation) =
        question.relations.iter().find(|each| each.name().is_some_and(|name| name.eq_ignore_ascii_case(word)))
    {
        let columns = finder.of(relation).await;
        return Some(of_table(word, ItemKind::Table, "a table of this query", columns));
    }
    let of_user = asked.functions.iter().find(|named| named.name == word);
    if let Some(named) = of_user {
        return Some(meaning(ItemKind::Function, word, "", &named.what));
    }
    // A word such as `left` is a function only where it is called.
    setting(asked, word).or_else(|| function(&asked.session, word).filter(|_| is_called).map(of_function))
}

/// Returns the column of a name, of the relation that qualifies it or of any.
async fn column(asked: &Asked, finder: &Finder<'_>, word: &str) -> Option<Meaning> {
    let qualifier = asked.question.cursor.qualifier.last();
    let mut in_another_case = None;
    for relation in &asked.question.relations {
        let fits = |of: &String| relation.name().is_some_and(|name| name.eq_ignore_ascii_case(of));
        if !qualifier.is_none_or(fits) {
            continue;
        }
        for Column { name, data_type } in finder.of(relation).await {
            if !name.eq_ignore_ascii_case(word) {
                continue;
            }
            let of = relation.name().map_or_else(String::new, |of| format!("column of {of}"));
            let data_type = data_type.as_ref().map(type_name).unwrap_or_default();
            let found = meaning(ItemKind::Column, &name, &data_type, &of);
            if name == word {
                return Some(found);
            }
            in_another_case.get_or_insert(found);
        }
    }
    in_another_case
}

fn parameter(asked: &Asked, name: &str) -> Option<Meaning> {
    let known = asked.values.iter().find(|named| named.name == name)?;
    Some(meaning(ItemKind::Parameter, name, &known.what, "the value of the variable of that name, bound with its type"))
}

/// Returns a setting, whose name has dots: the whole name, of which the cursor is at one part.
fn setting(asked: &Asked, word: &str) -> Option<Meaning> {
    let source = &asked.source;
    let range = &asked.question.cursor.replaced;
    let is_part = |character: char| character == '.' || character == '_' || character.is_alphanumeric();
    let rest = &source[range.end..];
    let end = range.end + rest.find(|character| !is_part(character)).unwrap_or(rest.len());
    let before = asked.question.cursor.qualifier.iter().map(String::as_str);
    let behind = source[range.end..end].split('.').skip(1);
    let name = before.chain([word]).chain(behind).collect::<Vec<_>>().join(".");
    let found = asked.session.described_settings().into_iter().find(|known| known.name == name)?;
    Some(meaning(ItemKind::Setting, &name, found.value.as_deref().unwrap_or("not set"), found.help))
}

fn of_function(found: FunctionHelp) -> Meaning {
    Meaning {
        range: 0..0,
        kind: found.kind,
        name: found.name,
        signature: found.signature,
        doc: found.description,
        parts: found.arguments,
        example: found.example,
    }
}

fn of_known(asked: &Asked, name: &str, kind: ItemKind, what: &str) -> Meaning {
    let schema = asked.tables.get(name).and_then(|table| table.schema.clone());
    let fields = schema.iter().flat_map(|schema| schema.fields());
    let columns = fields.map(|field| Column { name: field.name().clone(), data_type: Some(field.data_type().clone()) });
    of_table(name, kind, what, columns.collect())
}

fn of_table(name: &str, kind: ItemKind, what: &str, columns: Vec<Column>) -> Meaning {
    let count = match columns.len() {
        0 => String::new(),
        1 => ", 1 column".to_owned(),
        count => format!(", {count} columns"),
    };
    let written = |column: Column| (column.name, column.data_type.as_ref().map(type_name).unwrap_or_default());
    let parts = columns.into_iter().map(written).collect();
    Meaning { parts, ..meaning(kind, name, &format!("{what}{count}"), "") }
}

fn meaning(kind: ItemKind, name: &str, signature: &str, doc: &str) -> Meaning {
    Meaning {
        range: 0..0,
        kind,
        name: name.to_owned(),
        signature: signature.to_owned(),
        doc: doc.to_owned(),
        parts: Vec::new(),
        example: None,
    }
}
