//! Cameras, images and losses, for any number.

use super::*;

fn cross<T: Real>(a: &[T], b: &[T]) -> [T; 3] {
    std::array::from_fn(|k| a[(k + 1) % 3] * b[(k + 2) % 3] - a[(k + 2) % 3] * b[(k + 1) % 3])
}

pub fn rodrigues<T: Real>(r: [T; 3], p: [T; 3]) -> [T; 3] {
    let (theta2, cross) = (inner(&r, &r), cross(&r, &p));
    let theta = theta2.sqrt();
    let (s, c, dot) = (theta.sin() / theta, (-theta.cos() + 1.0) / theta2, inner(&r, &p));
    let small = theta2 < 1e-12;
    std::array::from_fn(|i| if small { p[i] + cross[i] } else { p[i] * theta.cos() + cross[i] * s + r[i] * dot * c })
}

pub fn reprojection<T: Real>(camera: &[T; 9], point: &[T; 3], seen: [T; 2]) -> T {
    let rotation = &camera[..3];
    let (theta2, cross, dot) = (inner(rotation, rotation), cross(rotation, point), inner(rotation, point));
    let theta = theta2.sqrt();
    let turned = |i: usize| {
        if theta2 > f64::EPSILON {
            let last = rotation[i] * dot * (-theta.cos() + 1.0) / theta2;
            point[i] * theta.cos() + cross[i] / theta * theta.sin() + last
        } else {
            point[i] + cross[i]
        }
    };
    let p: [T; 3] = std::array::from_fn(|i| turned(i) + camera[3 + i]);
    let (x, y) = (-p[0] / p[2], -p[1] / p[2]);
    let r2 = x * x + y * y;
    let distortion = r2 * (camera[7] + camera[8] * r2) + 1.0;
    let (dx, dy) = (camera[6] * distortion * x - seen[0], camera[6] * distortion * y - seen[1]);
    dx * dx + dy * dy
}

pub fn bundle<T: Real>(cameras: &[[T; 7]], points: &[[T; 3]], observations: &[(usize, usize)], seen: &[[T; 2]]) -> T {
    let cost = sum(observations.len(), |k| {
        let (camera, point) = (cameras[observations[k].0], points[observations[k].1]);
        let turned = rodrigues([camera[0], camera[1], camera[2]], point);
        let seen_at = |i: usize| camera[6] * (turned[i] + camera[3 + i]) / (turned[2] + camera[5]);
        (seen_at(0) - seen[k][0]).powi(2) + (seen_at(1) - seen[k][1]).powi(2)
    });
    cost * 0.5
}

pub fn huber<T: Real>(residuals: &[T], delta: T) -> T {
    sum(residuals.len(), |i| {
        let a = residuals[i].abs();
        if a <= delta { a * 0.5 * a } else { delta * (a - delta * 0.5) }
    })
}

pub fn hinge<T: Real>(w: &[T], b: T, x: &[[T; 2]], labels: &[i8]) -> T {
    let score = |i: usize| inner(w, &x[i]) + b;
    sum(x.len(), |i| relu(-(score(i) * f64::from(labels[i])) + 1.0)) / labels.len() as f64
}

pub fn tversky<T: Real>(predicted: &[T], truth: &[bool], alpha: T, beta: T) -> T {
    let all = |which: bool, f: &dyn Fn(T) -> T| {
        predicted.iter().zip(truth).filter(|(_, t)| **t == which).fold(T::of(0.0), |sum, (p, _)| sum + f(*p))
    };
    let (hits, misses, false_alarms) = (all(true, &|p| p), all(true, &|p| -p + 1.0), all(false, &|p| p));
    -(hits / (hits + alpha * false_alarms + beta * misses + 1e-6)) + 1.0
}

pub fn total_variation<T: Real>(image: &[T], width: usize, softness: T) -> T {
    let rows: Vec<&[T]> = image.chunks(width).collect();
    let mut norm = T::of(0.0);
    for pair in rows.windows(2) {
        for x in 0..width - 1 {
            let (dx, dy) = (pair[0][x + 1] - pair[0][x], pair[1][x] - pair[0][x]);
            norm = norm + (dx * dx + dy * dy + softness).sqrt();
        }
    }
    norm
}

pub fn bilinear<T: Real>(image: &[T], width: usize, x: T, y: T) -> T {
    let (column, row) = (x.value() as usize, y.value() as usize);
    let (u, v) = (x - column as f64, y - row as f64);
    let line = |row: usize| (-u + 1.0) * image[row * width + column] + u * image[row * width + column + 1];
    (-v + 1.0) * line(row) + v * line(row + 1)
}

pub fn convolution2<T: Real>(image: &[T], kernel: &[[T; 3]; 3], width: usize, height: usize) -> T {
    let value = |x: usize, y: usize| sum(9, |k| kernel[k / 3][k % 3] * image[(y + k / 3) * width + x + k % 3]);
    let inside = |k: usize| (k % (width - 2), k / (width - 2));
    sum((width - 2) * (height - 2), |k| value(inside(k).0, inside(k).1) * value(inside(k).0, inside(k).1))
}

pub fn k_means<T: Real>(points: &[[T; 2]], centres: &[[T; 2]]) -> T {
    sum(points.len(), |i| {
        let p = points[i];
        let distances = centres.iter().map(|c| (p[0] - c[0]).powi(2) + (p[1] - c[1]).powi(2));
        distances.fold(T::of(f64::INFINITY), |m, d| if d < m { d } else { m })
    })
}

pub fn k_means_by_index<T: Real>(points: &[T], centres: &[T]) -> T {
    sum(points.len(), |i| {
        let far = |c: &T| (points[i] - *c).abs().value();
        let nearest = centres.iter().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap();
        (points[i] - *nearest) * (points[i] - *nearest)
    })
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(vision::rodrigues(r: Array::<3>, p: Array::<3>) -> &Array::<3>, in -2.0..2.0),
        case!(vision::rodrigues(r: Array::<3>.within(-1e-9, 1e-9), p: Array::<3>) -> &Array::<3>, in -2.0..2.0),
        case!(vision::reprojection(&camera: Array::<9>, &point: Array::<3>.within(2.0, 4.0), seen: Array::<2>)
            in -0.5..0.5),
        case!(vision::reprojection(
            &camera: Array::<9>.within(-1e-9, 1e-9), &point: Array::<3>.within(2.0, 4.0),
            seen: Array::<2>
        ) in -0.5..0.5),
        case!(vision::bundle(
            &cameras: Rows::<7>(2), &points: Rows::<3>(3).within(2.0, 4.0),
            observations = &[(0, 0), (0, 1), (1, 1), (1, 2)], &seen: Rows::<2>(4)
        ) in -0.5..0.5),
        case!(vision::huber(&residuals: Slice(6), delta: Number.within(0.5, 1.5)) in -3.0..3.0).kinked(),
        case!(vision::hinge(&w: Slice(2), b: Number, &x: Rows::<2>(4), labels = &[1, -1, -1, 1]) in -2.0..2.0).kinked(),
        case!(vision::tversky(
            &predicted: Slice(5), truth = &[true, false, true, true, false], alpha: Number, beta: Number
        ) in 0.05..0.95),
        case!(vision::total_variation(&image: Slice(12), width = 4, softness: Number.within(0.01, 0.1))
            in -1.0..1.0),
        case!(vision::bilinear(&image: Slice(12), width = 4, x: Number.within(0.3, 2.4), y: Number.within(0.3, 1.4))
            in -1.0..1.0)
        .kinked(),
        case!(vision::convolution2(&image: Slice(20), &kernel: Matrix::<3, 3>, width = 5, height = 4)
            in -1.0..1.0),
        case!(vision::k_means(&points: Rows::<2>(5), &centres: Rows::<2>(3)) in -2.0..2.0).kinked(),
        case!(vision::k_means_by_index(&points: Slice(6), &centres: Slice(3)) in -2.0..2.0).kinked(),
    ]
}
