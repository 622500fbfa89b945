//! The SQL dialects: ours, and the parser's others by their names.
//!
//! Ours is DataFusion's default with the operator precedence of PostgreSQL and DuckDB, and with what its planner knows
//! beyond that: lambdas, `ORDER BY ALL`, commas after the last item, `1_000`. The parser's own precedence is that of PostgreSQL
//! 7.0: `LIKE` below `=`, `||` like `*`, `&` above `|`; and the right side of `IS DISTINCT FROM` is read to the end of
//! the expression.

use std::any::TypeId;

use datafusion::sql::sqlparser::ast::{BinaryOperator, CastKind, DataType, Expr, UnaryOperator};
use datafusion::sql::sqlparser::dialect::{Dialect, GenericDialect, Precedence, dialect_from_str};
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::parser::{Parser, ParserError};
use datafusion::sql::sqlparser::tokenizer::Token;

use crate::error::{Error, ErrorKind, Result, nearest};
use crate::trial::Mend;

/// The names of the dialects; the first is ours.
const NAMES: [&str; 15] = [
    "generic",
    "ansi",
    "bigquery",
    "clickhouse",
    "databricks",
    "duckdb",
    "hive",
    "mssql",
    "mysql",
    "oracle",
    "postgres",
    "redshift",
    "snowflake",
    "spark",
    "sqlite",
];

/// How a text of SQL is read: ours, or as another system would.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SqlDialect(&'static str);

impl Default for SqlDialect {
    fn default() -> Self {
        Self(NAMES[0])
    }
}

impl SqlDialect {
    /// Returns the dialect of a name, in any case.
    ///
    /// # Errors
    /// `Value` if there is none of that name, with the nearest.
    pub fn named(name: &str) -> Result<Self> {
        let wanted = match name.to_lowercase().as_str() {
            "postgresql" => "postgres".to_owned(),
            "sparksql" => "spark".to_owned(),
            other => other.to_owned(),
        };
        if let Some(found) = NAMES.iter().find(|known| **known == wanted) {
            return Ok(Self(found));
        }
        let near = nearest(&wanted, NAMES.into_iter());
        let names = if near.is_empty() { NAMES.join(", ") } else { near.join(", ") };
        let hint = if near.is_empty() { format!("the dialects are {names}") } else { format!("did you mean {names}?") };
        Err(Error::new(ErrorKind::Value, "sql", format!("there is no dialect \"{name}\"")).with_hint(hint))
    }

    /// Returns the names of all dialects.
    pub fn names() -> &'static [&'static str] {
        &NAMES
    }

    /// Returns the name.
    pub fn name(self) -> &'static str {
        self.0
    }

    /// Returns what the parser asks.
    pub(crate) fn parser(self) -> Box<dyn Dialect> {
        match dialect_from_str(self.0).filter(|_| self != Self::default()) {
            Some(other) => other,
            None if Mend::Dialect.is_on() => Box::new(Levels::default()),
            None => Box::new(GenericDialect {}),
        }
    }
}

type Parsing<T> = std::result::Result<T, ParserError>;

/// The precedence of a sign before a value: below a cast and a subscript, above a power.
const SIGN: u8 = 120;
/// An operator that is not in the standard.
const OTHER_OPERATOR: u8 = 70;
/// A regular expression match: like `||` in PostgreSQL, but `s ~ a || b` is useful only as DuckDB reads it, with `a ||
/// b`.
const MATCH: u8 = 65;

/// The parser's default dialect with PostgreSQL's precedence.
#[derive(Debug, Default)]
pub(super) struct Levels(GenericDialect);

/// Forwards to the default dialect: a dialect of another type would have the trait's own answers.
macro_rules! as_generic {
    ($($method:ident)*) => {
        $(fn $method(&self) -> bool { self.0.$method() })*
    };
}

impl Dialect for Levels {
    fn dialect(&self) -> TypeId {
        TypeId::of::<GenericDialect>()
    }

    fn is_delimited_identifier_start(&self, ch: char) -> bool {
        self.0.is_delimited_identifier_start(ch)
    }

    fn is_identifier_start(&self, ch: char) -> bool {
        self.0.is_identifier_start(ch)
    }

    fn is_identifier_part(&self, ch: char) -> bool {
        self.0.is_identifier_part(ch)
    }

    fn supports_lambda_functions(&self) -> bool {
        true
    }

    fn supports_order_by_all(&self) -> bool {
        true
    }

    fn supports_trailing_commas(&self) -> bool {
        true
    }

    fn supports_numeric_literal_underscores(&self) -> bool {
        true
    }

    /// A comment is a comment: MySQL computes what is in `/*! */`.
    fn supports_multiline_comment_hints(&self) -> bool {
        false
    }

    as_generic! {
        allow_extract_custom
        allow_extract_single_quotes
        support_map_literal_syntax
        supports_array_join_syntax
        supports_array_typedef_with_brackets
        supports_asc_desc_in_column_definition
        supports_bitwise_shift_operators
        supports_comma_separated_set_assignments
        supports_comma_separated_trim
        supports_comment_on
        supports_comment_optimizer_hint
        supports_connect_by
        supports_constraint_keyword_without_name
        supports_create_index_with_clause
        supports_create_view_comment_syntax
        supports_cte_without_as
        supports_data_type_signed_suffix
        supports_detach
        supports_dictionary_syntax
        supports_empty_projections
        supports_explain_with_utility_options
        supports_extract_comma_syntax
        supports_filter_during_aggregation
        supports_from_first_select
        supports_group_by_expr
        supports_group_by_with_modifier
        supports_install
        supports_interpolate
        supports_interval_options
        supports_key_column_option
        supports_left_associative_joins_without_parens
        supports_limit_by
        supports_limit_comma
        supports_load_extension
        supports_match_against
        supports_match_recognize
        supports_named_fn_args_with_assignment_operator
        supports_nested_comments
        supports_optimize_table
        supports_parens_around_table_factor
        supports_parenthesized_set_variables
        supports_partition_by_after_order_by
        supports_pipe_operator
        supports_prewhere
        supports_projection_trailing_commas
        supports_quote_delimited_string
        supports_select_format
        supports_select_item_multi_column_alias
        supports_select_wildcard_except
        supports_select_wildcard_exclude
        supports_select_wildcard_ilike
        supports_select_wildcard_rename
        supports_select_wildcard_replace
        supports_set_names
        supports_settings
        supports_start_transaction_modifier
        supports_string_escape_constant
        supports_struct_literal
        supports_try_convert
        supports_unicode_string_literal
        supports_update_order_by
        supports_user_host_grantee
        supports_values_as_table_factor
        supports_window_clause_named_window_reference
        supports_window_function_null_treatment_arg
        supports_with_fill
        supports_xml_expressions
    }

    fn prec_value(&self, level: Precedence) -> u8 {
        match level {
            Precedence::Period => 200,
            Precedence::DoubleColon => 140,
            // Also the precedence of a sign before a value.
            Precedence::AtTz => 110,
            Precedence::Caret => 100,
            Precedence::MulDivModOp => 90,
            Precedence::PlusMinus => 80,
            Precedence::Xor => 75,
            Precedence::PgOther | Precedence::Ampersand | Precedence::Pipe | Precedence::Colon => OTHER_OPERATOR,
            Precedence::Between | Precedence::Like => 60,
            Precedence::Eq => 50,
            Precedence::Is => 40,
            Precedence::UnaryNot => 30,
            Precedence::And => 20,
            Precedence::Or => 10,
        }
    }

    fn get_next_precedence(&self, parser: &Parser) -> Option<Parsing<u8>> {
        match &parser.peek_token_ref().token {
            Token::StringConcat | Token::ShiftLeft | Token::ShiftRight => Some(Ok(OTHER_OPERATOR)),
            Token::Tilde
            | Token::TildeAsterisk
            | Token::ExclamationMarkTilde
            | Token::ExclamationMarkTildeAsterisk
            | Token::DoubleTilde
            | Token::DoubleTildeAsterisk
            | Token::ExclamationMarkDoubleTilde
            | Token::ExclamationMarkDoubleTildeAsterisk => Some(Ok(MATCH)),
            _ => None,
        }
    }

    fn parse_infix(&self, parser: &mut Parser, expr: &Expr, level: u8) -> Option<Parsing<Expr>> {
        match &parser.peek_token_ref().token {
            Token::Word(word) if word.keyword == Keyword::IS => distinct_from(parser, expr, self),
            Token::Caret => {
                parser.next_token();
                Some(parser.parse_subexpr(level).map(|right| power(expr.clone(), right)))
            }
            _ => None,
        }
    }

    fn parse_prefix(&self, parser: &mut Parser) -> Option<Parsing<Expr>> {
        let op = match &parser.peek_token_ref().token {
            Token::Minus => UnaryOperator::Minus,
            Token::Plus => UnaryOperator::Plus,
            _ => return None,
        };
        parser.next_token();
        Some(parser.parse_subexpr(SIGN).map(|expr| Expr::UnaryOp { op, expr: Box::new(expr) }))
    }
}

/// Returns `a ^ b` as a power, and a float as in PostgreSQL and DuckDB: DataFusion's function gives an integer for two
/// integers.
fn power(left: Expr, right: Expr) -> Expr {
    let left = Expr::Cast {
        kind: CastKind::Cast,
        expr: Box::new(left),
        data_type: DataType::DoublePrecision,
        array: false,
        format: None,
    };
    Expr::BinaryOp { left: Box::new(left), op: BinaryOperator::PGExp, right: Box::new(right) }
}

/// Parses `IS [NOT] DISTINCT FROM` with a right side that binds closer than `IS`; any other test after `IS` is left to
/// the parser.
fn distinct_from(parser: &mut Parser, expr: &Expr, dialect: &Levels) -> Option<Parsing<Expr>> {
    let negated = match (&parser.peek_nth_token_ref(1).token, &parser.peek_nth_token_ref(2).token) {
        (Token::Word(first), _) if first.keyword == Keyword::DISTINCT => false,
        (Token::Word(first), Token::Word(second))
            if first.keyword == Keyword::NOT && second.keyword == Keyword::DISTINCT =>
        {
            true
        }
        _ => return None,
    };
    for _ in 0..(if negated { 3 } else { 2 }) {
        parser.next_token();
    }
    let right =
        parser.expect_keyword_is(Keyword::FROM).and_then(|()| parser.parse_subexpr(dialect.prec_value(Precedence::Is)));
    let left = Box::new(expr.clone());
    Some(right.map(|right| match negated {
        true => Expr::IsNotDistinctFrom(left, Box::new(right)),
        false => Expr::IsDistinctFrom(left, Box::new(right)),
    }))
}
