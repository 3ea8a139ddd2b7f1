//! Numbers that may not be there: `Option`, `if let`, `while let`, patterns of slices.

use gradus::grad;

/// Where a ray from the origin meets the nearest of some spheres.
#[grad]
pub fn nearest_sphere(spheres: &[[f64; 4]], direction: [f64; 3]) -> f64 {
    let meet = |sphere: &[f64; 4]| -> Option<f64> {
        let [x, y, z, radius] = *sphere;
        let along = x * direction[0] + y * direction[1] + z * direction[2];
        let discriminant = along * along - (x * x + y * y + z * z - radius * radius);
        if discriminant < 0.0 {
            return None;
        }
        let distance = along - discriminant.sqrt();
        (distance > 1e-4).then_some(distance)
    };
    let mut nearest = None;
    for sphere in spheres {
        if let Some(distance) = meet(sphere) {
            nearest = Some(match nearest {
                Some(other) if other < distance => other,
                _ => distance,
            });
        }
    }
    let all: f64 = spheres.iter().filter_map(|sphere| meet(sphere)).map(|distance| distance * distance).sum();
    nearest.map_or(0.0, |distance| distance.sqrt()) + all
}

/// An image under a warp: the mean squared difference where the warp stays inside.
#[grad]
pub fn photometric(reference: &[f64], target: &[f64], width: usize, warp: &[f64; 6]) -> f64 {
    let height = target.len() / width;
    let sample = |u: f64, v: f64| -> Option<f64> {
        if u < 0.0 || v < 0.0 || u >= (width - 1) as f64 || v >= (height - 1) as f64 {
            return None;
        }
        let (column, row) = (u as usize, v as usize);
        let (a, b) = (u - column as f64, v - row as f64);
        let at = |r: usize, c: usize| target[r * width + c];
        let upper = (1.0 - a) * at(row, column) + a * at(row, column + 1);
        let lower = (1.0 - a) * at(row + 1, column) + a * at(row + 1, column + 1);
        Some((1.0 - b) * upper + b * lower)
    };
    let mut cost = 0.0;
    let mut count = 0usize;
    for row in 0..height {
        for column in 0..width {
            let (x, y) = (column as f64, row as f64);
            let u = warp[0] * x + warp[1] * y + warp[2];
            let v = warp[3] * x + warp[4] * y + warp[5];
            if let Some(sampled) = sample(u, v) {
                let error = sampled - reference[row * width + column];
                cost += error * error;
                count += 1;
            }
        }
    }
    cost / count.max(1) as f64
}

/// Roots that may not exist, by the methods of `Option`.
#[grad]
pub fn roots(x: f64, y: f64) -> f64 {
    let root = |v: f64| if v >= 0.0 { Some(v.sqrt()) } else { None };
    let a = root(x).unwrap_or(0.5);
    let b = root(-x).unwrap_or_else(|| y * y);
    let c = root(y * y).map(|v| v * 2.0).expect("a square has a root");
    let d = root(x).and_then(|v| root(v - y)).or(root(x * x)).unwrap();
    let e = match root(x - y) {
        Some(v) if v > 0.5 => v * x,
        Some(v) => v,
        None => x,
    };
    let f = root(y).filter(|v| *v < 1.0).unwrap_or_default();
    a + b * c + d + e + f + if root(x).is_some_and(|v| v > 0.5) { x } else { y }
}

/// Conditions with `let` among them, and loops that go on while there is something.
#[grad]
pub fn neighbours(x: &[f64], chosen: Option<usize>) -> f64 {
    let mut total = 0.0;
    for (i, v) in x.iter().enumerate() {
        if let Some(next) = x.get(i + 1)
            && *next > 0.0
        {
            total += v * next;
        } else if let Some(k) = chosen
            && k == i
            && let Some(first) = x.first()
        {
            total += first * first * v;
        }
    }
    let mut i = 0;
    while let Some(v) = x.get(i) {
        total += v.sin();
        i += 2;
    }
    let mut parts = vec![(0, x.len())];
    while let Some((low, high)) = parts.pop() {
        if high - low > 1 {
            let middle = (low + high) / 2;
            total += 0.1 * x[middle] * x[low];
            parts.push((low, middle));
            parts.push((middle, high));
        }
    }
    total
}

/// Slices by their patterns.
#[grad]
pub fn by_pattern(rows: &[[f64; 2]], x: &[f64]) -> f64 {
    let corners = match rows {
        [] => 1.0,
        [[a, b]] => a * b,
        [[a, _], .., [_, d]] => a / d,
    };
    let Some(pairs) = rows.get(..2) else { return corners };
    let rest = if let [first, rest @ ..] = x { first * rest.iter().sum::<f64>() } else { 0.0 };
    let mut length = 0.0;
    for pair in rows.windows(pairs.len()) {
        if let [[x0, y0], [x1, y1]] = pair {
            length += (x1 - x0).hypot(y1 - y0);
        }
    }
    let sides = match (corners > 0.0, rest > 0.0) {
        (true, true) => corners * rest,
        (true, false) => -corners,
        (false, _) => rest,
    };
    sides + length
}
