//! Sequences of constants that are changed in place, by the user's own statements.

use gradus_engine::program::procedure::Step;
use quote::ToTokens;
use syn::Expr;

use super::Reader;
use super::constancy::Constancy;
use super::names::root;
use super::text::{plain, text};
use super::value::Class;

/// Collections of which no numbers are read.
const COLLECTIONS: [&str; 7] = ["HashMap", "BTreeMap", "HashSet", "BTreeSet", "VecDeque", "BinaryHeap", "LinkedList"];

impl Reader<'_> {
    /// Whether the place is in a sequence of constants that is changed in place.
    pub(super) fn is_state(&self, left: &Expr) -> bool {
        let cell = root(left).and_then(|name| self.cells.scope.get(name));
        cell.is_some_and(|cell| self.cells.cell(cell).state)
    }

    /// A statement of the user's that changes constants.
    pub(super) fn effect_of(&mut self, expr: &Expr) {
        let values: Vec<&Expr> = match expr {
            Expr::Assign(assign) => vec![&assign.right],
            Expr::Binary(binary) => vec![&binary.right],
            Expr::MethodCall(call) => call.args.iter().collect(),
            _ => Vec::new(),
        };
        let orders = matches!(expr, Expr::MethodCall(call) if orders(&plain(&call.method)));
        for value in values {
            let constant = matches!(self.class(value), Class::Integer | Class::Bool)
                || orders && matches!(value, Expr::Closure(_)) && self.only_reads(value);
            if !constant && self.constancy(value) == Constancy::No {
                let message = self.holds_constants(expr, "what this is put into");
                return self.errors.push(value, message);
            }
        }
        let mut expr = expr.clone();
        super::walk::walk_expr(&mut expr, &mut |event| self.replacement(event));
        let expression = self.table.expression(expr.into_token_stream());
        self.step(Step::Effect(expression));
    }

    /// What to say of a number that is put into a constant.
    pub(super) fn holds_constants(&self, expr: &Expr, what: &str) -> String {
        let place = match expr {
            Expr::Assign(assign) => &assign.left,
            Expr::Binary(binary) => &binary.left,
            Expr::Unary(unary) => &unary.expr,
            expr => expr,
        };
        let mut place = place;
        while let Expr::MethodCall(call) = place {
            place = &call.receiver;
        }
        let name = root(place).map(ToString::to_string).unwrap_or_default();
        let float = self.float;
        let bound = self.facts.bound(&name);
        let made_of = |word: &&&str| bound.iter().any(|expr| text(expr).contains(**word));
        if let Some(word) = COLLECTIONS.iter().find(made_of) {
            return format!(
                "a `{word}` holds constants only; keep the numbers in a `Vec<{float}>`, and in the `{word}` their positions"
            );
        }
        if let [Expr::Path(path)] = &bound[..] {
            let item = text(path);
            return format!(
                "`{name}` is a constant to `#[grad]`, as the type of `{item}` does not show; say it where it is bound: `let mut {name}: [{float}; 3] = {item};`"
            );
        }
        format!(
            "{what} is a constant to `#[grad]`; if it holds numbers, say so where it is declared: `let mut y: Vec<{float}> = ..`"
        )
    }
}

/// Whether a method of a sequence asks a closure only how elements compare, or which to keep.
fn orders(method: &str) -> bool {
    matches!(
        method,
        "sort_by"
            | "sort_unstable_by"
            | "sort_by_key"
            | "sort_unstable_by_key"
            | "sort_by_cached_key"
            | "retain"
            | "dedup_by"
            | "dedup_by_key"
    )
}
