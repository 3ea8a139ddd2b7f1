use gradus::grad;

#[grad]
fn f(x: f64, n: i32, m: i32) -> f64 {
    let mut k = 1;
    if x > 0.0 {
        k = 2;
    }
    let y = if m != 0 { x * (n / m) as f64 } else { x };
    if x > 1.0 && n / m > 2 { y } else { x * k as f64 }
}

fn main() {}
