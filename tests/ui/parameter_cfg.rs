use gradus::grad;

#[grad]
fn f(x: f64, #[cfg(test)] y: f64) -> f64 {
    x
}

fn main() {}
