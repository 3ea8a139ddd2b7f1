use gradus::grad;

#[grad]
fn by_key(x: f64) -> f64 {
    let mut a = [x, 2.0];
    a.sort_by_key(|v| (v * 8.0) as i32);
    a[0]
}

#[grad]
fn unstable(x: f64) -> f64 {
    let mut a = [x, 2.0];
    a.sort_unstable_by(|a, b| a.partial_cmp(b).unwrap());
    a[0]
}

#[grad]
fn of_what_varies(x: f64) -> f64 {
    let mut a = [x, 2.0];
    a.sort_by(|a, b| (a - x).abs().total_cmp(&(b - x).abs()));
    a[0]
}

#[grad]
fn rows(x: f64) -> f64 {
    let mut a = vec![vec![x, 2.0], vec![1.0, x * x]];
    a.sort_by(|a, b| a[0].total_cmp(&b[0]));
    a[0][1]
}

#[grad]
fn equal_pairs(x: f64) -> f64 {
    let mut a = [(x, 2.0), (1.0, x * x)];
    a.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    a[0].1
}

#[grad(no_alloc)]
fn kept(x: f64) -> f64 {
    let mut a = [x, 2.0];
    a.sort_by(f64::total_cmp);
    a[0]
}

fn main() {}
