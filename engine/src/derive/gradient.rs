//! A value and its partials.

use std::fmt;
use std::sync::Arc;

use super::formula::parameters;
use super::value::values;
use super::{BindError, derivative, gradient_code};
use crate::check::{GradientCheck, GradientReport};
use crate::emit;
use crate::eval::Compiled;
use crate::expr::{Expr, Form, Root, merge};
use crate::graph::{Graph, Id};
use crate::lower::CompileError;
use crate::print;
use crate::program::{Output, Program};
use crate::simplify::Goal;

/// Beyond so many nodes times variables a partial reads as its code: forward mode visits every node for every variable.
const READABLE: usize = 100_000;

/// A value and its partials, in one graph: the value as it stands, what the partials share computed once.
///
/// ```
/// let f = gradus_engine::parse("x^2*sin(y)")?;
/// let gradient = f.gradient(&["x", "y"])?;
/// assert_eq!(gradient.to_string(), "value = x^2*sin(y)\nd_x = 2*x*sin(y)\nd_y = x^2*cos(y)\n");
/// assert_eq!(gradient.eval(&[("x", 3.0), ("y", 0.0)])?, (0.0, vec![0.0, 9.0]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Gradient {
    wrt: Vec<String>,
    parameters: Vec<String>,
    value: Expr,
    partials: Vec<Expr>,
    block: Arc<Graph>,
    /// The value, then the partials.
    roots: Vec<Id>,
}

impl Gradient {
    pub(super) fn new(f: &Expr, wrt: &[&str]) -> Self {
        let region = gradient_code(&f.form(Form::Code), wrt);
        let block = Arc::new(region.graph);
        let reading = f.graph();
        let readable = reading.0.cone(&[reading.1]).len().saturating_mul(wrt.len()) <= READABLE;
        let wrt: Vec<String> = wrt.iter().map(|name| (*name).to_owned()).collect();
        let partials = wrt.iter().zip(&region.roots).map(|(name, root)| {
            let code = (Arc::clone(&block), *root);
            partial(&reading, &[name], code, readable)
        });
        Gradient {
            parameters: parameters(&wrt, std::slice::from_ref(f)),
            partials: partials.collect(),
            value: f.clone(),
            roots: region.pinned.into_iter().chain(region.roots).collect(),
            wrt,
            block,
        }
    }

    /// The expression itself.
    pub fn value(&self) -> &Expr {
        &self.value
    }

    /// The names of the partials, in order.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.wrt.iter().map(String::as_str)
    }

    /// The partials, in order.
    pub fn partials(&self) -> &[Expr] {
        &self.partials
    }

    /// The partial by a name, if it is one of [`Gradient::names`].
    pub fn by(&self, name: &str) -> Option<&Expr> {
        self.wrt.iter().position(|by| by == name).map(|at| &self.partials[at])
    }

    /// The value and the partials at a point; names that do not occur are allowed.
    ///
    /// # Errors
    ///
    /// [`BindError`] when a variable has no value or two.
    pub fn eval(&self, at: &[(&str, f64)]) -> Result<(f64, Vec<f64>), BindError> {
        let mut partials = values(&self.block, &self.roots, at)?;
        let value = partials.remove(0);
        Ok((value, partials))
    }

    /// An evaluator for points and batches: inputs are these names in this order, outputs the value and then the partials.
    ///
    /// # Errors
    ///
    /// [`CompileError`] when a variable is missing or a name is given twice. Names that do not occur are allowed.
    pub fn compile(&self, parameters: &[&str]) -> Result<Compiled, CompileError> {
        Compiled::new(&self.program(parameters.iter().map(|name| (*name).to_owned()).collect()))
    }

    /// The partials beside difference quotients of the value, at a point.
    ///
    /// ```
    /// let gradient = gradus_engine::parse("x^2*sin(y)")?.gradient(&["x", "y"])?;
    /// let report = gradient.check(&[("x", 1.5), ("y", 0.5)])?;
    /// assert!(report.passed(), "{report}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`BindError`] when a variable has no value or two.
    pub fn check(&self, at: &[(&str, f64)]) -> Result<GradientReport, BindError> {
        let (_, partials) = self.eval(at)?;
        let names: Vec<&str> = self.names().collect();
        // A variable that does not occur need not have a value, and any will do.
        let value_of = |name: &str| at.iter().find(|(known, _)| *known == name).map_or(1.0, |(_, x)| *x);
        let point: Vec<f64> = names.iter().map(|name| value_of(name)).collect();
        let f = |moved: &Vec<f64>| {
            let others = at.iter().filter(|(name, _)| !names.contains(name)).copied();
            let at: Vec<(&str, f64)> = names.iter().copied().zip(moved.iter().copied()).chain(others).collect();
            values(&self.block, &self.roots[..1], &at).map_or(f64::NAN, |values| values[0])
        };
        Ok(GradientCheck::new().elements(&names).run(f, point, partials))
    }

    /// A Rust function that returns the value and the partials.
    ///
    /// Its parameters are [`Gradient::names`], then the other variables in order of first appearance.
    pub fn to_rust(&self, name: &str) -> String {
        emit::to_rust(&self.program(self.parameters.clone()), name)
    }

    /// A C99 function that returns the value and stores the partials; parameters as in [`Gradient::to_rust`].
    pub fn to_c(&self, name: &str) -> String {
        emit::to_c(&self.program(self.parameters.clone()), name)
    }

    /// The value, called f, and the partials as equations in LaTeX, without delimiters.
    pub fn to_latex(&self) -> String {
        let (block, roots) = merge([&self.value].into_iter().chain(&self.partials));
        let output = Output::Gradient(roots[0], roots[1..].to_vec());
        let program = Program { parameters: self.parameters.clone(), wrt: self.wrt.clone(), block, output };
        emit::to_latex(&program, "f")
    }

    fn program(&self, parameters: Vec<String>) -> Program {
        let output = Output::Gradient(self.roots[0], self.roots[1..].to_vec());
        Program { parameters, wrt: self.wrt.clone(), block: (*self.block).clone(), output }
    }
}

/// A partial with known code that reads as forward mode gives it, or as its code where that would take too long.
pub(super) fn partial(reading: &Root, names: &[&str], code: Root, readable: bool) -> Expr {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let same = code.clone();
    let reading = reading.clone();
    Expr::from_forms(move || if readable { derivative(reading, &names, Goal::Reading) } else { same }, move || code)
}

/// `value = …`, then `d_x = …` for each partial, a line each; what several lines share is defined above them.
impl fmt::Display for Gradient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (graph, roots) = merge([&self.value].into_iter().chain(&self.partials));
        let labels = ["value".to_owned()].into_iter().chain(self.wrt.iter().map(|name| format!("d_{name}")));
        f.write_str(&print::outputs(&graph, &labels.zip(roots).collect::<Vec<_>>()))
    }
}

impl fmt::Debug for Gradient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
