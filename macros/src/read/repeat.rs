//! A loop of any sort: its variables are carried from one iteration to the next, and the rest is its body.

use gradus_engine::function::Function;
use gradus_engine::program::procedure::{Block, Carried, Loop, Operand, Order, Space, Step, Var, VarKind};
use syn::Expr;

use super::Reader;
use super::branches::TOO_DEEP;
use super::carry::Carry;
use super::loops::{Over, Parts};
use super::scope::CellId;
use super::table::named;
use super::value::{Class, Constant, Node, Value};

/// A variable that gets its first value inside the loop.
struct Late {
    cell: CellId,
    shape: Value,
    count: usize,
}

/// A loop whose body was read.
struct Read<'e> {
    over: Over<'e>,
    /// The block of a `while` condition.
    head: Option<Block>,
    body: Block,
    induction: Option<Var>,
    carries: Vec<Carry>,
    late: Vec<Late>,
    /// Whether it is left before its end.
    breaks: bool,
}

impl Reader<'_> {
    /// Reads a loop; `body` reads one iteration, given the loop's variable.
    pub(super) fn repeat(&mut self, parts: Parts, body: &mut dyn FnMut(&mut Self, Option<Constant>)) -> Value {
        if self.is_too_deep() {
            return self.refuse(parts.place, TOO_DEEP);
        }
        let before = std::mem::replace(&mut self.branch_place, parts.place.clone());
        let carries = self.carries(&parts);
        self.enter_loop(parts.found);
        let base = std::mem::replace(&mut self.loop_base, self.cells.count());
        let mark = self.cells.mark();
        let (depth, dead) = (self.cells.scope.depth(), self.dead);

        let head = match parts.over {
            Over::While(condition) => Some(self.head(condition, &carries)),
            _ => None,
        };
        self.open(true);
        let induction = match &parts.over {
            Over::Items(items, class, hint) => {
                let var = self.var(VarKind::Opaque, hint);
                if *class == Class::Any && self.is_untyped(items) {
                    self.untyped.insert(var);
                }
                Some((var, *class))
            }
            _ => None,
        };
        self.begin(&carries);
        let limit = self.loop_base;
        body(self, induction.map(|(var, class)| named(var, class)));
        self.cells.scope.leave(depth);
        self.dead = dead;

        let (results, late, last) = self.end(&carries, mark, limit);
        self.loop_base = base;
        self.branch_place = before;
        if last.is_none() && matches!(parts.over, Over::Endless) {
            if self.errors.is_empty() {
                self.errors.push(parts.place.clone(), "this loop never ends; leave it with `break` or `return`");
            }
            self.dead = true;
        }
        let mut frame = self.close();
        // the variables are those of before, then what the loop leaves
        self.cells.rewind(mark, 0);
        let target = self.exit();
        frame.block.results = results;
        frame.block.results.extend(last.map(Operand::Node));
        let induction = induction.map(|(var, _)| var);
        let breaks = last.is_some();
        self.finish(Read { over: parts.over, head, body: frame.block, induction, carries, late, breaks });
        match self.cells.value(target.value) {
            Value::Unset => Value::Unit,
            value => value.clone(),
        }
    }

    /// The block of a `while` condition.
    fn head(&mut self, condition: &Expr, carries: &[Carry]) -> Block {
        self.open(true);
        self.begin(carries);
        let mark = self.cells.mark();
        let node = self.condition(condition);
        let id = match node {
            Some(node) => self.here(node),
            None => self.truth(false).id,
        };
        if !self.cells.rewind(mark, usize::MAX).is_empty() {
            self.errors.push(condition, "a condition that assigns is not read; assign in the loop");
        }
        let mut block = self.close().block;
        block.results = vec![Operand::Node(id)];
        block
    }

    /// Sets the carried variables to what they are at the start of an iteration.
    fn begin(&mut self, carries: &[Carry]) {
        for carry in carries {
            let home = self.frame().serial;
            carry.entries.iter().for_each(|(_, var)| self.homes[var.0 as usize] = home);
            let value = self.carried_value(&carry.before, &mut carry.entries.iter().map(|(_, var)| *var));
            self.cells.set(carry.cell, value);
        }
    }

    /// The results of the body: the carried values, those of variables that get their first value in the loop, and the condition to leave.
    fn end(
        &mut self,
        carries: &[Carry],
        mark: usize,
        limit: usize,
    ) -> (Vec<Operand>, Vec<Late>, Option<gradus_engine::graph::Id>) {
        let mut results = Vec::new();
        for carry in carries {
            let value = self.cells.value(carry.cell).clone();
            let name = self.cells.cell(carry.cell).name.clone();
            self.carry_results(&carry.before, value, &name, &mut results);
        }
        let own = self.targets.last().expect("the loop was entered");
        let (left, skip) = (own.left, own.skip());
        let mut late = Vec::new();
        for cell in self.cells.set_since(mark, limit) {
            if cell == left || Some(cell) == skip || carries.iter().any(|carry| carry.cell == cell) {
                continue;
            }
            let name = self.cells.cell(cell).name.clone();
            let value = self.cells.value(cell).clone();
            let value = self.outlasting(value, &name);
            let shape = value.clone();
            let first = results.len();
            self.carry_results(&shape, value, &name, &mut results);
            late.push(Late { cell, shape, count: results.len() - first });
        }
        let mut conditions: Vec<Node> = Vec::new();
        for flag in self.flags().into_iter().filter(|flag| Some(*flag) != skip) {
            if let Value::Bool(node) = *self.cells.value(flag)
                && self.certain(node) != Some(false)
            {
                conditions.push(node);
            }
        }
        let last = conditions.into_iter().reduce(|a, b| self.apply(Function::Or, &[a, b]));
        let last = last.map(|node| self.here(node));
        (results, late, last)
    }

    /// Puts the loop into the block around it; the variables get what it leaves.
    fn finish(&mut self, read: Read) {
        let Read { over, head, body, induction, carries, late, breaks } = read;
        let space = match over {
            Over::Items(items, ..) => {
                let items = self.table.expression(items);
                Space::Items { induction: induction.expect("it was made"), items, order: Order::Forward }
            }
            Over::While(_) | Over::Endless => Space::Endless,
        };
        let mut carried = Vec::new();
        let mut exits: Vec<(CellId, Value, Vec<Var>)> = Vec::new();
        for carry in carries {
            let name = self.cells.cell(carry.cell).name.clone();
            let mut inits = Vec::new();
            self.carry_results(&carry.before, carry.init.clone(), &name, &mut inits);
            let mut vars = Vec::new();
            for ((kind, entry), init) in carry.entries.iter().zip(inits) {
                let exit = self.var(*kind, &name);
                carried.push(Carried { init, entry: *entry, exit });
                vars.push(exit);
            }
            exits.push((carry.cell, carry.before, vars));
        }
        for Late { cell, shape, count } in late {
            let name = self.cells.cell(cell).name.clone();
            let kinds = self.kinds_of(&shape);
            debug_assert_eq!(kinds.len(), count);
            let mut vars = Vec::new();
            for kind in kinds {
                let init = match (kind, self.cells.value(cell).clone()) {
                    (VarKind::Condition, Value::Bool(node)) => Operand::Node(self.here(node)),
                    _ => Operand::Any,
                };
                let (entry, exit) = (self.var(kind, &name), self.var(kind, &name));
                carried.push(Carried { init, entry, exit });
                vars.push(exit);
            }
            exits.push((cell, shape, vars));
        }
        let step = Loop { space, head, carried, sums: Vec::new(), body, breaks, trips: None };
        self.step(Step::Loop(Box::new(step)));
        for (cell, shape, vars) in exits {
            let value = self.carried_value(&shape, &mut vars.into_iter());
            self.cells.set(cell, value);
        }
    }
}
