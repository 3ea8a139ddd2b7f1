//! Expressions as values: built with operators, shared without copying.
//!
//! An [`Expr`] is one pointer: to a call built in Rust, or to a root of a finished graph (what `parse` and `derive` return).
//! Work happens on a [`Graph`], into which [`Expr::graph`] and [`merge`] turn expressions, equal parts becoming one node.
//!
//! What `derive` returns has two forms of one value: the derivative of `1/(1 + exp(-x))` reads `exp(-x)/(exp(-x) + 1)^2`, but code
//! that computed it so would give NaN at x = -1000. `Form` names the two; everything built from the expression has both, too.

mod operators;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

use crate::function::{Function, table::table};
use crate::graph::{Graph, Id, Op};
use crate::number::Number;

pub use operators::Condition;

/// A real-valued expression: a cheap handle, to be cloned freely.
///
/// ```
/// use gradus_engine::Expr;
///
/// let (x, y) = (Expr::var("x"), Expr::var("y"));
/// let f = (&x * &x + 1.0).sin() / y.powf(2.5);
/// assert_eq!(f, gradus_engine::parse("sin(x*x + 1)/y^2.5")?);
/// # Ok::<(), gradus_engine::ParseError>(())
/// ```
///
/// Two expressions are equal when they are the same graph, up to the order of the operands of `+` and `*`.
#[derive(Clone)]
pub struct Expr(Arc<Node>);

enum Node {
    Number(Number),
    Variable(String),
    Call(Function, Vec<Expr>),
    Root { reading: Lazy, code: Lazy },
}

/// A root of a graph.
pub(crate) type Root = (Arc<Graph>, Id);

type Lazy = LazyLock<Root, Box<dyn FnOnce() -> Root + Send>>;

/// One of the two forms of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// What is printed, compared and measured by the eye.
    Reading,
    /// What is evaluated and emitted.
    Code,
}

impl Drop for Node {
    /// Without recursion: a chain of 10^6 calls is taken apart on a list.
    fn drop(&mut self) {
        let Node::Call(_, args) = self else { return };
        let mut pending = std::mem::take(args);
        while let Some(Expr(node)) = pending.pop() {
            if let Some(mut node) = Arc::into_inner(node)
                && let Node::Call(_, args) = &mut node
            {
                pending.append(args);
            }
        }
    }
}

impl Expr {
    /// The variable of that name.
    ///
    /// Any name may be used; one that the text syntax cannot spell is printed, but not parsed back.
    pub fn var(name: impl Into<String>) -> Self {
        Node::Variable(name.into()).into()
    }

    /// The exact constant `numerator/denominator`, or `None` when the denominator is zero.
    pub fn ratio(numerator: i64, denominator: i64) -> Option<Self> {
        Number::ratio(numerator, denominator).map(Expr::from)
    }

    /// The circle constant.
    pub fn pi() -> Self {
        Expr::call(Function::Pi, vec![])
    }

    pub(crate) fn call(function: Function, args: Vec<Expr>) -> Self {
        Node::Call(function, args).into()
    }

    /// A root of a finished graph.
    #[doc(hidden)]
    pub fn from_graph(graph: Arc<Graph>, root: Id) -> Self {
        let same = Arc::clone(&graph);
        Expr::from_forms(move || (graph, root), move || (same, root))
    }

    /// Two forms of one value, each worked out when it is first asked for.
    pub(crate) fn from_forms(
        reading: impl FnOnce() -> Root + Send + 'static,
        code: impl FnOnce() -> Root + Send + 'static,
    ) -> Self {
        Node::Root { reading: LazyLock::new(Box::new(reading)), code: LazyLock::new(Box::new(code)) }.into()
    }

    /// The expression as it reads, as a graph and its root; the graph may hold other nodes as well.
    #[doc(hidden)]
    pub fn graph(&self) -> (Arc<Graph>, Id) {
        self.form(Form::Reading)
    }

    /// One of the two forms.
    pub(crate) fn form(&self, form: Form) -> Root {
        if let Some((graph, root)) = self.0.root(form) {
            return (Arc::clone(graph), *root);
        }
        let (graph, roots) = merge_forms([self], form);
        (Arc::new(graph), roots[0])
    }

    /// The names of the variables that occur, in order of first appearance.
    pub fn variables(&self) -> Vec<String> {
        let (graph, root) = self.graph();
        let mut names = Vec::new();
        let mut seen = vec![false; root.index() + 1];
        let mut pending = vec![root];
        while let Some(id) = pending.pop() {
            if std::mem::replace(&mut seen[id.index()], true) {
                continue;
            }
            match graph.op(id) {
                Op::Variable(name) => names.push(name.to_owned()),
                _ => pending.extend(graph.args(id).iter().rev()),
            }
        }
        names
    }

    /// Puts expressions in the place of variables, all at once: `x -> y, y -> x` swaps.
    ///
    /// ```
    /// use gradus_engine::{Expr, parse};
    ///
    /// let (x, y) = (Expr::var("x"), Expr::var("y"));
    /// assert_eq!(parse("x - y")?.substitute(&[("x", &y), ("y", &x)]), parse("y - x")?);
    /// # Ok::<(), gradus_engine::ParseError>(())
    /// ```
    pub fn substitute(&self, replacements: &[(&str, &Expr)]) -> Expr {
        let [reading, code] = [Form::Reading, Form::Code].map(|form| {
            let (graph, root) = self.form(form);
            let (mut result, roots) = merge_forms(replacements.iter().map(|(_, expr)| *expr), form);
            let by_name: HashMap<&str, Id> = replacements.iter().map(|(name, _)| *name).zip(roots).collect();
            let roots = result.import_with(&graph, &[root], Graph::call, |_, name| by_name.get(name).copied());
            (Arc::new(result), roots[0])
        });
        Expr::from_forms(|| reading, || code)
    }
}

impl Node {
    /// The root of a finished graph.
    fn root(&self, form: Form) -> Option<&Root> {
        match (self, form) {
            (Node::Root { reading, .. }, Form::Reading) => Some(reading),
            (Node::Root { code, .. }, Form::Code) => Some(code),
            _ => None,
        }
    }
}

/// All the expressions in one graph as they read, and their roots in order.
#[doc(hidden)]
pub fn merge<'a>(exprs: impl IntoIterator<Item = &'a Expr>) -> (Graph, Vec<Id>) {
    merge_forms(exprs, Form::Reading)
}

/// All the expressions in one graph, each in the given form.
pub(crate) fn merge_forms<'a>(exprs: impl IntoIterator<Item = &'a Expr>, form: Form) -> (Graph, Vec<Id>) {
    let exprs: Vec<&Expr> = exprs.into_iter().collect();
    let mut graph = Graph::new();
    let mut ids: HashMap<*const Node, Id> = HashMap::new();
    import_finished(&exprs, form, &mut graph, &mut ids);
    let mut pending: Vec<(&Expr, bool)> = exprs.iter().rev().map(|expr| (*expr, false)).collect();
    while let Some((expr, arguments_done)) = pending.pop() {
        let key = Arc::as_ptr(&expr.0);
        if ids.contains_key(&key) {
            continue;
        }
        let id = match &*expr.0 {
            Node::Number(number) => graph.number(number.clone()),
            Node::Variable(name) => graph.variable(name),
            Node::Call(_, args) if !arguments_done && !args.is_empty() => {
                pending.push((expr, true));
                pending.extend(args.iter().rev().map(|arg| (arg, false)));
                continue;
            }
            Node::Call(function, args) => {
                let args: Vec<Id> = args.iter().map(|arg| ids[&Arc::as_ptr(&arg.0)]).collect();
                graph.call(*function, &args)
            }
            Node::Root { .. } => unreachable!("finished graphs are imported first"),
        };
        ids.insert(key, id);
    }
    let roots = exprs.iter().map(|expr| ids[&Arc::as_ptr(&expr.0)]).collect();
    (graph, roots)
}

/// Copies every finished graph below `exprs` once, with all the roots that are wanted of it.
fn import_finished(exprs: &[&Expr], form: Form, graph: &mut Graph, ids: &mut HashMap<*const Node, Id>) {
    type Wanted = Vec<(*const Node, Id)>;
    let mut sources: Vec<(&Arc<Graph>, Wanted)> = Vec::new();
    let mut position: HashMap<*const Graph, usize> = HashMap::new();
    let mut seen = std::collections::HashSet::new();
    let mut pending: Vec<&Expr> = exprs.iter().rev().copied().collect();
    while let Some(expr) = pending.pop() {
        if !seen.insert(Arc::as_ptr(&expr.0)) {
            continue;
        }
        match (&*expr.0, expr.0.root(form)) {
            (Node::Call(_, args), _) => pending.extend(args.iter().rev()),
            (_, Some((source, root))) => {
                let at = *position.entry(Arc::as_ptr(source)).or_insert_with(|| {
                    sources.push((source, Vec::new()));
                    sources.len() - 1
                });
                sources[at].1.push((Arc::as_ptr(&expr.0), *root));
            }
            _ => {}
        }
    }
    for (source, wanted) in sources {
        let roots: Vec<Id> = wanted.iter().map(|(_, root)| *root).collect();
        let here = graph.import(source, &roots);
        ids.extend(wanted.iter().map(|(node, _)| *node).zip(here));
    }
}

impl From<Node> for Expr {
    fn from(node: Node) -> Self {
        Expr(Arc::new(node))
    }
}

impl From<&Expr> for Expr {
    fn from(expr: &Expr) -> Self {
        expr.clone()
    }
}

impl From<Number> for Expr {
    fn from(number: Number) -> Self {
        Node::Number(number).into()
    }
}

impl From<i64> for Expr {
    fn from(value: i64) -> Self {
        Number::from(value).into()
    }
}

impl From<i32> for Expr {
    fn from(value: i32) -> Self {
        i64::from(value).into()
    }
}

/// The shortest decimal that rounds to the value, exactly; infinities, NaN and `-0.0` as themselves.
impl From<f64> for Expr {
    fn from(value: f64) -> Self {
        match Number::from_f64(value) {
            Some(zero) if zero.is_zero() && value.is_sign_negative() => Expr::call(Function::Neg, vec![zero.into()]),
            Some(number) => number.into(),
            None if value.is_nan() => Expr::call(Function::Nan, vec![]),
            None if value < 0.0 => -Expr::call(Function::Inf, vec![]),
            None => Expr::call(Function::Inf, vec![]),
        }
    }
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        let (_, roots) = merge([self, other]);
        roots[0] == roots[1]
    }
}

impl fmt::Debug for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One method for each named function of the table.
macro_rules! methods {
    ($(
        $(#[$doc:meta])*
        $Name:ident = $name:ident $($text:literal)? ($($arg:ident $(: $kind:ident)?),*) $(-> $result:ident)? { $($cells:tt)* }
    )*) => {
        impl Expr {
            $(method! { [$($text)?] $(#[$doc])* $Name $name ($($arg $(: $kind)?),*) })*
        }
    };
}

macro_rules! method {
    ([$text:literal] $($rest:tt)*) => {};
    ([] $(#[$doc:meta])* $Name:ident $name:ident ()) => {};
    ([] $(#[$doc:meta])* $Name:ident $name:ident ($x:ident)) => {
        $(#[$doc])*
        pub fn $name(&self) -> Expr {
            Expr::call(Function::$Name, vec![self.clone()])
        }
    };
    ([] $(#[$doc:meta])* $Name:ident $name:ident ($x:ident, n: i32)) => {
        $(#[$doc])*
        pub fn $name(&self, n: i32) -> Expr {
            Expr::call(Function::$Name, vec![self.clone(), n.into()])
        }
    };
    ([] $(#[$doc:meta])* $Name:ident $name:ident (n: i32, $x:ident)) => {
        $(#[$doc])*
        pub fn $name(&self, n: i32) -> Expr {
            Expr::call(Function::$Name, vec![n.into(), self.clone()])
        }
    };
    ([] $(#[$doc:meta])* $Name:ident $name:ident ($x:ident, $($y:ident),*)) => {
        $(#[$doc])*
        pub fn $name(&self, $($y: impl Into<Expr>),*) -> Expr {
            Expr::call(Function::$Name, vec![self.clone(), $($y.into()),*])
        }
    };
}

table!(methods);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deep_chain_is_built_merged_and_dropped() {
        let mut f = Expr::var("x");
        for _ in 0..1_000_000 {
            f = f.sin();
        }
        let (graph, root) = f.graph();
        assert_eq!(root.index(), 1_000_000);
        assert_eq!(graph.variables(&[root]), ["x"]);
    }

    #[test]
    fn equal_parts_become_one_node() {
        let (x, y) = (Expr::var("x"), Expr::var("y"));
        let (graph, roots) = merge([&(&x * &y), &(&y * &x)]);
        assert_eq!(roots[0], roots[1]);
        assert_eq!(graph.len(), 3);
        assert_ne!(&x - &y, &y - &x);
    }

    #[test]
    fn substitution_is_simultaneous() {
        let (x, y) = (Expr::var("x"), Expr::var("y"));
        let swapped = (&x - &y).substitute(&[("x", &y), ("y", &x)]);
        assert_eq!(swapped, &y - &x);
    }

    #[test]
    fn special_floats_survive() {
        let (graph, root) = Expr::from(-0.0).graph();
        assert!(graph.as_call(root).is_some());
        assert_eq!(Expr::from(0.1), Expr::ratio(1, 10).unwrap());
        assert_eq!(Expr::from(f64::NEG_INFINITY), -Expr::from(f64::INFINITY));
    }
}
