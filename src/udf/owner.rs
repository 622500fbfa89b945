//! Who keeps a user function alive.
//!
//! Python's collector cannot look into a plan, so a plan must own no Python object: it refers to a function weakly.
//! What Python can see owns it: the frame, or the expression on its way into one, with one reference for each function
//! that is called, which the collector is shown. A run, which ends, holds on to its functions itself. See docs/decisions/0011-user-functions.md.

use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::datasource::source_as_provider;
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::expr::{AggregateFunction, ScalarFunction, WindowFunction};
use datafusion::logical_expr::{Expr, Extension, LogicalPlan, WindowFunctionDefinition};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyWeakrefMethods, PyWeakrefReference};
use pyrust_engine::MapNode;
use pyrust_engine::{ErrorKind, Frame};

use super::aggregate::Aggregate;
use super::call::Failure;
use super::function::PyFunction;
use super::map::Mapper;
use super::scalar::Scalar;
use super::signature::Definition;
use super::window::Window;
use crate::interpreter::attach;

/// Whether there ever was a user function: most processes have none, and their plans need not be walked.
static USED: AtomicBool = AtomicBool::new(false);

enum Hold {
    Strong(Py<PyFunction>),
    Weak(Py<PyWeakrefReference>),
}

/// A function as an expression, a plan or a run refers to it. Two are the same if they refer to one function.
pub struct Handle {
    /// What the function is.
    pub definition: Arc<Definition>,
    /// Other names it is called by.
    pub aliases: Vec<String>,
    hold: Hold,
}

impl Handle {
    /// A handle that keeps the function alive.
    pub fn strong(function: &Bound<'_, PyFunction>) -> Self {
        Self::new(function, Hold::Strong(function.clone().unbind()))
    }

    /// A handle that does not.
    pub fn weak(function: &Bound<'_, PyFunction>) -> PyResult<Self> {
        Ok(Self::new(function, Hold::Weak(PyWeakrefReference::new(function.as_any())?.unbind())))
    }

    fn new(function: &Bound<'_, PyFunction>, hold: Hold) -> Self {
        USED.store(true, Ordering::Relaxed);
        Self { definition: Arc::clone(&function.get().definition), aliases: Vec::new(), hold }
    }

    /// The function, if it is still there.
    pub fn function<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyFunction>> {
        match &self.hold {
            Hold::Strong(function) => Some(function.bind(py).clone()),
            Hold::Weak(reference) => reference.bind(py).upgrade_as::<PyFunction>().ok().flatten(),
        }
    }

    /// The user's code.
    pub fn code<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyAny>, Failure> {
        match self.function(py) {
            Some(function) => Ok(function.get().code.bind(py).clone()),
            None => {
                let error = self.definition.error(ErrorKind::Other, "the function is gone");
                Err(error.with_hint("keep the frame it was used in, or the decorated function").into())
            }
        }
    }

    /// The same handle, holding on; for a run. None where it does already, or there is nothing left to hold.
    pub fn held(&self) -> Option<Arc<Self>> {
        match self.hold {
            Hold::Strong(_) => None,
            Hold::Weak(_) => self.again(|function| Ok(Self::strong(function))),
        }
    }

    /// The same handle, letting go; for a plan whose owner is a frame of Python's.
    fn released(&self) -> Option<Arc<Self>> {
        match self.hold {
            Hold::Weak(_) => None,
            Hold::Strong(_) => self.again(Self::weak),
        }
    }

    fn again(&self, make: impl FnOnce(&Bound<'_, PyFunction>) -> PyResult<Self>) -> Option<Arc<Self>> {
        let made = attach(|py| make(&self.function(py)?).ok()).flatten()?;
        Some(Arc::new(Self { aliases: self.aliases.clone(), ..made }))
    }
}

/// What the engine is told of a function in whatever form it calls it: what stands in its definition. Its types are checked
/// where the result's type is asked for, so that the message is ours.
macro_rules! declared {
    () => {
        fn name(&self) -> &str {
            &self.0.definition.name
        }

        fn aliases(&self) -> &[String] {
            &self.0.aliases
        }

        fn signature(&self) -> &datafusion::logical_expr::Signature {
            &self.0.definition.signature
        }

        fn coerce_types(&self, types: &[DataType]) -> EngineResult<Vec<DataType>> {
            Ok(types.to_vec())
        }
    };
}

pub(super) use declared;

impl PartialEq for Handle {
    fn eq(&self, other: &Self) -> bool {
        self.definition.id == other.definition.id
    }
}

impl Eq for Handle {}

impl Hash for Handle {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.definition.id.hash(state);
    }
}

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}#{}", self.definition.title(), self.definition.id)
    }
}

/// The handle of a user function that `expr` calls itself.
fn handle(expr: &Expr) -> Option<&Arc<Handle>> {
    match expr {
        Expr::ScalarFunction(call) => call.func.inner().downcast_ref::<Scalar>().map(|found| &found.0),
        Expr::AggregateFunction(call) => call.func.inner().downcast_ref::<Aggregate>().map(|found| &found.0),
        Expr::WindowFunction(call) => match &call.fun {
            WindowFunctionDefinition::AggregateUDF(function) => {
                function.inner().downcast_ref::<Aggregate>().map(|found| &found.0)
            }
            WindowFunctionDefinition::WindowUDF(function) => {
                function.inner().downcast_ref::<Window>().map(|found| &found.0)
            }
        },
        _ => None,
    }
}

fn replaced(expr: Expr, handle: Arc<Handle>) -> Expr {
    match expr {
        Expr::ScalarFunction(call) => {
            Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(Scalar(handle).into()), call.args))
        }
        Expr::AggregateFunction(call) => {
            Expr::AggregateFunction(AggregateFunction { func: Arc::new(Aggregate(handle).into()), ..call })
        }
        Expr::WindowFunction(call) => {
            let fun = match &call.fun {
                WindowFunctionDefinition::AggregateUDF(_) => {
                    WindowFunctionDefinition::AggregateUDF(Arc::new(Aggregate(handle).into()))
                }
                WindowFunctionDefinition::WindowUDF(_) => {
                    WindowFunctionDefinition::WindowUDF(Arc::new(Window(handle).into()))
                }
            };
            Expr::WindowFunction(Box::new(WindowFunction { fun, ..*call }))
        }
        other => other,
    }
}

type Change = fn(&Handle) -> Option<Arc<Handle>>;

fn changed(expr: Expr, change: Change) -> EngineResult<Transformed<Expr>> {
    expr.transform_up(|node| match handle(&node).and_then(|handle| change(handle)) {
        Some(handle) => Ok(Transformed::yes(replaced(node, handle))),
        None => Ok(Transformed::no(node)),
    })
}

/// The frame as those keep it whom Python's collector does not know: a session's catalog, an exported stream. Its
/// plan holds on to the functions.
pub fn held(frame: &Arc<Frame>) -> pyrust_engine::Result<Arc<Frame>> {
    if !USED.load(Ordering::Relaxed) || frame.rows().is_some() {
        return Ok(Arc::clone(frame));
    }
    let plan = frame.plan().clone().transform_up_with_subqueries(|node| {
        let node = match node {
            LogicalPlan::Extension(Extension { node }) => match MapNode::of(node.as_ref()) {
                Some(found) => Transformed::yes(found.with_map(found.map().held())),
                None => Transformed::no(LogicalPlan::Extension(Extension { node })),
            },
            other => Transformed::no(other),
        };
        node.transform_data(|node| node.map_expressions(|expr| changed(expr, Handle::held)))
    });
    let plan = plan.map_err(|error| pyrust_engine::Error::from_datafusion("frame", error))?;
    if plan.transformed { Frame::from_plan(frame.session(), plan.data, "query") } else { Ok(Arc::clone(frame)) }
}

/// The functions that something of Python's owns, for its plan or its expressions.
#[derive(Default)]
pub struct Functions(Vec<Py<PyFunction>>);

impl Functions {
    /// Those that `plan` calls, also in what it scans.
    pub fn of_plan(plan: &LogicalPlan) -> Self {
        let mut found = Self::default();
        if USED.load(Ordering::Relaxed) {
            let _ = attach(|py| found.add_plan(py, plan));
        }
        found
    }

    /// Those that expressions call.
    pub fn of_exprs<'a>(exprs: impl IntoIterator<Item = &'a Expr>) -> Self {
        let mut found = Self::default();
        found.add_exprs(exprs);
        found
    }

    fn add_exprs<'a>(&mut self, exprs: impl IntoIterator<Item = &'a Expr>) {
        if USED.load(Ordering::Relaxed) {
            let _ = attach(|py| exprs.into_iter().try_for_each(|expr| self.add_expr(py, expr)));
        }
    }

    /// Those that `frame` and expressions over it call.
    pub fn of_frame_and(frame: &Frame, exprs: &[Expr]) -> Self {
        let mut found = Self::of_plan(frame.plan());
        found.add_exprs(exprs);
        found
    }

    /// Shows them to the collector. Whoever owns them cannot change, so it cannot be the one to let go in a cycle:
    /// a function or a cell that can is always part of it.
    pub fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.0.iter().try_for_each(|function| visit.call(function))
    }

    fn add(&mut self, py: Python<'_>, handle: &Handle) {
        if let Some(function) = handle.function(py)
            && !self.0.iter().any(|known| known.is(&function))
        {
            self.0.push(function.unbind());
        }
    }

    fn add_expr(&mut self, py: Python<'_>, expr: &Expr) -> EngineResult<()> {
        expr.apply(|node| {
            if let Some(handle) = handle(node) {
                self.add(py, handle);
            }
            Ok(TreeNodeRecursion::Continue)
        })
        .map(drop)
    }

    fn add_plan(&mut self, py: Python<'_>, plan: &LogicalPlan) -> EngineResult<()> {
        plan.apply_with_subqueries(|node| {
            match node {
                LogicalPlan::Extension(extension) => {
                    if let Some(node) = MapNode::of(extension.node.as_ref())
                        && let Some(mapper) = (node.map().as_ref() as &dyn std::any::Any).downcast_ref::<Mapper>()
                    {
                        self.add(py, &mapper.handle);
                    }
                }
                LogicalPlan::TableScan(scan) => {
                    let provider = source_as_provider(&scan.source)?;
                    if let Some(inner) = provider.get_logical_plan() {
                        self.add_plan(py, &inner)?;
                    }
                }
                _ => {}
            }
            node.apply_expressions(|expr| self.add_expr(py, expr).map(|()| TreeNodeRecursion::Continue))
        })
        .map(drop)
    }
}

/// An expression of Python's, and the functions that it calls.
pub struct Owned {
    expr: Expr,
    functions: Functions,
}

impl Owned {
    /// Takes over what may still hold its functions itself.
    pub fn new(expr: Expr) -> Self {
        let functions = Functions::of_exprs([&expr]);
        if functions.0.is_empty() {
            return Self { expr, functions };
        }
        // What cannot be walked stays as it is, and keeps its functions out of the collector's sight.
        let expr = changed(expr.clone(), Handle::released).map_or(expr, |changed| changed.data);
        Self { expr, functions }
    }

    /// The expression.
    pub fn expr(&self) -> &Expr {
        &self.expr
    }

    /// Shows the functions to Python's collector.
    pub fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.functions.traverse(visit)
    }
}
