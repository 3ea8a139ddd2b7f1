//! From Rust to a structured program.
//!
//! Every construct is read or refused at its own token; nothing is skipped. The value is read with
//! [`Graph::intern`](gradus_engine::graph::Graph::intern), which keeps each operation as the user wrote it.
//!
//! ```text
//! signature, types, fields, shape, choices   parameters, their roles and shapes
//! value, scope                             what expressions are; names and the cells in which their values are kept
//! frames, table, memory                    open blocks, the user's own expressions, what is known to stand in arrays
//! function, statements, patterns, assign   from the body down to `let` and `=`
//! open, open_patterns, whole, reached      struct parameters of which some fields vary
//! generic                                  numbers of a type parameter
//! expressions, records, operators, calls, methods, array_methods, exchange   by their form; `refusals` are what is left
//! constants, constancy, integers, decided, walk, arguments    what is passed through as the user's own tokens
//! state                                    sequences of constants that are changed in place
//! branches, merge, slots, matches, matching   `if`, `match`, `if let`, and what their sides have in common
//! jumps                                    `return`, `break`, `continue`
//! loops, repeat, carry, facts              loops and the variables that they carry
//! ranges                                   what the engine is told of indices and of what loops run over
//! arrays, literals, lists, filled, copies, views       `Vec`s that grow, indices, slices
//! permute, prefix, retain                  elements in another order, `Vec`s that get shorter
//! ownership, lengths                       arrays in tuples and structs; `Vec`s that are assigned anew
//! columns, records_made, templates         arrays of structs and of tuples of numbers and constants
//! optional, option_methods, attempt, perhaps   numbers that may not be there, functions that end without one
//! chain, sources, iterators, adaptors, drive, run, elements   chains of iterators as loops
//! consume, sums, collect, extrema          what ends a chain
//! closures                                 closures where they are called
//! marked, beside, inline, macros, formats  calls of other marked functions, `assert!` and the like
//! apart, depths, look, names, imports, hygiene, conditional, forms, text     what the form of the user's text shows
//! ```

mod adaptors;
mod apart;
mod arguments;
mod array_methods;
mod arrays;
mod assign;
mod attempt;
mod beside;
mod branches;
mod calls;
mod carry;
mod chain;
mod choices;
mod closures;
mod collect;
mod columns;
mod conditional;
mod constancy;
mod constants;
mod consume;
mod copies;
mod decided;
mod depths;
mod drive;
mod each;
mod elements;
mod exchange;
mod expressions;
mod extrema;
mod facts;
mod fields;
mod filled;
mod formats;
mod forms;
mod frames;
mod function;
mod generic;
mod hygiene;
mod imports;
mod inline;
mod integers;
mod iterators;
mod jumps;
mod lengths;
mod lists;
mod literals;
mod look;
mod loops;
mod macros;
mod marked;
mod matches;
mod matching;
mod memory;
mod merge;
mod methods;
mod names;
mod open;
mod open_patterns;
mod operators;
mod option_methods;
mod optional;
mod ownership;
mod patterns;
mod perhaps;
mod permute;
mod prefix;
mod ranges;
mod reached;
mod records;
mod records_made;
mod refusals;
mod repeat;
mod retain;
mod run;
mod scope;
mod shape;
mod signature;
mod slots;
mod sources;
mod state;
mod statements;
mod sums;
mod table;
mod templates;
mod text;
mod types;
mod value;
mod views;
mod walk;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use gradus_engine::function::Function;
use gradus_engine::program::procedure::{ArrayId, Procedure};
use proc_macro2::{Ident, TokenStream};
use syn::{FnArg, ItemFn, PatType};

use crate::attr::{By, Field};
use crate::errors::Errors;
use crate::generic::MARK;
pub(crate) use apart::as_written;
pub(crate) use beside::Beside;
#[allow(unused_imports)]
pub(crate) use calls::{libm_name, method, method_name};
pub(crate) use fields::Part;
pub(crate) use inline::Body as Inline;
pub(crate) use names::mentions;
#[allow(unused_imports)]
pub(crate) use shape::{Bound, Passing, Returned, Role, Shape, Wrapped};
#[allow(unused_imports)]
pub(crate) use signature::signature;
pub(crate) use types::is_mixed;

/// One parameter other than `self`.
pub(crate) struct Parameter {
    /// The name; `None` for `_` and other patterns.
    pub(crate) name: Option<Ident>,
    pub(crate) role: Role,
    /// Whether it has a partial.
    pub(crate) active: bool,
    /// The shape of its slot in a pullback; `None` for what is not made of floating-point numbers.
    pub(crate) slot: Option<Shape>,
    /// What to say of a type that may hold anything, where the parameter is used for more than choosing.
    unseen: Option<String>,
    /// Of what it is a field; such parameters stand behind those of the user's function.
    pub(crate) part: Option<Part>,
}

/// What the macro needs to know of a signature.
pub(crate) struct Signature {
    /// Without `self`.
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) returned: Returned,
    /// `f64` or `f32`.
    pub(crate) float: &'static str,
    /// The positions of the parameters with partials in the order of `wrt`, where that names fields; else they stand in that of the parameters.
    order: Vec<usize>,
}

impl Signature {
    /// The positions of the parameters that the gradient is taken by, in its order.
    pub(crate) fn active(&self) -> Vec<usize> {
        match self.order.is_empty() {
            true => (0..self.parameters.len()).filter(|at| self.parameters[*at].active).collect(),
            false => self.order.clone(),
        }
    }

    /// The positions of the fields of a parameter that is at that position, of `self` for `None`.
    pub(crate) fn fields_of(&self, owner: Option<usize>) -> Vec<usize> {
        let of = |at: &usize| self.parameters[*at].part.as_ref().is_some_and(|part| part.owner == owner);
        (0..self.parameters.len()).filter(of).collect()
    }

    /// The position of a field.
    fn position(&self, field: &Field) -> Option<usize> {
        let is = |part: &Part| part.field.path() == field.path();
        self.parameters.iter().position(|parameter| parameter.part.as_ref().is_some_and(is))
    }

    /// The number of parameters of the user's function.
    pub(crate) fn own(&self) -> usize {
        self.parameters.iter().filter(|parameter| parameter.part.is_none()).count()
    }
}

/// A body that was understood.
pub(crate) struct Body {
    /// The results of its body are the leaves of `Signature::returned`, depth first: a node for a number, an array for an array.
    pub(crate) procedure: Procedure,
    /// By the key of an [`Expression`](gradus_engine::program::procedure::Expression), with `__v3` for a value and `__a1` for an array as
    /// identifiers. The user's own names of constant parameters stand in it as they are.
    pub(crate) expressions: Vec<TokenStream>,
    /// `const`, `static` and `use` items of the body and functions that it calls, which stand first.
    pub(crate) items: Vec<TokenStream>,
    /// By parameter. Parts of a tuple, by position.
    pub(crate) parameters: Vec<Bound>,
    /// The functions called as `libm::sin(x)`.
    pub(crate) libm: BTreeSet<Function>,
    /// Whether constants that an iterator gives are listed in a `Vec`, so that they have positions.
    pub(crate) lists: bool,
    /// Patterns that the struct parameters match if fields read as constants are their own.
    pub(crate) own_fields: TokenStream,
}

/// Checks what `wrt` says against the parameters.
pub(crate) fn select(signature: &mut Signature, wrt: Option<&[By]>, errors: &mut Errors) {
    let Some(wrt) = wrt else { return };
    let own = signature.own();
    for parameter in &mut signature.parameters[..own] {
        parameter.active = false;
    }
    let mut order = Vec::new();
    for by in wrt {
        let at = match by {
            By::Field(field) => signature.position(field),
            By::Parameter(name) => selected(signature, name, errors),
        };
        order.extend(at.filter(|at| signature.parameters.get(*at).is_some_and(|parameter| parameter.active)));
    }
    if signature.parameters.len() > own {
        signature.order = order;
    }
}

/// The position of a parameter that `wrt` names, which gets a partial.
fn selected(signature: &mut Signature, name: &Ident, errors: &mut Errors) -> Option<usize> {
    let at = signature.parameters.iter().position(|p| p.name.as_ref() == Some(name));
    match at.map(|at| &mut signature.parameters[at]) {
        Some(parameter) if matches!(parameter.role, Role::Real(..)) => parameter.active = true,
        Some(parameter) if matches!(parameter.role, Role::Unknown) => {}
        Some(parameter) if parameter.slot.is_some() => {
            errors.push(name, format_args!("`{name}` is declared a constant, so there is no partial by it"));
        }
        Some(parameter) if parameter.unseen.is_some() => {
            parameter.unseen = None;
            errors.push(
                name,
                format_args!(
                    "the type of `{name}` does not show its numbers; spell it out, as `&[f64]` or `[f64; 3]`, or name fields of it: `{name}.mass: f64`"
                ),
            );
        }
        Some(_) => errors
            .push(name, format_args!("`{name}` is not made of floating-point numbers, so there is no partial by it")),
        None => errors.push(name, format_args!("the function has no parameter `{name}`")),
    }
    at
}

/// Reports names that the generated text uses for something else.
pub(crate) fn placeholders(item: TokenStream, errors: &mut Errors) {
    if let Some(name) = table::first_placeholder(item) {
        // in messages the mark is the type parameter's name
        let shown = if name == MARK { "this".to_owned() } else { format!("`{name}`") };
        errors.push(&name, format_args!("{shown} is a name that `#[grad]` uses itself; choose another"));
    }
}

/// Reads the body of a function, unless there is an error; its variables get names of their own.
pub(crate) fn body(item: &mut ItemFn, signature: &Signature, beside: &Beside, errors: &mut Errors) -> Option<Body> {
    for (parameter, input) in signature.parameters.iter().zip(typed_inputs(item)) {
        if let Some(message) = &parameter.unseen
            && !parameter.name.as_ref().is_some_and(|name| choices::only_chooses(&item.block, name))
        {
            errors.push(&input.ty, message);
        }
    }
    hygiene::check(item, errors);
    conditional::check(item, errors);
    apart::names_apart(item);
    let mut reader = Reader::new(item, signature, beside, errors);
    let parameters = reader.function(item);
    let Reader { mut procedure, mut frames, mut table, items, libm, methods, lists, reached, .. } = reader;
    let items = items.into_iter().map(apart::tokens_as_written).collect();
    if let Some(function) = libm.intersection(&methods).next() {
        let name = function.row().name;
        errors.push(
            &item.sig.ident,
            format_args!(
                "`{name}` is called both as a method and through `libm`: their values may differ, so use one of them"
            ),
        );
    }
    if !errors.is_empty() {
        return None;
    }
    procedure.body = frames.pop()?.block;
    for (key, tokens) in (0..).zip(&table.expressions) {
        procedure.offsets.extend(ranges::offset(tokens).map(|offset| (key, offset)));
        procedure.strides.extend(ranges::stride(tokens).map(|stride| (key, stride)));
    }
    ranges::describe(&mut table, &mut procedure);
    let own_fields = reached::Own::patterns(&reached);
    let expressions = table.expressions.into_iter().map(apart::tokens_as_written).collect();
    Some(Body { procedure, expressions, items, parameters, libm, lists, own_fields })
}

/// The parameters without `self`.
fn typed_inputs(item: &ItemFn) -> impl Iterator<Item = &PatType> {
    item.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(input),
        FnArg::Receiver(_) => None,
    })
}

/// The state of reading one function.
struct Reader<'a> {
    errors: &'a mut Errors,
    signature: &'a Signature,
    beside: &'a Beside,
    /// `f64` or `f32`.
    float: &'static str,
    procedure: Procedure,
    /// The open blocks, innermost last.
    frames: Vec<frames::Frame>,
    /// The serial number of the next block.
    serial: u32,
    /// By value: the block that defines it.
    homes: Vec<u32>,
    /// By array.
    arrays: Vec<views::ArrayFacts>,
    /// The parameters that are references to arrays.
    referred: BTreeSet<ArrayId>,
    /// The fields of parameters that are arrays.
    lent: BTreeSet<ArrayId>,
    /// By struct parameter: the fields that are read as constants, and those that vary.
    reached: BTreeMap<String, reached::Own>,
    /// The blocks in which iterators got their names.
    iterators: BTreeMap<scope::CellId, u32>,
    table: table::Table,
    other_integers: integers::OtherIntegers,
    /// The names of collections of constants that have no positions.
    unindexed: BTreeSet<String>,
    cells: scope::Cells,
    targets: Vec<jumps::Target>,
    /// Whether it panicked before this place.
    dead: bool,
    /// Whether iterators hand out the places of numbers, which are not read yet.
    places_only: bool,
    /// What messages about the branch or loop that is read point at.
    branch_place: TokenStream,
    /// Variables from here on are inside the innermost loop.
    loop_base: usize,
    /// How many closures are being read in one another.
    inlining: usize,
    facts: facts::Facts,
    depths: depths::Depths,
    items: Vec<TokenStream>,
    /// Whether constants that an iterator gives are listed in a `Vec`.
    lists: bool,
    item_names: BTreeSet<String>,
    /// The constants with float literals of which only their use tells the type.
    untyped: BTreeSet<gradus_engine::program::procedure::Var>,
    /// The types of the constants among them.
    item_types: BTreeMap<String, syn::Type>,
    libm: BTreeSet<Function>,
    methods: BTreeSet<Function>,
    /// Whether the function for computed powers is among the items.
    has_power: bool,
    /// The names in scope where closures are called that are read.
    outer_scopes: Vec<scope::Scope>,
    /// Functions of the module that were read here.
    inlined_bodies: Vec<std::rc::Rc<closures::Closure>>,
    /// Those that are being read, in one another.
    inlined_now: Vec<String>,
    /// Those of which the facts are known.
    inlined_ever: BTreeSet<String>,
    /// What stands behind the call of a marked function that is read next.
    suffix: Option<attempt::Suffix>,
    /// The places in memory of calls of which it shows that they give an `Option` or a `Result`.
    asked: BTreeSet<usize>,
    /// The expressions whose value is that of the function or of a closure that is read, by their place in memory, and its shape.
    tails: BTreeMap<usize, Shape>,
}

#[cfg(test)]
mod tests;
