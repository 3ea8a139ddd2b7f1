use gradus::grad;

type W = [[f64; 3]; 3];

#[grad(wrt(w))]
fn f(w: &W, x: f64) -> f64 {
    w[0][0] * x
}

fn main() {}
