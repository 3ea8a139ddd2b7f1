use gradus::grad;

#[grad(wrt(x); no_alloc)]
fn f(x: f64) -> f64 {
    x
}

fn main() {}
