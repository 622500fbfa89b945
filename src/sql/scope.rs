//! What a name of a query may mean in Python: a keyword of the call, then a variable of the code that calls.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping};

use crate::argument::is_table;

/// The names around a query.
pub struct Scope<'py> {
    /// The keywords.
    pub values: Bound<'py, PyDict>,
    /// The variables by name, the innermost first.
    variables: Vec<Bound<'py, PyMapping>>,
}

impl<'py> Scope<'py> {
    /// The keywords and the variables of a call.
    pub fn new(values: Option<&Bound<'py, PyDict>>, variables: &[Bound<'py, PyAny>], py: Python<'py>) -> PyResult<Self> {
        let variables = variables.iter().map(|each| Ok(each.cast::<PyMapping>()?.clone())).collect::<PyResult<_>>()?;
        Ok(Self { values: keywords(py, values), variables })
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
                    && is_table(&value).unwrap_or(false)
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
