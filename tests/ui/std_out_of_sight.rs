use gradus::grad;
use std::array::from_fn;
use std::mem::swap;

#[grad]
fn swapped(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    swap(&mut a, &mut b);
    a * b * b
}

#[grad]
fn made(x: f64) -> f64 {
    let v: [f64; 3] = from_fn(|i| x * i as f64);
    v[0] + v[2]
}

fn main() {}
