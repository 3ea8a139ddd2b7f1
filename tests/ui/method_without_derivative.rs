use gradus::grad;

trait Extra {
    fn digamma(self) -> f64;
}

impl Extra for f64 {
    fn digamma(self) -> f64 {
        0.0
    }
}

#[grad]
fn f(x: f64) -> f64 {
    x.digamma()
}

fn main() {}
