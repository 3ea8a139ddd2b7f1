//! Macros of `std`.

use gradus_engine::program::procedure::Step;
use quote::ToTokens;
use syn::Macro;

use super::Reader;
use super::arguments::matched;
use super::formats;
use super::text::text;
use super::value::{Class, Constant, Value};
use super::walk::{Event, walk_macro};

impl Reader<'_> {
    pub(super) fn macro_call(&mut self, call: &Macro) -> Value {
        let name = call.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        match name.as_str() {
            "vec" => self.vec_macro(call),
            "matches" => self.matches_macro(call),
            "format" => {
                self.refuse(&call.path, "`format!` is read only within a constant, such as the message of an `assert!`")
            }
            name if formats::text_position(name).is_some() => {
                self.effect(call);
                if formats::diverges(name) {
                    self.dead = true;
                    return Value::Never;
                }
                Value::Unit
            }
            _ => {
                let name = text(&call.path);
                self.refuse(
                    &call.path,
                    format_args!("the macro `{name}!` is not read: `#[grad]` sees what is written, not what a macro makes of it; write it out"),
                )
            }
        }
    }

    /// A statement that is kept as it is.
    fn effect(&mut self, call: &Macro) {
        let mut changes = None;
        walk_macro(&mut call.clone(), &mut |event| {
            if let Event::Assigned(name) | Event::Borrowed(name) = event {
                changes = Some(name.clone());
            }
            None
        });
        if let Some(name) = changes {
            let message = format_args!(
                "`{name}` is changed inside a macro, which is not read; change it in a statement of its own"
            );
            return self.errors.push(name.clone(), message);
        }
        let mut call = call.clone();
        if !walk_macro(&mut call, &mut |event| self.replacement(event)) {
            return self.errors.push(&call.path, "the arguments of this macro are not read; write them as expressions");
        }
        let expression = self.table.expression(call.to_token_stream());
        self.step(Step::Effect(expression));
    }

    fn matches_macro(&mut self, call: &Macro) -> Value {
        let Some((expr, pattern)) = matched(&call.tokens) else {
            return self.refuse(&call.path, "`matches!` takes an expression and a pattern");
        };
        let whole = syn::Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac: call.clone() });
        if let Some(constant) = self.constant(&whole) {
            return Value::Constant(Constant { class: Class::Bool, ..constant });
        }
        let value = self.expr(&expr);
        let value = self.kept(value, "");
        if matches!(pattern, syn::Pat::Guard(_)) {
            return self.refuse(&pattern, "a guard in `matches!` is read on constants only; join it with `&&`");
        }
        self.matching(&pattern, &value).map_or(Value::Unknown, Value::Bool)
    }
}
