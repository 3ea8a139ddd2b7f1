//! Numbers that may not be there, for any number.

use super::*;

pub fn nearest_sphere<T: Real>(spheres: &[[T; 4]], direction: [T; 3]) -> T {
    let meet = |s: &[T; 4]| {
        let along = inner(&s[..3], &direction);
        let discriminant = along * along - (inner(&s[..3], &s[..3]) - s[3] * s[3]);
        let distance = if discriminant < 0.0 { T::of(-1.0) } else { along - discriminant.sqrt() };
        (distance > 1e-4).then_some(distance)
    };
    let met: Vec<T> = spheres.iter().filter_map(meet).collect();
    let nearest = met.iter().copied().reduce(|a, b| if a < b { a } else { b });
    nearest.map_or(T::of(0.0), |distance| distance.sqrt()) + inner(&met, &met)
}

pub fn photometric<T: Real>(reference: &[T], target: &[T], width: usize, warp: &[T; 6]) -> T {
    let height = target.len() / width;
    let (mut cost, mut count) = (T::of(0.0), 0);
    for pixel in 0..width * height {
        let (x, y) = ((pixel % width) as f64, (pixel / width) as f64);
        let [u, v] = [0, 3].map(|k| warp[k] * x + warp[k + 1] * y + warp[k + 2]);
        let (column, row) = (u.value().floor(), v.value().floor());
        if column < 0.0 || row < 0.0 || column + 1.0 >= width as f64 || row + 1.0 >= height as f64 {
            continue;
        }
        let (a, b) = (u - column, v - row);
        let at = |r: f64, c: f64| target[(row + r) as usize * width + (column + c) as usize];
        let line = |r: f64| (-a + 1.0) * at(r, 0.0) + a * at(r, 1.0);
        let error = (-b + 1.0) * line(0.0) + b * line(1.0) - reference[pixel];
        cost = cost + error * error;
        count += 1;
    }
    cost / f64::from(count.max(1))
}

pub fn roots<T: Real>(x: T, y: T) -> T {
    let a = if x >= 0.0 { x.sqrt() } else { T::of(0.5) };
    let b = if -x >= 0.0 { (-x).sqrt() } else { y * y };
    let c = (y * y).sqrt() * 2.0;
    let d = if x >= 0.0 && x.sqrt() - y >= 0.0 { (x.sqrt() - y).sqrt() } else { (x * x).sqrt() };
    let e = match x - y {
        z if z >= 0.0 && z.sqrt() > 0.5 => z.sqrt() * x,
        z if z >= 0.0 => z.sqrt(),
        _ => x,
    };
    let f = if y >= 0.0 && y.sqrt() < 1.0 { y.sqrt() } else { T::of(0.0) };
    a + b * c + d + e + f + if x >= 0.0 && x.sqrt() > 0.5 { x } else { y }
}

pub fn neighbours<T: Real>(x: &[T], chosen: Option<usize>) -> T {
    let mut total = T::of(0.0);
    for i in 0..x.len() {
        if i + 1 < x.len() && x[i + 1] > 0.0 {
            total = total + x[i] * x[i + 1];
        } else if chosen == Some(i) {
            total = total + x[0] * x[0] * x[i];
        }
    }
    for i in (0..x.len()).step_by(2) {
        total = total + x[i].sin();
    }
    fn halves<T: Real>(x: &[T], low: usize, high: usize, total: T) -> T {
        if high - low < 2 {
            return total;
        }
        let middle = (low + high) / 2;
        let total = halves(x, middle, high, total + x[middle] * 0.1 * x[low]);
        halves(x, low, middle, total)
    }
    halves(x, 0, x.len(), total)
}

pub fn by_pattern<T: Real>(rows: &[[T; 2]], x: &[T]) -> T {
    if rows.len() == 1 {
        return rows[0][0] * rows[0][1];
    }
    let corners = rows[0][0] / rows[rows.len() - 1][1];
    let rest = x[0] * sum(x.len() - 1, |i| x[i + 1]);
    let length = sum(rows.len() - 1, |i| (rows[i + 1][0] - rows[i][0]).hypot(rows[i + 1][1] - rows[i][1]));
    let sides = match (corners > 0.0, rest > 0.0) {
        (true, true) => corners * rest,
        (true, false) => -corners,
        _ => rest,
    };
    sides + length
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(perhaps::nearest_sphere(
            &spheres: Rows::<4>(3),
            direction: Array::<3>
        ) in 0.2..1.5)
        .stores()
        .kinked()
        .another_way(),
        case!(perhaps::photometric(
            &reference: Slice(12),
            &target: Slice(12),
            width = 4,
            &warp: Array::<6>
        ) in -0.5..1.0)
        .kinked()
        .another_way(),
        case!(perhaps::roots(x: Number, y: Number) in -2.0..2.0).kinked(),
        case!(perhaps::neighbours(&x: Slice(5), chosen = Some(2)) in -1.0..1.0).allocates().kinked().another_way(),
        case!(perhaps::by_pattern(&rows: Rows::<2>(4), &x: Slice(3)) in -1.0..2.0).kinked().another_way(),
        case!(perhaps::by_pattern(&rows: Rows::<2>(1), &x: Slice(3)) in -1.0..2.0),
    ]
}
