use gradus::grad;

#[grad(no_alloc, no_alloc)]
fn f(x: f64) -> f64 {
    x
}

fn main() {}
