use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let y = 'a: {
        if x > 0.0 {
            continue 'a;
        }
        x
    };
    y
}

fn main() {}
