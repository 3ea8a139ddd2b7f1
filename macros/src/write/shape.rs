//! The types of gradients, slots and seeds, and code that makes zeros of a shape or checks a slot against its parameter.

use proc_macro2::TokenStream;
use quote::quote;

use super::local;
use crate::read::Shape;

/// The type of a gradient: `f64`, `[f64; N]`, `Vec<f64>`, tuples of these.
pub(crate) fn owned(shape: &Shape, float: &TokenStream) -> TokenStream {
    match shape {
        Shape::Real => float.clone(),
        Shape::Fixed(inner, length) => {
            let inner = owned(inner, float);
            quote!([#inner; #length])
        }
        Shape::Slice(inner) | Shape::Vec(inner) => {
            let (vec, inner) = (local("Vec"), owned(inner, float));
            quote!(#vec<#inner>)
        }
        Shape::Tuple(parts) => {
            let parts = parts.iter().map(|part| owned(part, float));
            quote!((#(#parts,)*))
        }
        Shape::Parts(count) => {
            let parts = std::iter::repeat_n(float, *count);
            quote!((#(#parts),*))
        }
    }
}

/// What a slot refers to: the type of a gradient, but a slice for what has a length of its own.
pub(crate) fn target(shape: &Shape, float: &TokenStream) -> TokenStream {
    match shape {
        Shape::Slice(inner) | Shape::Vec(inner) => {
            let inner = owned(inner, float);
            quote!([#inner])
        }
        shape => owned(shape, float),
    }
}

/// The type of a seed: a number by value, an array by reference, tuples of these.
pub(crate) fn seed(shape: &Shape, float: &TokenStream) -> TokenStream {
    match shape {
        Shape::Real => float.clone(),
        Shape::Tuple(parts) => {
            let parts = parts.iter().map(|part| seed(part, float));
            quote!((#(#parts,)*))
        }
        shape => {
            let target = target(shape, float);
            quote!(&#target)
        }
    }
}

/// Whether the shape has a length that only shows at run time.
pub(crate) fn is_growable(shape: &Shape) -> bool {
    match shape {
        Shape::Real | Shape::Parts(_) => false,
        Shape::Fixed(inner, _) => is_growable(inner),
        Shape::Slice(_) | Shape::Vec(_) => true,
        Shape::Tuple(parts) => parts.iter().any(is_growable),
    }
}

/// The zero of the same shape and lengths as `like`, as a value of type [`owned`]; of a number it is `nought`.
pub(super) fn zero(shape: &Shape, like: &TokenStream, nought: &TokenStream) -> TokenStream {
    match shape {
        Shape::Real => nought.clone(),
        Shape::Parts(count) => {
            let parts = std::iter::repeat_n(nought, *count);
            quote!((#(#parts),*))
        }
        Shape::Fixed(inner, length) if !is_growable(inner) => {
            let zero = zero(inner, like, nought);
            quote!([#zero; #length])
        }
        Shape::Fixed(inner, _) => {
            let at = local("at");
            let zero = zero(inner, &quote!(#like[#at]), nought);
            quote!(::core::array::from_fn(|#at| #zero))
        }
        Shape::Slice(inner) | Shape::Vec(inner) if !is_growable(inner) => {
            let (vec, zero) = (local("vec"), zero(inner, like, nought));
            quote!(#vec![#zero; #like.len()])
        }
        Shape::Slice(inner) | Shape::Vec(inner) => {
            let row = local("row");
            let zero = zero(inner, &quote!(#row), nought);
            quote!(#like.iter().map(|#row| #zero).collect())
        }
        Shape::Tuple(parts) => {
            let parts = parts.iter().enumerate().map(|(at, part)| {
                let at = syn::Index::from(at);
                zero(part, &quote!(#like.#at), nought)
            });
            quote!((#(#parts,)*))
        }
    }
}

/// Sets what `slot` refers to, to zero.
pub(super) fn clear(shape: &Shape, slot: &TokenStream, nought: &TokenStream) -> TokenStream {
    match shape {
        Shape::Real | Shape::Tuple(_) | Shape::Parts(_) => {
            let zero = zero(shape, slot, nought);
            quote!(*#slot = #zero;)
        }
        Shape::Fixed(inner, _) | Shape::Slice(inner) | Shape::Vec(inner) if !is_growable(inner) => {
            let zero = zero(inner, slot, nought);
            quote!(#slot.fill(#zero);)
        }
        Shape::Fixed(inner, _) | Shape::Slice(inner) | Shape::Vec(inner) => {
            let row = local("row");
            let clear = clear(inner, &quote!(#row), nought);
            quote!(for #row in #slot.iter_mut() { #clear })
        }
    }
}

/// Panics where a length of `slot` is not that of the parameter `like`; `names` are what a message calls them.
pub(super) fn check(shape: &Shape, slot: &TokenStream, like: &TokenStream, names: (&str, &str)) -> Option<TokenStream> {
    let inner = match shape {
        Shape::Fixed(inner, _) | Shape::Slice(inner) | Shape::Vec(inner) => inner,
        Shape::Real | Shape::Tuple(_) | Shape::Parts(_) => return None,
    };
    let lengths = is_own_length(shape).then(|| {
        let message = format!("the lengths of `{}` and `{}` differ", names.0, names.1);
        quote!(::core::assert_eq!(#slot.len(), #like.len(), #message);)
    });
    let (d_row, row) = (local("d_row"), local("row"));
    let names = (format!("{}[_]", names.0), format!("{}[_]", names.1));
    let rows = check(inner, &quote!(#d_row), &quote!(#row), (&names.0, &names.1))
        .map(|check| quote!(for (#d_row, #row) in #slot.iter().zip(#like.iter()) { #check }));
    (lengths.is_some() || rows.is_some()).then(|| quote!(#lengths #rows))
}

/// Whether the outermost dimension has a length that only shows at run time.
pub(super) fn is_own_length(shape: &Shape) -> bool {
    matches!(shape, Shape::Slice(_) | Shape::Vec(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(inner: Shape, length: TokenStream) -> Shape {
        Shape::Fixed(Box::new(inner), length)
    }

    fn slice(inner: Shape) -> Shape {
        Shape::Slice(Box::new(inner))
    }

    fn vec(inner: Shape) -> Shape {
        Shape::Vec(Box::new(inner))
    }

    #[test]
    fn gradients_mirror_parameters() {
        let float = quote!(f64);
        let table = [
            (Shape::Real, "f64", "f64", "f64"),
            (fixed(Shape::Real, quote!(N)), "[f64 ; N]", "[f64 ; N]", "& [f64 ; N]"),
            (
                fixed(fixed(Shape::Real, quote!(2)), quote!(3)),
                "[[f64 ; 2] ; 3]",
                "[[f64 ; 2] ; 3]",
                "& [[f64 ; 2] ; 3]",
            ),
            (slice(Shape::Real), "Vec < f64 >", "[f64]", "& [f64]"),
            (vec(Shape::Real), "Vec < f64 >", "[f64]", "& [f64]"),
            (slice(fixed(Shape::Real, quote!(3))), "Vec < [f64 ; 3] >", "[[f64 ; 3]]", "& [[f64 ; 3]]"),
            (slice(vec(Shape::Real)), "Vec < Vec < f64 > >", "[Vec < f64 >]", "& [Vec < f64 >]"),
            (
                Shape::Tuple(vec![Shape::Real, slice(Shape::Real)]),
                "(f64 , Vec < f64 > ,)",
                "(f64 , Vec < f64 > ,)",
                "(f64 , & [f64] ,)",
            ),
        ];
        for (shape, gradient, slot, wanted) in table {
            assert_eq!(owned(&shape, &float).to_string(), gradient);
            assert_eq!(target(&shape, &float).to_string(), slot);
            assert_eq!(seed(&shape, &float).to_string(), wanted);
        }
    }

    #[test]
    fn zeros_have_the_lengths_of_the_parameter() {
        let x = quote!(x);
        let table = [
            (fixed(fixed(Shape::Real, quote!(2)), quote!(3)), "[[0.0 ; 2] ; 3]"),
            (slice(Shape::Real), "vec ! [0.0 ; x . len ()]"),
            (slice(vec(Shape::Real)), "x . iter () . map (| row | vec ! [0.0 ; row . len ()]) . collect ()"),
            (Shape::Tuple(vec![Shape::Real, vec(Shape::Real)]), "(0.0 , vec ! [0.0 ; x . 1 . len ()] ,)"),
        ];
        for (shape, wanted) in table {
            assert_eq!(zero(&shape, &x, &quote!(0.0)).to_string(), wanted);
        }
    }

    #[test]
    fn each_length_is_checked_once() {
        let check = |shape| check(&shape, &quote!(d_x), &quote!(x), ("d_x", "x")).map(|check| check.to_string());
        let count = |text: Option<String>| text.map_or(0, |text| text.matches("assert_eq").count());
        assert_eq!(count(check(Shape::Real)), 0);
        assert_eq!(count(check(fixed(Shape::Real, quote!(3)))), 0);
        assert_eq!(count(check(slice(fixed(Shape::Real, quote!(3))))), 1);
        assert_eq!(count(check(slice(vec(Shape::Real)))), 2);
        assert_eq!(count(check(fixed(vec(Shape::Real), quote!(3)))), 1);
    }
}
