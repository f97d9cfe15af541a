//! One handler for the whole command table: what the page asks goes to `desk::call`, on a worker thread, one at a time.

use std::sync::Arc;

use desk::{DeskError, ErrorCode};
use serde_json::{Value, json};
use tauri::Manager;
use tauri::ipc::{Invoke, InvokeBody};

use crate::guarded::Guarded;
use crate::host::Dialogs;
use crate::place::Place;
use crate::window;

/// The state of the program: the desk and what stands around it.
pub(crate) struct Shell {
    pub(crate) desk: Guarded,
    pub(crate) host: Dialogs,
    place: Place,
}

impl Shell {
    pub(crate) fn new(desk: Guarded, host: Dialogs, place: Place) -> Self {
        Self { desk, host, place }
    }

    fn call(&self, name: &str, request: Value) -> Result<Value, DeskError> {
        // A locked page asks first how things stand; there is taken up what was double-clicked.
        if name == "app_status" && !self.desk.is_open() && self.host.waiting.asks_for_ledger() {
            self.desk.call(&self.host, "vault_choose", json!({ "create": false }))?;
        }
        let mut answer = self.desk.call(&self.host, name, request)?;
        if matches!(name, "vault_create" | "vault_unlock" | "vault_recover" | "backup_restore")
            && let Some(place) = self.desk.place()
        {
            self.place.remember(&place);
            if self.desk.is_open() {
                self.host.waiting.clear();
            }
        }
        if name == "app_status" && !self.desk.is_open() && self.host.waiting.backup().is_some() {
            let notices = answer.get_mut("notices").and_then(Value::as_array_mut);
            notices.ok_or(ErrorCode::Internal)?.push(BACKUP_OFFERED.into());
        }
        Ok(answer)
    }
}

/// Tells the page that the next backup it restores is the one that was double-clicked.
const BACKUP_OFFERED: &str = "backup_offered";

/// Answers the page. A command that is not in the table is not answered here, and Tauri refuses it.
pub(crate) fn handle(invoke: Invoke<tauri::Wry>) -> bool {
    let Invoke { message, resolver, .. } = invoke;
    let Some(name) = desk::NAMES.iter().copied().find(|name| *name == message.command()) else {
        return false;
    };
    let request = match message.payload() {
        InvokeBody::Json(payload) => payload.get("request").cloned().unwrap_or_default(),
        InvokeBody::Raw(_) => Value::Null,
    };
    let Some(shell) = message.webview_ref().try_state::<Arc<Shell>>().map(|shell| shell.inner().clone()) else {
        resolver.reject(DeskError::from(ErrorCode::Internal));
        return true;
    };
    let app = message.webview_ref().app_handle().clone();
    tauri::async_runtime::spawn_blocking(move || {
        match shell.call(name, request) {
            Ok(answer) => resolver.resolve(answer),
            Err(error) => resolver.reject(error),
        }
        // WebKitWebDriver lets go of a page whose process is ended; the page loads itself anew after this command in any case.
        if name == "vault_lock" && !window::is_automated() {
            window::renew(&app);
        }
    });
    true
}
