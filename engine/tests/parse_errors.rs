//! What is said about texts that do not parse, and that nothing worse happens to them.

use gradus_engine::parse;

/// Each block of the file is a text behind `> ` (`\n` and `\t` stand for themselves) and the message for it.
/// `BLESS=1 cargo test` writes the messages anew, to be read before they are committed.
#[test]
fn messages() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/parse_errors.txt");
    let golden = std::fs::read_to_string(path).unwrap();
    let mut written = String::new();
    for line in golden.lines() {
        if line.starts_with("## ") {
            written += &format!("{line}\n\n");
        } else if let Some(source) = line.strip_prefix("> ").or((line == ">").then_some("")) {
            let text = source.replace("\\n", "\n").replace("\\t", "\t");
            let message = parse(&text).map_or_else(|error| error.to_string(), |expr| format!("no error: {expr}"));
            written += &format!("{}\n{message}\n\n", format!("> {source}").trim_end());
        }
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &written).unwrap();
    }
    assert!(!written.contains("no error"), "{written}");
    for (old, new) in golden.split("\n> ").zip(written.split("\n> ")) {
        assert_eq!(old.trim_end(), new.trim_end(), "\n> {old}\n\nis now\n\n> {new}");
    }
}

#[test]
fn spans_lie_in_the_text() {
    let error = parse("α + β γ").unwrap_err();
    assert_eq!(&"α + β γ"[error.span()], "γ");
    assert_eq!(error.message(), "an operator is missing before `γ`");
    assert_eq!(error.hint(), Some("write `β*γ`"));
    assert!(std::error::Error::source(&error).is_none());
    assert_eq!(parse("x +").unwrap_err().span(), 3..3);
}

/// Whatever is thrown at it, the parser answers, and the answer can be shown.
#[test]
fn hostile_texts() {
    let pieces = [
        "x",
        "y",
        "q",
        "=",
        ";",
        "\n",
        "(",
        ")",
        ",",
        "+",
        "-",
        "*",
        "/",
        "^",
        "**",
        "<",
        "<=",
        "==",
        "!=",
        "!",
        "&&",
        "||",
        "and",
        "or",
        "not",
        "if",
        "then",
        "else",
        "sin",
        "max",
        "where",
        "pow",
        "log",
        "powi",
        "pi",
        "inf",
        "nan",
        "true",
        "1",
        "2.5",
        "1e",
        "1e-3",
        "9e3999",
        ".",
        "..",
        "#",
        "λ",
        "²",
        "\u{301}",
        "\u{202e}",
        "\0",
        "\t",
        " ",
        "%",
        "|",
        "'",
        "🦀",
        "t1",
        "constant",
        "polygamma",
    ];
    let mut random = fastrand::Rng::with_seed(3);
    let (mut accepted, rounds) = (0, 30_000);
    for round in 0..rounds {
        let mut text = String::new();
        match round % 3 {
            0 => {
                let bytes: Vec<u8> = (0..random.usize(0..60)).map(|_| random.u8(..)).collect();
                text.push_str(&String::from_utf8_lossy(&bytes));
            }
            1 => (0..random.usize(0..60)).for_each(|_| text.push(random.char(' '..='~'))),
            _ => {
                for _ in 0..random.usize(0..14) {
                    text.push_str(random.choice(pieces).unwrap());
                    text.push_str(["", " "][random.usize(0..2)]);
                }
            }
        }
        match parse(&text) {
            Ok(expr) => {
                accepted += 1;
                assert_eq!(parse(&expr.to_string()).unwrap(), expr, "{text}");
            }
            Err(error) => {
                assert!(text.get(error.span()).is_some(), "{text:?}");
                let shown = error.to_string();
                assert!(shown.lines().all(|line| line.chars().count() < 120), "{shown}");
                assert!(shown.contains('^'), "{shown}");
            }
        }
    }
    assert!(accepted > rounds / 100, "{accepted} of {rounds}");
}

/// Valid formulas with one byte changed, left out or doubled.
#[test]
fn damaged_formulas() {
    let formulas = [
        "q = x + y; if q < 1 and not q == 2 then max(q, 2, 3.5e-3) else -q^2*sin(q)/(1 + exp(-q))",
        "where(a <= b || !(c > d), polygamma(2, x), atan2(y, x)) + powf(x, 2)^-y**2 # end",
    ];
    let mut random = fastrand::Rng::with_seed(4);
    for _ in 0..20_000 {
        let mut bytes = random.choice(formulas).unwrap().as_bytes().to_vec();
        for _ in 0..random.usize(1..4) {
            let at = random.usize(0..bytes.len());
            match random.u8(0..3) {
                0 => bytes[at] = random.u8(0x20..0x7F),
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, bytes[at]),
            }
        }
        let text = String::from_utf8(bytes).unwrap();
        match parse(&text) {
            Ok(expr) => assert_eq!(parse(&expr.to_string()).unwrap(), expr, "{text}"),
            Err(error) => assert!(text.get(error.span()).is_some(), "{text}"),
        }
    }
}

fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(256 << 10).spawn(work).unwrap().join().unwrap();
}

/// Each level of a recursion would take more than 2 bytes of the stack.
const DEEP: usize = 120_000;

fn nested(before: &str, middle: &str, after: &str) -> String {
    [&before.repeat(DEEP), middle, &after.repeat(DEEP)].concat()
}

#[test]
fn deep_texts_parse() {
    on_a_small_stack(|| {
        for (before, after) in [
            ("(", ")"),
            ("-", ""),
            ("+", ""),
            ("x^", ""),
            ("", "^x"),
            ("sin(", ")"),
            ("1/(1 + ", ")"),
            ("if y < 1 then 2 else ", ""),
            ("if y < 1 then ", " else 2"),
            ("max(y, ", ", 2)"),
            ("2*-", " - y"),
            ("", " + y*x"),
        ] {
            let text = nested(before, "x", after);
            if let Err(error) = parse(&text) {
                panic!("{before} {after}: {error}");
            }
        }
        let mixed = [("sin(", ")"), ("-(x^", ")"), ("if y < 1 then 2 else -", "/y")]
            .map(|(before, after)| nested(before, "x", after));
        let million = nested("(((((((((", "x", ")))))))))");
        parse(&(mixed.join(" + ") + "*" + &million)).unwrap();
        let conditions = nested("not (y < 1 and ", "x < y", ")");
        parse(&format!("where({conditions}, 1, 2)")).unwrap();
    });
}

#[test]
fn deep_mistakes_are_found() {
    on_a_small_stack(|| {
        for (text, at) in [
            (nested("(", "x", ""), DEEP - 1),
            (nested("", "x", ")"), 1),
            (nested("(", "", ""), DEEP),
            (nested("-", "", ""), DEEP),
            (nested("sin(", "", ")"), 4 * (DEEP - 1)),
            (nested("if ", "x", ""), 3 * (DEEP - 1)),
            (nested("x < ", "x", ""), 6),
            (nested("x ", "", ""), 2),
            (nested("(", "", ")"), DEEP),
            ("x".repeat(DEEP) + "(1)", 0),
        ] {
            assert_eq!(parse(&text).unwrap_err().span().start, at, "{}", parse(&text).unwrap_err());
        }
    });
}

#[test]
fn long_numbers_have_a_limit() {
    for text in
        ["1".repeat(DEEP), format!("1e{}", "9".repeat(DEEP)), "1e4001".to_owned(), format!(".{}1", "0".repeat(5_000))]
    {
        let error = parse(&text).unwrap_err();
        assert_eq!(error.message(), "this number is too long or its exponent is too large");
    }
    assert!(parse(&format!("{}e-4000", "9".repeat(12))).is_ok());
}
