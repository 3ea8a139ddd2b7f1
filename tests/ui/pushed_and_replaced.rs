use gradus::grad;

#[grad]
fn f(x: &[f64]) -> f64 {
    let mut v = vec![(0usize, x[0])];
    for k in 0..3 {
        v.push((k, x[k]));
        if k == 1 {
            v = vec![(2, x[1])];
        }
    }
    v[0].1
}

fn main() {}
