//! The documentation of what is generated, by lines.

use syn::{Attribute, Expr, ExprLit, ItemFn, Lit, Meta, MetaNameValue};

use super::{Interface, Storage};
use crate::read::Parameter;

pub(crate) fn grad(interface: &Interface, storage: &Storage) -> Vec<String> {
    let first = format!("The value of `{}` and its {}.", name(interface.function), by(interface));
    paragraphs(interface.function, &[&[&first], &[&storage.sentence()]])
}

pub(crate) fn grad_into(interface: &Interface, storage: &Storage) -> Vec<String> {
    let (name, by) = (name(interface.function), by(interface));
    let first = format!("The value of `{name}`; overwrites the last arguments with its {by}.");
    paragraphs(interface.function, &[&[&first], &[&storage.sentence()]])
}

pub(crate) fn vjp(interface: &Interface, storage: &Storage) -> Vec<String> {
    let name = name(interface.function);
    let first = match interface.returns_unit() {
        true => format!("Calls `{name}`, then takes adjoints of what it has written back to what it was given."),
        false => format!("The value of `{name}`; adds `seed` times each partial to its slot, where one is given."),
    };
    let mut slots = vec!["There is one slot for each parameter; those of constants take `None`."];
    let of_fields: Vec<String> =
        interface.own_slots().iter().filter_map(|(_, owner)| fields(interface, *owner)).collect();
    slots.extend(of_fields.iter().map(String::as_str));
    if interface.writes() {
        slots.push(
            "The slot of what is written to holds the adjoint of its final content, then that of its initial content.",
        );
    }
    paragraphs(interface.function, &[&[&first], &slots, &[&storage.sentence()]])
}

/// What the slot of a struct is made of.
fn fields(interface: &Interface, owner: Option<usize>) -> Option<String> {
    let paths = interface.signature.fields_of(owner).into_iter().map(|at| format!("`{}`", interface.called(at)));
    let paths: Vec<String> = paths.collect();
    let of = owner.map_or("self".to_owned(), |at| interface.called(at));
    match paths.as_slice() {
        [] => None,
        [one] => Some(format!("That of `{of}` is the one of {one}.")),
        several => Some(format!("That of `{of}` is a tuple of those of {}.", several.join(", "))),
    }
}

/// Paragraphs with empty lines between, the user's own first one after ours.
fn paragraphs(function: &ItemFn, ours: &[&[&str]]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let users = users(function);
    let users: Vec<&str> = users.iter().map(String::as_str).collect();
    let (first, rest) = ours.split_first().expect("there is a first paragraph");
    for paragraph in [*first, &users[..]].into_iter().chain(rest.iter().copied()).filter(|lines| !lines.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(paragraph.iter().map(|line| (*line).to_owned()));
    }
    lines
}

/// The first paragraph of the user's documentation, unless it has links, whose targets may be elsewhere, or code.
fn users(function: &ItemFn) -> Vec<String> {
    let text = |attribute: &Attribute| match &attribute.meta {
        Meta::NameValue(MetaNameValue { path, value: Expr::Lit(ExprLit { lit: Lit::Str(text), .. }), .. })
            if path.is_ident("doc") =>
        {
            Some(text.value())
        }
        _ => None,
    };
    let text: Vec<String> = function.attrs.iter().filter_map(text).collect();
    let text = text.join("\n");
    let lines = text.lines().map(str::trim).skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
    let mut lines: Vec<String> = lines.map(str::to_owned).collect();
    if lines.iter().any(|line| line.contains('[') || line.starts_with("```") || line.starts_with('#')) {
        lines.clear();
    }
    if let Some(first) = lines.first_mut() {
        *first = format!("`{}`: {first}", name(function));
    }
    lines
}

fn name(function: &ItemFn) -> String {
    function.sig.ident.to_string()
}

/// `partials by `x`, `y``.
fn by(interface: &Interface) -> String {
    let called = |parameter: &Parameter| match (&parameter.name, &parameter.part) {
        (Some(name), _) => format!("`{name}`"),
        (None, Some(part)) => format!("`{}`", part.field.path()),
        (None, None) => "`_`".to_owned(),
    };
    let active = interface.signature.active().into_iter();
    let names: Vec<String> = active.map(|at| called(&interface.signature.parameters[at])).collect();
    match names.as_slice() {
        [one] if interface.is_number() => format!("derivative by {one}"),
        [one] => format!("gradient by {one}"),
        names => format!("partials by {}", names.join(", ")),
    }
}
