//! What does not vary is passed through as the user's own tokens.

use gradus_engine::program::procedure::{ArrayId, Origin, VarKind};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;

use super::Reader;
use super::names::mentions;
use super::optional::is_none;
use super::shape::Wrapped;
use super::table::placeholder;
use super::text::text;
use super::types::{class, float, wrapped};
use super::value::{Class, Constant, Node, Refs, Value};

/// Whether a type is an `Option` of a number.
fn may_hold_float(ty: &Type) -> bool {
    matches!(wrapped(ty), Some((Wrapped::Option, inner)) if float(inner).is_some())
}

impl Reader<'_> {
    /// A constant that reads what may change is evaluated here and now.
    pub(super) fn settled(&mut self, constant: Constant, hint: &str) -> Constant {
        if !constant.volatile {
            return constant;
        }
        self.evaluated(constant, hint)
    }

    /// A constant that a reverse sweep may evaluate again: what it reads of arrays that are written to gets a name.
    pub(super) fn steady(&mut self, constant: Constant) -> Constant {
        let constant = self.settled(constant, "");
        let (_, arrays) = super::table::reads(&constant.tokens);
        let changes = |array: &ArrayId| {
            let local = self.procedure.arrays[array.0 as usize].origin == Origin::Local;
            local || self.arrays[array.0 as usize].writable
        };
        let Some(array) = arrays.into_iter().find(changes) else { return constant };
        let text = constant.tokens.to_string();
        let hint = match text.matches('.').count() {
            1 if text.replace(' ', "").ends_with(".len()") => {
                format!("{}_len", self.procedure.arrays[array.0 as usize].hint)
            }
            _ => String::new(),
        };
        let out = self.opaque(VarKind::Opaque, constant.tokens, &hint, true, false);
        Constant { literal: constant.literal, ..Constant::simple(placeholder(out, Span::call_site()), constant.class) }
    }

    /// A constant with a name of its own, which no other shares: equal texts may be of different types.
    fn evaluated(&mut self, constant: Constant, hint: &str) -> Constant {
        let replay = !constant.volatile;
        let (tokens, refs) = match constant.refs {
            Refs::Part => {
                let tokens = constant.tokens;
                (if constant.volatile { quote!(#tokens.to_vec()) } else { quote!(&#tokens) }, Refs::Plain)
            }
            refs => (constant.tokens, refs),
        };
        let out = self.opaque_anew(VarKind::Opaque, tokens.clone(), hint, replay);
        if constant.class == Class::Any && self.is_untyped(&tokens) {
            self.untyped.insert(out);
        }
        let name = placeholder(out, Span::call_site());
        self.other_integers.named(&name.to_token_stream(), &tokens);
        Constant { literal: constant.literal, refs, ..Constant::simple(name, constant.class) }
    }

    /// Whether there are float literals in a constant of which only their use tells the type.
    pub(super) fn is_untyped(&self, tokens: &TokenStream) -> bool {
        let (vars, _) = super::table::reads(tokens);
        vars.iter().any(|var| self.untyped.contains(var)) || has_float_literal(tokens)
    }

    /// A constant under a name of the user's; it is evaluated here.
    pub(super) fn bound_constant(&mut self, name: &str, constant: Constant, ty: Option<&Type>) -> Constant {
        let class = match (constant.class, ty) {
            (Class::Any, Some(ty)) => class(ty),
            (class, _) => class,
        };
        let constant = Constant { class, ..constant };
        match ty {
            Some(ty) if !matches!(ty, Type::Infer(_)) => {
                let tokens = &constant.tokens;
                let tokens = quote!({ let typed: #ty = #tokens; typed });
                let constant = self.evaluated(Constant { tokens, ..constant }, name);
                self.other_integers.typed(&constant.tokens, ty);
                if super::types::is_unindexed(ty) {
                    self.unindexed.insert(constant.tokens.to_string());
                }
                constant
            }
            _ if constant.simple
                && !constant.volatile
                && (constant.literal.is_none() || is_placeholder(&constant.tokens)) =>
            {
                constant
            }
            _ => self.evaluated(constant, name),
        }
    }

    /// A sequence of constants that is changed in place.
    pub(super) fn state(&mut self, name: &str, constant: Constant, ty: Option<&Type>) -> Constant {
        let tokens = &constant.tokens;
        let tokens = match ty {
            Some(ty) if !matches!(ty, Type::Infer(_)) => quote!({ let typed: #ty = #tokens; typed }),
            _ => tokens.clone(),
        };
        let out = self.opaque_anew(VarKind::Opaque, tokens, name, false);
        self.procedure.changed.insert(out);
        if ty.is_some_and(super::types::is_unindexed) {
            self.unindexed.insert(placeholder(out, Span::call_site()).to_string());
        }
        Constant { volatile: true, ..Constant::simple(placeholder(out, Span::call_site()), Class::Any) }
    }

    /// A constant of unknown type where a number is wanted.
    pub(super) fn real_constant(&mut self, constant: Constant, hint: &str) -> Node {
        let (hoist, replay) = (constant.simple && !constant.volatile, !constant.volatile);
        let tokens = match constant.refs {
            // multiplying takes a reference as well as a number, and by 1 it changes nothing
            Refs::Unknown => {
                let (operand, float) = (constant.operand(), self.float_type());
                match self.is_generic() {
                    true => quote!(*::core::borrow::Borrow::<#float>::borrow(&#operand)),
                    false => quote!({ let number: #float = ::core::ops::Mul::<#float>::mul(#operand, 1.0); number }),
                }
            }
            Refs::Plain | Refs::Place | Refs::Part => {
                let (tokens, float) = (constant.tokens, self.float_type());
                // a method of it would not know its type
                let (vars, _) = super::table::reads(&tokens);
                match vars.iter().any(|var| self.untyped.contains(var)) {
                    _ if self.is_generic() && constant.class == Class::Any => crate::generic::turned(tokens),
                    true => quote!({ let number: #float = #tokens; number }),
                    false => tokens,
                }
            }
        };
        let out = self.opaque(VarKind::Constant, tokens, hint, replay, hoist);
        self.leaf(out)
    }

    /// A conversion of a constant to a number, such as `n as f64`.
    pub(super) fn converted(&mut self, constant: &Constant, conversion: TokenStream) -> Node {
        let float = if self.is_generic() { "number" } else { self.float };
        let hint = self.hint_of(&constant.tokens).map(|name| format!("{name}_{float}")).unwrap_or_default();
        let (hoist, replay) = (constant.simple && !constant.volatile, !constant.volatile);
        let out = self.opaque(VarKind::Constant, conversion, &hint, replay, hoist);
        self.leaf(out)
    }

    /// What a reader would call a constant that is a mere name.
    pub(super) fn hint_of(&self, tokens: &TokenStream) -> Option<String> {
        let name = tokens.to_string();
        let number = name.strip_prefix("__v").and_then(|number| number.parse::<usize>().ok());
        if let Some(number) = number {
            let hint = &self.procedure.vars.get(number)?.hint;
            return (!hint.is_empty()).then(|| hint.clone());
        }
        let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.is_empty() && name != "self";
        plain.then(|| name.to_lowercase())
    }

    /// A constant as a condition.
    pub(super) fn condition_constant(&mut self, constant: Constant) -> Node {
        match constant.tokens.to_string().as_str() {
            "true" => return self.truth(true),
            "false" => return self.truth(false),
            _ => {}
        }
        let hint = self.hint_of(&constant.tokens).unwrap_or_default();
        let (hoist, replay) = (constant.simple && !constant.volatile, !constant.volatile);
        let out = self.opaque(VarKind::Condition, constant.tokens, &hint, replay, hoist);
        self.leaf(out)
    }

    /// The name of the function's float type.
    pub(super) fn float_type(&self) -> Ident {
        Ident::new(self.float, Span::call_site())
    }

    /// A value as a number, unless it is none, which is reported at `place`.
    pub(super) fn as_real(&mut self, value: Value, place: &dyn ToTokens) -> Option<Node> {
        let float = self.float;
        let message = match value.peeled() {
            Value::Real(node) => return Some(node),
            Value::Never => return Some(self.number(0.into())),
            Value::Unknown => {
                self.not_read(place);
                return None;
            }
            Value::View(view) if view.rank() == 0 => return Some(self.load_view(&view)),
            Value::Constant(constant) => match (constant.class, constant.literal) {
                (Class::Any | Class::Real, None) => {
                    if let Some(node) = self.number_of_literal(&constant.tokens) {
                        return Some(node);
                    }
                    let hint = self.hint_of(&constant.tokens).unwrap_or_default();
                    return Some(self.real_constant(constant, &hint));
                }
                (Class::Range, _) => format!("an `{float}` is needed here, not a range"),
                (Class::Bool, _) => {
                    format!("an `{float}` is needed here, not a condition; write `if c {{ 1.0 }} else {{ 0.0 }}`")
                }
                (_, Some(n)) if !is_placeholder(&constant.tokens) => format!("`{n}` is an integer here; write `{n}.0`"),
                _ => format!("this is an integer; convert it: `{} as {float}`", shown(place)),
            },
            Value::Bool(_) => {
                format!("an `{float}` is needed here, not a condition; write `if c {{ 1.0 }} else {{ 0.0 }}`")
            }
            Value::Tuple(_) => format!("an `{float}` is needed here, not a tuple; take it apart: `let (a, b) = ..`"),
            Value::View(_) => format!("an `{float}` is needed here, not an array; take an element: `x[i]`"),
            Value::Struct(..) => format!("an `{float}` is needed here, not a struct; take a field"),
            Value::Prefix(..) | Value::Columns(_) => {
                format!("an `{float}` is needed here, not an array; take an element: `x[i]`")
            }
            Value::Closure(_) => format!("an `{float}` is needed here, not a closure; call it"),
            Value::Place(..) => format!("an `{float}` is needed here, not a reference; write `*`"),
            Value::Iter(_) => {
                format!("an `{float}` is needed here, not an iterator; end it with `.sum::<{float}>()`, say")
            }
            Value::Optional(..) => format!("an `{float}` is needed here, not an `Option`; add `.unwrap()`"),
            Value::Unset => "this variable may have no value here".to_owned(),
            Value::Unit => format!("an `{float}` is needed here, but this has no value"),
            Value::Ref(..) => unreachable!("references were taken off"),
        };
        self.errors.push(place.to_token_stream(), message);
        None
    }

    /// A value as a condition, unless it is none, which is reported at `place`.
    pub(super) fn as_condition(&mut self, value: Value, place: &dyn ToTokens) -> Option<Node> {
        match value.peeled() {
            Value::Bool(node) => Some(node),
            Value::Constant(constant) if matches!(constant.class, Class::Any | Class::Bool) => {
                Some(self.condition_constant(constant))
            }
            Value::Never => Some(self.truth(false)),
            Value::Unknown => {
                self.not_read(place);
                None
            }
            _ => {
                let message = "a condition is needed here: a comparison, or conditions joined by `&&`, `||`, `!`";
                self.errors.push(place.to_token_stream(), message);
                None
            }
        }
    }

    /// A value as a constant, such as an index or a bound.
    pub(super) fn as_constant(&mut self, value: Value, place: &dyn ToTokens) -> Option<Constant> {
        match value {
            Value::Constant(constant) => Some(self.settled(constant, "")),
            Value::Unknown | Value::Never => {
                self.not_read(place);
                None
            }
            Value::Ref(inner, mutable) => {
                let constant = self.as_constant(*inner, place)?;
                let operand = constant.operand();
                let tokens = if mutable { quote!(&mut #operand) } else { quote!(&#operand) };
                Some(Constant { tokens, simple: false, literal: None, ..constant })
            }
            Value::Real(_) | Value::View(_) => {
                let message = "an integer is needed here; a number becomes one by a cast: `x as usize`";
                self.errors.push(place.to_token_stream(), message);
                None
            }
            value => match self.spelling(&value, Span::call_site()).filter(|_| !matches!(value, Value::Struct(..))) {
                Some(tokens) => {
                    Some(Constant { volatile: self.is_volatile(&tokens), ..Constant::new(tokens, Class::Any) })
                }
                None => {
                    self.errors.push(place.to_token_stream(), "a constant is needed here, such as an integer");
                    None
                }
            },
        }
    }

    /// The tokens that a value has in an expression of the user's; `None` when there are none.
    pub(super) fn spelling(&mut self, value: &Value, span: Span) -> Option<TokenStream> {
        match value {
            Value::Constant(constant) => Some(constant.clone().located_at(span).operand()),
            Value::Real(node) | Value::Bool(node) => Some(self.spelled(*node, span)),
            Value::View(view) if view.path.is_empty() && self.is_lent(view.array) => {
                let reference = self.view_tokens(view, span);
                Some(quote_spanned!(span=> (*#reference)))
            }
            Value::View(view) => Some(self.view_tokens(view, span)),
            Value::Prefix(array, count) => match self.prefix(*array, *count) {
                Value::View(view) => Some(self.view_tokens(&view, span)),
                _ => None,
            },
            Value::Tuple(parts) => {
                let parts: Option<Vec<TokenStream>> = parts.iter().map(|part| self.spelling(part, span)).collect();
                let parts = parts?;
                Some(quote_spanned!(span=> (#(#parts,)*)))
            }
            Value::Ref(inner, _) if matches!(&**inner, Value::View(view) if self.is_reference(view)) => {
                let Value::View(view) = &**inner else { unreachable!("just seen") };
                Some(self.view_tokens(view, span))
            }
            Value::Struct(..) => self.whole_struct(value, span),
            Value::Ref(inner, false) if matches!(**inner, Value::Struct(..)) => self.whole_struct(value, span),
            Value::Ref(inner, false) => self.spelling(inner, span).map(|inner| quote_spanned!(span=> (&#inner))),
            Value::Ref(inner, true) => self.spelling(inner, span).map(|inner| quote_spanned!(span=> (&mut #inner))),
            Value::Unit => Some(quote_spanned!(span=> ())),
            _ => None,
        }
    }

    /// Whether the tokens read an array that is written to somewhere.
    pub(super) fn is_volatile(&self, tokens: &TokenStream) -> bool {
        let (_, arrays) = super::table::reads(tokens);
        arrays.iter().any(|array| self.arrays[array.0 as usize].writable)
    }

    /// An operator between two constants.
    pub(super) fn constant_operator(
        &mut self,
        a: &Constant,
        operator: &syn::BinOp,
        b: &Constant,
        class: Class,
    ) -> Value {
        let (left, right) = (a.operand(), b.operand());
        let volatile = a.volatile || b.volatile;
        Value::Constant(Constant { volatile, ..Constant::new(quote!(#left #operator #right), class) })
    }

    /// A value under a type that the user gives.
    pub(super) fn typed(&mut self, value: Value, ty: Option<&Type>, name: &str) -> Value {
        if let (Value::Struct(record, _), Some(ty)) = (value.peel(), ty) {
            self.reached_as(&record.clone(), ty);
        }
        let other = if self.float == "f64" { "f32" } else { "f64" };
        match (value, ty) {
            (value, Some(ty))
                if !self.is_generic() && !value.is_void() && mentions(ty.to_token_stream(), &|name| name == other) =>
            {
                match value.peel() {
                    Value::Constant(constant) if constant.class != Class::Real => value,
                    _ => {
                        let float = self.float;
                        self.refuse(
                            ty,
                            format_args!("the function is on `{float}`; its numbers are not read as `{other}`"),
                        )
                    }
                }
            }
            (Value::Constant(constant), Some(ty)) if self.is_of_rusts(ty) => Value::Constant(constant),
            (Value::Constant(constant), Some(ty)) if float(ty).is_some() => match constant.class {
                Class::Any | Class::Real => Value::Real(self.real_constant(constant, name)),
                _ => Value::Constant(constant), // a type error, which rustc reports
            },
            (Value::Constant(constant), Some(ty)) if may_hold_float(ty) => self.optional_constant(constant, name),
            (value, Some(ty)) if is_none(&value) => self.none_of_type(ty).unwrap_or(value),
            (value, _) => value,
        }
    }

    /// The number that a constant is, when it shows.
    pub(super) fn known_real(&mut self, value: Value) -> Value {
        match value {
            Value::Constant(constant) if constant.class == Class::Real => {
                let hint = self.hint_of(&constant.tokens).unwrap_or_default();
                Value::Real(self.real_constant(constant, &hint))
            }
            value => value,
        }
    }
}

/// Whether a float literal without a type stands among the tokens.
pub(super) fn has_float_literal(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Literal(literal) => {
            matches!(syn::Lit::new(literal), syn::Lit::Float(number) if number.suffix().is_empty())
        }
        TokenTree::Group(group) => has_float_literal(&group.stream()),
        _ => false,
    })
}

pub(super) fn is_placeholder(tokens: &TokenStream) -> bool {
    tokens.to_string().starts_with("__v")
}

fn shown(place: &dyn ToTokens) -> String {
    let shown = text(place.to_token_stream());
    if shown.chars().all(|c| c.is_alphanumeric() || c == '_') { shown } else { format!("({shown})") }
}
