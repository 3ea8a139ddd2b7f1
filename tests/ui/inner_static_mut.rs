use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    static mut N: u32 = 0;
    x
}

fn main() {}
