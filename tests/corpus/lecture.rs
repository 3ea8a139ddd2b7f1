//! Oracles of `lecture.txt`: arguments in the order of its `at:` lines.

use super::{dot, square};
use crate::support::dual::Real;

fn relu<T: Real>(x: T) -> T {
    if x > 0.0 { x } else { T::of(0.0) }
}

fn logistic<T: Real>(x: T) -> T {
    x.sigmoid()
}

pub fn chain_of_two_gates<T: Real>([x, y, z]: [T; 3]) -> T {
    (x + y) * z
}

pub fn chain_seen_from_the_second_gate<T: Real>([q, z]: [T; 2]) -> T {
    q * z
}

pub fn sigmoid_neuron<T: Real>([w0, w1, w2, x0, x1]: [T; 5]) -> T {
    ((-(w0 * x0 + w1 * x1 + w2)).exp() + 1.0).recip()
}

pub fn sigmoid_neuron_grouped<T: Real>([w0, w1, w2, x0, x1]: [T; 5]) -> T {
    logistic(w0 * x0 + w1 * x1 + w2)
}

pub fn gate_reciprocal<T: Real>([x]: [T; 1]) -> T {
    x.recip()
}

pub fn gate_add_constant<T: Real>([x]: [T; 1]) -> T {
    x + 1.0
}

pub fn gate_exponential<T: Real>([x]: [T; 1]) -> T {
    x.exp()
}

pub fn gate_scale<T: Real>([x]: [T; 1]) -> T {
    -x
}

pub fn add_distributes<T: Real>([x, y]: [T; 2]) -> T {
    x * 2.0 + y * 2.0
}

pub fn multiply_switches<T: Real>([x, y]: [T; 2]) -> T {
    x * y
}

pub fn max_routes<T: Real>([x, y]: [T; 2]) -> T {
    (if x >= y { x } else { y }) * 2.0
}

pub fn copy_adds<T: Real>([x, y, z]: [T; 3]) -> T {
    x * (y + z)
}

pub fn activation_sigmoid<T: Real>([x]: [T; 1]) -> T {
    ((-x).exp() + 1.0).recip()
}

pub fn activation_tanh<T: Real>([x]: [T; 1]) -> T {
    (x.exp() - (-x).exp()) / (x.exp() + (-x).exp())
}

pub fn activation_relu<T: Real>([x]: [T; 1]) -> T {
    relu(x)
}

pub fn activation_leaky_relu_tenth<T: Real>([x]: [T; 1]) -> T {
    if x > 0.0 { x } else { x * 0.1 }
}

pub fn activation_leaky_relu_hundredth<T: Real>([x]: [T; 1]) -> T {
    if x > 0.0 { x } else { x * 0.01 }
}

pub fn activation_maxout<T: Real>([w11, w12, b1, w21, w22, b2, x1, x2]: [T; 8]) -> T {
    let (first, second) = (dot([w11, w12], [x1, x2]) + b1, dot([w21, w22], [x1, x2]) + b2);
    if first >= second { first } else { second }
}

pub fn activation_elu<T: Real>([x, a]: [T; 2]) -> T {
    if x >= 0.0 { x } else { a * x.exp_m1() }
}

fn scores<T: Real>([w11, w12, w21, w22, w31, w32, x1, x2]: [T; 8]) -> [T; 3] {
    [[w11, w12], [w21, w22], [w31, w32]].map(|row| dot(row, [x1, x2]))
}

pub fn svm_loss<T: Real>([w11, w12, w21, w22, w31, w32, x1, x2, r]: [T; 9]) -> T {
    let s = scores([w11, w12, w21, w22, w31, w32, x1, x2]);
    let w = [w11, w12, w21, w22, w31, w32];
    relu(s[0] - s[1] + 1.0) + relu(s[2] - s[1] + 1.0) + r * dot(w, w)
}

pub fn softmax_cross_entropy<T: Real>([w11, w12, w21, w22, w31, w32, x1, x2, r]: [T; 9]) -> T {
    let s = scores([w11, w12, w21, w22, w31, w32, x1, x2]);
    let w = [w11, w12, w21, w22, w31, w32];
    let total = s[0].exp() + s[1].exp() + s[2].exp();
    -(s[1].exp() / total).ln() + r * dot(w, w)
}

pub fn squared_norm_of_a_product<T: Real>([w11, w12, w21, w22, x1, x2]: [T; 6]) -> T {
    let q = [[w11, w12], [w21, w22]].map(|row| dot(row, [x1, x2]));
    dot(q, q)
}

pub fn relu_of_a_vector_seeded<T: Real>([x1, x2, x3, x4, u1, u2, u3, u4]: [T; 8]) -> T {
    dot([x1, x2, x3, x4].map(relu), [u1, u2, u3, u4])
}

pub fn matrix_product_seeded<T: Real>(v: [T; 12]) -> T {
    let [x11, x12, x21, x22, w11, w12, w21, w22, g11, g12, g21, g22] = v;
    let (x, w, g) = ([[x11, x12], [x21, x22]], [[w11, w12], [w21, w22]], [[g11, g12], [g21, g22]]);
    let mut sum = T::of(0.0);
    for i in 0..2 {
        for j in 0..2 {
            for k in 0..2 {
                sum = sum + g[i][j] * x[i][k] * w[k][j];
            }
        }
    }
    sum
}

pub fn two_layer_net<T: Real>([w11, w12, w21, w22, v1, v2, x1, x2]: [T; 8]) -> T {
    let h = [[w11, w12], [w21, w22]].map(|row| relu(dot(row, [x1, x2])));
    dot([v1, v2], h)
}

pub fn three_layer_net<T: Real>([w11, w12, w21, w22, u11, u12, u21, u22, v1, v2, x1, x2]: [T; 12]) -> T {
    let h = [[w11, w12], [w21, w22]].map(|row| relu(dot(row, [x1, x2])));
    let k = [[u11, u12], [u21, u22]].map(|row| relu(dot(row, h)));
    dot([v1, v2], k)
}

pub fn training_loss_of_one_sample<T: Real>([a11, a12, a21, a22, b1, b2, x1, x2, y]: [T; 9]) -> T {
    let h = [[a11, a21], [a12, a22]].map(|column| logistic(dot([x1, x2], column)));
    square(dot(h, [b1, b2]) - y)
}

pub fn neuron_of_three_inputs<T: Real>([i1, i2, i3, w1, w2, w3, bias]: [T; 7]) -> T {
    logistic(dot([i1, i2, i3], [w1, w2, w3]) + bias)
}

pub fn cost_of_a_classifier<T: Real>([w11, w12, w21, w22, b1, b2, x1, x2, y1, y2]: [T; 10]) -> T {
    let rows = [([w11, w12], b1, y1), ([w21, w22], b2, y2)];
    let [first, second] = rows.map(|(w, b, y)| square(logistic(dot(w, [x1, x2]) + b) - y));
    first + second
}

pub fn cost_of_one_link<T: Real>([w, p, b, y]: [T; 4]) -> T {
    square(logistic(w * p + b) - y)
}

pub fn cost_of_three_links<T: Real>([w1, b1, w2, b2, w3, b3, x, y]: [T; 8]) -> T {
    let last = [(w1, b1), (w2, b2), (w3, b3)].into_iter().fold(x, |a, (w, b)| logistic(w * a + b));
    square(last - y)
}

pub fn net_3_1<T: Real>([w11, w12, w13, b1, x1, x2, x3, y]: [T; 8]) -> T {
    square((dot([w11, w12, w13], [x1, x2, x3]) + b1).tanh() - y)
}

pub fn net_3_2<T: Real>([w11, w12, w13, w21, w22, w23, x1, x2, x3, y1, y2]: [T; 11]) -> T {
    let cost = |w: [T; 3], y: T| square(logistic(dot(w, [x1, x2, x3])) - y);
    cost([w11, w12, w13], y1) + cost([w21, w22, w23], y2)
}

pub fn net_8_1<T: Real>(v: [T; 17]) -> T {
    let sum = (0..8).fold(T::of(0.0), |sum, k| sum + v[k] * v[8 + k]);
    square(logistic(sum) - v[16])
}

pub fn linear_regression<T: Real>([t0, t1, x1, y1, x2, y2, x3, y3]: [T; 8]) -> T {
    let sum = [(x1, y1), (x2, y2), (x3, y3)].map(|(x, y)| square(t0 + t1 * x - y));
    (sum[0] + sum[1] + sum[2]) / 3.0
}
