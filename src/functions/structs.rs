//! Functions of structs (`pr.col("a").struct`) and unions: values made of named values.

use datafusion::functions::core::{get_field, named_struct, union_extract, union_tag};
use datafusion::logical_expr::{Expr, lit, when};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use pyrust_engine::functions as native_fn;
use pyrust_engine::resolve::{label, rename_fields, with_fields};

use super::built;
use crate::argument::{Argument, Column, into_expr, into_exprs};
use crate::boundary::guard;
use crate::exceptions::{short, type_error};
use crate::expr::{PyExpr, PyStruct};

/// Make a struct of the values of the row; each field is named as its expression would be.
///
/// Args:
///     exprs: Column names or expressions.
///     named: Expressions or constants with the field's name as keyword.
///
/// Returns:
///     An expression.
///
/// Raises:
///     TypeError: If there is no field, or one is neither a name nor an expression.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1], "b": ["x"]})
///     >>> df.select(x=pr.functions.struct("a", c=pr.col("b"))).to_dict()
///     {'x': [{'a': 1, 'c': 'x'}]}
///     >>> pr.functions.struct()
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: struct: no field was given
///     hint: struct("a", b=pr.col("b"))
#[pyfunction(name = "struct")]
#[pyo3(signature = (*exprs, **named))]
fn row(exprs: &Bound<'_, PyTuple>, named: Option<&Bound<'_, PyDict>>) -> PyResult<PyExpr> {
    guard(|| {
        let fields = into_exprs("struct", exprs, named)?;
        if fields.is_empty() {
            return Err(type_error("struct", "no field was given", "struct(\"a\", b=pr.col(\"b\"))"));
        }
        let arguments = fields.into_iter().flat_map(|field| [lit(label(&field)), field.unalias()]);
        Ok(PyExpr::new(named_struct().call(arguments.collect())))
    })
}

/// Make a struct of named values: a name, its value, the next name, its value ...
///
/// Args:
///     pairs: Each name as a str, then a column's name or an expression.
///
/// Returns:
///     An expression.
///
/// Raises:
///     TypeError: If a name has no value, or is not a str.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1]})
///     >>> df.select(x=pr.functions.named_struct("one", "a", "two", pr.lit(2))).to_dict()
///     {'x': [{'one': 1, 'two': 2}]}
///     >>> pr.functions.named_struct("one")
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: named_struct: a name has no value
///     hint: named_struct("a", expression, "b", expression)
#[pyfunction(name = "named_struct")]
#[pyo3(signature = (*pairs))]
fn from_pairs(pairs: &Bound<'_, PyTuple>) -> PyResult<PyExpr> {
    const NAME: &str = "named_struct";
    guard(|| {
        if pairs.is_empty() || pairs.len() % 2 == 1 {
            return Err(type_error(NAME, "a name has no value", "named_struct(\"a\", expression, \"b\", expression)"));
        }
        let mut arguments = Vec::with_capacity(pairs.len());
        for (place, item) in pairs.iter().enumerate() {
            arguments.push(match item.cast::<PyString>() {
                Ok(name) if place % 2 == 0 => lit(name.to_str()?),
                _ if place % 2 == 0 => {
                    return Err(type_error(NAME, format!("{} is not a field name", short(&item)), "give a str"));
                }
                _ => into_expr(NAME, &item)?,
            });
        }
        Ok(PyExpr::new(named_struct().call(arguments)))
    })
}

/// Get a field of a struct, or of a struct inside of it.
///
/// Args:
///     expr: A column's name or an expression.
///     names: The field's name; more names lead further inside.
///
/// Returns:
///     An expression, called as the field is.
///
/// Raises:
///     SchemaError: Where a frame uses it, if there is no such field.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [{"x": {"y": 1}}]})
///     >>> df.select(x=pr.functions.get_field("a", "x", "y")).to_dict()
///     {'x': [1]}
///     >>> df.select(pr.functions.get_field("a", "z"))
///     Traceback (most recent call last):
///         ...
///     pyrust.SchemaError: select: a has no field "z"
///     hint: its fields are x
#[pyfunction(name = "get_field")]
#[pyo3(signature = (expr, *names))]
fn field_of(expr: Column<'_>, names: Vec<String>) -> PyResult<PyExpr> {
    guard(|| inner(expr.seen("get_field")?, names).map(PyExpr::new))
}

fn inner(expr: Expr, names: Vec<String>) -> PyResult<Expr> {
    if names.is_empty() {
        return Err(type_error("field", "no field name was given", "give at least one name"));
    }
    names.into_iter().try_fold(expr, |expr, name| {
        // A struct that is null may hold any values, and the engine gives those.
        let field = get_field().call(vec![expr.clone(), lit(&name)]);
        Ok(built(when(expr.is_not_null(), field).end())?.alias(name))
    })
}

/// Get the name of the field that a union's value is of.
///
/// Args:
///     expr: A column's name or an expression.
///
/// Returns:
///     An expression of strings.
///
/// Raises:
///     SchemaError: When the query runs, if the values are not a union.
///
/// Example:
///     >>> import pyarrow as pa
///     >>> import pyrust as pr
///     >>> union = pa.UnionArray.from_sparse(pa.array([0, 1], pa.int8()), [pa.array([1, 2]), pa.array(["x", "y"])], ["n", "s"])
///     >>> pr.DataFrame(pa.table({"a": union})).select(x=pr.functions.union_tag("a")).to_dict()
///     {'x': ['n', 's']}
///     >>> pr.DataFrame({"a": [1]}).select(pr.functions.union_tag("a")).rows()
///     Traceback (most recent call last):
///         ...
///     pyrust.SchemaError: union_tag: it cannot be computed from a (int64)
#[pyfunction(name = "union_tag")]
fn tag(expr: Column<'_>) -> PyResult<PyExpr> {
    guard(|| Ok(PyExpr::new(union_tag().call(vec![expr.seen("union_tag")?]))))
}

/// Get the value of a union where it is of this field, null where it is of another.
///
/// Args:
///     expr: A column's name or an expression.
///     name: The field's name.
///
/// Returns:
///     An expression.
///
/// Raises:
///     SchemaError: Where a frame uses it, if the values are not a union, or it has no such field.
///
/// Example:
///     >>> import pyarrow as pa
///     >>> import pyrust as pr
///     >>> union = pa.UnionArray.from_sparse(pa.array([0, 1], pa.int8()), [pa.array([1, 2]), pa.array(["x", "y"])], ["n", "s"])
///     >>> pr.DataFrame(pa.table({"a": union})).select(x=pr.functions.union_extract("a", "s")).to_dict()
///     {'x': [None, 'y']}
///     >>> pr.DataFrame(pa.table({"a": union})).select(pr.functions.union_extract("a", "t"))
///     Traceback (most recent call last):
///         ...
///     pyrust.SchemaError: select: a has no field "t"
///     hint: its fields are n, s
#[pyfunction(name = "union_extract")]
fn extract(expr: Column<'_>, name: String) -> PyResult<PyExpr> {
    guard(|| Ok(PyExpr::new(union_extract().call(vec![expr.seen("union_extract")?, lit(name)]))))
}

#[pymethods]
impl PyStruct {
    /// Get a field of the struct, or of a struct inside of it.
    ///
    /// Args:
    ///     names: The field's name; more names lead further inside.
    ///
    /// Returns:
    ///     An expression, called as the field is. `pr.col("a").struct["x"]` is the same.
    ///
    /// Raises:
    ///     SchemaError: Where a frame uses it, if there is no such field.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [{"x": 1, "y": {"z": 2}}]})
    ///     >>> df.select(x=pr.col("a").struct.field("x"), z=pr.col("a").struct.field("y", "z")).to_dict()
    ///     {'x': [1], 'z': [2]}
    ///     >>> df.select(pr.col("a").struct.field("w"))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: a has no field "w"
    ///     hint: its fields are x, y
    #[pyo3(signature = (*names))]
    fn field(&self, names: Vec<String>) -> PyResult<PyExpr> {
        guard(|| inner(self.plain("field")?, names).map(PyExpr::new))
    }

    fn __getitem__(&self, name: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
        let named = name.extract().map_err(|_| {
            let message = format!("a field is taken by its name, got {}", short(name));
            type_error("struct[...]", message, "as in .struct[\"x\"]")
        });
        self.field(vec![named?])
    }

    /// Write the struct as a JSON object, with its nulls.
    ///
    /// Returns:
    ///     An expression of strings; null stays null.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [{"x": 1, "y": None}]}).select(x=pr.col("a").struct.json_encode()).to_dict()
    ///     {'x': ['{"x":1,"y":null}']}
    fn json_encode(&self) -> PyResult<PyExpr> {
        guard(|| Ok(PyExpr::new(native_fn::json_encode(self.plain("json_encode")?))))
    }

    /// Give the fields of the struct other names.
    ///
    /// Args:
    ///     names: A name for each field, in their order.
    ///
    /// Returns:
    ///     An expression, called as the struct is.
    ///
    /// Raises:
    ///     TypeError: If the names are not strings.
    ///     ValueError: Where a frame uses it, if there are not as many names as fields.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [{"x": 1, "y": 2}, None]})
    ///     >>> df.select(pr.col("a").struct.rename_fields(["lat", "lon"])).to_dict()
    ///     {'a': [{'lat': 1, 'lon': 2}, None]}
    ///     >>> df.select(pr.col("a").struct.rename_fields(["lat"]))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: select: rename_fields has 1 names for the 2 fields of a
    ///     hint: its fields are x, y
    fn rename_fields(&self, names: Vec<String>) -> PyResult<PyExpr> {
        guard(|| Ok(PyExpr::new(rename_fields(self.plain("rename_fields")?, names))))
    }

    /// Add fields to the struct, or replace those of the same name.
    ///
    /// Args:
    ///     exprs: Column names or expressions; the field is called as the expression is.
    ///     named: Expressions or constants with the field's name as keyword.
    ///
    /// Returns:
    ///     An expression, called as the struct is.
    ///
    /// Raises:
    ///     TypeError: If no field is given, or one is neither a name nor an expression.
    ///     SchemaError: Where a frame uses it, if the values are not structs.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [{"x": 1}, None], "b": [2, 3]})
    ///     >>> df.select(pr.col("a").struct.with_fields("b", x=pr.col("a").struct["x"] * 10)).to_dict()
    ///     {'a': [{'x': 10, 'b': 2}, None]}
    ///     >>> df.select(pr.col("b").struct.with_fields("a"))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: with_fields needs a struct, got b (int64)
    #[pyo3(signature = (*exprs, **named))]
    fn with_fields(&self, exprs: &Bound<'_, PyTuple>, named: Option<&Bound<'_, PyDict>>) -> PyResult<PyExpr> {
        const NAME: &str = "with_fields";
        guard(|| {
            let fields = into_exprs(NAME, exprs, named)?;
            if fields.is_empty() {
                return Err(type_error(NAME, "no field was given", "with_fields(\"b\", c=pr.col(\"b\") * 2)"));
            }
            let fields = fields.into_iter().map(|field| (label(&field), field)).collect();
            Ok(PyExpr::new(with_fields(self.plain(NAME)?, fields)))
        })
    }
}

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(row, module)?)?;
    module.add_function(wrap_pyfunction!(from_pairs, module)?)?;
    module.add_function(wrap_pyfunction!(field_of, module)?)?;
    module.add_function(wrap_pyfunction!(tag, module)?)?;
    module.add_function(wrap_pyfunction!(extract, module)?)?;
    for alias in ["row", "struct_"] {
        module.add(alias, module.getattr("struct")?)?;
    }
    Ok(())
}
