use gradus::grad;

trait Extra {
    fn norm(self) -> f64;
}

impl Extra for (f64, f64) {
    fn norm(self) -> f64 {
        0.0
    }
}

#[grad]
fn f(x: f64) -> f64 {
    let p = (x, x);
    p.norm()
}

fn main() {}
