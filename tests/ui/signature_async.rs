use gradus::grad;

#[grad]
async fn f(x: f64) -> f64 {
    x
}

fn main() {}
