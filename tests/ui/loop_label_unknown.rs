use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    for _ in 0..3 {
        break 'a;
    }
    x
}

fn main() {}
