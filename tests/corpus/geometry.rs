//! Oracles of `geometry.txt`: arguments in the order of its `at:` lines.

use super::{dot, square, sum};
use crate::support::dual::Real;

/// Laplace expansion along the first row.
fn determinant<T: Real>(rows: &[Vec<T>]) -> T {
    if rows.len() == 1 {
        return rows[0][0];
    }
    sum((0..rows.len()).map(|j| {
        let minor = |row: &Vec<T>| row.iter().enumerate().filter(|&(k, _)| k != j).map(|(_, &x)| x).collect();
        let rest: Vec<Vec<T>> = rows[1..].iter().map(minor).collect();
        let term = rows[0][j] * determinant(&rest);
        if j % 2 == 0 { term } else { -term }
    }))
}

fn rows<T: Real>(v: &[T], width: usize) -> Vec<Vec<T>> {
    v.chunks(width).map(<[T]>::to_vec).collect()
}

pub fn determinant_2<T: Real>(v: [T; 4]) -> T {
    determinant(&rows(&v, 2))
}

pub fn determinant_3<T: Real>(v: [T; 9]) -> T {
    determinant(&rows(&v, 3))
}

pub fn determinant_4<T: Real>(v: [T; 16]) -> T {
    determinant(&rows(&v, 4))
}

pub fn determinant_4_expanded<T: Real>(v: [T; 16]) -> T {
    determinant(&rows(&v, 4))
}

/// The rotation as a matrix: `I + sin(a) K + (1 - cos(a)) K^2`, with K the cross product by the unit axis.
pub fn rodrigues_reprojection<T: Real>(v: [T; 14]) -> T {
    let [r1, r2, r3, t1, t2, t3, f, k1, k2, x, y, z, m1, m2] = v;
    let angle = dot([r1, r2, r3], [r1, r2, r3]).sqrt();
    let axis = [r1, r2, r3].map(|r| r / angle);
    let cross = |p: [T; 3]| {
        let at = |i: usize| axis[(i + 1) % 3] * p[(i + 2) % 3] - axis[(i + 2) % 3] * p[(i + 1) % 3];
        [at(0), at(1), at(2)]
    };
    let point = [x, y, z];
    let (once, twice) = (cross(point), cross(cross(point)));
    let moved = |i: usize, shift: T| point[i] + angle.sin() * once[i] + (-angle.cos() + 1.0) * twice[i] + shift;
    let depth = moved(2, t3);
    let image = [-(moved(0, t1) / depth), -(moved(1, t2) / depth)];
    let q = dot(image, image);
    let scale = f * (q * (k1 + q * k2) + 1.0);
    square(scale * image[0] - m1) + square(scale * image[1] - m2)
}

fn arm<T: Real>(links: &[(T, T)]) -> [T; 2] {
    let mut angle = T::of(0.0);
    let mut tip = [angle; 2];
    for &(length, turn) in links {
        angle = angle + turn;
        tip = [tip[0] + length * angle.cos(), tip[1] + length * angle.sin()];
    }
    tip
}

pub fn robot_arm_of_two<T: Real>([a, b, l1, l2, x, y]: [T; 6]) -> T {
    let tip = arm(&[(l1, a), (l2, b)]);
    square(tip[0] - x) + square(tip[1] - y)
}

pub fn robot_arm_of_three<T: Real>([a, b, c, l1, l2, l3, x, y]: [T; 8]) -> T {
    let tip = arm(&[(l1, a), (l2, b), (l3, c)]);
    (tip[0] - x).hypot(tip[1] - y)
}

/// First component of q p q* / |q|^2.
pub fn quaternion_rotation<T: Real>([w, i, j, k, x, y, z]: [T; 7]) -> T {
    let product = |a: [T; 4], b: [T; 4]| {
        [
            a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
            a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
            a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
            a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
        ]
    };
    let q = [w, i, j, k];
    product(product(q, [T::of(0.0), x, y, z]), [w, -i, -j, -k])[1] / dot(q, q)
}

/// The angle between two unit vectors, by the chord.
pub fn haversine<T: Real>([a, b, d, r]: [T; 4]) -> T {
    let p = [a.cos(), T::of(0.0), a.sin()];
    let q = [b.cos() * d.cos(), b.cos() * d.sin(), b.sin()];
    let chord = [p[0] - q[0], p[1] - q[1], p[2] - q[2]];
    r * (dot(chord, chord).sqrt() / 2.0).asin() * 2.0
}

pub fn heron<T: Real>([a, b, c]: [T; 3]) -> T {
    let (p, q, r) = (a * a, b * b, c * c);
    (p * q * 4.0 - square(p + q - r)).sqrt() / 4.0
}

/// By half the angle: tan^2(C/2) = (s - a)(s - b) / (s (s - c)).
pub fn law_of_cosines<T: Real>([a, b, c]: [T; 3]) -> T {
    let s = (a + b + c) / 2.0;
    ((s - a) * (s - b) / (s * (s - c))).sqrt().atan() * 2.0
}

pub fn bearing<T: Real>([x, y, x0, y0]: [T; 4]) -> T {
    let (dx, dy) = (x - x0, y - y0);
    // the half-angle form, valid off the negative axis
    (dy / (dx.hypot(dy) + dx)).atan() * 2.0
}

pub fn distance_by_hypot<T: Real>([x1, y1, x2, y2]: [T; 4]) -> T {
    (square(x1 - x2) + square(y1 - y2)).sqrt()
}

pub fn torus_distance<T: Real>([x, y, z, a, b]: [T; 5]) -> T {
    (x.hypot(y) - a).hypot(z) - b
}

pub fn rounded_box_distance<T: Real>([x, y, a, b, r]: [T; 5]) -> T {
    let (dx, dy) = (x.abs() - a, y.abs() - b);
    let distance = match (dx > 0.0, dy > 0.0) {
        (true, true) => dx.hypot(dy),
        (true, false) => dx,
        (false, true) => dy,
        (false, false) => dx.max(dy),
    };
    distance - r
}

pub fn smooth_union_of_circles<T: Real>([x, y, k]: [T; 3]) -> T {
    let p = (x * x + y * y).sqrt() - 1.0;
    let q = (square(x - 1.5) + y * y).sqrt() - 0.8;
    let h = (q - p) / k / 2.0 + 0.5;
    if h <= 0.0 {
        q
    } else if h >= 1.0 {
        p
    } else {
        q + h * (p - q) + k * h * (h - 1.0)
    }
}

/// De Casteljau's scheme.
pub fn bezier<T: Real>([t, p0, p1, p2, p3]: [T; 5]) -> T {
    let mut points = vec![p0, p1, p2, p3];
    while points.len() > 1 {
        points = points.windows(2).map(|p| p[0] + t * (p[1] - p[0])).collect();
    }
    points[0]
}

pub fn horner<T: Real>([x, c0, c1, c2, c3, c4]: [T; 6]) -> T {
    sum((0..).zip([c0, c1, c2, c3, c4]).map(|(k, c)| c * x.powi(k)))
}
