use gradus::grad;

#[grad]
fn rows(x: &[f64]) -> f64 {
    let mut rows = vec![x.to_vec(), x.to_vec()];
    let last = rows.pop().unwrap();
    last[0]
}

#[grad]
fn row(x: &[f64]) -> f64 {
    let mut rows = vec![x.to_vec(), x.to_vec()];
    rows[0].truncate(1);
    rows[1][0]
}

#[grad]
fn unique(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.dedup_by_key(|a| *a as i64);
    v[0]
}

#[grad]
fn given(v: &mut Vec<f64>, x: f64) {
    v.push(x);
}

#[grad]
fn shorter(v: &mut Vec<f64>) {
    v.pop();
}

#[grad]
fn queue(x: &[f64]) -> f64 {
    let mut queue = std::collections::VecDeque::new();
    queue.push_back(x[0]);
    queue[0]
}

#[grad]
fn totals(x: &[f64], keys: &[u32]) -> f64 {
    let mut total = std::collections::HashMap::new();
    for (key, v) in keys.iter().zip(x) {
        *total.entry(*key).or_insert(0.0) += v;
    }
    total[&0]
}

fn main() {}
