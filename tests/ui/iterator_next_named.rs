use gradus::grad;

#[grad]
fn f(x: &[f64], order: &[usize]) -> f64 {
    let mut order = order.iter();
    let mut numbers = x.iter();
    let first = numbers.next().unwrap();
    let two: f64 = numbers.by_ref().take(2).sum();
    let mut sum = first * two;
    for v in &mut numbers {
        sum += v;
        break;
    }
    loop {
        match order.next() {
            Some(i) => sum += x[*i],
            None => break,
        }
    }
    sum
}

fn main() {
    let _ = f_grad(&[1.0], &[0]);
}
