//! What a type is to differentiation, by its form.

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

use super::shape::{Shape, Wrapped};
use super::text::type_text;
use super::value::Class;
use crate::generic::MARK;

const INTEGERS: [&str; 12] = ["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize"];

/// What a type is to differentiation.
pub(super) enum Read {
    Real(Shape),
    Constant,
    /// A tuple of numbers and constants.
    Mixed,
    /// A type that may hold anything, and what to say of it.
    Unseen(String),
    /// What is wrong.
    Refused(String),
}

/// Whether a type is `()`.
pub(super) fn is_unit(ty: &Type) -> bool {
    matches!(bare(ty), Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// What is in an `Option` or a `Result`.
pub(super) fn wrapped(ty: &Type) -> Option<(Wrapped, &Type)> {
    let Type::Path(path) = bare(ty) else { return None };
    let last = path.path.segments.last()?;
    let wrapped = match last.ident.to_string().as_str() {
        "Option" => Wrapped::Option,
        "Result" => Wrapped::Result,
        _ => return None,
    };
    Some((wrapped, argument(&last.arguments)?))
}

/// What a type is made of.
pub(super) fn read(ty: &Type) -> Read {
    let shown = || type_text(ty);
    match ty {
        Type::Paren(inner) => read(&inner.elem),
        Type::Group(inner) => read(&inner.elem),
        Type::Reference(reference) => match read(&reference.elem) {
            Read::Real(Shape::Tuple(parts)) => match row(&parts) {
                Some(row) => Read::Real(row),
                None => Read::Refused("a tuple of arrays by reference is not read; pass it by value".to_owned()),
            },
            read => read,
        },
        Type::Array(array) => within(&array.elem, |shape| Shape::Fixed(Box::new(shape), array.len.to_token_stream())),
        Type::Slice(slice) => within(&slice.elem, |shape| Shape::Slice(Box::new(shape))),
        Type::Tuple(tuple) => {
            let mut shapes = Vec::new();
            let mut constants = 0;
            for part in &tuple.elems {
                match read(part) {
                    Read::Real(_) if matches!(bare(part), Type::Reference(_)) => {
                        return Read::Refused("references in a tuple are not read; pass them one by one".to_owned());
                    }
                    Read::Real(shape) => shapes.push(shape),
                    Read::Constant => constants += 1,
                    refused => return refused,
                }
            }
            match (shapes.is_empty(), constants) {
                (true, _) => Read::Constant,
                (false, 0) => Read::Real(Shape::Tuple(shapes)),
                _ => Read::Mixed,
            }
        }
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last().expect("a path has segments");
            let name = last.ident.to_string();
            let arguments = argument(&last.arguments);
            match (name.as_str(), arguments) {
                ("f64" | "f32" | MARK, None) => Read::Real(Shape::Real),
                ("Vec", Some(inner)) => within(inner, |shape| Shape::Vec(Box::new(shape))),
                ("bool" | "char" | "str" | "String", None) => Read::Constant,
                (name, None) if INTEGERS.contains(&name) => Read::Constant,
                (
                    "Option" | "Box" | "Rc" | "Arc" | "HashMap" | "BTreeMap" | "HashSet" | "BTreeSet" | "Range",
                    Some(_),
                ) if first_float(ty).is_none() && all_known(&last.arguments) => Read::Constant,
                _ => Read::Unseen(format!(
                    "`#[grad]` cannot see what `{}` is made of: pass its numbers as `f64`, arrays or slices,{} or say that it is a constant: `#[grad(constant(..))]`",
                    shown(),
                    if arguments.is_none() { " name its fields, as `#[grad(wrt(p.mass: f64))]`," } else { "" }
                )),
            }
        }
        Type::Ptr(_) => Read::Refused("raw pointers are not read; pass a slice".to_owned()),
        _ => Read::Unseen(format!(
            "parameters of type `{}` are not read: pass numbers as `f64`, arrays or slices, or say that it is a constant: `#[grad(constant(..))]`",
            shown()
        )),
    }
}

fn within(element: &Type, wrap: impl FnOnce(Shape) -> Shape) -> Read {
    match read(element) {
        Read::Real(_) if matches!(bare(element), Type::Reference(_)) => {
            Read::Refused(format!("`{}` inside an array is not read; use `Vec<f64>` or `[f64; N]`", type_text(element)))
        }
        Read::Real(Shape::Tuple(parts)) => match row(&parts) {
            Some(row) => Read::Real(wrap(row)),
            None => Read::Refused(
                "of tuples in an array only those of numbers are read; use an array for each part, or say that it is a constant: `#[grad(constant(..))]`"
                    .to_owned(),
            ),
        },
        Read::Real(shape) => Read::Real(wrap(shape)),
        read => read,
    }
}

/// A tuple of numbers as it stands in an array.
fn row(parts: &[Shape]) -> Option<Shape> {
    (parts.len() > 1 && parts.iter().all(|part| matches!(part, Shape::Real))).then_some(Shape::Parts(parts.len()))
}

/// The type in `Vec<T>`.
fn argument(arguments: &PathArguments) -> Option<&Type> {
    match arguments {
        PathArguments::AngleBracketed(list) => list.args.iter().find_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        }),
        _ => None,
    }
}

fn all_known(arguments: &PathArguments) -> bool {
    match arguments {
        PathArguments::AngleBracketed(list) => list.args.iter().all(|argument| match argument {
            GenericArgument::Type(ty) => matches!(read(ty), Read::Constant),
            _ => true,
        }),
        _ => true,
    }
}

/// The first float type that stands in a type.
pub(super) fn first_float(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Paren(inner) => first_float(&inner.elem),
        Type::Group(inner) => first_float(&inner.elem),
        Type::Reference(inner) => first_float(&inner.elem),
        Type::Array(inner) => first_float(&inner.elem),
        Type::Slice(inner) => first_float(&inner.elem),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(first_float),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            match last.ident.to_string().as_str() {
                "f64" => Some("f64"),
                "f32" => Some("f32"),
                MARK => Some(MARK),
                _ => argument(&last.arguments).and_then(first_float),
            }
        }
        _ => None,
    }
}

/// A type without the parentheses around it.
pub(super) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => bare(&inner.elem),
        Type::Group(inner) => bare(&inner.elem),
        ty => ty,
    }
}

/// The shape of numbers that a type has.
pub(super) fn shape(ty: &Type) -> Option<Shape> {
    match read(ty) {
        Read::Real(shape) => Some(shape),
        _ => None,
    }
}

/// `f64` or `f32`, when the type is one.
pub(super) fn float(ty: &Type) -> Option<&'static str> {
    match simple_name(ty)?.as_str() {
        "f64" => Some("f64"),
        "f32" => Some("f32"),
        MARK => Some(MARK),
        _ => None,
    }
}

/// Whether the type is a tuple of numbers and constants, perhaps in an array.
pub(crate) fn is_mixed(ty: &Type) -> bool {
    matches!(read(ty), Read::Mixed)
}

/// Whether the word names a primitive type of constants.
pub(super) fn is_primitive(name: &str) -> bool {
    INTEGERS.contains(&name) || matches!(name, "bool" | "char")
}

/// What is known of a constant of that type.
pub(super) fn class(ty: &Type) -> Class {
    match simple_name(ty).as_deref() {
        Some("bool") => Class::Bool,
        Some(name) if INTEGERS.contains(&name) => Class::Integer,
        _ if is_range(ty) => Class::Range,
        _ => Class::Any,
    }
}

/// Whether the type is one of the ranges of `std`.
fn is_range(ty: &Type) -> bool {
    match bare(ty) {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            matches!(name.as_str(), "Range" | "RangeInclusive" | "RangeFrom" | "RangeTo")
        }),
        _ => false,
    }
}

/// Whether a collection, perhaps by reference, has elements but no positions.
pub(super) fn is_unindexed(ty: &Type) -> bool {
    match bare(ty) {
        Type::Reference(reference) => is_unindexed(&reference.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            matches!(name.as_str(), "HashMap" | "BTreeMap" | "HashSet" | "BTreeSet" | "BinaryHeap" | "LinkedList")
        }),
        _ => false,
    }
}

/// Whether what stands behind a shared reference may change all the same: a `Cell`, an atomic.
pub(super) fn has_inner_state(ty: &Type) -> bool {
    fn among(tokens: proc_macro2::TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(word) => {
                let word = word.to_string();
                matches!(word.as_str(), "Cell" | "RefCell" | "Mutex" | "RwLock") || word.starts_with("Atomic")
            }
            proc_macro2::TokenTree::Group(group) => among(group.stream()),
            _ => false,
        })
    }
    among(ty.to_token_stream())
}

fn simple_name(ty: &Type) -> Option<String> {
    match bare(ty) {
        Type::Path(path) if path.qself.is_none() => path.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}
