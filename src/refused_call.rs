//! What is said of a call whose arguments a function does not take: a keyword that it does not have, a value of another
//! type. PyO3 has said it in its words; here are ours, with the value that was given.

use std::ffi::{CStr, CString};

use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};

use crate::exceptions::{overflow_error, short, type_error};
use crate::foreign_names::unknown_keyword;

/// The name of every constructor.
pub const NEW: &str = "__new__";

/// A function that is called.
pub struct Function<'a> {
    /// The name of its class; empty for a function of a module.
    class: &'a str,
    name: &'a str,
    /// As Python writes it: `head($self, n=5)`, and whatever text follows. It is read for those that are refused alone.
    doc: &'a CStr,
}

impl<'a> Function<'a> {
    /// A function with its doc, which begins with its signature as Python writes it: `head($self, n=5)`. A constructor
    /// is that of the class, called [`NEW`].
    pub fn new(class: &'a str, name: &'a str, doc: &'a CStr) -> Self {
        Self { class, name, doc }
    }

    fn signature(&self) -> &str {
        let doc = self.doc.to_str().unwrap_or_default();
        doc.split_once("\n--\n\n").map_or(doc, |(signature, _)| signature)
    }

    /// The name of the class whose method it is; empty for a function of a module, and for a class that is called.
    pub fn class(&self) -> &'a str {
        if self.name == NEW { "" } else { self.class }
    }

    /// The name by which it is called.
    pub fn name(&self) -> &'a str {
        if self.name == NEW { self.class } else { self.name }
    }

    /// A call of it, as its signature.
    fn written(&self) -> String {
        let arguments = self.signature().split_once('(').map_or(")", |(_, arguments)| arguments);
        let arguments = arguments.trim_start_matches("$self").trim_start_matches(", ").trim_start_matches("/, ");
        format!("{}({arguments}", self.name())
    }

    /// What it takes, in a few words.
    pub fn expected(&self) -> String {
        let names: Vec<&str> = self.parameters().collect();
        if names.is_empty() {
            "it takes no arguments".to_owned()
        } else {
            format!("the arguments are {}", names.join(", "))
        }
    }

    /// The names of what it takes; they that are given by their names alone come last.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        let inner = self.signature().split_once('(').map_or("", |(_, inner)| inner).trim_end_matches(')');
        let names = inner.split(", ").filter_map(|parameter| parameter.split('=').next());
        let names = names.map(|name| name.trim_start_matches('*'));
        // The rest of a default that holds a comma is not a name.
        names.filter(|name| !name.is_empty() && name.chars().all(|c| c == '_' || c.is_alphanumeric()))
    }

    fn is_parameter(&self, name: &str) -> bool {
        self.parameters().any(|known| known == name)
    }
}

/// What it was called with.
pub struct Call<'py> {
    /// The values, in their order.
    pub values: Vec<Bound<'py, PyAny>>,
    /// The names of the last of them.
    pub keywords: Option<Bound<'py, PyTuple>>,
}

impl<'py> Call<'py> {
    /// Takes the first value away, if it is given by its position.
    pub fn without_first(&mut self) -> Option<Bound<'py, PyAny>> {
        (self.by_position() > 0).then(|| self.values.remove(0))
    }

    /// How many values are given by their positions.
    fn by_position(&self) -> usize {
        self.values.len().saturating_sub(self.keywords.as_ref().map_or(0, |keywords| keywords.len()))
    }

    /// The same as Python writes it: `*values, **named`.
    pub fn as_tuple_and_dict(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyTuple>, Option<Bound<'py, PyDict>>)> {
        let (by_position, named) = self.values.split_at(self.by_position());
        let Some(keywords) = &self.keywords else { return Ok((PyTuple::new(py, by_position)?, None)) };
        let dict = PyDict::new(py);
        for (keyword, value) in keywords.iter().zip(named) {
            dict.set_item(keyword, value)?;
        }
        Ok((PyTuple::new(py, by_position)?, Some(dict)))
    }

    /// The value of a parameter.
    fn value(&self, function: &Function<'_>, name: &str) -> Option<&Bound<'py, PyAny>> {
        let by_position = self.by_position();
        let keyword = |keyword: Bound<'py, PyAny>| keyword.cast::<PyString>().is_ok_and(|keyword| *keyword == *name);
        match self.keywords.iter().flat_map(|keywords| keywords.iter()).position(keyword) {
            Some(place) => self.values.get(by_position + place),
            None => {
                let place = function.parameters().position(|known| known == name)?;
                self.values.get(place).filter(|_| place < by_position)
            }
        }
    }
}

/// The error of a call in our words; any other error stays as it is.
pub fn answer(py: Python<'_>, function: &Function<'_>, call: &Call<'_>, error: PyErr) -> PyErr {
    // What Python code has raised on the way has one.
    if error.traceback(py).is_some() {
        return error;
    }
    let text = error.value(py).to_string();
    if let Some(name) = parameter(py, &error).filter(|name| function.is_parameter(name)) {
        return match call.value(function, &name) {
            Some(value) if error.is_instance_of::<PyOverflowError>(py) => beyond(function, &name, value),
            Some(value) => unfit(function, &name, value, &text),
            None => error,
        };
    }
    // The others are about the names and the number of the arguments.
    let own = if function.class.is_empty() { String::new() } else { format!("{}.", function.class) };
    match text.strip_prefix(&format!("{own}{}() ", function.name)) {
        Some(rest) if error.is_instance_of::<PyTypeError>(py) => misnamed(function, rest),
        _ => error,
    }
}

/// The error of a call with arguments of a function without any.
pub fn unwanted(function: &Function<'_>, call: &Call<'_>) -> PyErr {
    let keyword = call.keywords.iter().flat_map(|keywords| keywords.iter()).next();
    match keyword {
        Some(keyword) => unknown_keyword(function, &keyword.to_string()),
        None => type_error(function.name(), format!("takes no arguments, got {}", call.values.len()), ""),
    }
}

/// Make the error of a call that a function written in Python does not take: of the module that it is called by, its signature
/// and what Python has said; None where Python has said something else.
#[pyfunction]
pub fn refused_call(module: &str, signature: &str, text: &str) -> PyResult<Option<PyErr>> {
    let (name, doc) = (signature.split('(').next().unwrap_or_default(), CString::new(signature)?);
    let text = text.strip_prefix(name).and_then(|rest| rest.strip_prefix("() "));
    Ok(text.map(|text| misnamed(&Function::new(module, name, &doc), text)))
}

/// The parameter that PyO3 was reading, of which it leaves a note.
fn parameter(py: Python<'_>, error: &PyErr) -> Option<String> {
    let notes: Vec<String> = error.value(py).getattr("__notes__").ok()?.extract().ok()?;
    let note = notes.last()?.strip_prefix("while processing '")?;
    Some(note.strip_suffix('\'')?.to_owned())
}

/// A number that its parameter has no room for.
fn beyond(function: &Function<'_>, name: &str, value: &Bound<'_, PyAny>) -> PyErr {
    let wanted = if value.lt(0).unwrap_or(false) { "must be 0 or more" } else { "is too large" };
    overflow_error(function.name(), format!("{name} {wanted}, got {}", short(value)), "")
}

/// A value of another type.
fn unfit(function: &Function<'_>, name: &str, value: &Bound<'_, PyAny>, text: &str) -> PyErr {
    let message = match wanted(text) {
        Some((given, wanted)) => {
            // What is not the value itself is an item of it.
            let given = given.rsplit('.').next().unwrap_or(given);
            let is_it = value.is_none() || value.get_type().name().is_ok_and(|class| class == *given);
            let of = if is_it { "" } else { "each item of " };
            format!("{of}{name} must be {wanted}, got {}", short(value))
        }
        None => format!("{name} is of a type that is not taken, got {}", short(value)),
    };
    type_error(function.name(), message, "")
}

/// The type that was found and what was wanted, of PyO3's words for it.
fn wanted(text: &str) -> Option<(&str, String)> {
    if let Some(given) = text.strip_prefix("must be real number, not ") {
        return Some((given, "a number".to_owned()));
    }
    if text.starts_with("Can't extract `str` to") {
        return Some(("str", "a list".to_owned()));
    }
    let (given, rest) = text.strip_prefix('\'')?.split_once('\'')?;
    let rest = rest.trim_start_matches(" object");
    if rest == " cannot be interpreted as an integer" {
        return Some((given, "an integer".to_owned()));
    }
    let class = rest.strip_prefix(" is not an instance of '")?.strip_suffix('\'')?;
    let wanted = match class {
        "bool" => "True or False".to_owned(),
        "bytes" => "bytes".to_owned(),
        "dict" | "Mapping" => "a dict".to_owned(),
        "float" => "a number".to_owned(),
        "int" => "an integer".to_owned(),
        "Sequence" => "a list".to_owned(),
        "str" => "a string".to_owned(),
        other if other.starts_with(['A', 'E', 'I', 'O']) => format!("an {other}"),
        other => format!("a {other}"),
    };
    Some((given, wanted))
}

/// A keyword that the function does not have, or another number of arguments.
fn misnamed(function: &Function<'_>, text: &str) -> PyErr {
    // From Python 3.13 on a guess of Python's may follow.
    match text.strip_prefix("got an unexpected keyword argument '").and_then(|rest| rest.split_once('\'')) {
        Some((keyword, _)) => unknown_keyword(function, keyword),
        None => type_error(function.name(), text, &format!("it is called as {}", function.written())),
    }
}
