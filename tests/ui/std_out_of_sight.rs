use gradus::grad;

mod ours {
    pub fn swap<T: Copy>(a: &mut T, b: &mut T) {
        *a = *b;
    }
}

use ours::swap;

#[grad]
fn not_that_of_std(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    swap(&mut a, &mut b);
    a * b * b
}

fn main() {}
