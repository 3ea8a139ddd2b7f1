//! Loops.

use gradus_engine::program::procedure::{Block, Loop, Order, Space, Var};

use super::graphs::Frame;
use super::{Machine, Real, Value};

/// What an iteration leaves.
struct Iteration<T> {
    results: Vec<Value<T>>,
    addends: Vec<T>,
}

const ENOUGH: usize = 100_000;

impl<'a, T: Real> Machine<'a, T> {
    pub fn looped(&mut self, frame: &mut Frame<'a, T>, looped: &'a Loop) {
        let space = self.space(&looped.space);
        let inits = looped.carried.iter().map(|carried| self.operand(frame, &carried.init));
        let mut carried: Vec<Value<T>> = inits.collect();
        let mut sums = vec![T::of(0.0); looped.sums.len()];
        let mut trips = 0;
        for induction in space {
            if let Some(head) = &looped.head
                && !self.head(looped, head, &carried)
            {
                break;
            }
            trips += 1;
            assert!(trips <= ENOUGH, "a loop without end");
            let mut iteration = self.iteration(looped, &carried, induction);
            sums.iter_mut().zip(iteration.addends).for_each(|(sum, addend)| *sum = sum.plus(addend));
            let last = looped.breaks
                && iteration.results.pop().is_some_and(|last| last.condition("the condition to leave a loop"));
            assert_eq!(iteration.results.len(), carried.len(), "results of a loop's body");
            carried = iteration.results;
            if last {
                break;
            }
        }
        looped.carried.iter().zip(carried).for_each(|(carried, value)| self.define(carried.exit, value));
        looped.sums.iter().zip(sums).for_each(|(sum, value)| self.define(sum.out, Value::Real(value)));
        looped.trips.iter().for_each(|out| self.define(*out, Value::Integer(trips as i64)));
    }

    /// The induction variable of each iteration and its value.
    fn space(&self, space: &Space) -> Box<dyn Iterator<Item = Option<(Var, i64)>>> {
        match space {
            Space::Endless => Box::new(std::iter::repeat(None)),
            Space::Times(count) => {
                let count = self.value(*count).integer("a number of iterations");
                Box::new(std::iter::repeat_n(None, usize::try_from(count).expect("a number of iterations")))
            }
            Space::Items { induction, items, order } => {
                self.reads(items);
                let mut items = self.items(items.key);
                if let Order::ReversedFrom(count) = order {
                    let count = self.value(*count).integer("a number of iterations");
                    let count = usize::try_from(count).expect("a number of iterations");
                    assert!(count <= items.len(), "{count} iterations over {} items", items.len());
                    items.truncate(count);
                }
                if *order != Order::Forward {
                    items.reverse();
                }
                let induction = *induction;
                Box::new(items.into_iter().map(move |item| Some((induction, item))))
            }
        }
    }

    fn head(&mut self, looped: &'a Loop, head: &'a Block, carried: &[Value<T>]) -> bool {
        self.enter();
        looped.carried.iter().zip(carried).for_each(|(carried, value)| self.define(carried.entry, *value));
        let results = self.inside(head, |machine, frame| machine.operands(frame, &head.results));
        self.leave();
        let [holds] = results[..] else { panic!("{} results of a head", results.len()) };
        holds.condition("the condition of a loop")
    }

    fn iteration(&mut self, looped: &'a Loop, carried: &[Value<T>], induction: Option<(Var, i64)>) -> Iteration<T> {
        self.enter();
        looped.carried.iter().zip(carried).for_each(|(carried, value)| self.define(carried.entry, *value));
        if let Some((var, item)) = induction {
            self.define(var, Value::Integer(item));
        }
        let body = &looped.body;
        let iteration = self.inside(body, |machine, frame| Iteration {
            results: machine.operands(frame, &body.results),
            addends: looped.sums.iter().map(|sum| machine.number(frame, sum.value)).collect(),
        });
        self.leave();
        iteration
    }
}
