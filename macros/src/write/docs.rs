//! The documentation of what is generated, by lines.

use syn::ItemFn;

use super::{Interface, Storage};
use crate::read::Parameter;

pub(crate) fn grad(interface: &Interface, storage: &Storage) -> Vec<String> {
    let first = format!("The value of `{}` and its {}.", name(interface.function), by(interface));
    vec![first, String::new(), storage.sentence()]
}

pub(crate) fn grad_into(interface: &Interface, storage: &Storage) -> Vec<String> {
    let first = format!(
        "The value of `{}`; overwrites the last arguments with its {}.",
        name(interface.function),
        by(interface)
    );
    vec![first, String::new(), storage.sentence()]
}

pub(crate) fn vjp(interface: &Interface, storage: &Storage) -> Vec<String> {
    let name = name(interface.function);
    let first = match interface.returns_unit() {
        true => format!("Calls `{name}`, then takes adjoints of what it has written back to what it was given."),
        false => format!("The value of `{name}`; adds `seed` times each partial to its slot, where one is given."),
    };
    let mut lines =
        vec![first, String::new(), "There is one slot for each parameter; those of constants take `None`.".to_owned()];
    if interface.writes() {
        lines.push("The slot of what is written to holds the adjoint of its final content, and then that of its initial content.".to_owned());
    }
    lines.extend([String::new(), storage.sentence()]);
    lines
}

fn name(function: &ItemFn) -> String {
    function.sig.ident.to_string()
}

/// `partials by `x`, `y``.
fn by(interface: &Interface) -> String {
    let called = |parameter: &Parameter| parameter.name.as_ref().map_or("`_`".into(), |name| format!("`{name}`"));
    let active = interface.signature.parameters.iter().filter(|parameter| parameter.active);
    let names: Vec<String> = active.map(called).collect();
    match names.as_slice() {
        [one] if interface.is_number() => format!("derivative by {one}"),
        [one] => format!("gradient by {one}"),
        names => format!("partials by {}", names.join(", ")),
    }
}
