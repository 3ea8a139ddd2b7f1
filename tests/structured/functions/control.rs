//! Branches, loops and ways out of them.

use gradus::grad;

/// What a function does, chosen by name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Activation {
    Linear,
    Relu,
    Tanh,
    Logistic,
}

/// `if`, `else if`, `else`; as expression and as statement.
#[grad]
pub fn branches(x: f64, y: f64) -> f64 {
    let mut z = if x < 0.0 {
        -x
    } else if x < 1.0 {
        x * x
    } else {
        2.0 * x - 1.0
    };
    if y > x {
        z += y * y;
    } else if y == x {
        z = 0.0;
    }
    if z > 4.0 && (x > 0.5 || !(y < 0.0)) {
        z = z.sqrt();
    }
    z
}

/// `match` on an integer, with alternatives and ranges.
#[grad]
pub fn match_integer(x: f64, n: i32) -> f64 {
    match n {
        0 => x,
        1 | 2 => x * x,
        3..=5 => {
            let s = x.sin();
            s * s
        }
        k if k < 0 => -x * k as f64,
        _ => x.exp(),
    }
}

/// `match` in a loop, with assignments in its arms.
#[grad]
pub fn program(code: &[u8], x: f64, y: f64) -> f64 {
    let mut z = x;
    for &op in code {
        match op {
            b'+' => z += y,
            b'*' => z *= y,
            b's' => {
                z = z.sin();
            }
            b'0'..=b'9' => z += (op - b'0') as f64 * x,
            _ => {}
        }
    }
    z
}

/// `match` on booleans and tuples of them.
#[grad]
pub fn match_bool(x: f64, y: f64, first: bool, second: bool) -> f64 {
    let a = match first {
        true => x * y,
        false => x - y,
    };
    match (first, second) {
        (true, true) => a * a,
        (false, _) => a.exp(),
        (_, false) => a.cos(),
    }
}

/// `match` on an enum.
#[grad(constant(activation))]
pub fn match_enum(x: &[f64], activation: Activation) -> f64 {
    let mut sum = 0.0;
    for &x in x {
        sum += match activation {
            Activation::Linear => 0.5 * x,
            Activation::Relu => x.max(0.0),
            Activation::Tanh => x.tanh(),
            Activation::Logistic => 1.0 / (1.0 + (-x).exp()),
        };
    }
    sum * sum
}

/// Early `return` from branches.
#[grad]
pub fn early(x: f64, y: f64) -> f64 {
    if x < 0.0 {
        return y;
    }
    let z = x.sqrt() * y;
    if z > 2.0 {
        let w = z * z;
        return w - x;
    }
    if y < 0.0 {
        return x;
    } else if y < 0.5 {
        return x * y;
    }
    z + x
}

/// Early `return` from inside of nested loops.
#[grad]
pub fn first_above(x: &[f64], limit: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        for j in 0..i {
            sum += x[i] * x[j];
            if sum > limit {
                return sum * x[j] - limit;
            }
        }
    }
    sum * limit
}

/// `for` over `..`, `..=`, `.rev()`, `.step_by()`, and both.
#[grad]
pub fn ranges(x: &[f64], a: f64) -> f64 {
    let n = x.len();
    let mut z = a;
    for i in 0..n {
        z += x[i] * a;
    }
    for i in 1..=n {
        z += x[i - 1] / i as f64;
    }
    for i in (0..n).rev() {
        z = 0.5 * z + x[i];
    }
    for i in (0..n).step_by(2) {
        z += x[i] * x[i];
    }
    for i in (1..n).rev().step_by(3) {
        z -= x[i] * x[i - 1];
    }
    for i in (0..n).step_by(2).rev() {
        z = z.sin() + x[i];
    }
    z
}

/// `for` over slices: references, patterns, parts, a list.
#[grad]
pub fn over_slices(x: &[f64], w: &[[f64; 2]]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += v * v;
    }
    for &v in &x[1..] {
        sum *= 1.0 + 0.1 * v;
    }
    for [a, b] in w {
        sum += a * b;
    }
    for row in w.iter() {
        for v in row {
            sum += v.sin();
        }
    }
    for k in [1, 3, 2] {
        sum += x[k] * k as f64;
    }
    sum
}

/// Elements changed through `iter_mut`.
#[grad]
pub fn through_mutable(x: &[f64], factor: f64) -> f64 {
    let mut v = [0.0; 4];
    for (slot, x) in v.iter_mut().zip(x) {
        *slot = x * factor;
    }
    for slot in v.iter_mut() {
        *slot *= *slot;
    }
    for (i, slot) in v.iter_mut().enumerate() {
        *slot += i as f64 * factor;
    }
    v[0] * v[1] + v[2] * v[3]
}

/// `while` with a condition on numbers.
#[grad]
pub fn halvings(x: f64, limit: f64) -> f64 {
    let mut y = x * x;
    let mut sum = 0.0;
    while y > limit {
        sum += y.ln();
        y *= 0.5;
    }
    sum + y
}

/// `while` with a counter, stepping by its own rule.
#[grad]
pub fn counting_down(x: &[f64], a: f64) -> f64 {
    let mut i = x.len();
    let mut z = a;
    while i > 0 {
        i -= 1;
        if i % 3 == 1 {
            continue;
        }
        z = z * x[i] + a;
    }
    z
}

/// `loop` with `break`.
#[grad]
pub fn doubling(x: f64, limit: f64) -> f64 {
    let mut y = x;
    let mut n = 0;
    loop {
        if y > limit || n == 30 {
            break;
        }
        y += y * x;
        n += 1;
    }
    y * n as f64
}

/// `loop` with a value for `break`, from two places.
#[grad]
pub fn search(x: &[f64], a: f64) -> f64 {
    let mut i = 0;
    let mut z = a;
    let found = loop {
        if i == x.len() {
            break z * z;
        }
        z += x[i].sin();
        if z > 2.0 {
            break z * x[i];
        }
        i += 1;
    };
    found + z
}

/// `continue`, by a number and by a counter.
#[grad]
pub fn skipping(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        if x[i] < 0.0 {
            continue;
        }
        let mut y = x[i] * x[i];
        if i % 2 == 1 {
            sum -= y;
            continue;
        }
        y += 1.0;
        sum += y.sqrt();
    }
    sum
}

/// Labels: `break` and `continue` of an outer loop.
#[grad]
pub fn labelled(x: &[f64], width: usize, limit: f64) -> f64 {
    let rows = x.len() / width;
    let mut sum = 0.0;
    'rows: for i in 0..rows {
        for j in 0..width {
            let v = x[i * width + j];
            if v < -1.5 {
                continue 'rows;
            }
            sum += v * v;
            if sum > limit {
                break 'rows;
            }
        }
        sum *= 0.9;
    }
    sum
}

/// A labelled `loop` with a value, and a labelled block.
#[grad]
pub fn labelled_value(x: &[f64], limit: f64) -> f64 {
    let mut total = 0.0;
    let found = 'search: loop {
        for &v in x {
            total += v * v;
            if total > limit {
                break 'search total * v;
            }
        }
        total += 0.25;
    };
    let bounded = 'bounded: {
        if found > 3.0 {
            break 'bounded 3.0 + 0.1 * found;
        }
        found
    };
    bounded * total
}

/// Nested loops whose bounds depend on data.
#[grad]
pub fn ragged(values: &[f64], starts: &[usize]) -> f64 {
    let mut total = 0.0;
    for k in 0..starts.len() - 1 {
        let mut product = 1.0;
        for i in starts[k]..starts[k + 1] {
            product *= values[i];
            for j in starts[k]..i {
                product += values[j] * values[i];
            }
        }
        total += product.sin();
    }
    total
}

/// A sparse matrix in compressed rows, times a vector.
#[grad]
pub fn sparse_product(values: &[f64], columns: &[usize], rows: &[usize], x: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 0..rows.len() - 1 {
        let mut y = 0.0;
        for k in rows[i]..rows[i + 1] {
            y += values[k] * x[columns[k]];
        }
        total += y * y;
    }
    total
}

/// Closures bound to names: of numbers, of what is around, of other closures, with blocks.
#[grad]
pub fn closures(x: f64, y: f64) -> f64 {
    let square = |v: f64| v * v;
    let shifted = |v| square(v + y);
    let mixed = |a: f64, b: f64| -> f64 {
        let c = a * b;
        if c > 0.0 { c.sqrt() } else { shifted(c) }
    };
    let mut z = mixed(x, y);
    for i in 0..3 {
        z += mixed(z, i as f64 - x);
    }
    z
}

/// A branch that does not look at numbers, around loops that do.
#[grad]
pub fn configured(x: &[f64], smooth: bool, order: usize) -> f64 {
    let mut total = 0.0;
    if smooth && order > 1 {
        for i in 1..x.len() {
            total += (x[i] - x[i - 1]).powi(2);
        }
    } else {
        for v in x {
            total += v.abs();
        }
    }
    total / x.len() as f64
}

/// Logic on numbers: the squared length of an overlap of intervals where there is one.
#[grad]
pub fn overlap(a: f64, b: f64, c: f64, d: f64) -> f64 {
    let apart = b < c || d < a;
    let ordered = a <= b && c <= d;
    if !apart && ordered {
        let low = if a > c { a } else { c };
        let high = if b < d { b } else { d };
        (high - low) * (high - low)
    } else if ordered {
        0.0
    } else {
        f64::sin(a) * d
    }
}

/// Constants decide, and number.
#[grad]
pub fn decided(x: f64, n: i32, scale: u8, smooth: bool) -> f64 {
    let k = n * 3 / 2;
    let mut y = x * k as f64 + f64::from(scale);
    if smooth && n % 2 == 1 {
        y = y.tanh();
    } else if k > 4 || !smooth {
        y /= 2 as f64;
    }
    y * (7 / 2) as f64
}
