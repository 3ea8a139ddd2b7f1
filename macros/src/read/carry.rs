//! The variables that a loop sets.

use std::collections::BTreeSet;

use gradus_engine::program::procedure::{Operand, Place, Step, Var, VarKind};
use proc_macro2::Ident;
use syn::Expr;

use super::Reader;
use super::loops::Parts;
use super::scope::{CellId, Scope};
use super::table::{named, single};
use super::value::{Class, Value};
use super::walk::{Event, walk_expr};

/// A variable that goes from one iteration to the next.
pub(super) struct Carry {
    pub(super) cell: CellId,
    /// Its value before the loop.
    pub(super) init: Value,
    /// The same with the sort that it has throughout the loop.
    pub(super) before: Value,
    /// What it is at the start of an iteration.
    pub(super) entries: Vec<(VarKind, Var)>,
}

impl Reader<'_> {
    /// The variables of outside that an expression sets, in ascending order.
    pub(super) fn assigned_in(&mut self, expr: &Expr) -> Vec<CellId> {
        let scope = self.cells.scope.clone();
        let mut found = BTreeSet::new();
        self.assigned_within(expr, &scope, &mut found, &mut Vec::new());
        found.into_iter().collect()
    }

    fn assigned_within(
        &self,
        expr: &Expr,
        scope: &Scope,
        found: &mut BTreeSet<CellId>,
        seen: &mut Vec<*const super::closures::Closure>,
    ) {
        let mut closures = Vec::new();
        walk_expr(&mut expr.clone(), &mut |event| {
            match event {
                Event::Assigned(name) | Event::Borrowed(name) => {
                    if let Some(cell) = scope.get(name) {
                        found.insert(cell);
                        found.extend(self.length_of(cell));
                        self.behind(self.cells.value(cell), found);
                    }
                }
                // of an `Option`, of a struct, of a `Vec`
                Event::Method(Some(name), method, _) => {
                    if let Some(cell) = scope.get(name)
                        && super::prefix::changes_length(&super::text::plain(method))
                    {
                        found.extend(self.length_of(cell));
                    }
                    if let Some(cell) = scope.get(name)
                        && (method == "take" || method == "as_mut" || self.changes(cell, method))
                    {
                        found.insert(cell);
                        self.behind(self.cells.value(cell), found);
                    }
                }
                Event::Called(path, _) => {
                    if let Some(name) = path.path.get_ident() {
                        closures.extend(self.closure_at(scope, name));
                    }
                }
                Event::Name { name, .. } => {
                    closures.extend(self.closure_at(scope, name));
                    if let Some(cell) = scope.get(name) {
                        self.behind(self.cells.value(cell), found);
                    }
                }
                _ => {}
            }
            None
        });
        for closure in closures {
            let pointer = std::rc::Rc::as_ptr(&closure);
            if !seen.contains(&pointer) {
                seen.push(pointer);
                self.assigned_within(&Expr::Closure(closure.expr.clone()), &closure.scope, found, seen);
            }
        }
    }

    /// Whether a method of that name may change a struct, or one in it or behind it.
    fn changes(&self, cell: CellId, method: &Ident) -> bool {
        let may_hold = matches!(
            self.cells.value(cell).peel(),
            Value::Struct(..) | Value::Tuple(_) | Value::Place(..) | Value::Optional(..)
        );
        may_hold && self.beside.may_change(&super::text::plain(method))
    }

    /// The variable that says how long a `Vec` is that also gets shorter.
    fn length_of(&self, cell: CellId) -> Option<CellId> {
        match self.cells.value(cell) {
            Value::Prefix(_, count) => Some(*count),
            _ => None,
        }
    }

    /// The variables to which there are references in a value.
    fn behind(&self, value: &Value, found: &mut BTreeSet<CellId>) {
        match value {
            Value::Place(cell, _) if found.insert(*cell) => self.behind(self.cells.value(*cell), found),
            Value::Ref(inner, _) | Value::Optional(_, inner) => self.behind(inner, found),
            Value::Tuple(parts) => parts.iter().for_each(|part| self.behind(part, found)),
            Value::Struct(_, fields) => fields.iter().for_each(|(_, value)| self.behind(value, found)),
            _ => {}
        }
    }

    fn closure_at(&self, scope: &Scope, name: &Ident) -> Option<std::rc::Rc<super::closures::Closure>> {
        match self.cells.value(scope.get(name)?).peel() {
            Value::Closure(closure) => Some(closure.clone()),
            _ => None,
        }
    }

    /// What is carried of the variables that a loop may set.
    pub(super) fn carries(&mut self, parts: &Parts) -> Vec<Carry> {
        let mut carries = Vec::new();
        for &cell in &parts.assigned {
            if self.cells.cell(cell).state {
                continue;
            }
            let init = self.cells.value(cell).clone();
            let name = self.cells.cell(cell).name.clone();
            let before = match &init {
                Value::Constant(constant) if constant.class == Class::Any && self.becomes_real(&name) => {
                    let node = self.real_constant(constant.clone(), &name);
                    Value::Real(node)
                }
                init => init.clone(),
            };
            let kinds = self.kinds_of(&before);
            // a reference has to stand for the same throughout, which is seen at the end of an iteration
            if kinds.is_empty() && !stands_for_another(&before) {
                continue;
            }
            let entries = kinds.into_iter().map(|kind| (kind, self.var(kind, &name))).collect();
            carries.push(Carry { cell, init, before, entries });
        }
        carries
    }

    /// A value that a loop leaves, at the end of an iteration: arrays of the iteration are copied into ones that stand before the loop.
    pub(super) fn outlasting(&mut self, value: Value, name: &str) -> Value {
        let iteration = self.frame().serial;
        match value {
            Value::Tuple(parts) => Value::Tuple(parts.into_iter().map(|part| self.outlasting(part, name)).collect()),
            Value::Struct(path, fields) => {
                let fields = fields.into_iter().map(|(field, value)| (field, self.outlasting(value, name)));
                Value::Struct(path, fields.collect())
            }
            Value::View(view) if view.rank() > 0 && !self.stands_outside(&view, iteration) => {
                let Some(zero) = self.fixed_zero(&view.shape) else {
                    self.unlike(name, "is another array in each iteration, which is not read; declare one array before the loop and assign to its elements");
                    return Value::Unknown;
                };
                let iteration = self.frames.pop();
                let array = self.local_constant(zero, view.shape.clone(), name, true);
                self.frames.extend(iteration);
                let to = Place { array, path: Vec::new() };
                self.written(&to);
                let from = Place { array: view.array, path: view.path };
                self.step(Step::Copy { to, from });
                Value::View(self.whole(array))
            }
            value => value,
        }
    }

    /// The kinds of the values that are carried.
    pub(super) fn kinds_of(&self, shape: &Value) -> Vec<VarKind> {
        match shape {
            Value::Real(_) => vec![VarKind::Real],
            Value::Bool(_) => vec![VarKind::Condition],
            Value::Constant(constant) => match constant.class {
                Class::Bool => vec![VarKind::Condition],
                Class::Real => vec![VarKind::Real],
                _ => vec![VarKind::Opaque],
            },
            Value::Tuple(parts) => parts.iter().flat_map(|part| self.kinds_of(part)).collect(),
            Value::Struct(_, fields) => fields.iter().flat_map(|(_, value)| self.kinds_of(value)).collect(),
            Value::Ref(inner, _) => self.kinds_of(inner),
            Value::Optional(_, inner) => [vec![VarKind::Condition], self.kinds_of(inner)].concat(),
            _ => Vec::new(),
        }
    }

    /// A value of that shape made of values of the procedure.
    pub(super) fn carried_value(&mut self, shape: &Value, vars: &mut dyn Iterator<Item = Var>) -> Value {
        let mut next = || vars.next().expect("one for each number");
        match shape {
            Value::Real(_) => {
                let var = next();
                Value::Real(self.leaf(var))
            }
            Value::Bool(_) => {
                let var = next();
                Value::Bool(self.leaf(var))
            }
            Value::Constant(constant) => match constant.class {
                Class::Bool => {
                    let var = next();
                    Value::Bool(self.leaf(var))
                }
                Class::Real => {
                    let var = next();
                    Value::Real(self.leaf(var))
                }
                class => Value::Constant(named(next(), class)),
            },
            Value::Tuple(parts) => Value::Tuple(parts.iter().map(|part| self.carried_value(part, vars)).collect()),
            Value::Struct(path, fields) => {
                let fields = fields.iter().map(|(field, value)| (field.clone(), self.carried_value(value, vars)));
                Value::Struct(path.clone(), fields.collect())
            }
            Value::Ref(inner, mutable) => Value::Ref(Box::new(self.carried_value(inner, vars)), *mutable),
            Value::Optional(_, inner) => {
                let present = named(next(), Class::Bool);
                Value::Optional(present, Box::new(self.carried_value(inner, vars)))
            }
            value => value.clone(),
        }
    }

    /// The operands, in the current block, that a value has where that shape is carried.
    pub(super) fn carry_results(&mut self, shape: &Value, value: Value, name: &str, results: &mut Vec<Operand>) {
        let place = self.branch_place.clone();
        match (shape, value) {
            (shape, Value::Unknown) => {
                self.not_read(&place);
                results.extend(self.kinds_of(shape).iter().map(|_| Operand::Any));
            }
            // nobody looks at it, but a loop that does not run leaves what was there before
            (shape, Value::Never) => {
                for kind in self.kinds_of(shape) {
                    results.push(match kind {
                        VarKind::Real => Operand::Node(self.number(0.into()).id),
                        _ => Operand::Any,
                    });
                }
            }
            (Value::Tuple(shapes), Value::Tuple(values)) if shapes.len() == values.len() => {
                for (shape, value) in shapes.iter().zip(values) {
                    self.carry_results(shape, value, name, results);
                }
            }
            (Value::Struct(before, shapes), Value::Struct(after, values))
                if shapes.len() == values.len() && before.has_rest_of(&after) =>
            {
                for (field, shape) in shapes {
                    let value =
                        values.iter().find(|(other, _)| other == field).map_or(Value::Unknown, |(_, v)| v.clone());
                    self.carry_results(shape, value, name, results);
                }
            }
            (Value::Struct(before, fields), Value::Constant(constant)) if !before.is_open() => {
                let value = super::merge::fields_of(&constant, fields, shape);
                self.carry_results(shape, value, name, results);
            }
            (Value::Ref(shape, _), Value::Ref(value, _)) => self.carry_results(shape, *value, name, results),
            (Value::Optional(_, shape), Value::Optional(present, value)) => {
                let condition = self.condition_constant(present);
                results.push(Operand::Node(self.here(condition)));
                self.carry_results(shape, *value, name, results);
            }
            (shape, value) => self.carry_plain(shape, value, name, results),
        }
    }

    /// The same of a value without parts.
    fn carry_plain(&mut self, shape: &Value, value: Value, name: &str, results: &mut Vec<Operand>) {
        let place = self.branch_place.clone();
        match (shape, value) {
            (Value::Real(_), Value::Constant(constant)) if constant.class == Class::Integer => {
                self.unlike(name, "becomes an integer in this loop; convert it");
                results.push(Operand::Any);
            }
            (Value::Real(_), value) => {
                let node = self.as_real(value, &place);
                results.push(node.map_or(Operand::Any, |node| Operand::Node(self.here(node))));
            }
            (Value::Bool(_), value) => {
                let node = self.as_condition(value, &place);
                results.push(node.map_or(Operand::Any, |node| Operand::Node(self.here(node))));
            }
            (Value::Constant(constant), value) if constant.class == Class::Bool => {
                let node = self.as_condition(value, &place);
                results.push(node.map_or(Operand::Any, |node| Operand::Node(self.here(node))));
            }
            (Value::Constant(_), Value::Constant(constant)) => {
                let var = match single(&constant.tokens) {
                    Some(var) => var,
                    None => self.constant_var(constant, name),
                };
                results.push(Operand::Opaque(var));
            }
            (Value::Constant(_), Value::Real(_)) => {
                let float = self.float;
                let message = format!(
                    "becomes a number in this loop; say so where it is declared: `let mut {name}: {float} = ..`"
                );
                self.unlike(name, &message);
                results.push(Operand::Any);
            }
            (Value::View(before), Value::View(after)) if before.array == after.array && before.path == after.path => {}
            (Value::View(_), _) => {
                self.unlike(name, "stands for another array from one iteration to the next, which is not read; index the array instead");
            }
            (Value::Place(cell, members), Value::Place(other, others)) if *cell == other && *members == others => {}
            (Value::Place(..), _) => {
                self.unlike(name, "stands for another variable from one iteration to the next, which is not read");
            }
            (Value::Iter(before), Value::Iter(after)) if before.is_same(&after) => {}
            (Value::Iter(_), _) => {
                self.unlike(
                    name,
                    "is another iterator from one iteration to the next, which is not read; make it in the loop",
                );
            }
            (shape, _) if self.kinds_of(shape).is_empty() => {}
            (shape, _) => {
                self.unlike(name, "is not of one kind throughout this loop, which is not read");
                results.extend(self.kinds_of(shape).iter().map(|_| Operand::Any));
            }
        }
    }
}

/// Whether there is something in a value that may stand for something else later: a reference, an iterator.
fn stands_for_another(value: &Value) -> bool {
    match value {
        Value::Ref(..) | Value::Place(..) | Value::Iter(_) => true,
        Value::Tuple(parts) => parts.iter().any(stands_for_another),
        Value::Struct(_, fields) => fields.iter().any(|(_, value)| stands_for_another(value)),
        Value::Optional(_, inner) => stands_for_another(inner),
        _ => false,
    }
}
