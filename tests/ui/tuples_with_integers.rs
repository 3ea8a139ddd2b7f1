use gradus::grad;

#[grad]
fn pushed(x: &[f64]) -> f64 {
    let mut v = Vec::new();
    for (i, e) in x.iter().enumerate() {
        v.push((i, *e));
    }
    v[0].1
}

fn main() {}
