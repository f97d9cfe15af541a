//! Where the password comes from: a file, standard input or a prompt.

use std::io::{BufRead, IsTerminal};

use desk::{DeskError, ErrorCode};
use zeroize::Zeroizing;

use crate::args::Args;

/// Reads the password as the options say; asks for it when they do not.
pub(crate) fn read(args: &Args) -> Result<Zeroizing<String>, DeskError> {
    let text = if let Some(file) = &args.password_file {
        let text =
            std::fs::read_to_string(file).map_err(|_| DeskError::with(ErrorCode::NotFound, "--password-file"))?;
        Zeroizing::new(text)
    } else if args.password_stdin {
        let mut line = Zeroizing::new(String::new());
        std::io::stdin().lock().read_line(&mut line).map_err(|_| ErrorCode::Io)?;
        line
    } else if std::io::stdin().is_terminal() {
        Zeroizing::new(rpassword::prompt_password("密码 Password: ").map_err(|_| ErrorCode::Io)?)
    } else {
        return Err(DeskError::with(ErrorCode::BadRequest, "--password-file"));
    };
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()))
}
