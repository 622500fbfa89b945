//! What a name of a query may mean in Python: a keyword of the call, then a variable of the code that calls.

use std::cell::RefCell;
use std::sync::Arc;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyTuple};
use pyrust_engine::{Diagnostic, Frame};

use crate::argument::is_table_by_class;

/// The names around a query.
pub struct Scope<'py> {
    /// The keywords.
    pub values: Bound<'py, PyDict>,
    /// The variables by name, the innermost first.
    variables: Vec<Bound<'py, PyMapping>>,
    /// The tables of other libraries that were taken over, with their objects: so none of another has its address.
    taken: RefCell<Vec<(Bound<'py, PyAny>, Arc<Frame>)>>,
    /// What is worth knowing about the statements that were planned.
    notes: RefCell<Vec<Diagnostic>>,
}

impl<'py> Scope<'py> {
    /// The keywords and the variables of a call.
    pub fn new(
        values: Option<&Bound<'py, PyDict>>,
        variables: &[Bound<'py, PyAny>],
        py: Python<'py>,
    ) -> PyResult<Self> {
        let variables = variables.iter().map(|each| Ok(each.cast::<PyMapping>()?.clone())).collect::<PyResult<_>>()?;
        let (values, taken, notes) = (keywords(py, values), RefCell::default(), RefCell::default());
        Ok(Self { values, variables, taken, notes })
    }

    /// Adds values by their numbers: the first is `$1`.
    pub fn number(&self, values: &Bound<'py, PyTuple>) -> PyResult<()> {
        values.iter().enumerate().try_for_each(|(at, value)| self.values.set_item((at + 1).to_string(), value))
    }

    /// The table that an object was taken over as.
    pub fn known(&self, object: &Bound<'py, PyAny>) -> Option<Arc<Frame>> {
        let taken = self.taken.borrow();
        taken.iter().find(|(known, _)| known.is(object)).map(|(_, frame)| Arc::clone(frame))
    }

    /// Remembers the table that an object was taken over as.
    pub fn keep(&self, object: &Bound<'py, PyAny>, frame: &Arc<Frame>) {
        self.taken.borrow_mut().push((object.clone(), Arc::clone(frame)));
    }

    /// Adds what is worth knowing.
    pub fn note(&self, notes: Vec<Diagnostic>) {
        self.notes.borrow_mut().extend(notes);
    }

    /// What is worth knowing, once.
    pub fn take_notes(&self) -> Vec<Diagnostic> {
        self.notes.take()
    }

    /// The names around the Python code that calls.
    pub fn of_caller(py: Python<'py>, values: Option<&Bound<'py, PyDict>>) -> PyResult<Self> {
        // Native code has no frame of its own, so the innermost one is the caller's.
        let frame = py.import(intern!(py, "sys"))?.call_method1(intern!(py, "_getframe"), (0,))?;
        Self::new(values, &[frame.getattr(intern!(py, "f_locals"))?, frame.getattr(intern!(py, "f_globals"))?], py)
    }

    /// The variable of a name.
    pub fn variable(&self, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        for each in &self.variables {
            if each.contains(name)? {
                return each.get_item(name).map(Some);
            }
        }
        Ok(None)
    }

    /// The variables whose names differ from `name` only in case.
    pub fn in_any_case(&self, name: &str) -> PyResult<Vec<(String, Bound<'py, PyAny>)>> {
        let wanted = name.to_lowercase();
        let mut found: Vec<(String, Bound<'py, PyAny>)> = Vec::new();
        for each in &self.variables {
            for key in each.keys()? {
                if let Ok(key) = key.extract::<String>()
                    && key.len() == name.len()
                    && key.to_lowercase() == wanted
                    && found.iter().all(|(known, _)| *known != key)
                {
                    let value = each.get_item(&key)?;
                    found.push((key, value));
                }
            }
        }
        Ok(found)
    }

    /// The value of `$name`.
    pub fn value(&self, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self.values.get_item(name)? {
            Some(value) => Ok(Some(value)),
            None => self.variable(name),
        }
    }

    /// The names of the variables that are tables, for hints and lists.
    pub fn tables(&self) -> PyResult<Vec<String>> {
        let mut names = Vec::new();
        for each in &self.variables {
            for item in each.items()? {
                let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
                // What begins with `_` is Python's and IPython's own; in a module and in a cell both scopes are one.
                if let Ok(name) = name.extract::<String>()
                    && !name.starts_with('_')
                    && !names.contains(&name)
                    && is_table_by_class(&value)
                {
                    names.push(name);
                }
            }
        }
        Ok(names)
    }
}

/// Keywords as a dict, also where there are none.
pub fn keywords<'py>(py: Python<'py>, given: Option<&Bound<'py, PyDict>>) -> Bound<'py, PyDict> {
    given.map_or_else(|| PyDict::new(py), Clone::clone)
}
