use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let _y = x * x;
    loop {
        break;
    }
}

fn main() {}
