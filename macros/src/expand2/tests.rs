//! What is generated, as text.

use super::*;
use crate::fallback2::stubs;

/// The headers of what is generated for a function, one a line.
fn headers(attribute: TokenStream, item: TokenStream) -> String {
    let mut errors = Errors::default();
    let options = attr::options(attribute, &mut errors);
    let function: ItemFn = syn::parse2(item).unwrap();
    let mut signature = read2::signature(&function.sig, &options.constant, &mut errors);
    read2::select(&mut signature, options.wrt.as_deref(), &mut errors);
    assert_eq!(errors.to_compile_errors().to_string(), "");
    let interface = Interface::new(&function, &signature, &options, Place::Unknown);
    let text = print::formatted(&stubs(&interface));
    let ours =
        |line: &&str| !["///", "#[allow(", "    ::core::unimpl", "}"].iter().any(|start| line.starts_with(start));
    text.lines().filter(ours).map(|line| format!("{line}\n")).collect()
}

#[track_caller]
fn check(attribute: TokenStream, item: TokenStream, wanted: &str) {
    let got = headers(attribute, item);
    let lines =
        |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(").replace(", )", ")");
    assert_eq!(lines(&got), lines(wanted), "\n{got}");
}

#[test]
fn gradients_mirror_parameters() {
    check(
        quote!(),
        quote!(
            pub fn f(w: &[f64], a: [f64; 3], n: usize, mut b: f64, p: (f64, [f64; 2])) -> f64 {
                b
            }
        ),
        "pub fn f_grad(w: &[f64], mut a: [f64; 3], n: usize, b: f64, p: (f64, [f64; 2]))
            -> (f64, (Vec<f64>, [f64; 3], f64, (f64, [f64; 2]))) {
        #[track_caller]
        pub fn f_grad_into(w: &[f64], mut a: [f64; 3], n: usize, b: f64, p: (f64, [f64; 2]),
            d_w: &mut [f64], d_a: &mut [f64; 3], d_b: &mut f64, d_p: &mut (f64, [f64; 2])) -> f64 {
        #[track_caller]
        pub fn f_vjp(w: &[f64], mut a: [f64; 3], n: usize, b: f64, p: (f64, [f64; 2]), seed: f64,
            d_w: ::core::option::Option<&mut [f64]>, d_a: ::core::option::Option<&mut [f64; 3]>,
            d_n: ::core::option::Option<::core::convert::Infallible>, d_b: ::core::option::Option<&mut f64>,
            d_p: ::core::option::Option<&mut (f64, [f64; 2])>) -> f64 {",
    );
}

#[test]
fn methods_generics_and_attributes_are_carried_over() {
    check(
        quote!(wrt(x), name = df),
        quote!(
            #[must_use]
            #[doc(hidden)]
            #[expect(clippy::all)]
            #[test]
            fn f<'a, T: Copy, const N: usize>(&'a self, x: [f64; N], y: &Vec<f64>, s: &'a str) -> f64
            where
                T: Clone,
            {
                0.0
            }
        ),
        "#[must_use]
        #[doc(hidden)]
        fn df<'a, T: Copy, const N: usize>(&'a self, mut x: [f64; N], y: &Vec<f64>, s: &'a str) -> (f64, [f64; N]) where T: Clone, {
        #[must_use]
        #[doc(hidden)]
        fn df_into<'a, T: Copy, const N: usize>(&'a self, mut x: [f64; N], y: &Vec<f64>, s: &'a str,
            d_x: &mut [f64; N]) -> f64 where T: Clone, {
        #[must_use]
        #[doc(hidden)]
        #[track_caller]
        fn f_vjp<'a, T: Copy, const N: usize>(&'a self, mut x: [f64; N], y: &Vec<f64>, s: &'a str, seed: f64,
            d_self: ::core::option::Option<::core::convert::Infallible>,
            d_x: ::core::option::Option<&mut [f64; N]>, d_y: ::core::option::Option<&mut [f64]>,
            d_s: ::core::option::Option<::core::convert::Infallible>) -> f64 where T: Clone, {",
    );
}

#[test]
fn what_returns_no_number_has_a_pullback_only() {
    check(
        quote!(),
        quote!(fn f(x: &[f32], y: &mut [f32]) {}),
        "#[track_caller]
        fn f_vjp(x: &[f32], y: &mut [f32], d_x: ::core::option::Option<&mut [f32]>, d_y: ::core::option::Option<&mut [f32]>) {",
    );
    check(
        quote!(),
        quote!(
            fn f(x: f64) -> (f64, [[f64; 2]; 2], Vec<f64>) {}
        ),
        "#[track_caller]
        fn f_vjp(x: f64, seed: (f64, &[[f64; 2]; 2], &[f64]), d_x: ::core::option::Option<&mut f64>)
            -> (f64, [[f64; 2]; 2], Vec<f64>) {",
    );
}

#[test]
fn names_do_not_meet() {
    check(
        quote!(),
        quote!(fn f(r#type: f64, d_x: f64, seed: f64, x: f64, (a, b): (f64, f64)) -> f64 {}),
        "fn f_grad(r#type: f64, d_x: f64, seed: f64, x: f64, p4: (f64, f64)) -> (f64, (f64, f64, f64, f64, (f64, f64))) {
        fn f_grad_into(r#type: f64, d_x: f64, seed: f64, x: f64, p4: (f64, f64), d_type: &mut f64, d_d_x: &mut f64,
            d_seed: &mut f64, d_x_2: &mut f64, d_p4: &mut (f64, f64)) -> f64 {
        fn f_vjp(r#type: f64, d_x: f64, seed: f64, x: f64, p4: (f64, f64), seed_2: f64,
            d_type: ::core::option::Option<&mut f64>, d_d_x: ::core::option::Option<&mut f64>,
            d_seed: ::core::option::Option<&mut f64>, d_x_2: ::core::option::Option<&mut f64>,
            d_p4: ::core::option::Option<&mut (f64, f64)>) -> f64 {",
    );
}

#[test]
fn without_allocation_there_is_no_gradient_of_a_slice() {
    check(
        quote!(no_alloc, wrt(x)),
        quote!(fn f(x: &[f64], y: f64) -> f64 {}),
        "#[track_caller]
        fn f_grad_into(x: &[f64], y: f64, d_x: &mut [f64]) -> f64 {
        #[track_caller]
        fn f_vjp(x: &[f64], y: f64, seed: f64, d_x: ::core::option::Option<&mut [f64]>, d_y: ::core::option::Option<&mut f64>) -> f64 {",
    );
}

#[test]
fn a_rule_is_called_for_all() {
    let item = quote!(
        fn h(&self, x: &[f64], n: usize, y: f64) -> f64 {
            0.0
        }
    );
    let text = expand(quote!(rule = Self::h_by_hand, wrt(x)), item).to_string();
    let wanted = [
        quote!({
            let mut d_x: Vec<f64> = vec![0.0; x.len()];
            let value = Self::h_by_hand(
                self,
                x,
                n,
                y,
                1.0,
                ::core::option::Option::None,
                ::core::option::Option::Some(&mut d_x),
                ::core::option::Option::None,
                ::core::option::Option::None,
            );
            (value, d_x)
        }),
        quote!({
            d_x.fill(0.0);
            Self::h_by_hand(
                self,
                x,
                n,
                y,
                1.0,
                ::core::option::Option::None,
                ::core::option::Option::Some(d_x),
                ::core::option::Option::None,
                ::core::option::Option::None,
            )
        }),
        quote!({ Self::h_by_hand(self, x, n, y, seed, ::core::option::Option::None, d_x, d_n, d_y) }),
    ];
    for wanted in wanted {
        assert!(text.contains(&wanted.to_string().replace(" ,)", ")")), "{text}");
    }
}
