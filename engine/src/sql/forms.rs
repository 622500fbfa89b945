//! Forms of whole statements that the parser lacks, written out while they are still tokens: `SUMMARIZE t`, and the options of
//! `COPY` as PostgreSQL and DuckDB have them, `COPY t TO 'x.csv' (DELIMITER ';', HEADER)`.

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan};

use super::reading::keyword;
use super::script::{Part, Script};

/// Returns whether a statement asks for figures of the columns of a table or a query.
pub(crate) fn is_summary(script: &Script, part: &Part) -> bool {
    let mut tokens = script.tokens().all()[part.tokens.clone()].iter().filter(|token| !token.is_blank());
    tokens.next().is_some_and(|first| is_word(&first.token.token, "summarize")) && tokens.next().is_some()
}

/// Writes the tokens of a statement as the parser knows it.
pub(super) fn written_out(tokens: &mut Vec<TokenWithSpan>) {
    let Some(first) = tokens.iter().position(is_solid) else { return };
    if is_word(&tokens[first].token, "summarize") {
        summarized(tokens, first);
    } else if keyword(&tokens[first].token) == Keyword::COPY {
        with_options(tokens);
    }
}

/// Returns whether a token is this word, which is none of the parser's keywords.
pub(super) fn is_word(token: &Token, wanted: &str) -> bool {
    matches!(token, Token::Word(word) if word.quote_style.is_none() && word.value.eq_ignore_ascii_case(wanted))
}

/// Makes the query of whose columns there are to be figures: a table is one as `FROM t`.
fn summarized(tokens: &mut Vec<TokenWithSpan>, first: usize) {
    let next = tokens[first + 1..].iter().find(|token| is_solid(token)).map(|token| &token.token);
    let is_query = match next {
        Some(Token::LParen) => true,
        Some(token) => {
            matches!(keyword(token), Keyword::SELECT | Keyword::WITH | Keyword::VALUES | Keyword::FROM | Keyword::TABLE)
        }
        None => return,
    };
    if is_query {
        tokens.remove(first);
    } else {
        tokens[first].token = Token::make_keyword("FROM");
    }
}

/// Writes `OPTIONS` before options that stand by themselves after the target, and `true` after those without a value.
fn with_options(tokens: &mut Vec<TokenWithSpan>) {
    let solid: Vec<usize> = (0..tokens.len()).filter(|at| is_solid(&tokens[*at])).collect();
    let is_target = |three: &&[usize]| {
        keyword(&tokens[three[0]].token) == Keyword::TO
            && matches!(tokens[three[1]].token, Token::SingleQuotedString(_))
            && tokens[three[2]].token == Token::LParen
    };
    let Some(open) = solid.windows(3).find(is_target).map(|three| three[2]) else { return };
    let begins = |before: usize| matches!(tokens[before].token, Token::LParen | Token::Comma);
    let ends = |after: usize| matches!(tokens[after].token, Token::RParen | Token::Comma);
    let bare = solid.windows(3).filter(|three| three[0] >= open && begins(three[0]) && ends(three[2]));
    let mut added: Vec<(usize, &str)> = bare.map(|three| (three[1] + 1, "true")).collect();
    added.insert(0, (open, "OPTIONS"));
    for (at, word) in added.into_iter().rev() {
        let span = tokens[at.min(tokens.len() - 1)].span;
        tokens.insert(at, TokenWithSpan::new(Token::make_keyword(word), span));
    }
}

fn is_solid(token: &TokenWithSpan) -> bool {
    !matches!(token.token, Token::Whitespace(_))
}
