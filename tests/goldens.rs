//! Derivatives as a person would write them.

#![cfg(feature = "runtime")]

use gradus::parse;

/// `by`, expression and derivative of every line of the file.
fn goldens() -> Vec<[&'static str; 3]> {
    let lines =
        include_str!("golden/derivatives.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let cells = lines.map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        <[&str; 3]>::try_from(cells).unwrap_or_else(|_| panic!("three cells expected: {line}"))
    });
    cells.collect()
}

#[test]
#[cfg_attr(not(feature = "egraph"), ignore = "some are found by equality saturation")]
fn derivatives_read_as_written_by_hand() {
    let mut differing = Vec::new();
    for [by, expression, want] in goldens() {
        let names: Vec<&str> = by.split(',').collect();
        let got = parse(expression).unwrap().partial(&names).unwrap().to_string();
        if got != want {
            differing.push(format!("d/d{by} {expression}\n  want {want}\n  got  {got}"));
        }
    }
    assert!(differing.is_empty(), "{} of {} differ\n{}", differing.len(), goldens().len(), differing.join("\n"));
}

#[test]
fn there_are_enough_of_them() {
    assert!(goldens().len() >= 55, "{}", goldens().len());
}

#[test]
fn what_is_written_parses_back() {
    for [_, _, want] in goldens() {
        assert_eq!(parse(want).unwrap().to_string(), want);
    }
}
