use gradus::grad;

#[grad(name = df, name = dg)]
fn f(x: f64) -> f64 {
    x
}

fn main() {}
