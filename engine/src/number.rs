//! Exact rational constants.
//!
//! A literal such as `0.1` is the rational 1/10, not the nearest `f64`: constants are folded exactly and rounded once, when
//! they are evaluated or printed as code. Equality and hashing look at the value alone; the flag `decimal` only remembers
//! how a person wrote it, so that `0.1*x` does not read `x/10` afterwards.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};

use crate::index::mix;

/// Numerators and denominators beyond this many bits are not folded: `(10^999)^999` stays a power.
const MAX_BITS: u64 = 1 << 14;

/// The same for fractions that are large above and below: reducing these takes the square of their length.
const MAX_FRACTION_BITS: u64 = 1 << 11;

/// The largest decimal exponent a literal may carry.
const MAX_EXPONENT: i64 = 4_000;

/// The most digits a literal may have; whole numbers of `MAX_BITS` have fewer.
const MAX_DIGITS: usize = 5_000;

/// An exact rational number.
#[derive(Clone)]
pub struct Number {
    value: Value,
    decimal: bool,
}

/// `Small` whenever both parts fit, so that equal numbers have one representation.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Value {
    /// Numerator and positive denominator in lowest terms.
    Small(i64, i64),
    Big(Box<BigRational>),
}

impl Value {
    fn reduced(numerator: i128, denominator: i128) -> Self {
        debug_assert!(denominator > 0);
        let divisor = if denominator == 1 { 1 } else { numerator.gcd(&denominator) };
        let (p, q) = (numerator / divisor, denominator / divisor);
        match (i64::try_from(p), i64::try_from(q)) {
            (Ok(p), Ok(q)) => Value::Small(p, q),
            _ => Value::Big(Box::new(BigRational::new_raw(p.into(), q.into()))),
        }
    }

    fn from_big(value: BigRational) -> Option<Self> {
        match (value.numer().to_i64(), value.denom().to_i64()) {
            (Some(p), Some(q)) => Some(Value::Small(p, q)),
            _ if value.numer().bits().max(value.denom().bits()) > MAX_BITS => None,
            _ if value.numer().bits().min(value.denom().bits()) > MAX_FRACTION_BITS => None,
            _ => Some(Value::Big(Box::new(value))),
        }
    }

    fn to_big(&self) -> BigRational {
        match self {
            Value::Small(p, q) => BigRational::new_raw((*p).into(), (*q).into()),
            Value::Big(value) => (**value).clone(),
        }
    }
}

impl Number {
    /// Zero.
    pub const ZERO: Number = Number { value: Value::Small(0, 1), decimal: false };
    /// One.
    pub const ONE: Number = Number { value: Value::Small(1, 1), decimal: false };
    /// Minus one.
    pub const MINUS_ONE: Number = Number { value: Value::Small(-1, 1), decimal: false };

    /// The ratio `numerator/denominator`, or `None` when the denominator is zero.
    pub fn ratio(numerator: i64, denominator: i64) -> Option<Self> {
        let sign = i128::from(denominator.signum());
        (denominator != 0).then(|| Value::reduced(i128::from(numerator) * sign, i128::from(denominator) * sign).into())
    }

    /// The shortest decimal that rounds to `x`: `0.1` becomes 1/10. `None` for infinities and NaN.
    pub fn from_f64(x: f64) -> Option<Self> {
        if x.is_finite() && x.fract() == 0.0 && x.abs() < 9e15 {
            return Some((x as i64).into());
        }
        x.is_finite().then(|| Self::parse_decimal(&format!("{x:e}"))).flatten()
    }

    /// Reads `12`, `.5`, `1e-3`, `12.50`; `None` when it is none of these or its exponent is beyond ±4000.
    pub fn parse_decimal(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (sign, mantissa) = match mantissa.strip_prefix('-') {
            Some(rest) => (Sign::Minus, rest),
            None => (Sign::Plus, mantissa),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = [whole, fraction].concat();
        if digits.is_empty() || digits.len() > MAX_DIGITS || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let exponent = exponent.checked_sub(fraction.len() as i64)?;
        let decimal = mantissa.contains('.') || exponent < 0;
        if digits.len() <= 18 && (-18..=0).contains(&exponent) {
            let magnitude: i64 = digits.parse().ok()?;
            let (p, q) = (if sign == Sign::Minus { -magnitude } else { magnitude }, 10_i64.pow(-exponent as u32));
            let divisor = p.gcd(&q);
            return Some(Number { value: Value::Small(p / divisor, q / divisor), decimal });
        }
        let digits = BigInt::from_biguint(sign, digits.parse::<BigUint>().ok()?);
        let value = if digits.is_zero() {
            BigRational::zero()
        } else if exponent.abs() > MAX_EXPONENT {
            return None;
        } else if exponent >= 0 {
            BigRational::from_integer(digits * power_of_ten(exponent as u64))
        } else {
            BigRational::new(digits, power_of_ten(exponent.unsigned_abs()))
        };
        Some(Number { value: Value::from_big(value)?, decimal })
    }

    /// Whether the value is zero.
    pub fn is_zero(&self) -> bool {
        matches!(self.value, Value::Small(0, _))
    }

    /// Whether the value is one.
    pub fn is_one(&self) -> bool {
        matches!(self.value, Value::Small(1, 1))
    }

    /// Whether the value is minus one.
    pub fn is_minus_one(&self) -> bool {
        matches!(self.value, Value::Small(-1, 1))
    }

    /// Whether the value is below zero.
    pub fn is_negative(&self) -> bool {
        match &self.value {
            Value::Small(p, _) => *p < 0,
            Value::Big(value) => value.is_negative(),
        }
    }

    /// Whether the value is a whole number.
    pub fn is_integer(&self) -> bool {
        match &self.value {
            Value::Small(_, q) => *q == 1,
            Value::Big(value) => value.is_integer(),
        }
    }

    /// Whether it was written as a decimal, or came from one.
    pub fn is_decimal(&self) -> bool {
        self.decimal
    }

    /// The value when it is a whole number that fits.
    pub fn to_i32(&self) -> Option<i32> {
        match self.value {
            Value::Small(p, 1) => i32::try_from(p).ok(),
            _ => None,
        }
    }

    /// Numerator and denominator when both are small.
    pub fn to_ratio(&self) -> Option<(i64, i64)> {
        match self.value {
            Value::Small(p, q) => Some((p, q)),
            Value::Big(_) => None,
        }
    }

    /// The nearest `f64`, ties to even: infinite beyond the largest, zero or subnormal below the smallest.
    pub fn to_f64(&self) -> f64 {
        const EXACT: i64 = 1 << 53;
        match &self.value {
            // Both operands are exact, so the division is the one rounding.
            Value::Small(p, q) if p.abs() <= EXACT && *q <= EXACT => *p as f64 / *q as f64,
            _ => round_to_f64(&self.value.to_big()),
        }
    }

    /// The sum; `None` beyond the size limit.
    pub fn add(&self, other: &Self) -> Option<Self> {
        if let Some(sum) = self.whole(other, i64::checked_add) {
            return Some(sum);
        }
        let value = match (&self.value, &other.value) {
            (Value::Small(a, b), Value::Small(c, d)) => {
                let [a, b, c, d] = [*a, *b, *c, *d].map(i128::from);
                Value::reduced(a * d + c * b, b * d)
            }
            _ => Value::from_big(self.value.to_big() + other.value.to_big())?,
        };
        Some(self.beside(other, value))
    }

    /// The difference; `None` beyond the size limit.
    pub fn sub(&self, other: &Self) -> Option<Self> {
        self.add(&other.neg())
    }

    /// The product; `None` beyond the size limit.
    pub fn mul(&self, other: &Self) -> Option<Self> {
        if let Some(product) = self.whole(other, i64::checked_mul) {
            return Some(product);
        }
        let value = match (&self.value, &other.value) {
            (Value::Small(a, b), Value::Small(c, d)) => {
                let [a, b, c, d] = [*a, *b, *c, *d].map(i128::from);
                Value::reduced(a * c, b * d)
            }
            _ => Value::from_big(self.value.to_big() * other.value.to_big())?,
        };
        Some(self.beside(other, value))
    }

    /// The quotient; `None` for a zero divisor or beyond the size limit.
    pub fn div(&self, other: &Self) -> Option<Self> {
        let inverse = other.recip()?;
        self.mul(&Number { decimal: other.decimal, ..inverse })
    }

    /// The reciprocal; `None` for zero.
    pub fn recip(&self) -> Option<Self> {
        let value = match &self.value {
            Value::Small(0, _) => return None,
            Value::Small(p, q) if *p > 0 => Value::Small(*q, *p),
            Value::Small(p, q) => Value::reduced(-i128::from(*q), -i128::from(*p)),
            Value::Big(value) => Value::from_big(value.recip())?,
        };
        Some(Number { value, decimal: self.decimal })
    }

    /// The negated value.
    pub fn neg(&self) -> Self {
        let value = match &self.value {
            Value::Small(p, q) if *p != i64::MIN => Value::Small(-p, *q),
            Value::Small(p, q) => Value::reduced(-i128::from(*p), i128::from(*q)),
            // -(2^63) comes back into the range of `Small`.
            Value::Big(value) => Value::from_big(-(**value).clone()).expect("negation keeps the size"),
        };
        Number { value, decimal: self.decimal }
    }

    /// The absolute value.
    pub fn abs(&self) -> Self {
        if self.is_negative() { self.neg() } else { self.clone() }
    }

    /// `self` to a whole power; `None` for a negative power of zero or beyond the size limit.
    pub fn powi(&self, exponent: i32) -> Option<Self> {
        if exponent == 0 || self.is_one() {
            return Some(Self::ONE);
        }
        let base = if exponent < 0 { self.recip()? } else { self.clone() };
        if base.is_zero() {
            return Some(base);
        }
        let big = base.value.to_big();
        let bits = big.numer().bits().max(big.denom().bits());
        let exponent = exponent.unsigned_abs();
        if (bits - 1).saturating_mul(u64::from(exponent)) > MAX_BITS {
            return None;
        }
        let power = BigRational::new_raw(Pow::pow(big.numer(), exponent), Pow::pow(big.denom(), exponent));
        Some(Number { value: Value::from_big(power)?, decimal: self.decimal })
    }

    /// The square root when it is rational.
    pub fn sqrt(&self) -> Option<Self> {
        if self.is_negative() {
            return None;
        }
        let big = self.value.to_big();
        let root = BigRational::new_raw(big.numer().sqrt(), big.denom().sqrt());
        let exact = root.numer() * root.numer() == *big.numer() && root.denom() * root.denom() == *big.denom();
        exact.then(|| Value::from_big(root)).flatten().map(|value| Number { value, decimal: self.decimal })
    }

    /// The largest whole number not above the value.
    pub fn floor(&self) -> Self {
        match &self.value {
            Value::Small(p, q) => Integer::div_floor(p, q).into(),
            Value::Big(value) => Value::from_big(value.floor()).expect("rounding keeps the size").into(),
        }
    }

    /// An operation on whole numbers with a small result.
    fn whole(&self, other: &Self, operation: fn(i64, i64) -> Option<i64>) -> Option<Self> {
        match (&self.value, &other.value) {
            (Value::Small(a, 1), Value::Small(b, 1)) => Some(self.beside(other, Value::Small(operation(*a, *b)?, 1))),
            _ => None,
        }
    }

    fn beside(&self, other: &Self, value: Value) -> Self {
        Number { value, decimal: self.decimal || other.decimal }
    }

    /// `(negative, digits, exponent)` with `value = ±digits·10^exponent`, when the decimal expansion ends.
    fn decimal_expansion(&self) -> Option<(bool, String, i64)> {
        let big = self.value.to_big();
        let (two, five) = (BigInt::from(2), BigInt::from(5));
        let mut denominator = big.denom().clone();
        let twos = denominator.trailing_zeros().unwrap_or(0);
        denominator >>= twos;
        let mut fives = 0;
        while denominator.is_multiple_of(&five) {
            denominator /= &five;
            fives += 1;
        }
        if !denominator.is_one() {
            return None;
        }
        let places = twos.max(fives);
        let scaled = big.numer().abs() * Pow::pow(two, places - twos) * Pow::pow(five, places - fives);
        let digits = scaled.to_string();
        let trimmed = digits.trim_end_matches('0');
        let exponent = (digits.len() - trimmed.len()) as i64 - places as i64;
        Some((big.is_negative(), trimmed.to_owned(), exponent))
    }
}

fn power_of_ten(exponent: u64) -> BigInt {
    Pow::pow(BigInt::from(10), exponent)
}

/// Rounds `p/q` to 53 bits (fewer for subnormals), half to even: the quotient is taken to 66 bits with a sticky last bit.
fn round_to_f64(value: &BigRational) -> f64 {
    let (sign, p) = (value.numer().sign(), value.numer().magnitude());
    let q = value.denom().magnitude();
    let shift = 66 - (p.bits() as i64 - q.bits() as i64);
    let (scaled_p, scaled_q) =
        if shift >= 0 { (p << shift as u64, q.clone()) } else { (p.clone(), q << (-shift) as u64) };
    let (quotient, rest) = scaled_p.div_rem(&scaled_q);
    let Some(mut bits) = quotient.to_u128() else { return f64::NAN };
    bits = bits << 1 | u128::from(!rest.is_zero());
    // value = bits·2^(-shift-1); keep 53 bits, or down to the last subnormal place 2^-1074.
    let exponent = -shift - 1;
    let length = 128 - i64::from(bits.leading_zeros());
    let drop = (length - 53).max(-1074 - exponent);
    if drop > length + 1 {
        return if sign == Sign::Minus { -0.0 } else { 0.0 };
    }
    let half = 1u128 << (drop - 1);
    let (mut kept, low) = (bits >> drop, bits & ((half << 1) - 1));
    kept += u128::from(low > half || (low == half && kept & 1 == 1));
    // `kept` ≤ 2^53 is exact; the scaling by a power of two is exact or overflows to infinity.
    let power = exponent + drop;
    let magnitude = match power {
        972.. => f64::INFINITY,
        -1022..972 => kept as f64 * 2f64.powi(power as i32),
        _ => kept as f64 * 2f64.powi(power as i32 + 200) * 2f64.powi(-200),
    };
    if sign == Sign::Minus { -magnitude } else { magnitude }
}

impl Number {
    /// A hash with the number in it, the same for a number and its negative.
    pub(crate) fn mix(&self, hash: u64) -> u64 {
        match &self.value {
            Value::Small(p, q) => mix(mix(hash, p.unsigned_abs()), *q as u64),
            Value::Big(value) => {
                let parts = [value.numer().magnitude(), value.denom().magnitude()];
                parts.iter().flat_map(|part| part.iter_u64_digits()).fold(hash, mix)
            }
        }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.value, &other.value) {
            (Value::Small(a, b), Value::Small(c, d)) => {
                (i128::from(*a) * i128::from(*d)).cmp(&(i128::from(*c) * i128::from(*b)))
            }
            _ => self.value.to_big().cmp(&other.value.to_big()),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Zero.
impl Default for Number {
    fn default() -> Self {
        Number::ZERO
    }
}

impl From<Value> for Number {
    fn from(value: Value) -> Self {
        Number { value, decimal: false }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Value::Small(value, 1).into()
    }
}

/// Decimals as decimals (`0.1`, `1e-300`), whole numbers as digits, other ratios as `p/q`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Value::Small(p, 1) = self.value
            && p.unsigned_abs() < 1_000_000_000_000_000
        {
            return write!(f, "{p}");
        }
        let expansion = if self.decimal || self.is_integer() { self.decimal_expansion() } else { None };
        let readable = |digits: &str, exponent: i64| digits.len() <= MAX_DIGITS && exponent.abs() <= MAX_EXPONENT;
        let Some((negative, digits, exponent)) = expansion.filter(|(_, digits, exponent)| readable(digits, *exponent))
        else {
            let big = self.value.to_big();
            return if big.is_integer() { write!(f, "{big}") } else { write!(f, "{}/{}", big.numer(), big.denom()) };
        };
        if negative {
            f.write_str("-")?;
        }
        let point = digits.len() as i64 + exponent;
        if exponent >= 0 && point <= 21 {
            write!(f, "{digits}{}", "0".repeat(exponent as usize))
        } else if exponent < 0 && point > 0 {
            write!(f, "{}.{}", &digits[..point as usize], &digits[point as usize..])
        } else if exponent < 0 && point > -5 {
            write!(f, "0.{}{digits}", "0".repeat(-point as usize))
        } else {
            write!(f, "{digits}e{exponent}")
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Number {
        Number::parse_decimal(text).expect(text)
    }

    #[test]
    fn decimals_round_as_the_compiler_rounds_them() {
        for text in [
            "0.1",
            "1e-3",
            ".5",
            "1e999",
            "1e-999",
            "4.9e-324",
            "2.4e-324",
            "2.5e-324",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "2.2250738585072011e-308",
            "9007199254740993",
            "123456789.123456789e-200",
            "0",
        ] {
            assert_eq!(decimal(text).to_f64().to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
        }
    }

    #[test]
    fn every_finite_f64_comes_back() {
        let mut bits = 0x9E37_79B9_7F4A_7C15_u64;
        for _ in 0..20_000 {
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            let x = f64::from_bits(bits);
            if x.is_finite() {
                assert_eq!(Number::from_f64(x).unwrap().to_f64(), x);
            }
        }
        assert_eq!(Number::from_f64(f64::NAN), None);
    }

    #[test]
    fn arithmetic_is_exact_across_the_small_range() {
        let max = Number::from(i64::MAX);
        assert_eq!(max.add(&Number::ONE).unwrap().sub(&Number::ONE).unwrap(), max);
        let min = Number::from(i64::MIN);
        assert_eq!(min.neg().neg(), min);
        assert_eq!(min.recip().unwrap().recip().unwrap(), min);
        assert_eq!(decimal("0.1").add(&decimal("0.2")).unwrap(), Number::ratio(3, 10).unwrap());
        assert_eq!(Number::ZERO.recip(), None);
        assert_eq!(Number::from(10).powi(999).unwrap().powi(999), None);
        assert_eq!(Number::ratio(4, 9).unwrap().sqrt(), Number::ratio(2, 3));
        assert_eq!(Number::from(2).sqrt(), None);
    }

    #[test]
    fn display_keeps_what_was_written() {
        for text in ["0.1", "12.5", "0.0001", "1e-300", "1e999", "123456789012345678901", "7", "0.001"] {
            assert_eq!(decimal(text).to_string(), text);
        }
        assert_eq!(Number::ratio(-1, 3).unwrap().to_string(), "-1/3");
        assert_eq!(Number::ratio(1, 2).unwrap().to_string(), "1/2");
        assert_eq!(decimal("0.5").mul(&Number::from(3)).unwrap().to_string(), "1.5");
    }
}
