//! How often a chain of iterators runs, and what its loop runs over.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::Reader;
use super::chain::Iter;
use super::constants::is_placeholder;
use super::value::Constant;

impl Reader<'_> {
    /// The number of elements, as an expression of type `usize`; `None` when there is no end.
    pub(super) fn count_of(&mut self, iter: &Iter) -> Option<Constant> {
        let integer = |tokens: TokenStream| Some(Constant::integer(tokens));
        match iter {
            Iter::View(view, _) => {
                let length = self.length(view);
                Some(self.settled(length, ""))
            }
            Iter::Zip(a, b) => match (self.count_of(a), self.count_of(b)) {
                (Some(a), Some(b)) if a.tokens.to_string() == b.tokens.to_string() => Some(a),
                (Some(a), Some(b)) => {
                    let (a, b) = (&a.tokens, &b.tokens);
                    integer(quote!(::core::cmp::min(#a, #b)))
                }
                (Some(count), None) => Some(self.unless_empty(count, b)),
                (None, Some(count)) => Some(self.unless_empty(count, a)),
                (None, None) => None,
            },
            Iter::Enumerate(inner) | Iter::Rev(inner) | Iter::Copied(inner) | Iter::Map(inner, _) => {
                self.count_of(inner)
            }
            Iter::Skip(inner, skipped) => {
                let (count, skipped) = (sized(&self.count_of(inner)?), skipped.operand());
                integer(quote!(#count.saturating_sub(#skipped)))
            }
            Iter::Take(inner, taken) => match self.count_of(inner) {
                Some(count) => {
                    let (count, taken) = (&count.tokens, &taken.tokens);
                    integer(quote!(::core::cmp::min(#count, #taken)))
                }
                None => Some(self.unless_empty(taken.clone(), inner)),
            },
            Iter::StepBy(inner, step) => {
                let (count, step) = (sized(&self.count_of(inner)?), step.operand());
                integer(quote!(#count.div_ceil(#step)))
            }
            iter => self.count_of_source(iter),
        }
    }

    /// The same of what is no adaptor.
    fn count_of_source(&mut self, iter: &Iter) -> Option<Constant> {
        let integer = |tokens: TokenStream| Some(Constant::integer(tokens));
        match iter {
            Iter::Range(start, end, closed) => {
                let (start, end) = (start.operand(), end.as_ref()?);
                match (start.to_string() == "0", closed) {
                    (true, false) => Some(end.clone()),
                    (_, false) => {
                        let end = end.operand();
                        integer(quote!((#start..#end).len()))
                    }
                    (_, true) => {
                        let end = end.operand();
                        integer(quote!((#start..=#end).count()))
                    }
                }
            }
            Iter::Records(parts, _) => {
                let count = self.record_count(parts);
                Some(self.settled(count, ""))
            }
            Iter::Sequence(constant, _) => {
                let base = constant.operand();
                integer(quote!(#base.len()))
            }
            Iter::Windows(view, length) => {
                let whole = self.length(view);
                let (whole, length) = (sized(&self.settled(whole, "")), length.operand());
                integer(quote!((#whole + 1).saturating_sub(#length)))
            }
            Iter::Chunks(view, length, exact, _) => {
                let whole = self.length(view);
                let (whole, length) = (sized(&self.settled(whole, "")), length.operand());
                integer(if *exact { quote!(#whole / #length) } else { quote!(#whole.div_ceil(#length)) })
            }
            Iter::Integers(range, true) => {
                let range = &range.tokens;
                integer(quote!((#range).count()))
            }
            _ => None,
        }
    }

    /// A number of elements of an iterator without an end, which has none where what it goes through over and over is empty.
    fn unless_empty(&mut self, count: Constant, iter: &Iter) -> Constant {
        let mut cycled = Vec::new();
        iter.cycled(&mut cycled);
        cycled.into_iter().fold(count, |count, inner| match self.count_of(inner) {
            Some(length) if length.literal.is_none() => {
                let (length, count) = (length.operand(), &count.tokens);
                Constant::integer(quote!(if #length == 0 { 0 } else { #count }))
            }
            _ => count,
        })
    }

    /// The tokens that a loop runs over, and the iterator in terms of the loop's variable.
    ///
    /// The loop's variable is the position, unless the iterator is over a range of integers or over constants.
    pub(super) fn driver(&mut self, iter: Iter) -> Option<(TokenStream, Iter)> {
        match iter {
            Iter::Range(start, Some(end), closed) => {
                let (start, end) = (start.operand(), end.operand());
                let items = if closed { quote!(#start..=#end) } else { quote!(#start..#end) };
                Some((items, Iter::Item))
            }
            Iter::Opaque(constant) | Iter::Integers(constant, true) => Some((constant.tokens, Iter::Item)),
            Iter::Rev(inner) => {
                let (items, inner) = self.driver(*inner)?;
                Some((quote!((#items).rev()), inner))
            }
            Iter::StepBy(inner, step) => {
                let step = step.tokens;
                let (items, inner) = self.driver(*inner)?;
                Some((quote!((#items).step_by(#step)), inner))
            }
            Iter::Skip(inner, skipped) if !is_range(&inner) => {
                let count = self.count_of(&inner)?;
                let (count, skipped) = (self.steady(count).tokens, skipped.tokens);
                Some((quote!(#skipped..#count), *inner))
            }
            iter => match iter.around() {
                Ok((inner, around)) => {
                    let (items, inner) = self.driver(inner)?;
                    Some((items, around(Box::new(inner))))
                }
                Err(iter) => {
                    let count = self.count_of(&iter)?;
                    let count = self.steady(count).tokens;
                    Some((quote!(0..#count), *iter))
                }
            },
        }
    }
}

/// A number of elements that a method can be called on: a literal says its type.
pub(super) fn sized(count: &Constant) -> TokenStream {
    match count.literal.and_then(|n| usize::try_from(n).ok()) {
        Some(n) if !is_placeholder(&count.tokens) => proc_macro2::Literal::usize_suffixed(n).into_token_stream(),
        _ => count.operand(),
    }
}

fn is_range(iter: &Iter) -> bool {
    match iter {
        Iter::Range(..) | Iter::Integers(..) | Iter::Opaque(_) | Iter::Item => true,
        Iter::Map(inner, _) | Iter::Copied(inner) | Iter::Rev(inner) | Iter::StepBy(inner, _) => is_range(inner),
        _ => false,
    }
}
