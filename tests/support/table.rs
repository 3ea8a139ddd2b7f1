//! Reader of `tests/tables/functions.txt`; the format is described at the top of that file.

/// A real number as the unevaluated sum `hi + lo`, some 32 decimal digits: `hi` is the double nearest to the number, `lo`
/// the double nearest to what is left. NaN, infinities and numbers outside the range of a double have `lo = 0`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exact {
    pub hi: f64,
    pub lo: f64,
}

impl Exact {
    /// Reads a decimal number or `inf`, `-inf`, `nan`; both parts correctly rounded.
    pub fn parse(text: &str) -> Result<Self, String> {
        let hi: f64 = text.parse().map_err(|e| format!("`{text}`: {e}"))?;
        if hi == 0.0 || !hi.is_finite() {
            return Ok(Self { hi, lo: 0.0 });
        }
        // m * 2^-q has no more than q decimals, and q is at most 52 above the binary exponent (1074 for a subnormal number)
        let enough = 120 + hi.abs().log2().abs() as usize;
        let lo = Decimal::parse(text).minus(&Decimal::parse(&format!("{hi:.enough$e}")));
        Ok(Self { hi, lo })
    }

    /// The distance of `got` from the number in units in the last place of `hi`: 0.5 at most when correctly rounded.
    pub fn ulp_error(self, got: f64) -> f64 {
        if self.hi.is_nan() || self.hi.is_infinite() || !got.is_finite() {
            let same = got == self.hi || (got.is_nan() && self.hi.is_nan());
            return if same { 0.0 } else { f64::INFINITY };
        }
        ((got - self.hi) - self.lo).abs() / ulp(self.hi)
    }
}

/// The distance from `|x|` to the next larger double (at the largest one, to the next smaller).
pub fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if x == f64::MAX { x - x.next_down() } else { x.next_up() - x }
}

/// How many doubles lie between the two, counting one end; 0 for equal numbers, zeros of both signs and two NaNs.
pub fn ulp_distance(a: f64, b: f64) -> u64 {
    if a.is_nan() || b.is_nan() {
        return if a.is_nan() && b.is_nan() { 0 } else { u64::MAX };
    }
    let ordered = |x: f64| {
        let magnitude = (x.to_bits() & (u64::MAX >> 1)) as i64;
        if x.is_sign_negative() { -magnitude } else { magnitude }
    };
    ordered(a).abs_diff(ordered(b))
}

/// `digits * 10^exponent`, most significant digit first.
struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    exponent: i32,
}

impl Decimal {
    fn parse(text: &str) -> Self {
        let negative = text.starts_with('-');
        let text = text.trim_start_matches(['-', '+']);
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = whole.bytes().chain(fraction.bytes()).map(|b| b - b'0').collect();
        let exponent: i32 = exponent.parse().expect("a decimal exponent");
        Self { negative, digits, exponent: exponent - fraction.len() as i32 }
    }

    /// The double nearest to `self - other`, two numbers of one sign.
    fn minus(&self, other: &Self) -> f64 {
        let exponent = self.exponent.min(other.exponent);
        let above = |x: &Self| x.digits.len() + (x.exponent - exponent) as usize;
        let length = above(self).max(above(other));
        let aligned = |x: &Self| {
            let mut digits = vec![0; length - above(x)];
            digits.extend(&x.digits);
            digits.resize(length, 0);
            digits
        };
        let (a, b) = (aligned(self), aligned(other));
        let (larger, smaller, flip) = if a >= b { (a, b, false) } else { (b, a, true) };
        let mut difference = vec![0u8; length];
        let mut borrow = 0;
        for i in (0..length).rev() {
            let d = larger[i] as i8 - smaller[i] as i8 - borrow;
            borrow = (d < 0) as i8;
            difference[i] = (d + 10 * borrow) as u8;
        }
        let text: String = difference.iter().map(|d| (b'0' + d) as char).collect();
        let magnitude: f64 = format!("{text}e{exponent}").parse().expect("digits and an exponent");
        if self.negative != flip { -magnitude } else { magnitude }
    }
}

/// One line: a function at a point. `None` says there is nothing to check.
#[derive(Clone, Debug)]
pub struct Record {
    /// The line in the file, for messages.
    pub line: usize,
    pub name: &'static str,
    pub args: Vec<f64>,
    pub value: Option<Exact>,
    /// One per argument.
    pub first: Vec<Option<Exact>>,
    /// The upper triangle, row by row: for two arguments aa, ab, bb. See [`Record::second`].
    pub second: Vec<Option<Exact>>,
}

impl Record {
    /// The second partial in arguments `i` and `j`, in either order.
    pub fn second(&self, i: usize, j: usize) -> Option<Exact> {
        let (i, j) = (i.min(j), i.max(j));
        self.second[i * self.args.len() - i * (i + 1) / 2 + j]
    }
}

/// All records, in the order of the file.
pub fn functions() -> Vec<Record> {
    parse(include_str!("../tables/functions.txt")).unwrap_or_else(|message| panic!("functions.txt: {message}"))
}

/// The names in the order of the file.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = functions().iter().map(|r| r.name).collect();
    names.dedup();
    names
}

pub fn parse(text: &'static str) -> Result<Vec<Record>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines.map(|(i, line)| record(i + 1, line).map_err(|m| format!("line {}: {m}", i + 1))).collect()
}

fn record(line: usize, text: &'static str) -> Result<Record, String> {
    let fields: Vec<_> = text.split('|').map(str::trim).collect();
    let [name, args, value, first, second] = fields[..] else {
        return Err(format!("five fields expected, {} found", fields.len()));
    };
    let args: Vec<f64> = args
        .split_whitespace()
        .map(|x| x.parse().map_err(|e| format!("argument `{x}`: {e}")))
        .collect::<Result<_, _>>()?;
    let [value] = cells(value)?[..] else { return Err("one value expected".into()) };
    let (first, second) = (cells(first)?, cells(second)?);
    let size = args.len();
    if first.len() != size || second.len() != size * (size + 1) / 2 {
        return Err(format!("{} first and {} second partials for {size} arguments", first.len(), second.len()));
    }
    Ok(Record { line, name, args, value, first, second })
}

fn cells(text: &str) -> Result<Vec<Option<Exact>>, String> {
    text.split_whitespace().map(|x| if x == "-" { Ok(None) } else { Exact::parse(x).map(Some) }).collect()
}
