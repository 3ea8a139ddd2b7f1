//! dev
use gradus_engine::Compiled;
use gradus_engine::function::{Function, Kind};
use gradus_engine::graph::Graph;
use gradus_engine::program::{Output, Program};
use std::time::Instant;
fn main() {
    for &f in Function::ALL {
        let mut g = Graph::new();
        let names = ["a", "b", "c"];
        let row = f.row();
        if row.kinds.is_empty() {
            continue;
        }
        let zero = g.integer(0);
        let args: Vec<_> = row
            .kinds
            .iter()
            .zip(names)
            .map(|(k, n)| match k {
                Kind::Real => g.variable(n),
                Kind::Integer => g.integer(3),
                Kind::Bool => {
                    let x = g.variable(n);
                    g.intern(Function::Less, &[zero, x])
                }
            })
            .collect();
        let id = g.intern(f, &args);
        let p = Program { parameters: names.map(str::to_owned).into(), block: g, output: Output::Scalar(id) };
        let c = Compiled::new(&p).unwrap();
        let mut e = c.batch();
        let cols: Vec<Vec<f64>> = (0..3).map(|_| (0..4096).map(|_| fastrand::f64() * 0.8 + 0.1).collect()).collect();
        let cols: Vec<&[f64]> = cols.iter().map(|c| &c[..]).collect();
        let mut out = vec![0.0; 4096];
        let mut best = f64::INFINITY;
        for _ in 0..300 {
            let t = Instant::now();
            e.eval_into(&cols, &mut [&mut out]).unwrap();
            best = best.min(t.elapsed().as_nanos() as f64 / 4096.0);
        }
        println!("{best:7.3} {f:?} {}", row.cost);
    }
}
