//! `Vec`s that get shorter as well as longer: the value bit for bit, the gradient against central differences.

// Functions stand as their authors write them, not as clippy would.
#![allow(clippy::all)]

mod support;

use gradus::grad;
use support::written::check;

const POINTS: [[f64; 6]; 2] = [[1.5, 0.5, -0.75, 2.0, 0.25, 1.25], [0.3, -0.5, 1.75, 0.7, -1.25, 0.9]];

macro_rules! check_all {
    ($($f:ident, $gradient:ident;)*) => {
        for point in POINTS {
            $(check(&point, $f, $gradient);)*
        }
    };
}

#[test]
fn taken_from_the_end() {
    #[grad]
    fn popped(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let a = v.pop().unwrap();
        a * v.iter().product::<f64>()
    }
    #[grad]
    fn pop_push(x: &[f64]) -> f64 {
        let mut stack = vec![x[0]];
        stack.push(x[1] * x[0]);
        stack.push(x[2]);
        let b = stack.pop().unwrap();
        let a = stack.pop().unwrap();
        stack.push(a * b);
        stack.pop().unwrap().sin() + stack[0]
    }
    #[grad]
    fn pop_while(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut s = 0.0;
        while let Some(a) = v.pop() {
            s = s * 0.5 + a * a;
        }
        s
    }
    #[grad]
    fn kept_beside_another(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let a = v.pop();
        v.push(x[0] * 3.0);
        v.push(1.0);
        a.unwrap() * v[5] + v.iter().sum::<f64>()
    }
    #[grad]
    fn until_negative(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        loop {
            let Some(a) = v.pop() else { return 0.0 };
            if a < 0.0 {
                return a * v[0];
            }
            v[0] *= a;
        }
    }
    #[grad]
    fn moved(x: &[f64]) -> f64 {
        let v = x.to_vec();
        let mut w = v;
        w.pop();
        let u = w;
        u.iter().map(|a| a * a).sum()
    }
    #[grad]
    fn by_value(x: &[f64]) -> f64 {
        fn last(mut v: Vec<f64>) -> f64 {
            v.pop();
            v.pop().unwrap()
        }
        last(x.to_vec()) * x[0]
    }
    check_all! { popped, popped_grad; pop_push, pop_push_grad; pop_while, pop_while_grad; kept_beside_another, kept_beside_another_grad; until_negative, until_negative_grad; moved, moved_grad; by_value, by_value_grad; }
}

#[test]
fn stacks() {
    #[grad]
    fn rpn(x: &[f64]) -> f64 {
        let ops = [0usize, 0, 1, 0, 2, 0, 1, 3];
        let mut k = 0;
        let mut st: Vec<f64> = Vec::new();
        for op in ops {
            match op {
                0 => {
                    st.push(x[k]);
                    k += 1;
                }
                1 => {
                    let b = st.pop().unwrap();
                    let a = st.pop().unwrap();
                    st.push(a * b);
                }
                2 => {
                    let b = st.pop().unwrap();
                    let a = st.pop().unwrap();
                    st.push(a + b.sin());
                }
                _ => {
                    let a = st.pop().unwrap();
                    st.push(a.exp());
                }
            }
        }
        st.pop().unwrap()
    }
    #[grad]
    fn in_branches(x: &[f64]) -> f64 {
        let mut v = vec![1.0];
        for (i, a) in x.iter().enumerate() {
            if i % 3 == 2 {
                if let Some(b) = v.pop() {
                    v.push(b * a);
                }
            } else if *a > 0.4 {
                v.push(a * a);
            } else {
                v.clear();
                v.push(*a);
            }
        }
        v.iter().rev().fold(0.0, |s, a| s * 0.5 + a.sin())
    }
    #[grad]
    fn of_tuples(x: &[f64]) -> f64 {
        let mut st = vec![(x[0], 1.0)];
        let mut s = 0.0;
        let mut n = 0;
        while let Some((a, w)) = st.pop() {
            s += a * w;
            n += 1;
            if n < 5 {
                st.push((a * x[n], w * 0.5));
                if n % 2 == 0 {
                    st.push((a + w, w * x[1]));
                }
            }
        }
        s
    }
    #[grad]
    fn two_loops(x: &[f64]) -> f64 {
        let mut st = vec![x[0]];
        let mut out = 0.0;
        for i in 1..x.len() {
            while st.len() > 2 {
                let a = st.pop().unwrap();
                let b = st.pop().unwrap();
                st.push(a * b + x[i]);
            }
            st.push(x[i]);
            for a in &st {
                out += a * a * 0.1;
            }
        }
        out + st.iter().product::<f64>()
    }
    #[grad]
    fn of_rows(x: &[f64]) -> f64 {
        let mut st = vec![[x[0], x[1]], [x[2], x[3]]];
        let r = st.pop().unwrap();
        st.push([r[1], r[0] * st[0][0]]);
        st.insert(0, [1.0, x[4]]);
        let q = st.remove(1);
        q[0] * q[1] + st[0][1] * st[1][1] + st.len() as f64 * x[5]
    }
    check_all! { rpn, rpn_grad; in_branches, in_branches_grad; of_tuples, of_tuples_grad; two_loops, two_loops_grad; of_rows, of_rows_grad; }
}

#[test]
fn cut_and_filled() {
    #[grad]
    fn truncate(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        v.truncate(3);
        v.iter().map(|a| a * a).sum()
    }
    #[grad]
    fn truncate_loop(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut s = 0.0;
        while v.len() > 1 {
            let n = v.len();
            v[n - 2] *= v[n - 1];
            v.truncate(n - 1);
            s += v[0];
        }
        s
    }
    #[grad]
    fn resize(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        v.resize(8, 0.5);
        v.iter().map(|a| a * a * a).sum::<f64>() * v[7]
    }
    #[grad]
    fn clear(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let s: f64 = v.iter().sum();
        v.clear();
        v.push(s * s);
        v.push(s);
        v[0] * v[1]
    }
    #[grad]
    fn cleared_each(x: &[f64]) -> f64 {
        let mut buf: Vec<f64> = Vec::new();
        let mut s = 1.0;
        for k in 0..4 {
            buf.clear();
            for i in 0..=k {
                buf.push(x[i] * s);
            }
            s = 0.3 * s + buf.iter().map(|b| b * b).sum::<f64>();
        }
        s
    }
    #[grad]
    fn cleared_ext(x: &[f64]) -> f64 {
        let mut buf: Vec<f64> = Vec::new();
        let mut s = 1.0;
        for _ in 0..4 {
            buf.clear();
            buf.extend(x.iter().map(|a| a * s));
            buf.resize(8, s);
            s = 0.3 * s.sin() + buf.iter().sum::<f64>() * 0.1;
        }
        s
    }
    #[grad]
    fn resize_grid(x: &[f64]) -> f64 {
        let n = x.len();
        let mut g = Vec::new();
        g.resize(n * 2, 0.0);
        for i in 0..n {
            g[2 * i] = x[i];
            g[2 * i + 1] = x[i] * x[0];
        }
        let mut s = 0.0;
        for a in &g {
            s += a * a;
        }
        s
    }
    #[grad]
    fn looked_at(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        v.truncate(4);
        let n = v.len();
        let (a, b) = v.split_at(2);
        let d: f64 = a.iter().zip(b).map(|(p, q)| p * q).sum();
        d * v.windows(2).map(|w| w[0] * w[1]).sum::<f64>() / n as f64
            + v.last().unwrap()
            + v.first().copied().unwrap_or(0.0)
    }
    check_all! { truncate, truncate_grad; truncate_loop, truncate_loop_grad; resize, resize_grad; clear, clear_grad; cleared_each, cleared_each_grad; cleared_ext, cleared_ext_grad; resize_grid, resize_grid_grad; looked_at, looked_at_grad; }
}

#[test]
fn put_in_and_taken_out() {
    #[grad]
    fn insert(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        v.insert(0, x[1] * x[2]);
        v.insert(3, 1.0);
        v[0] * v[1] + v[2] * v[3] * v[4]
    }
    #[grad]
    fn insert_loop(x: &[f64]) -> f64 {
        let mut v: Vec<f64> = Vec::new();
        for i in 0..x.len() {
            v.insert(0, x[i] * x[i]);
        }
        v[0] * v[1] + v[5]
    }
    #[grad]
    fn remove(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let a = v.remove(1);
        a * v[1] * v[0]
    }
    #[grad]
    fn swap_remove(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let a = v.swap_remove(1);
        a * v[1] * v[0]
    }
    #[grad]
    fn insert_sorted(x: &[f64]) -> f64 {
        let mut v: Vec<f64> = Vec::new();
        for &a in x {
            let at = v.partition_point(|b| *b < a);
            v.insert(at, a);
        }
        v[0] * 2.0 + v[1] * v[2] * v[3]
    }
    #[grad]
    fn moving(x: &[f64]) -> f64 {
        let mut w: Vec<f64> = Vec::new();
        let mut s = 0.0;
        for &a in x {
            w.push(a);
            if w.len() > 3 {
                w.remove(0);
            }
            s += w.iter().map(|v| v * v).sum::<f64>().sqrt() / w.len() as f64;
        }
        s
    }
    check_all! { insert, insert_grad; insert_loop, insert_loop_grad; remove, remove_grad; swap_remove, swap_remove_grad; insert_sorted, insert_sorted_grad; moving, moving_grad; }
}

#[test]
fn parts_moved_out() {
    #[grad]
    fn drain(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let s: f64 = v.drain(..2).map(|a| a * a).sum();
        s * v[0]
    }
    #[grad]
    fn drained_within(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut s = 0.0;
        for a in v.drain(1..3) {
            s += a * a;
        }
        v.push(s);
        let t: Vec<f64> = v.drain(..).collect();
        t[0] * t[1] + t[4] + v.len() as f64
    }
    #[grad]
    fn append(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut w = vec![x[0] * 2.0];
        v.append(&mut w);
        v.iter().map(|a| a * a).sum()
    }
    #[grad]
    fn split(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let w = v.split_off(2);
        v.iter().sum::<f64>() * w.iter().sum::<f64>()
    }
    #[grad]
    fn retain(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        v.retain(|a| *a > 0.0);
        v.iter().map(|a| a * a).sum()
    }
    #[grad]
    fn retain_loop(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut s = 0.0;
        for k in 0..3 {
            v.retain(|a| *a > 0.2 * k as f64);
            v.iter_mut().for_each(|a| *a *= x[0]);
            s += v.iter().product::<f64>();
        }
        s
    }
    check_all! { drain, drain_grad; drained_within, drained_within_grad; append, append_grad; split, split_grad; retain, retain_grad; retain_loop, retain_loop_grad; }
}

#[test]
fn assigned_and_exchanged() {
    #[grad]
    fn assign(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        for k in 0..3 {
            v.pop();
            v = v.iter().map(|a| a * x[k]).collect();
            v.push(x[k]);
        }
        v.iter().sum()
    }
    #[grad]
    fn sort(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        v.push(0.1);
        v.pop();
        v.remove(0);
        v.sort_by(|a, b| a.total_cmp(b));
        v.reverse();
        v.truncate(3);
        v[0] * v[1] + v[2]
    }
    #[grad]
    fn exchanged(x: &[f64]) -> f64 {
        let mut a = x.to_vec();
        let mut b: Vec<f64> = Vec::new();
        b.push(x[0]);
        a.pop();
        std::mem::swap(&mut a, &mut b);
        a.push(x[1]);
        a[0] * a[1] + b.iter().sum::<f64>() * b.len() as f64 + b.pop().unwrap()
    }
    #[grad]
    fn taken(x: &[f64]) -> f64 {
        let mut a = x.to_vec();
        a.pop();
        let b = std::mem::take(&mut a);
        a.push(b[0] * b[1]);
        a[0] * b.iter().sum::<f64>() + a.len() as f64 * x[0]
    }
    #[grad]
    fn by_a_closure(x: &[f64]) -> f64 {
        let mut v: Vec<f64> = Vec::new();
        let mut add = |a: f64| v.push(a * a);
        add(x[0]);
        add(x[1]);
        v.pop();
        v.push(x[2]);
        v[0] * v[1]
    }
    #[grad]
    fn handed_over(x: &[f64]) -> f64 {
        fn total(v: &[f64]) -> f64 {
            v.iter().map(|a| a * a).sum()
        }
        let mut v = x.to_vec();
        v.truncate(3);
        total(&v) * v.len() as f64
    }
    #[grad]
    fn with_room(x: &[f64]) -> f64 {
        let mut v = Vec::with_capacity(x.len());
        for a in x {
            v.push(a * 2.0);
        }
        v.pop();
        v.extend_from_slice(&x[1..3]);
        v.iter().map(|a| a * a).sum()
    }
    check_all! { assign, assign_grad; sort, sort_grad; exchanged, exchanged_grad; taken, taken_grad; by_a_closure, by_a_closure_grad; handed_over, handed_over_grad; with_room, with_room_grad; }
}

/// Of equal elements in a row the first stays, and with it what goes by it.
#[test]
fn without_repeats() {
    #[grad]
    fn dedup(x: &[f64]) -> f64 {
        let mut v = vec![x[0], x[0], x[1], x[2], x[2], x[2], x[0]];
        v.dedup();
        v.iter().enumerate().map(|(i, a)| a * (i + 1) as f64).sum::<f64>() * v.len() as f64
    }
    #[grad]
    fn dedup_pairs(x: &[f64]) -> f64 {
        let mut v = vec![(x[0], 1.0), (x[0], 1.0), (x[0], 2.0), (x[1], 2.0)];
        v.dedup();
        v.push((x[2], x[3]));
        v.iter().map(|(a, b)| a * b).sum::<f64>() * v.len() as f64
    }
    #[grad]
    fn dedup_loop(x: &[f64]) -> f64 {
        let mut v: Vec<f64> = Vec::new();
        for i in 0..x.len() {
            v.push(x[i]);
            v.push(x[i / 2]);
            v.dedup();
        }
        let mut w: Vec<usize> = vec![1, 1, 2];
        w.dedup();
        v.iter().rev().fold(0.0, |s, a| s * 0.5 + a.sin()) * x[w.len()]
    }

    const X: [f64; 4] = [0.5, 0.25, 0.75, 1.25];
    check(&X, dedup, dedup_grad);
    check(&X, dedup_pairs, dedup_pairs_grad);
    check(&X, dedup_loop, dedup_loop_grad);
    assert_eq!(dedup_grad(&X).1, [20.0, 8.0, 12.0, 0.0]);
}
