//! Numbers put into another order, for any number.

use super::*;

fn sorted<T: Real>(mut x: Vec<T>, key: impl Fn(T) -> T) -> Vec<T> {
    x.sort_by(|a, b| key(*a).value().total_cmp(&key(*b).value()));
    x
}

pub fn trimmed<T: Real>(x: &[T], k: usize) -> T {
    let v = sorted(x.to_vec(), |x| x);
    let inside = &v[k..v.len() - k];
    let first = sorted(vec![x[0], x[1] * 2.0, x[2]], |x| x);
    sum(inside.len(), |i| inside[i]) / inside.len() as f64 + first[0] * first[1] / (first[2] * first[2] + 1.0)
}

pub fn medians<T: Real>(rows: &[[T; 3]]) -> T {
    sum(rows.len(), |i| {
        let row = sorted(rows[i].to_vec(), |x| x);
        row[1] * row[1] + row[2]
    })
}

pub fn sorted_again<T: Real>(x: &[T], steps: usize) -> T {
    let v = (0..steps).fold(x.to_vec(), |v, i| {
        let mut v = sorted(v, |x| x);
        v[0] = v[0] * 1.5 + v[1] * v[2];
        v[i..].reverse();
        v
    });
    sum(v.len(), |i| v[i] * v[i] * (i + 1) as f64)
}

pub fn by_size<T: Real>(x: &mut [T]) {
    x.copy_from_slice(&sorted(x.to_vec(), |x| x.abs()));
    x[0] = x[0] * 2.0;
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(orders::trimmed(&x: Slice(6), k = 1) in -2.0..2.0).kinked().allocates(),
        case!(orders::medians(&rows: Rows::<3>(3)) in -2.0..2.0).kinked().allocates(),
        case!(orders::sorted_again(&x: Slice(5), steps = 3) in -1.0..1.0).kinked().allocates().stores(),
        case!(orders::by_size(&mut x: Slice(5)) -> () in -2.0..2.0).kinked().allocates(),
    ]
}
