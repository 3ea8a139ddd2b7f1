//! Emitted text as a person reads it. `UPDATE_GOLDEN=1` writes the file anew; review the difference.

use std::path::Path;
use std::rc::Rc;

use gradus_engine::program::procedure::{Block, Procedure, Step};

use super::source::{Given, Source};
use crate::build::*;

/// Gives carried values and results of branches names, in the order in which they come.
fn named(program: &Rc<Program>, names: &[&str]) -> Procedure {
    fn each(block: &Block, procedure: &mut Procedure, names: &mut std::slice::Iter<&str>) {
        let mut next = || (*names.next().expect("a name for each")).to_owned();
        for step in &block.steps {
            match step {
                Step::Loop(looped) => {
                    for carried in &looped.carried {
                        let name = next();
                        procedure.vars[carried.entry.0 as usize].hint.clone_from(&name);
                        procedure.vars[carried.exit.0 as usize].hint = name;
                    }
                }
                Step::If(branch) => {
                    branch.outs.iter().for_each(|out| procedure.vars[out.0 as usize].hint = next());
                }
                _ => {}
            }
        }
        for inner in block.steps.iter().flat_map(Step::blocks) {
            each(inner, procedure, names);
        }
    }
    let mut procedure = program.procedure.clone();
    let mut names = names.iter();
    each(&program.procedure.body, &mut procedure, &mut names);
    assert!(names.next().is_none(), "names are left");
    procedure
}

/// A program with the names of what its loops carry and its branches decide.
struct Example {
    title: &'static str,
    program: Rc<Program>,
    names: &'static [&'static str],
}

fn example(title: &'static str, names: &'static [&'static str], body: impl FnOnce()) -> Example {
    Example { title, program: program(body), names }
}

fn examples() -> Vec<Example> {
    let dot = program(|| {
        let (x, y) = (array("x", 1), array("y", 1));
        returns(each("i", range(0, x.len()), R::of(0.0), |i, s| s + x.at(i).get() * y.at(i).get()));
    });
    vec![
        example("a neuron", &["z"], || {
            let (w, x, b) = (array("w", 1), array("x", 1), scalar("b"));
            let z = each("i", range(0, w.len()), b, |i, z| z + w.at(i).get() * x.at(i).get());
            returns(1.0 / (1.0 + (-z).exp()));
        }),
        example("a recurrence", &["s"], || {
            let (x, a) = (array("x", 1), scalar("a"));
            returns(each("i", range(0, x.len()), R::of(0.0), |i, s| (a * s + x.at(i).get()).tanh()));
        }),
        example("values that swap", &["a", "b"], || {
            let (p, n) = (scalar("p"), integer("n"));
            let [_, b] = each("i", range(0, n), [p, R::of(1.0)], |_, [a, b]| [b, a.sin() + b]);
            returns(b);
        }),
        example("Newton's iteration", &["r"], || {
            let x = scalar("x");
            let root = repeat_while(x, |r| (r * r - x).abs().greater(1e-12), |r| 0.5 * (r + x / r));
            returns(root);
        }),
        example("a loop that breaks", &["s"], || {
            let (x, most) = (array("x", 1), scalar("most"));
            let s = each_until("i", range(0, x.len()), R::of(0.0), |i, s| {
                let next = s + x.at(i).get() * x.at(i).get();
                (next, next.greater(most))
            });
            returns(s.sqrt());
        }),
        example("branches", &["y", "y", "y"], || {
            let (x, a) = (scalar("x"), scalar("a"));
            let y = branch(
                x.less(-1.0),
                || -1.0 * a,
                || branch(x.less(1.0), || (x * a).sin() + a, || branch(x.less(2.0), || a * a, R::unknown)),
            );
            returns(y * x);
        }),
        example("a sum of positive elements", &["s", "s"], || {
            let x = array("x", 1);
            let s = each("i", range(0, x.len()), R::of(0.0), |i, s| {
                let t = x.at(i).get();
                branch(t.greater(0.0), || s + t * t, || s)
            });
            returns(s);
        }),
        example("cumulative sums in place", &[], || {
            let x = array("x", 1);
            each("i", range(1, x.len()), (), |i, ()| x.at(i).add(x.at(i - 1).get()));
            returns(x.at(x.len() - 1).get().sin());
        }),
        example("a matrix and a vector", &["t"], || {
            let (a, x) = (array("a", 2), array("x", 1));
            let y = zeros("y", &[a.len()]);
            each("i", range(0, a.len()), (), |i, ()| {
                let t = each("j", range(0, x.len()), R::of(0.0), |j, t| t + a.at(i).at(j).get() * x.at(j).get());
                y.at(i).set(t.tanh());
            });
            returns_array(y);
        }),
        example("a list that grows", &["last"], || {
            let (x, n) = (scalar("x"), integer("n"));
            let powers = empty("powers");
            each("i", range(0, n), x, |i, last| {
                powers.push(last * i.real());
                last * x
            });
            returns(powers.whole().total());
        }),
        example("a call", &[], || {
            let (x, y) = (array("x", 1), array("y", 1));
            let both = call(&dot, vec![argument(x), argument(y)]);
            returns(both / (call(&dot, vec![argument(x), argument(x)]) + 1.0).sqrt());
        }),
        example("nested loops", &["s", "s"], || {
            let (x, n) = (array("x", 2), integer("n"));
            let s = each("i", range(0, n), R::of(1.0), |i, s| {
                each("j", range(0, i), s, |j, s| s * (1.0 + x.at(i).at(j).get()))
            });
            returns(s.ln());
        }),
    ]
}

#[test]
#[cfg_attr(not(feature = "egraph"), ignore = "some terms are found by equality saturation")]
fn texts() {
    let mut texts = String::new();
    for Example { title, program, names } in examples() {
        let forward = named(&program, names);
        let reversed = gradus_engine::adjoint::reverse(&forward, &program.scalars(), &program.arrays()).unwrap();
        let show = |procedure: &Procedure, given: &Given, name: &str| {
            let source = Source::new(&program, procedure, "f");
            source.function(name, given).replace("::core::option::Option::Some", "Some")
        };
        let none = Given { seeds: &[], adjoints: &[], optional: false };
        let unit = reversed.with_unit_seed();
        let given = |optional| Given { seeds: &unit.seeds, adjoints: &reversed.adjoints, optional };
        texts += &format!("// {title}\n\n{}\n", show(&forward, &none, "f"));
        texts += &format!("{}\n", show(&unit.procedure, &given(false), "f_grad_into"));
        if title == "a neuron" || title == "a call" {
            let given = Given { seeds: &reversed.seeds, adjoints: &reversed.adjoints, optional: true };
            texts += &format!("{}\n", show(&reversed.procedure, &given, "f_vjp"));
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/procedure/emitted/readable.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &texts).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap();
    assert!(golden == texts, "the text differs; run with UPDATE_GOLDEN=1 and look at what changed");
}
