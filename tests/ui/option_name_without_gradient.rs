use gradus::grad;

#[grad(name = df)]
fn f(x: f64) -> [f64; 2] {
    [x, x * x]
}

fn main() {}
