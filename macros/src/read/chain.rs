//! What a chain of iterators is before it is run.

use std::rc::Rc;

use super::closures::Closure;
use super::scope::CellId;
use super::value::{Class, Constant, Value, View};

/// What is called on an element.
#[derive(Clone)]
pub(super) enum Callable {
    Closure(Rc<Closure>),
    /// The path of a function, as `f64::max`.
    Path(syn::ExprPath),
}

impl Callable {
    fn is_same(&self, other: &Callable) -> bool {
        match (self, other) {
            (Callable::Closure(a), Callable::Closure(b)) => Rc::ptr_eq(a, b),
            (Callable::Path(a), Callable::Path(b)) => a == b,
            _ => false,
        }
    }
}

/// How an element of an array is handed out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Access {
    Shared,
    Mutable,
    Value,
}

/// An iterator that is not run yet.
#[derive(Clone)]
pub(super) enum Iter {
    View(View, Access),
    /// An array of tuples or structs, by the arrays of their parts.
    Records(Box<Value>, Access),
    /// `start..end`, `start..=end`, `start..`
    Range(Constant, Option<Constant>, bool),
    /// A range of integers that may be no `usize`, by its tokens; whether it has an end.
    Integers(Constant, bool),
    /// Elements of a sequence of constants by their position; whether by reference.
    Sequence(Constant, bool),
    /// An iterator over constants that is passed on as it is.
    Opaque(Constant),
    /// The variable of the loop itself.
    Item,
    Windows(View, Constant),
    /// Of that length; the last may be shorter unless they are exact. Whether they may be written to.
    Chunks(View, Constant, bool, bool),
    Zip(Box<Iter>, Box<Iter>),
    /// Over and over.
    Cycle(Box<Iter>),
    /// One value again and again.
    Repeat(Box<Value>),
    Enumerate(Box<Iter>),
    Rev(Box<Iter>),
    Skip(Box<Iter>, Constant),
    Take(Box<Iter>, Constant),
    StepBy(Box<Iter>, Constant),
    Copied(Box<Iter>),
    Map(Box<Iter>, Callable),
    Filter(Box<Iter>, Callable),
    TakeWhile(Box<Iter>, Callable),
    /// Whether it ends where there is nothing.
    FilterMap(Box<Iter>, Callable, bool),
    /// With the variable that says whether elements are still skipped.
    SkipWhile(Box<Iter>, Callable, CellId),
    /// With the variable that is handed on, and what it is first.
    Scan(Box<Iter>, Callable, CellId, Box<Value>),
    FlatMap(Box<Iter>, Option<Callable>),
    /// With the number of elements so far, which a variable counts: `enumerate` after a filter.
    Counted(Box<Iter>, CellId),
    /// The same beside elements of another by position: `zip` after a filter.
    Beside(Box<Iter>, Box<Iter>, CellId),
    Chain(Box<Iter>, Box<Iter>),
}

/// Puts an adaptor around an iterator.
pub(super) type Adaptor = Box<dyn FnOnce(Box<Iter>) -> Iter>;

impl Iter {
    /// Whether the element at a position is known without the elements before it.
    pub(super) fn is_positional(&self) -> bool {
        match self {
            Iter::Filter(..)
            | Iter::FilterMap(..)
            | Iter::SkipWhile(..)
            | Iter::Scan(..)
            | Iter::TakeWhile(..)
            | Iter::FlatMap(..)
            | Iter::Counted(..)
            | Iter::Beside(..)
            | Iter::Chain(..)
            | Iter::Opaque(_) => false,
            Iter::Zip(a, b) => a.is_positional() && b.is_positional(),
            Iter::Enumerate(inner)
            | Iter::Rev(inner)
            | Iter::Skip(inner, _)
            | Iter::Take(inner, _)
            | Iter::StepBy(inner, _)
            | Iter::Cycle(inner)
            | Iter::Copied(inner)
            | Iter::Map(inner, _) => inner.is_positional(),
            _ => true,
        }
    }

    /// The iterators that are run one after the other.
    pub(super) fn unchained(self) -> Vec<Iter> {
        let each = |inner: Box<Iter>, wrap: &dyn Fn(Box<Iter>) -> Iter| {
            inner.unchained().into_iter().map(|part| wrap(Box::new(part))).collect()
        };
        match self {
            Iter::Chain(first, second) => [first.unchained(), second.unchained()].concat(),
            Iter::Copied(inner) => each(inner, &Iter::Copied),
            Iter::Map(inner, callable) => each(inner, &|inner| Iter::Map(inner, callable.clone())),
            Iter::Filter(inner, callable) => each(inner, &|inner| Iter::Filter(inner, callable.clone())),
            Iter::FilterMap(inner, callable, false) => {
                each(inner, &|inner| Iter::FilterMap(inner, callable.clone(), false))
            }
            Iter::FlatMap(inner, callable) => each(inner, &|inner| Iter::FlatMap(inner, callable.clone())),
            Iter::SkipWhile(inner, callable, cell) => {
                each(inner, &|inner| Iter::SkipWhile(inner, callable.clone(), cell))
            }
            Iter::Counted(inner, cell) => each(inner, &|inner| Iter::Counted(inner, cell)),
            Iter::Beside(inner, other, cell) => each(inner, &|inner| Iter::Beside(inner, other.clone(), cell)),
            iter => vec![iter],
        }
    }

    /// What an adaptor works on that takes each element by itself, and the adaptor; another iterator is given back.
    pub(super) fn around(self) -> Result<(Iter, Adaptor), Box<Iter>> {
        Ok(match self {
            Iter::Copied(inner) => (*inner, Box::new(Iter::Copied)),
            Iter::Map(inner, callable) => (*inner, Box::new(|inner| Iter::Map(inner, callable))),
            Iter::Filter(inner, callable) => (*inner, Box::new(|inner| Iter::Filter(inner, callable))),
            Iter::FilterMap(inner, callable, ends) => {
                (*inner, Box::new(move |inner| Iter::FilterMap(inner, callable, ends)))
            }
            Iter::SkipWhile(inner, callable, cell) => {
                (*inner, Box::new(move |inner| Iter::SkipWhile(inner, callable, cell)))
            }
            Iter::Scan(inner, callable, cell, init) => {
                (*inner, Box::new(move |inner| Iter::Scan(inner, callable, cell, init)))
            }
            Iter::TakeWhile(inner, callable) => (*inner, Box::new(|inner| Iter::TakeWhile(inner, callable))),
            Iter::FlatMap(inner, callable) => (*inner, Box::new(|inner| Iter::FlatMap(inner, callable))),
            Iter::Counted(inner, cell) => (*inner, Box::new(move |inner| Iter::Counted(inner, cell))),
            Iter::Beside(inner, other, cell) => (*inner, Box::new(move |inner| Iter::Beside(inner, other, cell))),
            iter => return Err(Box::new(iter)),
        })
    }

    /// The iterator that an adaptor works on, of two the first.
    fn inner(&self) -> Option<&Iter> {
        match self {
            Iter::Enumerate(inner)
            | Iter::Rev(inner)
            | Iter::Skip(inner, _)
            | Iter::Take(inner, _)
            | Iter::StepBy(inner, _)
            | Iter::Cycle(inner)
            | Iter::Copied(inner)
            | Iter::Map(inner, _)
            | Iter::Filter(inner, _)
            | Iter::FilterMap(inner, ..)
            | Iter::SkipWhile(inner, ..)
            | Iter::Scan(inner, ..)
            | Iter::TakeWhile(inner, _)
            | Iter::FlatMap(inner, _)
            | Iter::Counted(inner, _)
            | Iter::Zip(inner, _)
            | Iter::Beside(inner, ..)
            | Iter::Chain(inner, _) => Some(inner),
            _ => None,
        }
    }

    /// The other one of two.
    fn other(&self) -> Option<&Iter> {
        match self {
            Iter::Zip(_, other) | Iter::Beside(_, other, _) | Iter::Chain(_, other) => Some(other),
            _ => None,
        }
    }

    /// Whether two are gone through side by side somewhere.
    pub(super) fn zips(&self) -> bool {
        matches!(self, Iter::Zip(..)) || self.inner().is_some_and(Iter::zips)
    }

    /// What is gone through over and over.
    pub(super) fn cycled<'i>(&'i self, found: &mut Vec<&'i Iter>) {
        if let Iter::Cycle(inner) = self {
            found.push(inner);
        }
        for part in self.inner().into_iter().chain(self.other()) {
            part.cycled(found);
        }
    }

    /// Whether each element gives one, until an element gives none and all is over.
    pub(super) fn gives_one_of_each(&self) -> bool {
        match self {
            Iter::Map(inner, _)
            | Iter::Copied(inner)
            | Iter::Scan(inner, ..)
            | Iter::FilterMap(inner, _, true)
            | Iter::TakeWhile(inner, _) => inner.gives_one_of_each(),
            iter => iter.is_positional(),
        }
    }

    /// Whether reading an element behind the last panics; `back` for positions that are counted from the end.
    pub(super) fn ends_where_read(&self, back: bool) -> bool {
        match self {
            Iter::View(..) => true,
            Iter::Windows(..) | Iter::Chunks(_, _, true, _) => !back,
            Iter::Copied(inner) => inner.ends_where_read(back),
            Iter::Rev(inner) => inner.ends_where_read(true),
            Iter::Skip(inner, _) | Iter::StepBy(inner, _) => !back && inner.ends_where_read(false),
            _ => false,
        }
    }

    /// The first elements of such an iterator: those of the first elements that it is made of.
    pub(super) fn taking(self, count: Constant) -> Iter {
        let inside = |inner: Box<Iter>| Box::new(inner.taking(count.clone()));
        match self {
            Iter::Map(inner, function) => Iter::Map(inside(inner), function),
            Iter::Copied(inner) => Iter::Copied(inside(inner)),
            Iter::Scan(inner, function, cell, start) => Iter::Scan(inside(inner), function, cell, start),
            Iter::FilterMap(inner, function, ends) => Iter::FilterMap(inside(inner), function, ends),
            Iter::TakeWhile(inner, function) => Iter::TakeWhile(inside(inner), function),
            iter => Iter::Take(Box::new(iter), count),
        }
    }

    /// The closures that are called.
    pub(super) fn callables(&self) -> Vec<&Callable> {
        let parts = self.inner().into_iter().chain(self.other());
        let mut callables: Vec<&Callable> = parts.flat_map(Iter::callables).collect();
        match self {
            Iter::Map(_, callable)
            | Iter::Filter(_, callable)
            | Iter::FilterMap(_, callable, _)
            | Iter::SkipWhile(_, callable, _)
            | Iter::Scan(_, callable, ..)
            | Iter::TakeWhile(_, callable) => callables.push(callable),
            Iter::FlatMap(_, callable) => callables.extend(callable),
            _ => {}
        }
        callables
    }

    /// Whether both give the same elements.
    pub(super) fn is_same(&self, other: &Iter) -> bool {
        let both = |a: Option<&Iter>, b: Option<&Iter>| match (a, b) {
            (Some(a), Some(b)) => a.is_same(b),
            (a, b) => a.is_none() && b.is_none(),
        };
        let view = match (self.view(), other.view()) {
            (Some(a), Some(b)) => a.array == b.array && a.path == b.path,
            (a, b) => a.is_none() && b.is_none(),
        };
        let text = |iter: &Iter| iter.constants().iter().map(|it| it.tokens.to_string()).collect::<Vec<_>>();
        let (mine, others) = (self.callables(), other.callables());
        std::mem::discriminant(self) == std::mem::discriminant(other)
            && !matches!(self, Iter::Repeat(_))
            && view
            && text(self) == text(other)
            && mine.len() == others.len()
            && mine.iter().zip(others).all(|(a, b)| a.is_same(b))
            && both(self.inner(), other.inner())
            && both(self.other(), other.other())
    }

    fn view(&self) -> Option<&View> {
        match self {
            Iter::View(view, _) | Iter::Windows(view, _) | Iter::Chunks(view, ..) => Some(view),
            _ => None,
        }
    }

    /// The constants that say where it starts and ends, and how it goes on.
    fn constants(&self) -> Vec<&Constant> {
        match self {
            Iter::Range(start, end, _) => std::iter::once(start).chain(end).collect(),
            Iter::Integers(constant, _)
            | Iter::Sequence(constant, _)
            | Iter::Opaque(constant)
            | Iter::Windows(_, constant)
            | Iter::Chunks(_, constant, ..)
            | Iter::Skip(_, constant)
            | Iter::Take(_, constant)
            | Iter::StepBy(_, constant) => vec![constant],
            _ => Vec::new(),
        }
    }

    /// The variables that it keeps, and what they are when it starts; `None` for `true`.
    pub(super) fn states(&self) -> Vec<(CellId, Option<Value>)> {
        let parts = self.inner().into_iter().chain(self.other());
        let mut states: Vec<(CellId, Option<Value>)> = parts.flat_map(Iter::states).collect();
        match self {
            Iter::Counted(_, cell) | Iter::Beside(_, _, cell) => states.push((*cell, Some(counted_none()))),
            Iter::SkipWhile(_, _, cell) => states.push((*cell, None)),
            Iter::Scan(_, _, cell, init) => states.push((*cell, Some((**init).clone()))),
            _ => {}
        }
        states
    }
}

/// What counts elements, before the first.
pub(super) fn counted_none() -> Value {
    let zero = proc_macro2::Literal::usize_suffixed(0);
    Value::Constant(Constant::simple(zero, Class::Integer))
}
