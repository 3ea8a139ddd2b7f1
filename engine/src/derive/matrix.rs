//! Sparse matrices of derivatives.

use std::fmt;
use std::sync::Arc;

use super::error::check_columns;
use super::formula::parameters;
use super::gradient::partial;
use super::value::values;
use super::{BindError, DeriveError, Entries, hessian_code, jacobian_code};
use crate::emit;
use crate::eval::Compiled;
use crate::expr::{Expr, Form, merge, merge_forms};
use crate::graph::{Graph, Id};
use crate::lower::CompileError;
use crate::print;
use crate::program::{Output, Program};

/// The most places of a matrix that is emitted with its zeros.
const EMITTED_WHOLE: usize = 4096;

/// Beyond so many nodes times entries an entry reads as its code.
const READABLE: usize = 100_000;

/// The partials `∂f_row/∂x_column` of several expressions, without those that are zero by structure.
///
/// ```
/// let relu = |i: usize| gradus_engine::Expr::var(format!("x{i}")).relu();
/// let outputs: Vec<_> = (0..4096).map(relu).collect();
/// let names: Vec<String> = (0..4096).map(|i| format!("x{i}")).collect();
/// let names: Vec<&str> = names.iter().map(String::as_str).collect();
/// let jacobian = gradus_engine::jacobian(&outputs, &names)?;
/// assert_eq!((jacobian.rows(), jacobian.columns(), jacobian.nnz()), (4096, 4096, 4096));
/// # Ok::<(), gradus_engine::DeriveError>(())
/// ```
#[derive(Clone)]
pub struct Jacobian(Matrix);

/// The second partials `∂²f/∂x_row∂x_column` of an expression, without those that are zero by structure.
///
/// The matrix is symmetric; both triangles are listed, and computed once.
#[derive(Clone)]
pub struct Hessian(Matrix);

/// The partials of several expressions by several variables.
///
/// ```
/// use gradus_engine::{jacobian, parse};
///
/// let j = jacobian(&[parse("r*cos(t)")?, parse("r*sin(t)")?], &["r", "t"])?;
/// assert_eq!(j.get(0, 1).unwrap().to_string(), "-r*sin(t)");
/// assert_eq!(j.dense(&[("r", 2.0), ("t", 0.0)])?, [[1.0, -0.0], [0.0, 2.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`Expr::gradient`].
pub fn jacobian(outputs: &[Expr], wrt: &[&str]) -> Result<Jacobian, DeriveError> {
    check_columns(outputs, wrt)?;
    let (graph, roots) = merge_forms(outputs, Form::Code);
    let Entries { places, region } = jacobian_code(graph, &roots, wrt);
    let block = Arc::new(region.graph);
    let sources: Vec<_> = outputs.iter().map(Expr::graph).collect();
    let sizes: Vec<usize> = sources.iter().map(|(graph, root)| graph.cone(&[*root]).len()).collect();
    let work = places.iter().fold(0usize, |sum, (row, _)| sum.saturating_add(sizes[*row]));
    let entries = places.iter().zip(&region.roots).map(|(&(row, column), id)| {
        let code = (Arc::clone(&block), *id);
        let expr = partial(&sources[row], &[wrt[column]], code, work <= READABLE);
        Entry { row, column, id: *id, expr }
    });
    let entries = entries.collect();
    let wrt: Vec<String> = wrt.iter().map(|name| (*name).to_owned()).collect();
    let parameters = parameters(&wrt, outputs);
    Ok(Jacobian(Matrix { rows: outputs.len(), wrt, parameters, block, entries }))
}

impl Hessian {
    pub(super) fn new(f: &Expr, wrt: &[&str]) -> Self {
        let Entries { places, region } = hessian_code(&f.form(Form::Code), wrt);
        let block = Arc::new(region.graph);
        let reading = f.graph();
        let size = reading.0.cone(&[reading.1]).len();
        let readable = size.saturating_mul(places.len()) <= READABLE;
        let mut entries = Vec::with_capacity(2 * places.len());
        for (&(row, column), &id) in places.iter().zip(&region.roots) {
            let code = (Arc::clone(&block), id);
            let expr = partial(&reading, &[wrt[row], wrt[column]], code, readable);
            if row != column {
                entries.push(Entry { row: column, column: row, id, expr: expr.clone() });
            }
            entries.push(Entry { row, column, id, expr });
        }
        entries.sort_unstable_by_key(|entry| (entry.row, entry.column));
        let wrt: Vec<String> = wrt.iter().map(|name| (*name).to_owned()).collect();
        let parameters = parameters(&wrt, std::slice::from_ref(f));
        Hessian(Matrix { rows: wrt.len(), wrt, parameters, block, entries })
    }
}

#[derive(Clone)]
struct Entry {
    row: usize,
    column: usize,
    id: Id,
    expr: Expr,
}

#[derive(Clone)]
struct Matrix {
    rows: usize,
    wrt: Vec<String>,
    parameters: Vec<String>,
    block: Arc<Graph>,
    /// By rows, then columns.
    entries: Vec<Entry>,
}

impl Matrix {
    fn ids(&self) -> Vec<Id> {
        self.entries.iter().map(|entry| entry.id).collect()
    }

    fn whole(&self) -> bool {
        self.rows.saturating_mul(self.wrt.len()) <= EMITTED_WHOLE
    }

    fn program(&self, block: Graph, ids: &[Id], parameters: Vec<String>, whole: bool) -> Program {
        let columns = self.wrt.len();
        let output = if whole {
            let mut entries = vec![None; self.rows * columns];
            for (entry, id) in self.entries.iter().zip(ids) {
                entries[entry.row * columns + entry.column] = Some(*id);
            }
            Output::Matrix { columns, entries }
        } else {
            Output::Vector(ids.to_vec())
        };
        Program { parameters, wrt: self.wrt.clone(), block, output }
    }

    fn emitted(&self) -> Program {
        self.program((*self.block).clone(), &self.ids(), self.parameters.clone(), self.whole())
    }

    fn compile(&self, parameters: &[&str]) -> Result<Compiled, CompileError> {
        let parameters = parameters.iter().map(|name| (*name).to_owned()).collect();
        Compiled::new(&self.program((*self.block).clone(), &self.ids(), parameters, false))
    }

    fn to_latex(&self) -> String {
        let (block, ids) = merge(self.entries.iter().map(|entry| &entry.expr));
        emit::to_latex(&self.program(block, &ids, self.parameters.clone(), self.whole()), "f")
    }

    fn dense(&self, at: &[(&str, f64)]) -> Result<Vec<Vec<f64>>, BindError> {
        let mut rows = vec![vec![0.0; self.wrt.len()]; self.rows];
        for (entry, value) in self.entries.iter().zip(values(&self.block, &self.ids(), at)?) {
            rows[entry.row][entry.column] = value;
        }
        Ok(rows)
    }

    fn get(&self, row: usize, column: usize) -> Option<&Expr> {
        let at = self.entries.binary_search_by_key(&(row, column), |entry| (entry.row, entry.column)).ok()?;
        Some(&self.entries[at].expr)
    }

    fn print(&self, label: impl Fn(&Entry) -> Option<String>) -> String {
        let listed: Vec<(String, &Expr)> =
            self.entries.iter().filter_map(|entry| Some((label(entry)?, &entry.expr))).collect();
        let (graph, roots) = merge(listed.iter().map(|(_, expr)| *expr));
        let labels = listed.into_iter().map(|(label, _)| label);
        print::outputs(&graph, &labels.zip(roots).collect::<Vec<_>>())
    }
}

macro_rules! matrix {
    ($Name:ident) => {
        impl $Name {
            /// The number of rows.
            pub fn rows(&self) -> usize {
                self.0.rows
            }

            /// The number of columns.
            pub fn columns(&self) -> usize {
                self.0.wrt.len()
            }

            /// The names of the columns, in order.
            pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
                self.0.wrt.iter().map(String::as_str)
            }

            /// The number of entries that are not zero by structure.
            pub fn nnz(&self) -> usize {
                self.0.entries.len()
            }

            /// Row, column and derivative of every entry that is not zero by structure; by rows, then columns.
            pub fn entries(&self) -> impl ExactSizeIterator<Item = (usize, usize, &Expr)> {
                self.0.entries.iter().map(|entry| (entry.row, entry.column, &entry.expr))
            }

            /// The derivative at a place; `None` for a zero by structure, and outside the matrix.
            pub fn get(&self, row: usize, column: usize) -> Option<&Expr> {
                self.0.get(row, column)
            }

            /// The values of [`entries`](Self::entries) at a point; names that do not occur are allowed.
            ///
            /// # Errors
            ///
            /// [`BindError`] when a variable has no value or two.
            pub fn eval(&self, at: &[(&str, f64)]) -> Result<Vec<f64>, BindError> {
                values(&self.0.block, &self.0.ids(), at)
            }

            /// All rows at a point, zeros filled in: `rows × columns` numbers.
            ///
            /// # Errors
            ///
            /// [`BindError`] when a variable has no value or two.
            pub fn dense(&self, at: &[(&str, f64)]) -> Result<Vec<Vec<f64>>, BindError> {
                self.0.dense(at)
            }

            /// An evaluator for points and batches: inputs are these names, outputs the values of [`entries`](Self::entries).
            ///
            /// # Errors
            ///
            /// [`CompileError`] when a variable is missing or a name is given twice. Names that do not occur are allowed.
            pub fn compile(&self, parameters: &[&str]) -> Result<Compiled, CompileError> {
                self.0.compile(parameters)
            }

            /// A Rust function that returns the rows; of more than 4096 places, the values of [`entries`](Self::entries).
            ///
            /// Its parameters are [`names`](Self::names), then the other variables in order of first appearance.
            pub fn to_rust(&self, name: &str) -> String {
                emit::to_rust(&self.0.emitted(), name)
            }

            /// A C99 function that stores the rows one after the other; parameters and size as in
            /// [`to_rust`](Self::to_rust).
            pub fn to_c(&self, name: &str) -> String {
                emit::to_c(&self.0.emitted(), name)
            }

            /// The matrix in LaTeX, without delimiters; of more than 4096 places, the column of its entries.
            pub fn to_latex(&self) -> String {
                self.0.to_latex()
            }
        }

        impl fmt::Debug for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    };
}

matrix!(Jacobian);
matrix!(Hessian);

/// `f0_x = …`: row 0 by x. A line for each entry; what several lines share is defined above them.
impl fmt::Display for Jacobian {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = |entry: &Entry| Some(format!("f{}_{}", entry.row, self.0.wrt[entry.column]));
        f.write_str(&self.0.print(label))
    }
}

/// `d_x_y = …`: by x and y. A line for each entry of the upper triangle; what several lines share is defined above them.
impl fmt::Display for Hessian {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wrt = &self.0.wrt;
        let label =
            |entry: &Entry| (entry.row <= entry.column).then(|| format!("d_{}_{}", wrt[entry.row], wrt[entry.column]));
        f.write_str(&self.0.print(label))
    }
}
