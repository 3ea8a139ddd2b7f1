use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut s = x;
    for i in (0..).map(|i| 2 * i) {
        s *= i as f64;
    }
    s
}

fn main() {}
