use gradus::grad;

#[grad]
fn f(x: f64) -> i32 {
    panic!("{x}")
}

fn main() {}
