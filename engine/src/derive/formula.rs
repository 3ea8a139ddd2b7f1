//! What an expression can be asked: derivatives, values, code.

use super::error::{check_columns, check_names};
use super::value::values;
use super::{BindError, DeriveError, Gradient, Hessian, derivative, simplified};
use crate::emit;
use crate::eval::Compiled;
use crate::expr::{Expr, Form};
use crate::graph::Graph;
use crate::lower::CompileError;
use crate::program::{Output, Program};
use crate::simplify::Goal;

impl Expr {
    /// The partial derivative by one name after the other: `["x", "x", "y"]` is ∂³/∂x²∂y. By no name it is the expression.
    ///
    /// ```
    /// let f = gradus_engine::parse("x^2*sin(y)")?;
    /// assert_eq!(f.partial(&["x", "x", "y"])?.to_string(), "2*cos(y)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`derive`](super::derive()).
    pub fn partial(&self, names: &[&str]) -> Result<Expr, DeriveError> {
        check_names(std::slice::from_ref(self), names)?;
        if names.is_empty() {
            return Ok(self.clone());
        }
        let [reading, code] = [Form::Reading, Form::Code].map(|form| self.form(form));
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let same = names.clone();
        Ok(Expr::from_forms(
            move || derivative(reading, &names, Goal::Reading),
            move || derivative(code, &same, Goal::Code),
        ))
    }

    /// The `n`-th derivative by a variable; the 0-th is the expression itself.
    ///
    /// # Errors
    ///
    /// As [`derive`](super::derive()).
    pub fn nth_derivative(&self, name: &str, n: usize) -> Result<Expr, DeriveError> {
        self.partial(&vec![name; n])
    }

    /// The value and its partials by these variables, in one piece of code.
    ///
    /// # Errors
    ///
    /// As [`derive`](super::derive()), and [`DeriveError::Duplicate`] for a name given twice.
    pub fn gradient(&self, wrt: &[&str]) -> Result<Gradient, DeriveError> {
        check_columns(std::slice::from_ref(self), wrt)?;
        Ok(Gradient::new(self, wrt))
    }

    /// The second partials by these variables; those that are zero by structure are left out.
    ///
    /// # Errors
    ///
    /// As [`Expr::gradient`].
    pub fn hessian(&self, wrt: &[&str]) -> Result<Hessian, DeriveError> {
        check_columns(std::slice::from_ref(self), wrt)?;
        Ok(Hessian::new(self, wrt))
    }

    /// The same value, as a person would write it, and computed soundly and cheaply.
    ///
    /// ```
    /// let f = gradus_engine::parse("x + x + 3*x*y/y")?;
    /// assert_eq!(f.simplify().to_string(), "3*x*y/y + 2*x");
    /// # Ok::<(), gradus_engine::ParseError>(())
    /// ```
    pub fn simplify(&self) -> Expr {
        let [reading, code] = [Form::Reading, Form::Code].map(|form| self.form(form));
        Expr::from_forms(move || simplified(&reading, Goal::Reading), move || simplified(&code, Goal::Code))
    }

    /// The value at a point. Names that do not occur are allowed, so that an expression and its derivatives take the same point.
    ///
    /// Arithmetic is that of IEEE 754: `1/0` is infinite, `ln(-1)` is NaN.
    ///
    /// # Errors
    ///
    /// [`BindError`] when a variable has no value or two.
    pub fn eval(&self, at: &[(&str, f64)]) -> Result<f64, BindError> {
        let (graph, root) = self.form(Form::Code);
        values(&graph, &[root], at).map(|values| values[0])
    }

    /// An evaluator for points and batches, whose inputs are these names in this order.
    ///
    /// # Errors
    ///
    /// [`CompileError`] when a variable is missing or a name is given twice. Names that do not occur are allowed.
    pub fn compile(&self, parameters: &[&str]) -> Result<Compiled, CompileError> {
        Compiled::new(&self.program(parameters.iter().map(|name| (*name).to_owned()).collect()))
    }

    /// A Rust function of the variables in the order of [`Expr::variables`].
    pub fn to_rust(&self, name: &str) -> String {
        emit::to_rust(&self.program(self.parameters()), name)
    }

    /// A C99 function of the variables in the order of [`Expr::variables`].
    pub fn to_c(&self, name: &str) -> String {
        emit::to_c(&self.program(self.parameters()), name)
    }

    /// The expression as LaTeX mathematics, without delimiters.
    pub fn to_latex(&self) -> String {
        let (graph, root) = self.graph();
        emit::expression_to_latex(&graph, root)
    }

    /// The variables as it reads, then those that only its code needs.
    fn parameters(&self) -> Vec<String> {
        let (graph, root) = self.form(Form::Code);
        let read = self.variables();
        let hidden: Vec<String> = graph.variables(&[root]).into_iter().map(str::to_owned).collect();
        let hidden = hidden.into_iter().filter(|name| !read.contains(name));
        read.iter().cloned().chain(hidden).collect()
    }

    fn program(&self, parameters: Vec<String>) -> Program {
        let (source, root) = self.form(Form::Code);
        let mut block = Graph::new();
        let root = block.import(&source, &[root])[0];
        Program { parameters, wrt: Vec::new(), block, output: Output::Scalar(root) }
    }
}

/// The variables of the expressions that are none of `first`, in order of first appearance, behind those.
pub(super) fn parameters(first: &[String], exprs: &[Expr]) -> Vec<String> {
    let mut seen: std::collections::HashSet<String> = first.iter().cloned().collect();
    let others = exprs.iter().flat_map(Expr::variables).filter(|name| seen.insert(name.clone()));
    first.iter().cloned().chain(others.collect::<Vec<_>>()).collect()
}
