//! Names that a class or a module does not have: whoever writes `df.groupby`, `df.price` or `expr.upper` is told what to
//! write here. Only the names of other libraries are listed, in `foreign_names.txt`; columns, methods of other namespaces and
//! the nearest names are looked up (docs/decisions/0026-names-in-with-columns.md).
//!
//! Names with a leading underscore are protocols, by which Python, IPython and others ask what an object can do: they are
//! refused in a word, without a search. `hasattr` is False for all of them.

use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyString};
use pyrust_engine::Frame;
use pyrust_engine::error::nearest;

use crate::attribute_slot::{self, Answering};
use crate::dataframe::PyDataFrame;
use crate::exceptions::type_error;
use crate::expr::{PyBin, PyCat, PyDt, PyExpr, PyList, PyMap, PyName, PyStr, PyStruct, namespaces};
use crate::group_by::PyGroupBy;
use crate::refused_call::Function;

const TABLE: &str = include_str!("foreign_names.txt");

/// What is asked for a name.
struct Owner {
    /// The table's word for it.
    listed: &'static str,
    /// How it is written in a line of code.
    written: &'static str,
    /// What it is, in a sentence.
    what: &'static str,
}

/// A line of the table: what a name is called here, or in a sentence why there is none, and an example.
struct Entry {
    ours: &'static str,
    example: &'static str,
}

/// A sentence and a hint, which may be empty.
type Answer = (String, String);

/// The line about `name`, asked of `owner`.
fn entry(owner: &str, name: &str) -> Option<Entry> {
    TABLE.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let mut fields = line.splitn(4, " | ");
        let (listed, names, ours, example) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let is_it = listed == owner && names.split(", ").any(|listed| listed == name);
        is_it.then_some(Entry { ours, example })
    })
}

impl Owner {
    /// A name of ours as it is called: with its arguments, if it takes some.
    fn call(&self, holder: &Bound<'_, PyAny>, name: &str) -> String {
        let signature = holder.getattr(name).and_then(|found| found.getattr("__text_signature__")?.extract::<String>());
        let arguments = signature.unwrap_or_default().replace("($self, /, ", "(").replace("($self, ", "(");
        format!("{}.{name}{}", self.written, arguments.replace("($self)", "()").replace("($self, /)", "()"))
    }

    /// What to write instead of the name of a column.
    fn column(&self, name: &str) -> Answer {
        let hint = match self.listed {
            "groups" => format!("write .agg(pr.col(\"{name}\").sum()), or another aggregate"),
            _ => format!("write {}.c.{name}, or pr.col(\"{name}\")", self.written),
        };
        (format!("a column is not an attribute of {}", self.what), hint)
    }

    /// What to write instead of a name that another library has.
    fn foreign(&self, holder: &Bound<'_, PyAny>, Entry { ours, example }: &Entry) -> Answer {
        let sentence = match ours.contains(' ') {
            true => (*ours).to_owned(),
            false => format!("pyrust calls it {}", self.call(holder, ours)),
        };
        (sentence, format!("for example {example}"))
    }

    /// The same name in another place, then the names of this one that are like it.
    fn like(&self, holder: &Bound<'_, PyAny>, columns: &[&str], name: &str) -> PyResult<Answer> {
        let own: Vec<String> = holder.dir()?.extract()?;
        let own = own.iter().map(String::as_str).filter(|own| !own.starts_with('_'));
        let mut like = self.elsewhere(holder, name)?;
        for near in nearest(name, own.chain(columns.iter().copied())) {
            let place = if columns.contains(&near) { ".c" } else { "" };
            like.push(format!("{}{place}.{near}", self.written));
        }
        let hint = match like.as_slice() {
            [] if self.listed.starts_with("pr") => format!("dir({}) lists what there is", self.written),
            [] => String::new(),
            _ => format!("did you mean {}?", like.join(", ")),
        };
        Ok((format!("{} has no attribute of this name", self.what), hint))
    }

    /// Where a name is found that was looked for in the wrong place: in an expression or one of its namespaces, or in a module
    /// of the package.
    fn elsewhere(&self, holder: &Bound<'_, PyAny>, name: &str) -> PyResult<Vec<String>> {
        let py = holder.py();
        let places: Vec<(String, Bound<'_, PyAny>)> = match self.listed.split('.').next() {
            Some("expr") => {
                let spaces = namespaces(py).into_iter().map(|(name, class)| (format!("expr.{name}"), class.into_any()));
                std::iter::once(("expr".to_owned(), py.get_type::<PyExpr>().into_any())).chain(spaces).collect()
            }
            Some("pr") if self.listed == "pr" => {
                let module = |name: &str| Ok((format!("pr.{name}"), holder.getattr(name)?));
                ["functions", "selectors"].into_iter().map(module).collect::<PyResult<_>>()?
            }
            _ => Vec::new(),
        };
        let mut found = Vec::new();
        for (written, place) in places {
            if place.dir()?.contains(name)? {
                found.push(format!("{written}.{name}"));
            }
        }
        Ok(found)
    }

    fn answer(&self, holder: &Bound<'_, PyAny>, columns: &[&str], name: &str) -> PyResult<Answer> {
        if columns.contains(&name) {
            return Ok(self.column(name));
        }
        match entry(self.listed, name) {
            Some(entry) => Ok(self.foreign(holder, &entry)),
            None => self.like(holder, columns, name),
        }
    }

    /// The error for a name that `holder` does not have; `columns` are those that it knows of.
    fn unknown(&self, holder: &Bound<'_, PyAny>, columns: &[&str], name: &str) -> PyErr {
        let py = holder.py();
        if name.starts_with('_') {
            let class = holder.get_type().name().map_or_else(|_| self.what.to_owned(), |class| class.to_string());
            return attribute_error(py, name, &format!("'{class}' object has no attribute '{name}'"));
        }
        match self.answer(holder, columns, name) {
            Ok((sentence, hint)) => {
                let hint = if hint.is_empty() { hint } else { format!("\nhint: {hint}") };
                attribute_error(py, name, &format!("{}.{name}: {sentence}{hint}", self.written))
            }
            Err(error) => error,
        }
    }
}

/// The error; it knows the name and not the object, so that Python adds no guess of its own when it shows it.
fn attribute_error(py: Python<'_>, name: &str, message: &str) -> PyErr {
    let class = py.get_type::<PyAttributeError>();
    let made = [("name", name)].into_py_dict(py).and_then(|named| class.call((message,), Some(&named)));
    made.map_or_else(|error| error, PyErr::from_value)
}

/// The table's word for what has the methods of a class; the functions of modules are those of the package.
fn owner_of(class: &str) -> &str {
    match class {
        "" | "Session" => "pr",
        "DataFrame" => "df",
        "GroupBy" => "groups",
        "Expr" => "expr",
        "StrNamespace" => "expr.str",
        "DtNamespace" => "expr.dt",
        "ListNamespace" => "expr.list",
        other => other,
    }
}

/// The error for a keyword of another library that a function does not take: with its name here.
pub fn foreign_keyword(function: &Function<'_>, keyword: &str) -> Option<PyErr> {
    let of = format!("{}.{}()", owner_of(function.class()), function.name());
    let Entry { ours, example } = entry(&of, keyword)?;
    let calls = if ours.contains(' ') { "" } else { "pyrust calls it " };
    Some(type_error(function.name(), format!("{keyword}: {calls}{ours}"), &format!("for example {example}")))
}

/// The error for a keyword that a function does not take.
pub fn unknown_keyword(function: &Function<'_>, keyword: &str) -> PyErr {
    foreign_keyword(function, keyword).unwrap_or_else(|| {
        let near = nearest(keyword, function.parameters());
        let hint = match near.is_empty() {
            true => function.expected(),
            false => format!("did you mean {}?", near.join(", ")),
        };
        type_error(function.name(), format!("there is no argument \"{keyword}\""), &hint)
    })
}

fn columns(frame: &Frame) -> Vec<&str> {
    frame.names().collect()
}

macro_rules! answering {
    ($(
        $class:ty, $listed:literal, $written:literal, $what:literal, |$this:ident| $columns:expr
        $(, hides $hidden:literal as $method:literal)?;
    )*) => {
        $(
            impl Answering for $class {
                fn unknown(this: &Bound<'_, Self>, name: &str) -> PyErr {
                    let owner = Owner { listed: $listed, written: $written, what: $what };
                    let $this = this.get();
                    owner.unknown(this, &$columns, name)
                }
                $(
                    fn hidden(name: &str) -> Option<&'static str> {
                        (name == $hidden).then_some($method)
                    }
                )?
            }

            pyo3::inventory::submit! {
                type Parts = attribute_slot::Inventory<$class>;
                const SLOTS: &[attribute_slot::Slot] = &[attribute_slot::slot::<$class>()];
                Parts::new(attribute_slot::items(SLOTS))
            }
        )*
    };
}

answering! {
    // narwhals, which looks into the class, would take a frame for no more than that protocol: altair and others ask it.
    PyDataFrame, "df", "df", "a frame", |this| columns(this.frame()), hides "__dataframe__" as "_interchange";
    PyGroupBy, "groups", "df.group_by(...)", "a GroupBy", |this| columns(this.frame());
    PyExpr, "expr", "expr", "an expression", |_this| [];
    PyStr, "expr.str", "expr.str", "the namespace of strings", |_this| [];
    PyDt, "expr.dt", "expr.dt", "the namespace of dates and times", |_this| [];
    PyList, "expr.list", "expr.list", "the namespace of lists", |_this| [];
    PyStruct, "expr.struct", "expr.struct", "the namespace of structs", |_this| [];
    PyMap, "expr.map", "expr.map", "the namespace of maps", |_this| [];
    PyBin, "expr.bin", "expr.bin", "the namespace of bytes", |_this| [];
    PyCat, "expr.cat", "expr.cat", "the namespace of categories", |_this| [];
    PyName, "expr.name", "expr.name", "the namespace of names", |_this| [];
}

/// The error for a name that a module of the package does not have.
#[pyfunction]
pub fn unknown_name(module: &Bound<'_, PyAny>, name: &Bound<'_, PyString>) -> PyResult<PyErr> {
    let full: String = module.getattr("__name__")?.extract()?;
    let owner = match full.as_str() {
        "pyrust.functions" => Owner { listed: "pr.functions", written: "pr.functions", what: "pyrust.functions" },
        "pyrust.selectors" => Owner { listed: "pr.selectors", written: "pr.selectors", what: "pyrust.selectors" },
        _ => Owner { listed: "pr", written: "pr", what: "pyrust" },
    };
    Ok(owner.unknown(module, &[], &name.to_string_lossy()))
}
