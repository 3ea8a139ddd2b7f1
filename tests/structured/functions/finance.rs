//! Prices and payoffs.

use gradus::grad;

/// A European call; the normal distribution by a polynomial of Abramowitz and Stegun, 26.2.17.
#[grad]
pub fn black_scholes(spot: f64, strike: f64, rate: f64, volatility: f64, time: f64) -> f64 {
    let cdf = |x: f64| {
        let t = 1.0 / (1.0 + 0.2316419 * x.abs());
        let poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        let tail = (-0.5 * x * x).exp() / (2.0 * std::f64::consts::PI).sqrt() * poly;
        if x < 0.0 { tail } else { 1.0 - tail }
    };
    let root = volatility * time.sqrt();
    let d1 = ((spot / strike).ln() + (rate + 0.5 * volatility * volatility) * time) / root;
    let d2 = d1 - root;
    spot * cdf(d1) - strike * (-rate * time).exp() * cdf(d2)
}

/// Discounted cash flow.
#[grad]
pub fn present_value(flows: &[f64], rate: f64) -> f64 {
    let mut value = 0.0;
    let mut discount = 1.0;
    for flow in flows {
        value += flow * discount;
        discount /= 1.0 + rate;
    }
    value
}

/// The same with `powi` and an iterator.
#[grad]
pub fn present_value_of_years(flows: &[f64], rate: f64) -> f64 {
    flows.iter().enumerate().map(|(year, flow)| flow / (1.0 + rate).powi(year as i32)).sum()
}

/// The price of a call by simulation, over given normal numbers.
#[grad]
pub fn simulated_call(spot: f64, strike: f64, rate: f64, volatility: f64, time: f64, normals: &[f64]) -> f64 {
    let drift = (rate - 0.5 * volatility.powi(2)) * time;
    let spread = volatility * time.sqrt();
    let mut payoff = 0.0;
    for z in normals.iter().copied() {
        let end = spot * (drift + spread * z).exp();
        payoff += (end - strike).max(0.0);
    }
    (-rate * time).exp() * payoff / normals.len() as f64
}

/// An Asian option: the mean along each path decides.
#[grad]
pub fn asian_call(spot: f64, strike: f64, volatility: f64, normals: &[f64], steps: usize) -> f64 {
    let dt = 1.0 / steps as f64;
    let mut total = 0.0;
    let mut paths = 0;
    for path in normals.chunks_exact(steps) {
        let mut price = spot;
        let mut mean = 0.0;
        for z in path {
            price *= (-0.5 * volatility * volatility * dt + volatility * dt.sqrt() * z).exp();
            mean += price / steps as f64;
        }
        if mean > strike {
            total += mean - strike;
        }
        paths += 1;
    }
    total / paths as f64
}

/// One path of Heston's model by Euler's method, with the variance cut off at zero.
#[grad]
pub fn heston_path(
    spot: f64,
    variance: f64,
    (kappa, theta, xi, rho): (f64, f64, f64, f64),
    z1: &[f64],
    z2: &[f64],
) -> f64 {
    let dt = 0.01;
    let mut log = spot.ln();
    let mut v = variance;
    for i in 0..z1.len() {
        let positive = v.max(0.0);
        let root = (positive * dt).sqrt();
        let w2 = rho * z1[i] + (1.0 - rho * rho).sqrt() * z2[i];
        log += -0.5 * positive * dt + root * z1[i];
        v += kappa * (theta - positive) * dt + xi * root * w2;
    }
    log.exp()
}

/// A yield by Newton's method: the rate at which the flows are worth the price.
#[grad]
pub fn internal_rate(flows: &[f64], price: f64) -> f64 {
    let mut rate: f64 = 0.1;
    for _ in 0..6 {
        let mut value = -price;
        let mut slope = 0.0;
        for (i, flow) in flows.iter().enumerate() {
            let t = (i + 1) as f64;
            value += flow / (1.0 + rate).powf(t);
            slope -= t * flow / (1.0 + rate).powf(t + 1.0);
        }
        rate -= value / slope;
    }
    rate
}

/// A binomial tree, folded back in place.
#[grad]
pub fn binomial_put(spot: f64, strike: f64, rate: f64, volatility: f64, steps: usize) -> f64 {
    let dt = 1.0 / steps as f64;
    let up = (volatility * dt.sqrt()).exp();
    let down = 1.0 / up;
    let p = ((rate * dt).exp() - down) / (up - down);
    let discount = (-rate * dt).exp();
    let mut value = vec![0.0; steps + 1];
    for i in 0..=steps {
        let end = spot * up.powi(2 * i as i32 - steps as i32);
        value[i] = (strike - end).max(0.0);
    }
    for step in (0..steps).rev() {
        for i in 0..=step {
            let keep = discount * (p * value[i + 1] + (1.0 - p) * value[i]);
            let price = spot * up.powi(2 * i as i32 - step as i32);
            value[i] = keep.max(strike - price);
        }
    }
    value[0]
}
