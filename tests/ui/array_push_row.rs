use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut a = vec![vec![0.0; 2]; 2];
    a.push(vec![x, x]);
    a[0][0]
}

fn main() {}
