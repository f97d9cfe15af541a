//! 关于: which program it is, by which rules it counts, where everything lies.

use crate::{AboutView, Desk, DeskError, Host, Nothing};

pub(crate) fn about_get(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<AboutView, DeskError> {
    desk.ledger()?;
    Ok(AboutView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        // Said by `cargo xtask bundle`.
        commit: option_env!("ZHIXIN_COMMIT").map(str::to_owned),
        day: option_env!("ZHIXIN_DAY").and_then(|day| day.parse().ok()),
        schema: vault::newest_schema(),
        rules: desk.pack.title.clone(),
        rules_version: desk.pack.version,
        calendar_until: desk.calendar.announced_until(),
        place: desk.place().display().to_string(),
        backups: vault::backup_folder(desk.place()).display().to_string(),
    })
}
