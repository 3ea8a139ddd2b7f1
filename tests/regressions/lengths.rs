//! `Vec`s that are assigned anew, with another length under the same name.
