//! What the page must not be able to do.

use serde_json::json;

use crate::driver::{Home, Window, by};

#[tokio::test]
async fn the_page_is_confined() {
    let home = Home::new();
    let window = Window::open(&home, None).await;
    window.see(&by("first-next")).await;

    let refused = |command: &str, request: &str| {
        format!(
            "const done = arguments[arguments.length - 1];\
             window.__TAURI_INTERNALS__.invoke('{command}', {request}).then(() => done('answered'), () => done('refused'))"
        )
    };
    for command in ["plugin:fs|read_file", "plugin:fs|read_text_file", "plugin:shell|execute", "plugin:dialog|save"] {
        assert_eq!(window.script(&refused(command, "{path: '/etc/hostname'}")).await, "refused", "{command}");
    }
    for command in
        ["plugin:window|set_title", "plugin:webview|create_webview", "plugin:event|emit", "vault_open", "eval"]
    {
        assert_eq!(window.script(&refused(command, "{}")).await, "refused", "{command}");
    }
    assert_eq!(window.script(&refused("app_status", "{request: {}}")).await, "answered", "the way itself works");
    assert_eq!(window.script("arguments[arguments.length - 1](typeof window.__TAURI__)").await, "undefined");

    let inline = "const done = arguments[arguments.length - 1];\
                  const script = document.createElement('script');\
                  script.textContent = 'window.__ran = true';\
                  document.body.append(script);\
                  document.body.setAttribute('onclick', 'window.__ran = true'); document.body.click();\
                  setTimeout(() => done(window.__ran === true), 100)";
    assert_eq!(window.script(inline).await, json!(false), "inline scripts are blocked");
    let style = "const done = arguments[arguments.length - 1];\
                 const style = document.createElement('style');\
                 style.textContent = 'body { outline: 7px solid red }';\
                 document.head.append(style);\
                 done(getComputedStyle(document.body).outlineWidth)";
    assert_ne!(window.script(style).await, "7px", "inline styles are blocked");
    // In the page's own task, as the driver's scripts themselves come in past the policy.
    let eval = "const done = arguments[arguments.length - 1];\
                addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective), { once: true });\
                setTimeout(() => { try { eval('1 + 1'); done('ran') } catch (error) { done(error.name) } }, 0)";
    let found = window.script(eval).await;
    assert!(found == "EvalError" || found == "script-src", "{found}");

    let fetched = "const done = arguments[arguments.length - 1];\
                   fetch('http://127.0.0.1:9/').then(() => done('went'), () => {});\
                   addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective), { once: true })";
    assert_eq!(window.script(fetched).await, "connect-src");
    let went = "const done = arguments[arguments.length - 1];\
                location.href = 'http://127.0.0.1:9/'; setTimeout(() => done(location.protocol), 500)";
    assert_eq!(window.script(went).await, "tauri:");
    window.see(&by("first-next")).await;
    window.close().await;
}
