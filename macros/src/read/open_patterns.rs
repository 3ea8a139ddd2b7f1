//! What patterns take out of structs of which not all shows, which are no enums.

use proc_macro2::Ident;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Index, Member, Pat, Token};

use super::Reader;
use super::open::{Record, is_member};
use super::patterns::refer;
use super::text::text;
use super::value::{Constant, Node, Refs, Value};

impl Reader<'_> {
    /// The condition on which a struct with fields that vary, which is no enum, matches a pattern.
    pub(super) fn matching_open(&mut self, pattern: &Pat, value: &Value) -> Option<Node> {
        let Value::Struct(record, fields) = value.peel() else { return None };
        let parts: Vec<(Member, &Pat)> = match pattern {
            Pat::Struct(pat) => pat.fields.iter().map(|field| (field.member.clone(), &*field.pat)).collect(),
            pattern => {
                let parts = positions(pattern)?;
                let before = parts.iter().take_while(|part| !matches!(part, Pat::Rest(_)));
                let before: Vec<_> =
                    before.enumerate().map(|(at, part)| (Member::Unnamed(Index::from(at)), part)).collect();
                if before.len() + 1 < parts.len() {
                    return self.parts_left_out(&parts[before.len()]);
                }
                before
            }
        };
        let mut all = self.truth(true);
        for (member, part) in parts {
            let field = match fields.iter().find(|(name, _)| is_member(name, &member)) {
                Some((_, value)) => value.clone(),
                None => Value::Constant(record.other_field(&member)?),
            };
            let here = self.matching(part, &field)?;
            all = self.both(all, here);
        }
        Some(all)
    }

    /// Binds what a pattern takes out of a struct.
    pub(super) fn bind_field(
        &mut self,
        record: &Record,
        fields: &[(Ident, Value)],
        member: &Member,
        pattern: &Pat,
        referred: bool,
    ) {
        if let Some((_, value)) = fields.iter().find(|(known, _)| is_member(known, member)) {
            return self.bind(pattern, refer(value.clone(), referred), None);
        }
        match self.other_in_pattern(record, member, pattern, referred) {
            Some(constant) => self.bind(pattern, constant, None),
            None => {
                let by_reference = fields.iter().any(|(_, value)| matches!(value, Value::Place(..)));
                let why = if by_reference { "; a reference by which a constant may change is not read" } else { "" };
                self.errors.push(member, format_args!("the struct has no field `{}` here{why}", text(member)));
            }
        }
    }

    /// `S(a, .., b)`, `(a, b)`
    pub(super) fn bind_positions(&mut self, pattern: &Pat, value: Value) {
        let referred = matches!(value, Value::Ref(..));
        let (Value::Struct(record, fields), Some(parts)) = (value.peeled(), positions(pattern)) else { return };
        for (position, part) in parts.iter().enumerate() {
            if let Pat::Rest(rest) = part {
                if position + 1 < parts.len() {
                    self.parts_left_out(rest);
                    self.bind_unknown(pattern);
                }
                return;
            }
            let member = Member::Unnamed(Index { index: position as u32, span: part.span() });
            self.bind_field(&record, &fields, &member, part, referred);
        }
    }

    /// Reports a `..` with other parts behind it.
    fn parts_left_out(&mut self, rest: &dyn quote::ToTokens) -> Option<Node> {
        self.errors.push(rest.to_token_stream(), "how many parts are left out here does not show; write `_` for each");
        None
    }

    /// A field that a pattern takes out of a struct of which not all shows.
    fn other_in_pattern(&self, record: &Record, member: &Member, pattern: &Pat, referred: bool) -> Option<Value> {
        let constant = record.other_field(member)?;
        Some(match (pattern, referred) {
            (Pat::Ident(pat), true) if pat.subpat.is_none() => {
                Value::Constant(Constant { refs: Refs::Place, ..constant })
            }
            (_, true) => Value::Ref(Box::new(Value::Constant(constant)), false),
            (_, false) => Value::Constant(constant),
        })
    }
}

/// The parts of `S(a, b)` and `(a, b)`.
fn positions(pattern: &Pat) -> Option<&Punctuated<Pat, Token![,]>> {
    match pattern {
        Pat::TupleStruct(pat) => Some(&pat.elems),
        Pat::Tuple(pat) => Some(&pat.elems),
        _ => None,
    }
}
