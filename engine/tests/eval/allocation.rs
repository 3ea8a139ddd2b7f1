//! What must not allocate does not.

use allocation_counter::measure;
use gradus_engine::Compiled;

use crate::random;

fn compiled() -> Compiled {
    Compiled::new(&random::whole_table(&mut fastrand::Rng::with_seed(5), 200)).unwrap()
}

#[test]
fn a_point() {
    let compiled = compiled();
    let mut evaluator = compiled.point();
    let (point, mut out) = (vec![0.5; compiled.inputs()], vec![0.0; compiled.outputs()]);
    let info = measure(|| evaluator.eval_into(&point, &mut out).unwrap());
    assert_eq!(info.count_total, 0);
}

#[test]
fn a_batch() {
    let compiled = compiled();
    let mut evaluator = compiled.batch();
    let mut allocations = Vec::new();
    for rows in [10, 10_000] {
        let columns = vec![vec![0.5; rows]; compiled.inputs()];
        let mut out = vec![vec![0.0; rows]; compiled.outputs()];
        let columns: Vec<&[f64]> = columns.iter().map(|column| &column[..]).collect();
        let mut out: Vec<&mut [f64]> = out.iter_mut().map(|column| &mut column[..]).collect();
        let info = measure(|| evaluator.eval_into(&columns, &mut out).unwrap());
        assert_eq!(info.count_total, 0);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let info = pool.install(|| measure(|| compiled.eval_batch(&columns, &mut out).unwrap()));
        allocations.push(info.count_total);
    }
    assert_eq!(allocations, [1, 1], "the workspace, whatever the number of rows");
}
