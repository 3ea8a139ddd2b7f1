use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut n = 0;
    let mut y = x;
    while { n += 1; n < 3 } {
        y *= x;
    }
    y
}

fn main() {}
