use gradus::grad;

fn next(seed: &mut u64) -> f64 {
    *seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1);
    (*seed >> 33) as f64
}

#[grad]
fn f(x: f64) -> f64 {
    let mut seed = 42u64;
    let a: f64 = next(&mut seed);
    x * a
}

fn main() {}
