use gradus::grad;

struct Pair(f64, f64);

#[grad]
fn f(x: f64) -> f64 {
    let y;
    y = x * 2.0;
    let Pair(a, b) = Pair(x, y);
    let ref z = x;
    fn inner() {}
    a * b * *z
}

fn main() {}
