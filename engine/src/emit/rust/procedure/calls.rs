//! Calls of other differentiated functions, and their reverse.

use super::emitter::Emitter;
use crate::emit::code::width;
use crate::emit::schedule::{Term, level};
use crate::program::procedure::{Argument, ArrayId, Call, CallResult, Handover, Operand, Place, Pullback, Slot, Var};

/// The widest list of arguments on one line.
const LINE: usize = 80;

impl Emitter<'_> {
    pub(super) fn call_step(&mut self, call: &Call) {
        let callee = self.expression(&call.callee);
        let arguments = self.arguments(&call.arguments);
        let text = self.call_text(&callee, &arguments) + &call.suffix;
        match &call.result {
            CallResult::Real(out) if self.is_live(*out) => self.define(*out, &Term::new(text, level::POSTFIX)),
            CallResult::Tuple(outs) => self.define_all(outs, &text),
            CallResult::Array(array) => self.declare_array(*array, "", &text),
            _ => self.push(format!("{text};")),
        }
    }

    pub(super) fn pullback(&mut self, pullback: &Pullback) {
        let Pullback { call, seeds, slots } = pullback;
        for slot in slots {
            // the arguments are read after the variables are set to 0
            if let Slot::Real(out) = slot {
                self.scope.conflict_with_holder(self.webs.class(*out), *out);
            }
        }
        let callee = format!("{}_vjp", self.expression(&call.callee));
        let mut arguments = self.arguments(&call.arguments);
        let seeds: Vec<String> = seeds.iter().filter_map(|seed| self.seed(seed)).collect();
        match call.result {
            CallResult::Tuple(_) => arguments.push(format!("({})", seeds.join(", "))),
            _ => arguments.extend(seeds),
        }
        if call.method {
            arguments.push("::core::option::Option::None".to_owned());
        }
        let mut outs = Vec::new();
        for slot in slots {
            let text = match slot {
                Slot::None => None,
                Slot::Real(out) => {
                    let zero = Term { untyped: true, ..Term::new("0.0", level::ATOM) };
                    self.define(*out, &zero);
                    outs.push(*out);
                    Some(format!("&mut {}", self.lent(*out)))
                }
                Slot::Array(place) => {
                    let text = self.slot(place);
                    arguments.push(text);
                    continue;
                }
            };
            arguments.push(match text {
                Some(text) => format!("::core::option::Option::Some({text})"),
                None => "::core::option::Option::None".to_owned(),
            });
        }
        let text = self.call_text(&callee, &arguments);
        self.push(format!("{text};"));
        for out in outs {
            self.scope.set(self.webs, out);
        }
    }

    /// The parts of a tuple.
    fn define_all(&mut self, outs: &[Var], text: &str) {
        if !outs.iter().any(|out| self.is_live(*out)) {
            return self.push(format!("{text};"));
        }
        let tuple = self.temporary(&Term { untyped: false, ..Term::new(text.to_owned(), level::POSTFIX) });
        for (position, out) in outs.iter().enumerate() {
            if self.is_live(*out) {
                self.define(*out, &Term::new(format!("{}.{position}", tuple.text), level::POSTFIX));
            }
        }
    }

    fn seed(&mut self, seed: &Operand) -> Option<String> {
        match seed {
            Operand::Array(array) => Some(self.handed(*array, "&")),
            seed => self.operand(seed).map(|term| term.text),
        }
    }

    /// The name of a variable that is about to be changed by a call.
    pub(super) fn lent(&mut self, var: Var) -> String {
        let class = self.webs.class(var);
        if let Some(declaration) = self.scope.open(class) {
            self.scope.assigned[declaration] = true;
        }
        self.name(class)
    }

    /// A part of an adjoint array, to which the callee adds.
    fn slot(&mut self, place: &Place) -> String {
        let name = self.array(place.array);
        if !self.is_optional(place.array) {
            return format!("::core::option::Option::Some({})", self.lent_place(place, "&mut "));
        }
        let part = if place.path.is_empty() { name.clone() } else { format!("&mut {}", self.target(place)) };
        // an array becomes a slice as the argument of `Some` only
        format!(
            "if let ::core::option::Option::Some({name}) = {name}.as_deref_mut() {{ ::core::option::Option::Some({part}) }} \
             else {{ ::core::option::Option::None }}"
        )
    }

    /// A whole array, borrowed.
    fn handed(&mut self, array: ArrayId, borrow: &str) -> String {
        let name = self.array(array);
        match (self.is_reference(array), borrow) {
            // a reference to an array becomes one to a slice, a reference to that reference does not
            (true, "&") => name,
            (true, _) => format!("{borrow}*{name}"),
            (false, _) => format!("{borrow}{name}"),
        }
    }

    /// A part of an array, borrowed.
    fn lent_place(&mut self, place: &Place, borrow: &str) -> String {
        if place.path.is_empty() {
            return self.handed(place.array, borrow);
        }
        let text = if borrow == "&" { self.place(place).0 } else { self.target(place) };
        format!("{borrow}{text}")
    }

    fn arguments(&mut self, arguments: &[Argument]) -> Vec<String> {
        let mut texts = Vec::with_capacity(arguments.len());
        for argument in arguments {
            texts.push(match argument {
                Argument::Real(id) => self.read(*id).text,
                Argument::Constant(text) => self.expression(text),
                Argument::Array { place, handover: Handover::Reference, mutable } => {
                    self.lent_place(place, if *mutable { "&mut " } else { "&" })
                }
                Argument::Array { place, handover: Handover::Copy, .. } => {
                    let behind = place.path.is_empty() && self.is_reference(place.array);
                    format!("{}{}", if behind { "*" } else { "" }, self.place(place).0)
                }
                Argument::Array { place, handover: Handover::Clone, .. } => format!("{}.clone()", self.place(place).0),
            });
        }
        texts
    }

    /// `callee(a, b)`, with an argument on each line where they are long.
    fn call_text(&self, callee: &str, arguments: &[String]) -> String {
        let list = arguments.join(", ");
        if width(&list) <= LINE {
            return format!("{callee}({list})");
        }
        let indent = " ".repeat(self.indent);
        let lines: String = arguments.iter().map(|argument| format!("{indent}    {argument},\n")).collect();
        format!("{callee}(\n{lines}{indent})")
    }
}
