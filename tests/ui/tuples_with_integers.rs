use gradus::grad;

#[grad]
fn constants(x: &[f64]) -> f64 {
    let v = [(0usize, x[0]), (1, x[1])];
    let w = v;
    let mut s = 0.0;
    for (i, e) in w.windows(2).map(|p| p[0]) {
        s += x[i] * e;
    }
    s
}

#[grad]
fn of_one_kind(x: &[f64]) -> f64 {
    let mut v: Vec<(f64, f64)> = Vec::new();
    for (i, e) in x.iter().enumerate() {
        v.push((i as f64, *e));
    }
    v[0].1
}

fn main() {}
