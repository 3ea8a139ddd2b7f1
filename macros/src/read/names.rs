//! What names an expression or a pattern is about, by its form.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::{BinOp, Expr, ExprCall, Member, Pat, UnOp};

use super::text::text;

/// The names that a pattern binds.
pub(super) fn bound(pattern: &Pat) -> Vec<Ident> {
    let mut names = Vec::new();
    collect(pattern, &mut names);
    names
}

fn collect(pattern: &Pat, names: &mut Vec<Ident>) {
    match pattern {
        Pat::Ident(pat) => {
            let constant = pat.by_ref.is_none()
                && pat.mutability.is_none()
                && pat.subpat.is_none()
                && pat.ident.to_string().starts_with(char::is_uppercase);
            if !constant && !names.contains(&pat.ident) {
                names.push(pat.ident.clone());
            }
            if let Some((_, inner)) = &pat.subpat {
                collect(inner, names);
            }
        }
        Pat::Guard(pat) => collect(&pat.pat, names),
        Pat::Or(pat) => pat.cases.iter().for_each(|pat| collect(pat, names)),
        Pat::Paren(pat) => collect(&pat.pat, names),
        Pat::Reference(pat) => collect(&pat.pat, names),
        Pat::Slice(pat) => pat.elems.iter().for_each(|pat| collect(pat, names)),
        Pat::Struct(pat) => pat.fields.iter().for_each(|field| collect(&field.pat, names)),
        Pat::Tuple(pat) => pat.elems.iter().for_each(|pat| collect(pat, names)),
        Pat::TupleStruct(pat) => pat.elems.iter().for_each(|pat| collect(pat, names)),
        Pat::Type(pat) => collect(&pat.pat, names),
        _ => {}
    }
}

/// The variable that a place expression is a part of.
pub(super) fn root(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        Expr::Index(index) => root(&index.expr),
        Expr::Field(field) => root(&field.base),
        Expr::Paren(inner) => root(&inner.expr),
        Expr::Group(inner) => root(&inner.expr),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => root(&unary.expr),
        Expr::Reference(reference) => root(&reference.expr),
        _ => None,
    }
}

/// `p.a.0` as `p` and its members.
pub(super) fn member_path(field: &syn::ExprField) -> Option<(Ident, Vec<Member>)> {
    let mut members = vec![field.member.clone()];
    let mut base = &*field.base;
    loop {
        match base {
            Expr::Field(inner) => {
                members.push(inner.member.clone());
                base = &inner.base;
            }
            Expr::Paren(inner) => base = &inner.expr,
            Expr::Path(path) => {
                members.reverse();
                return Some((path.path.get_ident()?.clone(), members));
            }
            _ => return None,
        }
    }
}

/// What an assignment gives its places, each with its part of the value, or with the whole where the parts do not show.
pub(super) fn assigned_parts<'e>(left: &'e Expr, right: &'e Expr) -> Vec<(&'e Expr, &'e Expr)> {
    let places = match left {
        Expr::Paren(inner) => return assigned_parts(&inner.expr, right),
        Expr::Group(inner) => return assigned_parts(&inner.expr, right),
        Expr::Tuple(tuple) => &tuple.elems,
        Expr::Array(array) => &array.elems,
        place => return vec![(place, right)],
    };
    let values = match right {
        Expr::Tuple(tuple) if tuple.elems.len() == places.len() => Some(&tuple.elems),
        Expr::Array(array) if array.elems.len() == places.len() => Some(&array.elems),
        _ => None,
    };
    let parts = places.iter().enumerate().map(|(n, place)| (place, values.map_or(right, |values| &values[n])));
    parts.flat_map(|(place, value)| assigned_parts(place, value)).collect()
}

/// What an assignment is about: the name of a variable, or `.a.b` for a part of some tuple or struct.
pub(super) fn place_key(expr: &Expr) -> Option<String> {
    let mut members = String::new();
    let mut place = expr;
    loop {
        match place {
            Expr::Paren(inner) => place = &inner.expr,
            Expr::Group(inner) => place = &inner.expr,
            Expr::Reference(inner) => place = &inner.expr,
            Expr::Field(field) => {
                members = format!(".{}{members}", text(&field.member));
                place = &field.base;
            }
            _ if !members.is_empty() => return Some(members),
            Expr::Path(path) => return path.path.get_ident().map(ToString::to_string),
            _ => return None,
        }
    }
}

/// What `std::mem::swap`, `replace` and `take` change, each with what it gets; nothing stands for what is empty.
pub(super) fn exchanged(call: &ExprCall) -> Vec<(&Expr, Option<&Expr>)> {
    let Expr::Path(path) = &*call.func else { return Vec::new() };
    let arguments: Vec<&Expr> = call.args.iter().collect();
    let name = path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    match (name.as_str(), &arguments[..]) {
        ("swap", [a, b]) => vec![(behind(a), Some(behind(b))), (behind(b), Some(behind(a)))],
        ("replace", [a, b]) => vec![(behind(a), Some(b))],
        ("take", [a]) => vec![(behind(a), None)],
        _ => Vec::new(),
    }
}

/// `a` of `&mut a`.
pub(super) fn behind(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => behind(&inner.expr),
        Expr::Reference(inner) => &inner.expr,
        expr => expr,
    }
}

/// Whether such a name stands among the tokens.
pub(crate) fn mentions(tokens: TokenStream, is: &dyn Fn(&Ident) -> bool) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(name) => is(&name),
        TokenTree::Group(group) => mentions(group.stream(), is),
        _ => false,
    })
}

/// Whether the tokens read a variable of such a name: it stands neither behind a dot nor in a path, and names no field of a literal.
pub(super) fn reads_name(tokens: &TokenStream, is: &dyn Fn(&Ident) -> bool) -> bool {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mark = |at: Option<usize>, mark: char| matches!(at.and_then(|at| tokens.get(at)), Some(TokenTree::Punct(punct)) if punct.as_char() == mark);
    tokens.iter().enumerate().any(|(at, token)| match token {
        TokenTree::Ident(name) => {
            let (one, two) = (at.checked_sub(1), at.checked_sub(2));
            let is_member = mark(one, '.') && !mark(two, '.') || mark(one, ':') && mark(two, ':');
            !is_member && !mark(Some(at + 1), ':') && is(name)
        }
        TokenTree::Group(group) => reads_name(&group.stream(), is),
        _ => false,
    })
}

/// Whether the operator assigns.
pub(super) fn assigns(operator: &BinOp) -> bool {
    matches!(
        operator,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_)
    )
}
