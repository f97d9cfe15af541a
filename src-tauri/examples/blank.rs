//! A window of the same Tauri with an empty page, beside which the benchmark measures the start and the memory of the program.

/// Nothing but a colour, by which it is seen to be drawn.
const PAGE: &str = "<!doctype html><title>blank</title><body bgcolor=\"#0a5c36\">";

fn main() -> Result<(), tauri::Error> {
    tauri::Builder::default()
        .register_uri_scheme_protocol("blank", |_, _| {
            let mut page = tauri::http::Response::new(PAGE.as_bytes().to_vec());
            let kind = tauri::http::HeaderValue::from_static("text/html");
            page.headers_mut().insert(tauri::http::header::CONTENT_TYPE, kind);
            page
        })
        .setup(|app| {
            let address = tauri::WebviewUrl::CustomProtocol("blank://localhost/".parse()?);
            tauri::WebviewWindowBuilder::new(app, "blank", address)
                .inner_size(1200.0, 800.0)
                .incognito(true)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
