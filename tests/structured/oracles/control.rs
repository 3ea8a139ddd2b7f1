//! Branches, loops and ways out of them, for any number.

use super::*;
use crate::functions::control::Activation;

pub fn branches<T: Real>(x: T, y: T) -> T {
    let piece = |x: T| {
        if x < 0.0 {
            -x
        } else if x < 1.0 {
            x * x
        } else {
            x * 2.0 - 1.0
        }
    };
    let z = match y.partial_cmp(&x) {
        Some(std::cmp::Ordering::Greater) => piece(x) + y * y,
        Some(std::cmp::Ordering::Equal) => T::of(0.0),
        _ => piece(x),
    };
    if z > 4.0 && (x > 0.5 || y >= 0.0) { z.sqrt() } else { z }
}

pub fn match_integer<T: Real>(x: T, n: i32) -> T {
    if n < 0 {
        -x * f64::from(n)
    } else {
        [x, x * x, x * x, x.sin() * x.sin(), x.sin() * x.sin(), x.sin() * x.sin(), x.exp()][n.min(6) as usize]
    }
}

pub fn program<T: Real>(code: &[u8], x: T, y: T) -> T {
    code.iter().fold(x, |z, &op| match op as char {
        '+' => z + y,
        '*' => z * y,
        's' => z.sin(),
        digit => digit.to_digit(10).map_or(z, |d| z + x * f64::from(d)),
    })
}

pub fn match_bool<T: Real>(x: T, y: T, first: bool, second: bool) -> T {
    let a = if first { x * y } else { x - y };
    if !first {
        return a.exp();
    }
    if second { a * a } else { a.cos() }
}

pub fn match_enum<T: Real>(x: &[T], activation: Activation) -> T {
    let total = sum(x.len(), |i| match activation {
        Activation::Linear => x[i] * 0.5,
        Activation::Relu => relu(x[i]),
        Activation::Tanh => x[i].tanh(),
        Activation::Logistic => T::of(1.0) / ((-x[i]).exp() + 1.0),
    });
    total * total
}

pub fn early<T: Real>(x: T, y: T) -> T {
    let z = x.sqrt() * y;
    if x < 0.0 {
        y
    } else if z > 2.0 {
        z * z - x
    } else if y < 0.0 {
        x
    } else if y < 0.5 {
        x * y
    } else {
        z + x
    }
}

pub fn first_above<T: Real>(x: &[T], limit: T) -> T {
    let mut sum = T::of(0.0);
    let pairs = (0..x.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
    for (i, j) in pairs {
        sum = sum + x[i] * x[j];
        if sum > limit {
            return sum * x[j] - limit;
        }
    }
    sum * limit
}

pub fn ranges<T: Real>(x: &[T], a: T) -> T {
    let n = x.len();
    let mut z = x.iter().fold(a, |z, &x| z + x * a);
    z = (0..n).fold(z, |z, i| z + x[i] / (i + 1) as f64);
    z = x.iter().rev().fold(z, |z, &x| z * 0.5 + x);
    z = (0..n).filter(|i| i % 2 == 0).fold(z, |z, i| z + x[i] * x[i]);
    z = (1..n).rev().filter(|i| (n - 1 - i) % 3 == 0).fold(z, |z, i| z - x[i] * x[i - 1]);
    (0..n).rev().filter(|i| i % 2 == 0).fold(z, |z, i| z.sin() + x[i])
}

pub fn over_slices<T: Real>(x: &[T], w: &[[T; 2]]) -> T {
    let mut total = inner(x, x);
    total = x[1..].iter().fold(total, |total, &v| total * (v * 0.1 + 1.0));
    total = w.iter().fold(total, |total, w| total + w[0] * w[1]);
    total = w.as_flattened().iter().fold(total, |total, v| total + v.sin());
    total + x[1] + x[3] * 3.0 + x[2] * 2.0
}

pub fn through_mutable<T: Real>(x: &[T], factor: T) -> T {
    let v = |i: usize| x[i] * factor * (x[i] * factor) + factor * i as f64;
    v(0) * v(1) + v(2) * v(3)
}

pub fn halvings<T: Real>(x: T, limit: T) -> T {
    let mut y = x * x;
    let mut total = T::of(0.0);
    while y > limit {
        total = total + y.ln();
        y = y * 0.5;
    }
    total + y
}

pub fn counting_down<T: Real>(x: &[T], a: T) -> T {
    (0..x.len()).rev().filter(|i| i % 3 != 1).fold(a, |z, i| z * x[i] + a)
}

pub fn doubling<T: Real>(x: T, limit: T) -> T {
    let mut y = x;
    for n in 0..30 {
        if y > limit {
            return y * f64::from(n);
        }
        y = y + y * x;
    }
    y * 30.0
}

pub fn search<T: Real>(x: &[T], a: T) -> T {
    let mut z = a;
    for &x in x {
        z = z + x.sin();
        if z > 2.0 {
            return z * x + z;
        }
    }
    z * z + z
}

pub fn skipping<T: Real>(x: &[T]) -> T {
    (0..x.len()).filter(|&i| !(x[i] < 0.0)).fold(T::of(0.0), |total, i| {
        let y = x[i] * x[i];
        if i % 2 == 1 { total - y } else { total + (y + 1.0).sqrt() }
    })
}

pub fn labelled<T: Real>(x: &[T], width: usize, limit: T) -> T {
    let mut total = T::of(0.0);
    for row in x.chunks_exact(width) {
        let end = row.iter().position(|v| *v < -1.5);
        for &v in &row[..end.unwrap_or(width)] {
            total = total + v * v;
            if total > limit {
                return total;
            }
        }
        if end.is_none() {
            total = total * 0.9;
        }
    }
    total
}

pub fn labelled_value<T: Real>(x: &[T], limit: T) -> T {
    let mut total = T::of(0.0);
    for k in 0.. {
        let v = x[k % x.len()];
        total = if k > 0 && k % x.len() == 0 { total + 0.25 } else { total } + v * v;
        if total > limit {
            let found = total * v;
            return if found > 3.0 { found * 0.1 + 3.0 } else { found } * total;
        }
    }
    unreachable!("it grows")
}

pub fn ragged<T: Real>(values: &[T], starts: &[usize]) -> T {
    starts.windows(2).fold(T::of(0.0), |total, w| {
        let part = &values[w[0]..w[1]];
        let product = (0..part.len()).fold(T::of(1.0), |product, i| {
            part[..i].iter().fold(product * part[i], |product, &v| product + v * part[i])
        });
        total + product.sin()
    })
}

pub fn sparse_product<T: Real>(values: &[T], columns: &[usize], rows: &[usize], x: &[T]) -> T {
    let y = |i: usize| sum(rows[i + 1] - rows[i], |k| values[rows[i] + k] * x[columns[rows[i] + k]]);
    sum(rows.len() - 1, |i| y(i) * y(i))
}

pub fn closures<T: Real>(x: T, y: T) -> T {
    let mixed = |a: T, b: T| {
        let c = a * b;
        if c > 0.0 { c.sqrt() } else { (c + y) * (c + y) }
    };
    (0..3).fold(mixed(x, y), |z, i| z + mixed(z, -x + f64::from(i)))
}

pub fn configured<T: Real>(x: &[T], smooth: bool, order: usize) -> T {
    let total = if smooth && order > 1 {
        sum(x.len() - 1, |i| (x[i + 1] - x[i]).powi(2))
    } else {
        sum(x.len(), |i| x[i].abs())
    };
    total / x.len() as f64
}

pub fn overlap<T: Real>(a: T, b: T, c: T, d: T) -> T {
    if a > b || c > d {
        return a.sin() * d;
    }
    if b < c || d < a {
        return T::of(0.0);
    }
    let length = b.min(d) - a.max(c);
    length * length
}

pub fn decided<T: Real>(x: T, n: i32, scale: u8, smooth: bool) -> T {
    let k = n * 3 / 2;
    let y = x * f64::from(k) + f64::from(scale);
    let y = match (smooth, n % 2) {
        (true, 1) => y.tanh(),
        (true, _) if k <= 4 => y,
        _ => y / 2.0,
    };
    y * 3.0
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(control::branches(x: Number, y: Number) in -3.0..4.0).kinked(),
        case!(control::match_integer(x: Number, n = 0) in -2.0..2.0),
        case!(control::match_integer(x: Number, n = 2) in -2.0..2.0),
        case!(control::match_integer(x: Number, n = 4) in -2.0..2.0),
        case!(control::match_integer(x: Number, n = -3) in -2.0..2.0),
        case!(control::match_integer(x: Number, n = 9) in -2.0..2.0),
        case!(control::program(code = b"s*+3s!*", x: Number, y: Number) in -2.0..2.0).stores(),
        case!(control::match_bool(x: Number, y: Number, first = true, second = true) in -2.0..2.0),
        case!(control::match_bool(x: Number, y: Number, first = true, second = false) in -2.0..2.0),
        case!(control::match_bool(x: Number, y: Number, first = false, second = false) in -2.0..2.0),
        case!(control::match_enum(&x: Slice(4), activation = Activation::Linear) in -2.0..2.0),
        case!(control::match_enum(&x: Slice(4), activation = Activation::Relu) in -2.0..2.0).kinked(),
        case!(control::match_enum(&x: Slice(4), activation = Activation::Tanh) in -2.0..2.0),
        case!(control::match_enum(&x: Slice(4), activation = Activation::Logistic) in -2.0..2.0),
        case!(control::early(x: Number, y: Number) in -1.0..3.0).kinked(),
        case!(control::first_above(&x: Slice(5), limit: Number.within(0.5, 3.0)) in -1.0..2.0).stores().kinked(),
        case!(control::ranges(&x: Slice(7), a: Number) in -1.0..1.0).stores(),
        case!(control::over_slices(&x: Slice(4), &w: Rows::<2>(3)) in -1.0..1.0).stores(),
        case!(control::through_mutable(&x: Slice(4), factor: Number) in -2.0..2.0).stores(),
        case!(control::halvings(x: Number, limit: Number.within(0.1, 0.5)) in 1.0..4.0).kinked().ordinary().stores(),
        case!(control::counting_down(&x: Slice(7), a: Number) in -1.5..1.5).stores(),
        case!(control::doubling(x: Number, limit: Number.within(2.0, 9.0)) in 0.3..1.0).kinked().stores(),
        case!(control::search(&x: Slice(6), a: Number) in -0.5..1.5).kinked().stores(),
        case!(control::skipping(&x: Slice(8)) in -1.0..2.0).kinked(),
        case!(control::labelled(&x: Slice(12), width = 4, limit: Number.within(2.0, 15.0)) in -2.0..2.0)
            .kinked()
            .stores(),
        case!(control::labelled_value(&x: Slice(4), limit: Number.within(1.0, 9.0)) in -1.5..1.5)
            .kinked()
            .ordinary()
            .stores(),
        case!(control::ragged(&values: Slice(7), starts = &[0, 2, 2, 3, 7]) in -1.5..1.5).stores(),
        case!(control::sparse_product(
            &values: Slice(6), columns = &[0, 2, 1, 0, 1, 2], rows = &[0, 2, 2, 3, 6], &x: Slice(3)
        ) in -2.0..2.0),
        case!(control::closures(x: Number, y: Number) in 0.2..1.5).kinked().stores(),
        case!(control::overlap(a: Number, b: Number, c: Number, d: Number) in -2.0..2.0).kinked(),
        case!(control::decided(x: Number, n = 3, scale = 2, smooth = true) in -0.5..0.5),
        case!(control::decided(x: Number, n = 4, scale = 2, smooth = true) in -0.5..0.5),
        case!(control::decided(x: Number, n = 1, scale = 0, smooth = false) in -0.5..0.5),
        case!(control::configured(&x: Slice(5), smooth = true, order = 2) in -2.0..2.0),
        case!(control::configured(&x: Slice(5), smooth = true, order = 1) in -2.0..2.0).kinked(),
    ]
}
