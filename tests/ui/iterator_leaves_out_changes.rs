use gradus::grad;

#[grad]
fn skipped(x: &[f64]) -> f64 {
    let mut c = 0.0;
    let s: f64 = x
        .iter()
        .map(|v| {
            c += 1.0;
            v * c
        })
        .skip(2)
        .sum();
    s + c
}

#[grad]
fn last(x: &[f64]) -> f64 {
    let mut c = 0.0;
    let l = x
        .iter()
        .map(|v| {
            c += v;
            v * c
        })
        .last();
    l.unwrap() + c
}

fn main() {}
