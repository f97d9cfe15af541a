//! The program `zhixin`; on Linux the window's program runs the same for it, see `src-tauri/linux/zhixin`.

fn main() -> std::process::ExitCode {
    cli::main(std::env::args_os())
}
