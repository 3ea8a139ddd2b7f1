use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let __v3 = x * x;
    __v3
}

fn main() {}
