use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    f64::to_degrees(x) + f64::next_up(x)
}

fn main() {}
