//! Every kind of expression, statement and pattern that syn knows is differentiated, passed through as a constant, or refused. None is
//! ignored.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{Expr, Pat, Stmt};

use super::*;

/// What becomes of a construct.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    /// The factor 7.25 of `x` stands in the value and in the partial.
    Differentiated,
    /// The text `number(4242)` stands in what is generated.
    Constant,
    /// The message says so.
    Refused(&'static str),
}

use Fate::{Constant, Differentiated, Refused};

/// A kind, the body of `fn f(x: f64, a: &[f64; 2], n: usize, c: bool) -> f64` with it, and what becomes of it.
const CASES: &[(&str, &str, Fate)] = &[
    ("Expr::Array", "let v = [x, 7.25]; v[0] * v[1]", Differentiated),
    ("Expr::Array", "let v = [number(4242), 1]; x * v[0] as f64", Constant),
    ("Expr::Assign", "let mut y = 1.0; y = 7.25 * x; y", Differentiated),
    ("Expr::Assign", "let mut k = 1; k = number(4242); x * k as f64", Constant),
    ("Expr::Async", "let y = async { x }; 7.25 * x", Refused("async")),
    ("Expr::Await", "let y = g(x).await; 7.25 * y", Refused("await")),
    ("Expr::Binary", "7.25 * x", Differentiated),
    ("Expr::Binary", "x * (number(4242) + 1) as f64", Constant),
    ("Expr::Block", "{ let y = x; y * 7.25 }", Differentiated),
    ("Expr::Break", "let mut y = x; loop { y = y * 7.25; if c { break; } break; } y", Differentiated),
    ("Expr::Break", "let y = loop { break x * 7.25; }; y", Differentiated),
    ("Expr::Call", "f64::sin(7.25 * x)", Differentiated),
    ("Expr::Call", "x * number(4242) as f64", Constant),
    ("Expr::Call", "let y: f64 = (|z: f64| z * 7.25)(x); y", Differentiated),
    ("Expr::Cast", "x * number(4242) as f64", Constant),
    ("Expr::Cast", "(x as i64) as f64 + 7.25 * x", Differentiated),
    ("Expr::Closure", "let g = |y: f64| y * 7.25; g(x)", Differentiated),
    ("Expr::Const", "let k = const { 4242 }; 7.25 * x * k as f64", Refused("const")),
    ("Expr::Continue", "let mut y = 0.0; for i in 0..n { if i == 1 { continue; } y += x * 7.25; } y", Differentiated),
    ("Expr::Field", "let p = (x, 7.25); p.0 * p.1", Differentiated),
    ("Expr::ForLoop", "let mut y = 0.0; for _ in 0..n { y += x * 7.25; } y", Differentiated),
    ("Expr::ForLoop", "let mut y = 0.0; for _ in 0..number(4242) { y += x; } y", Constant),
    ("Expr::If", "if c { 7.25 * x } else { x }", Differentiated),
    ("Expr::If", "if number(4242) > 1 { x } else { 2.0 * x }", Constant),
    ("Expr::Index", "a[0] * 7.25 + x", Differentiated),
    ("Expr::Index", "a[number(4242)] * x", Constant),
    ("Expr::Infer", "let y = x; _ = y; y * 7.25", Differentiated),
    ("Expr::Let", "if let k = n { x * 7.25 * k as f64 } else { x }", Differentiated),
    ("Expr::Lit", "7.25 * x", Differentiated),
    ("Expr::Loop", "let mut y = x; loop { y *= 7.25; if y > 9.0 { break; } } y", Differentiated),
    ("Expr::Macro", "let v = vec![x, 7.25]; v[0] * v[1]", Differentiated),
    ("Expr::Macro", "x * nobody_knows!(4242)", Refused("nobody_knows")),
    ("Expr::Match", "match n { 0 => x, 1..=3 => 7.25 * x, _ => 2.0 * x }", Differentiated),
    ("Expr::Match", "match number(4242) { 0 => x, _ => 2.0 * x }", Constant),
    ("Expr::MethodCall", "(7.25 * x).sin()", Differentiated),
    ("Expr::MethodCall", "x.nobody_knows()", Refused("nobody_knows")),
    ("Expr::Paren", "(7.25 * x)", Differentiated),
    ("Expr::Path", "x * 7.25", Differentiated),
    ("Expr::Range", "let mut y = 0.0; for _ in 0..=n { y += x * 7.25; } y", Differentiated),
    ("Expr::RawAddr", "let p = &raw const x; 7.25 * x", Refused("raw")),
    ("Expr::Reference", "let y = &x; *y * 7.25", Differentiated),
    ("Expr::Repeat", "let v = [7.25 * x; 3]; v[0] + v[2]", Differentiated),
    ("Expr::Repeat", "let v = [number(4242); 3]; x * v[1] as f64", Constant),
    ("Expr::Return", "return 7.25 * x;", Differentiated),
    ("Expr::Struct", "struct P { u: f64, v: f64 } let p = P { u: x, v: 7.25 }; p.u * p.v", Differentiated),
    ("Expr::Try", "let y = g(x)?; 7.25 * y", Refused("?")),
    ("Expr::TryBlock", "let y = try { x }; 7.25 * x", Refused("try")),
    ("Expr::Tuple", "let (y, z) = (x, 7.25); y * z", Differentiated),
    ("Expr::Unary", "-(7.25 * x)", Differentiated),
    ("Expr::Unary", "if !(number(4242) > 2) { x } else { -x }", Constant),
    ("Expr::Unsafe", "let y = unsafe { g(x) }; 7.25 * y", Refused("unsafe")),
    ("Expr::While", "let mut y = x; while y < 9.0 { y *= 7.25; } y", Differentiated),
    ("Expr::Yield", "yield x; 7.25 * x", Refused("yield")),
    ("Expr::Verbatim", "become f(x)", Refused("")),
    ("Stmt::Local", "let y = 7.25 * x; y", Differentiated),
    ("Stmt::Item", "const K: f64 = 7.25; K * x * 7.25", Differentiated),
    ("Stmt::Item", "static K: usize = number(4242); x * K as f64", Constant),
    ("Stmt::Expr", "x * 7.25", Differentiated),
    ("Stmt::Expr", "number(4242); x", Constant),
    ("Stmt::Macro", "assert!(number(4242) > 1); x", Constant),
    ("Stmt::Macro", "nobody_knows!(4242); 7.25 * x", Refused("nobody_knows")),
    ("Pat::Ident", "let y = 7.25 * x; y", Differentiated),
    ("Pat::Lit", "match n { 2 => 7.25 * x, _ => x }", Differentiated),
    ("Pat::Or", "match n { 2 | 3 => 7.25 * x, _ => x }", Differentiated),
    ("Pat::Paren", "let (y) = 7.25 * x; y", Differentiated),
    ("Pat::Path", "match number(4242) { usize::MAX => x, _ => 2.0 * x }", Constant),
    ("Pat::Range", "match n { 2..=3 => 7.25 * x, _ => x }", Differentiated),
    ("Pat::Reference", "let &y = &x; 7.25 * y", Differentiated),
    ("Pat::Rest", "let [y, ..] = a; 7.25 * y + x", Differentiated),
    ("Pat::Slice", "let [y, z] = a; 7.25 * y + z * x", Differentiated),
    ("Pat::Struct", "struct P { u: f64 } let P { u } = P { u: x }; 7.25 * u", Differentiated),
    ("Pat::Tuple", "let (y, z) = (x, 7.25); y * z", Differentiated),
    ("Pat::TupleStruct", "match Some(number(4242)) { Some(k) => x * k as f64, None => x }", Constant),
    ("Pat::Type", "let y: f64 = 7.25 * x; y", Differentiated),
    ("Pat::Wild", "let _ = 2.0; 7.25 * x", Differentiated),
    ("Pat::Const", "match n { const { 2 } => 7.25 * x, _ => x }", Differentiated),
    ("Pat::Macro", "match n { two!() => x, _ => 2.0 * x * number(4242) as f64 }", Constant),
];

/// What a case is needed for. A group is made by a macro only; guards and verbatim patterns are no part of stable Rust.
const KINDS: &[&str] = &[
    "Expr::Array",
    "Expr::Assign",
    "Expr::Async",
    "Expr::Await",
    "Expr::Binary",
    "Expr::Block",
    "Expr::Break",
    "Expr::Call",
    "Expr::Cast",
    "Expr::Closure",
    "Expr::Const",
    "Expr::Continue",
    "Expr::Field",
    "Expr::ForLoop",
    "Expr::If",
    "Expr::Index",
    "Expr::Infer",
    "Expr::Let",
    "Expr::Lit",
    "Expr::Loop",
    "Expr::Macro",
    "Expr::Match",
    "Expr::MethodCall",
    "Expr::Paren",
    "Expr::Path",
    "Expr::Range",
    "Expr::RawAddr",
    "Expr::Reference",
    "Expr::Repeat",
    "Expr::Return",
    "Expr::Struct",
    "Expr::Try",
    "Expr::TryBlock",
    "Expr::Tuple",
    "Expr::Unary",
    "Expr::Unsafe",
    "Expr::Verbatim",
    "Expr::While",
    "Expr::Yield",
    "Stmt::Local",
    "Stmt::Item",
    "Stmt::Expr",
    "Stmt::Macro",
    "Pat::Const",
    "Pat::Ident",
    "Pat::Lit",
    "Pat::Macro",
    "Pat::Or",
    "Pat::Paren",
    "Pat::Path",
    "Pat::Range",
    "Pat::Reference",
    "Pat::Rest",
    "Pat::Slice",
    "Pat::Struct",
    "Pat::Tuple",
    "Pat::TupleStruct",
    "Pat::Type",
    "Pat::Wild",
];

/// The kinds in a body.
#[derive(Default)]
struct Kinds(BTreeSet<&'static str>);

impl<'ast> Visit<'ast> for Kinds {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.0.insert(match expr {
            Expr::Array(_) => "Expr::Array",
            Expr::Assign(_) => "Expr::Assign",
            Expr::Async(_) => "Expr::Async",
            Expr::Await(_) => "Expr::Await",
            Expr::Binary(_) => "Expr::Binary",
            Expr::Block(_) => "Expr::Block",
            Expr::Break(_) => "Expr::Break",
            Expr::Call(_) => "Expr::Call",
            Expr::Cast(_) => "Expr::Cast",
            Expr::Closure(_) => "Expr::Closure",
            Expr::Const(_) => "Expr::Const",
            Expr::Continue(_) => "Expr::Continue",
            Expr::Field(_) => "Expr::Field",
            Expr::ForLoop(_) => "Expr::ForLoop",
            Expr::Group(_) => "Expr::Group",
            Expr::If(_) => "Expr::If",
            Expr::Index(_) => "Expr::Index",
            Expr::Infer(_) => "Expr::Infer",
            Expr::Let(_) => "Expr::Let",
            Expr::Lit(_) => "Expr::Lit",
            Expr::Loop(_) => "Expr::Loop",
            Expr::Macro(_) => "Expr::Macro",
            Expr::Match(_) => "Expr::Match",
            Expr::MethodCall(_) => "Expr::MethodCall",
            Expr::Paren(_) => "Expr::Paren",
            Expr::Path(_) => "Expr::Path",
            Expr::Range(_) => "Expr::Range",
            Expr::RawAddr(_) => "Expr::RawAddr",
            Expr::Reference(_) => "Expr::Reference",
            Expr::Repeat(_) => "Expr::Repeat",
            Expr::Return(_) => "Expr::Return",
            Expr::Struct(_) => "Expr::Struct",
            Expr::Try(_) => "Expr::Try",
            Expr::TryBlock(_) => "Expr::TryBlock",
            Expr::Tuple(_) => "Expr::Tuple",
            Expr::Unary(_) => "Expr::Unary",
            Expr::Unsafe(_) => "Expr::Unsafe",
            Expr::Verbatim(_) => "Expr::Verbatim",
            Expr::While(_) => "Expr::While",
            Expr::Yield(_) => "Expr::Yield",
            _ => panic!("a kind of expression that this test does not know"),
        });
        visit::visit_expr(self, expr);
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        self.0.insert(match statement {
            Stmt::Local(_) => "Stmt::Local",
            Stmt::Item(_) => "Stmt::Item",
            Stmt::Expr(..) => "Stmt::Expr",
            Stmt::Macro(_) => "Stmt::Macro",
        });
        visit::visit_stmt(self, statement);
    }

    fn visit_pat(&mut self, pattern: &'ast Pat) {
        self.0.insert(match pattern {
            Pat::Const(_) => "Pat::Const",
            Pat::Ident(_) => "Pat::Ident",
            Pat::Lit(_) => "Pat::Lit",
            Pat::Macro(_) => "Pat::Macro",
            Pat::Or(_) => "Pat::Or",
            Pat::Paren(_) => "Pat::Paren",
            Pat::Path(_) => "Pat::Path",
            Pat::Range(_) => "Pat::Range",
            Pat::Reference(_) => "Pat::Reference",
            Pat::Rest(_) => "Pat::Rest",
            Pat::Slice(_) => "Pat::Slice",
            Pat::Struct(_) => "Pat::Struct",
            Pat::Tuple(_) => "Pat::Tuple",
            Pat::TupleStruct(_) => "Pat::TupleStruct",
            Pat::Type(_) => "Pat::Type",
            Pat::Wild(_) => "Pat::Wild",
            Pat::Guard(_) => "Pat::Guard",
            Pat::Verbatim(_) => "Pat::Verbatim",
            _ => panic!("a kind of pattern that this test does not know"),
        });
        visit::visit_pat(self, pattern);
    }
}

/// What stands in a function by name.
fn function<'t>(file: &'t syn::File, name: &str) -> Option<&'t ItemFn> {
    file.items.iter().find_map(|item| match item {
        Item::Fn(function) if function.sig.ident == name => Some(function),
        _ => None,
    })
}

fn judged(body: &str, fate: Fate) -> Result<BTreeSet<&'static str>, String> {
    let text = format!("fn f(x: f64, a: &[f64; 2], n: usize, c: bool) -> f64 {{ {body} }}");
    judged_tokens(text.parse().map_err(|error: proc_macro2::LexError| error.to_string())?, fate)
}

fn judged_tokens(item: TokenStream, fate: Fate) -> Result<BTreeSet<&'static str>, String> {
    let item: ItemFn = syn::parse2(item).map_err(|error| error.to_string())?;
    let mut kinds = Kinds::default();
    kinds.visit_item_fn(&item);
    let file: syn::File = syn::parse2(expand(TokenStream::new(), item.to_token_stream())).map_err(|e| e.to_string())?;
    let macros = file.items.iter().filter(|item| matches!(item, Item::Macro(_)));
    let messages = macros.map(|item| item.to_token_stream().to_string()).collect::<Vec<String>>().join("\n");
    let gradient = function(&file, "f_grad").ok_or("no `f_grad`")?.block.to_token_stream().to_string();
    let holds = match fate {
        Differentiated => messages.is_empty() && gradient.matches("7.25").count() >= 2,
        Constant => messages.is_empty() && gradient.contains("4242"),
        Refused(word) => messages.contains("compile_error") && messages.contains(word),
    };
    holds.then_some(kinds.0).ok_or(format!("{messages}\n{gradient}"))
}

#[test]
fn every_kind_has_a_fate() {
    let mut wrong = Vec::new();
    for (kind, body, fate) in CASES {
        match judged(body, *fate) {
            Ok(kinds) if kinds.contains(kind) => {}
            Ok(kinds) => wrong.push(format!("{body}: has no {kind}, but {kinds:?}")),
            Err(why) => wrong.push(format!("{kind}: {body}: not {fate:?}:\n{why}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    let cases: BTreeSet<&str> = CASES.iter().map(|(kind, ..)| *kind).collect();
    let missing: Vec<&&str> = KINDS.iter().filter(|kind| !cases.contains(**kind)).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

#[test]
fn groups_that_macros_make() {
    let product = proc_macro2::Group::new(proc_macro2::Delimiter::None, quote!(7.25 * x));
    let kinds = judged_tokens(quote!(fn f(x: f64) -> f64 { #product }), Differentiated).unwrap();
    assert!(kinds.contains("Expr::Group"));
}
