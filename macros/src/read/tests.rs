//! Functions as text, and what is read of them.

use gradus_engine::program::display::Dump;

use quote::ToTokens;

use super::*;

/// The procedure of a function, or the errors.
#[allow(dead_code)]
fn read(source: &str) -> String {
    let item: ItemFn = syn::parse_str(source).expect("a function");
    read_with(&item, &[]).unwrap_or_else(|messages| messages.join("\n"))
}

fn read_with(item: &ItemFn, constants: &[Ident]) -> Result<String, Vec<String>> {
    let mut errors = Errors::default();
    let signature = signature(&item.sig, constants, &mut errors);
    let start = std::time::Instant::now();
    let read = body(item, &signature, &mut errors);
    if std::env::var_os("TIME").is_some() {
        println!("{:?}", start.elapsed());
    }
    match read {
        Some(body) => {
            let text = |key: u32| text::text(&body.expressions[key as usize]).replace("__", "").replace(" . ", ".");
            if let Err(error) = body.procedure.check_forward() {
                return Err(vec![format!("malformed: {error}")]);
            }
            Ok(Dump { procedure: &body.procedure, text: &text }.to_string())
        }
        None => Err(errors.messages()),
    }
}

/// Every marked function of the files that `LOOK` names, or those whose name `ONLY` is.
#[test]
fn look() {
    let Ok(paths) = std::env::var("LOOK") else { return };
    let only = std::env::var("ONLY").ok();
    let (mut good, mut bad) = (0, 0);
    for path in paths.split_whitespace() {
        let source = std::fs::read_to_string(path).unwrap();
        let file: syn::File = syn::parse_str(&source).unwrap();
        for (item, attribute) in marked(file.items) {
            let name = item.sig.ident.to_string();
            if only.as_ref().is_some_and(|only| *only != name) {
                continue;
            }
            let constants = constants(&attribute);
            let result = std::panic::catch_unwind(|| read_with(&item, &constants));
            match result {
                Ok(Ok(text)) => {
                    good += 1;
                    if only.is_some() {
                        println!("{}\n{text}", item.sig.to_token_stream());
                    }
                }
                Ok(Err(text)) => {
                    bad += 1;
                    println!("{path} {name}: {}", text.join("\n    "));
                }
                Err(_) => {
                    bad += 1;
                    println!("{path} {name}: panic");
                }
            }
        }
    }
    println!("{good} read, {bad} not");
}

/// `constant(a, b)` of an attribute.
fn constants(attribute: &str) -> Vec<Ident> {
    let Some(at) = attribute.find("constant") else { return Vec::new() };
    let rest = &attribute[at + "constant".len()..];
    let (Some(start), Some(end)) = (rest.find('('), rest.find(')')) else { return Vec::new() };
    rest[start + 1..end].split(',').map(|name| quote::format_ident!("{}", name.trim())).collect()
}

fn marked(items: Vec<syn::Item>) -> Vec<(ItemFn, String)> {
    let mut found = Vec::new();
    for item in items {
        match item {
            syn::Item::Fn(item) => {
                let is_grad = |a: &syn::Attribute| {
                    let text = a.to_token_stream().to_string();
                    (!a.path().is_ident("doc") && text.contains("grad")).then_some(text)
                };
                let attribute: String = item.attrs.iter().filter_map(is_grad).collect();
                if !attribute.is_empty() || std::env::var_os("ALL").is_some() {
                    found.push((item, attribute));
                }
            }
            syn::Item::Mod(item) => {
                if let Some((_, items)) = item.content {
                    found.extend(marked(items));
                }
            }
            syn::Item::Impl(item) => {
                let functions = item.items.iter().filter_map(|item| match item {
                    syn::ImplItem::Fn(item) => syn::parse2::<ItemFn>(item.to_token_stream()).ok().map(syn::Item::Fn),
                    _ => None,
                });
                found.extend(marked(functions.collect()));
            }
            _ => {}
        }
    }
    found
}
