//! Helpers that return arrays, for any number.

use super::*;
use std::array::from_fn;

fn product<T: Real, const N: usize>(a: [[T; N]; N], b: [[T; N]; N]) -> [[T; N]; N] {
    from_fn(|i| from_fn(|j| (1..N).fold(a[i][0] * b[0][j], |sum, k| sum + a[i][k] * b[k][j])))
}

fn here<T: Real>() -> [[T; 4]; 4] {
    from_fn(|i| from_fn(|j| T::of(if i == j { 1.0 } else { 0.0 })))
}

pub fn reach<T: Real>(joints: &[T], offsets: &[[T; 3]], target: [T; 3]) -> T {
    let pose = joints.iter().zip(offsets).fold(here(), |pose, (joint, offset)| {
        let (mut turned, mut moved) = (here(), here());
        (turned[0][0], turned[0][1]) = (joint.cos(), -joint.sin());
        (turned[1][0], turned[1][1]) = (joint.sin(), joint.cos());
        (0..3).for_each(|i| moved[i][3] = offset[i]);
        product(pose, product(turned, moved))
    });
    let error = sum(3, |i| (pose[i][3] - target[i]).powi(2));
    error + sum(joints.len() - 1, |i| (joints[i + 1] - joints[i]).powi(2)) * 1e-2
}

fn quaternion_product<T: Real>(a: [T; 4], b: [T; 4]) -> [T; 4] {
    [
        a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
        a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
        a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
        a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
    ]
}

pub fn attitude<T: Real>(start: &[T; 4], rates: &[[T; 3]], dt: T, goal: [T; 4]) -> T {
    let q = rates.iter().fold(*start, |q, rate| {
        let half = |k: usize| rate[k] * 0.5 * dt;
        let q = quaternion_product(q, [T::of(1.0), half(0), half(1), half(2)]);
        q.map(|x| x / inner(&q, &q).sqrt())
    });
    let error = quaternion_product([goal[0], -goal[1], -goal[2], -goal[3]], q);
    -(error[0] * error[0]) + 1.0 + inner(&error[1..], &error[1..])
}

pub fn relaxation<T: Real>(start: &[T], rate: T, steps: usize) -> T {
    let relaxed = |x: Vec<T>| -> Vec<T> { x.iter().map(|&v| v - rate * v * v).collect() };
    let x = (0..steps).fold(start.to_vec(), |x, _| relaxed(x));
    let last = relaxed(x.clone());
    (x[0] + 1.0) * last[1] + last[0]
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(arm::reach(&joints: Slice(3), &offsets: Rows::<3>(3), target: Array::<3>) in -1.0..1.0)
            .stores()
            .another_way(),
        case!(helpers::attitude(&start: Array::<4>, &rates: Rows::<3>(3), dt: Number, goal: Array::<4>) in 0.2..1.0)
            .stores(),
        case!(helpers::relaxation(&start: Slice(3), rate: Number, steps = 2) in 0.2..1.0).allocates().stores(),
    ]
}
