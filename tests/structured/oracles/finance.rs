//! Prices and payoffs, for any number.

use super::*;

fn cdf<T: Real>(x: T) -> T {
    let t = T::of(1.0) / (x.abs() * 0.2316419 + 1.0);
    let coefficients = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.319381530];
    let poly = coefficients[1..].iter().fold(T::of(coefficients[0]), |p, &a| t * p + a);
    let tail = (x * -0.5 * x).exp() / (2.0 * std::f64::consts::PI).sqrt() * (t * poly);
    if x < 0.0 { tail } else { -tail + 1.0 }
}

pub fn black_scholes<T: Real>(spot: T, strike: T, rate: T, volatility: T, time: T) -> T {
    let root = volatility * time.sqrt();
    let d1 = ((spot / strike).ln() + (rate + volatility * 0.5 * volatility) * time) / root;
    spot * cdf(d1) - strike * (-rate * time).exp() * cdf(d1 - root)
}

pub fn present_value<T: Real>(flows: &[T], rate: T) -> T {
    let discount = |i: usize| (0..i).fold(T::of(1.0), |d, _| d / (rate + 1.0));
    sum(flows.len(), |i| flows[i] * discount(i))
}

pub fn present_value_of_years<T: Real>(flows: &[T], rate: T) -> T {
    sum(flows.len(), |i| flows[i] / (rate + 1.0).powi(i as i32))
}

pub fn simulated_call<T: Real>(spot: T, strike: T, rate: T, volatility: T, time: T, normals: &[T]) -> T {
    let drift = (rate - volatility.powi(2) * 0.5) * time;
    let spread = volatility * time.sqrt();
    let payoff = sum(normals.len(), |i| relu(spot * (drift + spread * normals[i]).exp() - strike));
    (-rate * time).exp() * payoff / normals.len() as f64
}

pub fn asian_call<T: Real>(spot: T, strike: T, volatility: T, normals: &[T], steps: usize) -> T {
    let dt = 1.0 / steps as f64;
    let growth = |z: T| (volatility * -0.5 * volatility * dt + volatility * dt.sqrt() * z).exp();
    let paths = normals.len() / steps;
    let payoff = |path: &[T]| {
        let price = |i: usize| path[..=i].iter().fold(spot, |price, &z| price * growth(z));
        relu(sum(steps, |i| price(i) / steps as f64) - strike)
    };
    sum(paths, |k| payoff(&normals[k * steps..(k + 1) * steps])) / paths as f64
}

pub fn heston_path<T: Real>(spot: T, variance: T, parameters: (T, T, T, T), z1: &[T], z2: &[T]) -> T {
    let (kappa, theta, xi, rho) = parameters;
    let dt = 0.01;
    let (log, _) = z1.iter().zip(z2).fold((spot.ln(), variance), |(log, v), (&z1, &z2)| {
        let positive = relu(v);
        let root = (positive * dt).sqrt();
        let w2 = rho * z1 + (-(rho * rho) + 1.0).sqrt() * z2;
        let drift = kappa * (theta - positive) * dt;
        (log + (positive * -0.5 * dt + root * z1), v + (drift + xi * root * w2))
    });
    log.exp()
}

pub fn internal_rate<T: Real>(flows: &[T], price: T) -> T {
    (0..6).fold(T::of(0.1), |rate, _| {
        let power = |t: usize| (rate + 1.0).powf(T::of(t as f64));
        let value = (0..flows.len()).fold(-price, |v, i| v + flows[i] / power(i + 1));
        let slope = (0..flows.len()).fold(T::of(0.0), |s, i| s - flows[i] * (i + 1) as f64 / power(i + 2));
        rate - value / slope
    })
}

pub fn binomial_put<T: Real>(spot: T, strike: T, rate: T, volatility: T, steps: usize) -> T {
    let dt = 1.0 / steps as f64;
    let up = (volatility * dt.sqrt()).exp();
    let down = T::of(1.0) / up;
    let p = ((rate * dt).exp() - down) / (up - down);
    let discount = (-rate * dt).exp();
    let exercise = |step: usize, i: usize| strike - spot * up.powi(2 * i as i32 - step as i32);
    let mut value: Vec<T> = (0..=steps).map(|i| relu(exercise(steps, i))).collect();
    for step in (0..steps).rev() {
        let keep = |i: usize| discount * (p * value[i + 1] + (-p + 1.0) * value[i]);
        value = (0..=step).map(|i| if keep(i) >= exercise(step, i) { keep(i) } else { exercise(step, i) }).collect();
    }
    value[0]
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(finance::black_scholes(spot: Number, strike: Number, rate: Number, volatility: Number, time: Number)
            in 0.3..1.5)
        .kinked(),
        case!(finance::present_value(&flows: Slice(5), rate: Number.within(0.01, 0.2)) in -10.0..20.0).stores(),
        case!(finance::present_value_of_years(&flows: Slice(5), rate: Number.within(0.01, 0.2)) in -10.0..20.0),
        case!(finance::simulated_call(
            spot: Number, strike: Number, rate: Number, volatility: Number, time: Number, &normals: Slice(8).within(-2.0, 2.0)
        ) in 0.5..1.5)
        .kinked(),
        case!(finance::asian_call(
            spot: Number, strike: Number, volatility: Number.within(0.1, 0.4), &normals: Slice(12).within(-2.0, 2.0),
            steps = 4
        ) in 0.8..1.2)
        .kinked()
        .stores(),
        case!(finance::heston_path(
            spot: Number, variance: Number.within(0.02, 0.1),
            parameters: (Number, Number.within(0.02, 0.1), Number.within(0.1, 0.5), Number.within(-0.9, 0.9)),
            &z1: Slice(6).within(-2.0, 2.0), &z2: Slice(6).within(-2.0, 2.0)
        ) in 0.5..1.5)
        .stores(),
        case!(finance::internal_rate(&flows: Slice(4), price: Number.within(70.0, 90.0)) in 20.0..30.0).stores(),
        case!(finance::binomial_put(
            spot: Number, strike: Number, rate: Number.within(0.01, 0.1), volatility: Number.within(0.2, 0.5), steps = 6
        ) in 0.8..1.2)
        .kinked()
        .allocates()
        .stores(),
    ]
}
