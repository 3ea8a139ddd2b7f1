//! Branches and loops over bundles of values.

use gradus_engine::program::procedure::{Block, Carried, If, Loop, Operand, Order, Space, Step, Sum, Var, VarKind};

use super::state::{State, inner_with_results, with};
use super::{C, I, Items, R};
use crate::text::Text;

/// One value of any kind.
#[derive(Clone, Copy, Debug)]
pub enum Item {
    Real(R),
    Condition(C),
    Integer(I),
}

/// What a loop carries and a branch decides: values, in arrays and tuples.
pub trait Bundle: Sized {
    fn kinds() -> Vec<VarKind>;
    fn items(self) -> Vec<Item>;
    fn collect(items: &mut impl Iterator<Item = Item>) -> Self;
}

macro_rules! single {
    ($type:ident $kind:ident $variant:ident) => {
        impl Bundle for $type {
            fn kinds() -> Vec<VarKind> {
                vec![VarKind::$kind]
            }
            fn items(self) -> Vec<Item> {
                vec![Item::$variant(self)]
            }
            fn collect(items: &mut impl Iterator<Item = Item>) -> Self {
                match items.next() {
                    Some(Item::$variant(value)) => value,
                    other => panic!("{other:?}"),
                }
            }
        }
    };
}

single!(R Real Real);
single!(C Condition Condition);
single!(I Opaque Integer);

impl<B: Bundle, const N: usize> Bundle for [B; N] {
    fn kinds() -> Vec<VarKind> {
        (0..N).flat_map(|_| B::kinds()).collect()
    }
    fn items(self) -> Vec<Item> {
        self.into_iter().flat_map(B::items).collect()
    }
    fn collect(items: &mut impl Iterator<Item = Item>) -> Self {
        std::array::from_fn(|_| B::collect(items))
    }
}

macro_rules! tuple {
    ($($name:ident)*) => {
        impl<$($name: Bundle),*> Bundle for ($($name,)*) {
            fn kinds() -> Vec<VarKind> {
                [$($name::kinds()),*].concat()
            }
            #[allow(non_snake_case)]
            fn items(self) -> Vec<Item> {
                let ($($name,)*) = self;
                [$($name.items()),*].concat()
            }
            fn collect(items: &mut impl Iterator<Item = Item>) -> Self {
                ($($name::collect(items),)*)
            }
        }
    };
}

tuple!(A B);
tuple!(A B D);
tuple!(A B D E);

impl Bundle for () {
    fn kinds() -> Vec<VarKind> {
        Vec::new()
    }
    fn items(self) -> Vec<Item> {
        Vec::new()
    }
    fn collect(_: &mut impl Iterator<Item = Item>) -> Self {}
}

impl State {
    pub fn operand(&mut self, item: Item) -> Operand {
        match item {
            Item::Real(value) | Item::Condition(C(value)) if value.serial == 0 => Operand::Any,
            Item::Real(value) | Item::Condition(C(value)) => Operand::Node(self.bring(value)),
            Item::Integer(value) => Operand::Opaque(self.opaque(value)),
        }
    }

    pub fn item(&mut self, var: Var) -> Item {
        match self.procedure.kind(var) {
            VarKind::Real | VarKind::Constant => Item::Real(self.leaf(var)),
            VarKind::Condition => Item::Condition(C(self.truth(var))),
            VarKind::Opaque => Item::Integer(I(self.key(Text::Var(var)))),
        }
    }
}

pub fn branch<B: Bundle>(condition: C, then: impl FnOnce() -> B, otherwise: impl FnOnce() -> B) -> B {
    let outs = branch_of(condition, &B::kinds(), || then().items(), || otherwise().items());
    B::collect(&mut outs.into_iter())
}

/// A branch whose results are of these kinds.
pub fn branch_of(
    condition: C,
    kinds: &[VarKind],
    then: impl FnOnce() -> Vec<Item>,
    otherwise: impl FnOnce() -> Vec<Item>,
) -> Vec<Item> {
    let condition = with(|state| state.bring(condition.0));
    let then = inner_with_results(then);
    let otherwise = inner_with_results(otherwise);
    with(|state| {
        let outs: Vec<_> = kinds.iter().map(|kind| state.procedure.var(*kind, "")).collect();
        state.step(Step::If(Box::new(If { condition, then, otherwise, outs: outs.clone() })));
        outs.into_iter().map(|out| state.item(out)).collect()
    })
}

/// A loop that is being written.
pub struct Form {
    pub space: Space,
    pub carried: Vec<Carried>,
    pub sums: Vec<Sum>,
    pub trips: Option<Var>,
}

impl Form {
    pub fn new<B: Bundle>(space: Space, init: B) -> Form {
        Form::of(space, init.items(), &B::kinds())
    }

    /// A loop that carries values of these kinds.
    pub fn of(space: Space, init: Vec<Item>, kinds: &[VarKind]) -> Form {
        with(|state| {
            let mut carried = Vec::new();
            for (item, &kind) in init.into_iter().zip(kinds) {
                let init = state.operand(item);
                let [entry, exit] = [(); 2].map(|()| state.procedure.var(kind, ""));
                carried.push(Carried { init, entry, exit });
            }
            Form { space, carried, sums: Vec::new(), trips: None }
        })
    }

    pub fn entries<B: Bundle>(&self) -> B {
        B::collect(&mut self.entry_items().into_iter())
    }

    pub fn entry_items(&self) -> Vec<Item> {
        with(|state| self.carried.iter().map(|carried| state.item(carried.entry)).collect())
    }

    pub fn induction(&self) -> I {
        let Space::Items { induction, .. } = self.space else { panic!("no induction variable") };
        I(with(|state| state.key(Text::Var(induction))))
    }

    /// Ends the loop.
    pub fn end<B: Bundle>(self, head: Option<Block>, body: Block, breaks: bool) -> B {
        B::collect(&mut self.end_items(head, body, breaks).into_iter())
    }

    pub fn end_items(self, head: Option<Block>, body: Block, breaks: bool) -> Vec<Item> {
        with(|state| {
            let exits: Vec<_> = self.carried.iter().map(|carried| carried.exit).collect();
            let Form { space, carried, sums, trips } = self;
            let looped = Loop { space, head, carried, sums, body, breaks, trips };
            state.step(Step::Loop(Box::new(looped)));
            exits.into_iter().map(|exit| state.item(exit)).collect()
        })
    }
}

/// `for` over items in some order.
pub fn over(hint: &str, items: Items, order: Order) -> Space {
    with(|state| {
        let induction = state.procedure.var(VarKind::Opaque, hint);
        Space::Items { induction, items: state.table.expression(items.0), order }
    })
}

/// `for hint in items { .. }`
pub fn each<B: Bundle>(hint: &str, items: Items, init: B, body: impl FnOnce(I, B) -> B) -> B {
    let form = Form::new(over(hint, items, Order::Forward), init);
    let body = inner_with_results(|| body(form.induction(), form.entries()).items());
    form.end(None, body, false)
}

/// The same where the condition ends the loop after the iteration.
pub fn each_until<B: Bundle>(hint: &str, items: Items, init: B, body: impl FnOnce(I, B) -> (B, C)) -> B {
    let form = Form::new(over(hint, items, Order::Forward), init);
    let body = inner_with_results(|| body(form.induction(), form.entries()).items());
    form.end(None, body, true)
}

/// `while head { body }`
pub fn repeat_while<B: Bundle>(init: B, head: impl FnOnce(B) -> C, body: impl FnOnce(B) -> B) -> B {
    let form = Form::new(Space::Endless, init);
    let head = inner_with_results(|| head(form.entries()).items());
    let body = inner_with_results(|| body(form.entries()).items());
    form.end(Some(head), body, false)
}

/// `loop { body }`, left where the condition holds.
pub fn endless<B: Bundle>(init: B, body: impl FnOnce(B) -> (B, C)) -> B {
    let form = Form::new(Space::Endless, init);
    let body = inner_with_results(|| body(form.entries()).items());
    form.end(None, body, true)
}
