use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut m = std::collections::VecDeque::new();
    m.push_back(x * x);
    x
}

fn main() {}
