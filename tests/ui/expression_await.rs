use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    x.await
}

fn main() {}
