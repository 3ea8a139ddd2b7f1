use gradus::grad;

#[grad]
fn f(rows: &[[f64; 2]]) -> f64 {
    if let [[0.0, b], ..] = rows { *b } else { 1.0 }
}

fn main() {}
