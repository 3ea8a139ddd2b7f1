//! Tokens as a person writes them, for messages.

use proc_macro2::Ident;
use quote::ToTokens;

/// Tokens as a person writes them.
pub(super) fn text(tokens: impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, tight) in
        [(" :: ", "::"), (":: ", "::"), (" . ", "."), ("& ", "&"), (" ,", ","), (" ;", ";"), (" [", "["), (" (", "(")]
    {
        text = text.replace(spaced, tight);
    }
    text
}

/// A type as a person writes it.
pub(super) fn type_text(ty: &syn::Type) -> String {
    text(ty).replace(" < ", "<").replace("< ", "<").replace(" >", ">")
}

/// A name as the user wrote it, without `r#`.
pub(super) fn plain(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}

/// What a name is called in what is generated.
pub(super) fn shown(name: &str) -> String {
    super::apart::as_written(name.trim_start_matches("r#"))
}
