use gradus::grad;

#[grad]
fn f(x: f64, n: usize) -> f64 {
    let row = vec![x; n];
    let rows = vec![vec![row; 2]; 2];
    rows[0][0][0]
}

fn main() {}
