//! Embeds the page and resolves the permissions: no command may be called that `capabilities/` does not list.

fn main() {
    tauri_build::build();
}
