//! When patterns match.

use gradus_engine::function::Function;
use gradus_engine::program::procedure::Index;
use quote::{ToTokens, quote};
use syn::{Expr, Pat};

use super::Reader;
use super::forms::unguarded;
use super::patterns::{is_constant_name, is_rest};
use super::perhaps::{is_error, is_filled, is_nothing};
use super::value::{Class, Constant, Node, Value, View};

impl Reader<'_> {
    /// The condition on which a value matches a pattern; `None` after an error.
    pub(super) fn matching(&mut self, pattern: &Pat, value: &Value) -> Option<Node> {
        match (pattern, value) {
            (pattern, Value::Unknown) => {
                self.not_read(pattern);
                None
            }
            (pattern, Value::Place(cell, members)) => {
                let value = self.at_place(*cell, members);
                self.matching(pattern, &value)
            }
            (_, Value::Never) => Some(self.truth(false)),
            (Pat::Wild(_) | Pat::Rest(_), _) => Some(self.truth(true)),
            (Pat::Paren(pat), value) => self.matching(&pat.pat, value),
            (Pat::Type(pat), value) => self.matching(&pat.pat, value),
            (pattern, Value::Constant(constant)) => self.matching_constant(pattern, constant.clone()),
            (pattern, Value::Ref(inner, _)) if matches!(**inner, Value::Constant(_)) => {
                let Value::Constant(constant) = &**inner else { unreachable!("just seen") };
                self.matching_constant(pattern, constant.referred())
            }
            (Pat::TupleStruct(_) | Pat::Path(_), Value::Optional(present, value)) => {
                self.matching_optional(pattern, present, value)
            }
            (Pat::Ident(pat), Value::Optional(present, _)) if pat.ident == "None" => Some(self.absent(present.clone())),
            (Pat::Ident(pat), _) if pat.subpat.is_none() && !is_constant_name(pat) => Some(self.truth(true)),
            (Pat::Ident(pat), value) if pat.subpat.is_some() => {
                let (_, inner) = pat.subpat.as_ref().expect("just seen");
                self.matching(inner, value)
            }
            (Pat::Reference(pat), value) => {
                let value = value.peel().clone();
                self.matching(&pat.pat, &value)
            }
            (pattern, Value::Ref(inner, _)) => self.matching(pattern, inner),
            (Pat::Or(pat), value) => self.matching_any(pat, value),
            (Pat::Tuple(pat), Value::Tuple(values)) if pat.elems.len() == values.len() => {
                let mut all = self.truth(true);
                for (part, value) in pat.elems.iter().zip(values) {
                    let here = self.matching(part, value)?;
                    all = self.both(all, here);
                }
                Some(all)
            }
            (Pat::Lit(literal), Value::Bool(node)) => match &literal.lit {
                syn::Lit::Bool(truth) if truth.value => Some(*node),
                syn::Lit::Bool(_) => Some(self.apply(Function::Not, &[*node])),
                _ => self.no_match(pattern),
            },
            (Pat::Lit(_) | Pat::Path(_) | Pat::Ident(_), Value::Real(node)) => {
                let literal: Expr = syn::parse2(pattern.to_token_stream()).ok()?;
                let wanted = self.real(&literal)?;
                Some(self.apply(Function::Equal, &[*node, wanted]))
            }
            (Pat::Range(range), Value::Real(node)) => self.matching_range(range, *node),
            (Pat::Struct(_) | Pat::TupleStruct(_) | Pat::Tuple(_), value) if self.open_name(value).is_some() => {
                self.matching_open(pattern, value)
            }
            (Pat::Slice(pat), Value::View(view)) => self.matching_slice(pat, &view.clone()),
            (pattern, _) => self.no_match(pattern),
        }
    }

    /// `p | q`
    fn matching_any(&mut self, pattern: &syn::PatOr, value: &Value) -> Option<Node> {
        let mut any: Option<Node> = None;
        for case in &pattern.cases {
            let here = self.matching(case, value)?;
            any = Some(any.map_or(here, |any| self.either(any, here)));
        }
        any
    }

    /// `Some(p)`, `Ok(p)`, `Err(_)`, `Option::None`
    fn matching_optional(&mut self, pattern: &Pat, present: &Constant, value: &Value) -> Option<Node> {
        match pattern {
            Pat::TupleStruct(pat) if is_filled(&pat.path) && pat.elems.len() == 1 => {
                let present = self.condition_constant(present.clone());
                if self.certain(present) == Some(false) {
                    return Some(present);
                }
                let inner = self.matching(&pat.elems[0], &value.peel().clone())?;
                match self.certain(inner) {
                    Some(true) => Some(present),
                    _ => self.no_match(pattern),
                }
            }
            Pat::TupleStruct(pat) if is_error(&pat.path) => {
                if !super::names::bound(pattern).is_empty() {
                    let message = "what an error says is not read where the function goes on; write `Err(_)`";
                    self.errors.push(pattern, message);
                    return None;
                }
                Some(self.absent(present.clone()))
            }
            Pat::Path(pat) if is_nothing(&pat.path) => Some(self.absent(present.clone())),
            _ => self.no_match(pattern),
        }
    }

    /// `a..b`, `a..=b`
    fn matching_range(&mut self, range: &syn::PatRange, node: Node) -> Option<Node> {
        let mut all = self.truth(true);
        if let Some(start) = &range.start {
            let start = self.real(start)?;
            let above = self.apply(Function::GreaterEqual, &[node, start]);
            all = self.both(all, above);
        }
        if let Some(end) = &range.end {
            let end = self.real(end)?;
            let function = match range.limits {
                syn::RangeLimits::HalfOpen(_) => Function::Less,
                syn::RangeLimits::Closed(_) => Function::LessEqual,
            };
            let below = self.apply(function, &[node, end]);
            all = self.both(all, below);
        }
        Some(all)
    }

    fn absent(&mut self, present: Constant) -> Node {
        let present = self.condition_constant(present);
        self.apply(Function::Not, &[present])
    }

    /// Whether an array has the length of a pattern, whose parts match whatever they hold.
    fn matching_slice(&mut self, pattern: &syn::PatSlice, view: &View) -> Option<Node> {
        let open = pattern.elems.iter().filter(|part| is_rest(part)).count();
        for part in pattern.elems.iter().filter(|part| !is_rest(part)) {
            // whatever the element, as no element is looked at before the length is known to fit
            let element = self.element_at(view, Index::Literal(0));
            let fits = self.matching(part, &element)?;
            if self.certain(fits) != Some(true) {
                return self.no_match(part);
            }
        }
        let least = pattern.elems.len() - open;
        let length = self.length(view);
        if let Some(length) = length.literal {
            let length = usize::try_from(length).unwrap_or(0);
            return Some(self.truth(if open > 0 { length >= least } else { length == least }));
        }
        let length = self.settled(length, "").operand();
        let least = proc_macro2::Literal::usize_unsuffixed(least);
        let tokens = if open > 0 { quote!(#length >= #least) } else { quote!(#length == #least) };
        Some(self.condition_constant(Constant::new(tokens, Class::Bool)))
    }

    fn no_match(&mut self, pattern: &Pat) -> Option<Node> {
        self.errors.push(
            pattern,
            "this pattern is read on constants only, such as integers and enums; on numbers write `if` .. `else`",
        );
        None
    }

    fn matching_constant(&mut self, pattern: &Pat, constant: Constant) -> Option<Node> {
        if let Pat::Ident(pat) = pattern
            && pat.subpat.is_none()
            && !is_constant_name(pat)
        {
            return Some(self.truth(true));
        }
        if let (Pat::Lit(literal), Class::Bool) = (pattern, constant.class)
            && let syn::Lit::Bool(truth) = &literal.lit
        {
            let node = self.condition_constant(constant);
            return Some(if truth.value { node } else { self.apply(Function::Not, &[node]) });
        }
        let (tokens, pattern) = (&constant.tokens, anonymous(pattern));
        let volatile = constant.volatile;
        let condition =
            Constant { volatile, ..Constant::new(quote!(::core::matches!(#tokens, #pattern)), Class::Bool) };
        Some(self.condition_constant(condition))
    }

    pub(super) fn both(&mut self, a: Node, b: Node) -> Node {
        match (self.certain(a), self.certain(b)) {
            (Some(true), _) => b,
            (_, Some(true)) => a,
            _ => self.apply(Function::And, &[a, b]),
        }
    }

    fn either(&mut self, a: Node, b: Node) -> Node {
        match (self.certain(a), self.certain(b)) {
            (Some(true), _) => a,
            (_, Some(true)) => b,
            _ => self.apply(Function::Or, &[a, b]),
        }
    }
}

/// The pattern with `_` in place of the names that it binds, so that nothing is moved.
fn anonymous(pattern: &Pat) -> Pat {
    use syn::visit_mut::{VisitMut, visit_pat_mut};
    struct Anonymous;
    impl VisitMut for Anonymous {
        fn visit_pat_mut(&mut self, pattern: &mut Pat) {
            match pattern {
                Pat::Ident(pat) if pat.subpat.is_some() => {
                    let (_, inner) = pat.subpat.take().expect("just seen");
                    *pattern = *inner;
                    self.visit_pat_mut(pattern);
                }
                Pat::Ident(pat) if !is_constant_name(pat) => {
                    *pattern = Pat::Wild(syn::PatWild { attrs: Vec::new(), underscore_token: Default::default() })
                }
                Pat::Struct(value) => {
                    for field in &mut value.fields {
                        if field.colon_token.is_none() {
                            field.colon_token = Some(Default::default());
                        }
                        self.visit_pat_mut(&mut field.pat);
                    }
                }
                pattern => visit_pat_mut(self, pattern),
            }
        }
    }
    let mut pattern = unguarded(pattern).clone();
    Anonymous.visit_pat_mut(&mut pattern);
    pattern
}
