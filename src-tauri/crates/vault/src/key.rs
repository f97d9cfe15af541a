//! Handing the key to SQLCipher: the only unsafe code of the crate.

#![allow(unsafe_code)]

use rusqlite::{Connection, ffi};

use crate::VaultError;
use crate::keys::Keys;

/// Sets the raw key and salt of a connection that has not touched its file yet.
///
/// It goes through `sqlite3_key_v2` and not through `PRAGMA key`, so that no SQL text, trace or statement cache ever holds it.
/// A wrong key shows only when the file is first read. Source: <https://www.zetetic.net/sqlcipher/sqlcipher-api/#sqlite3_key>.
pub(crate) fn set_key(connection: &Connection, keys: &Keys) -> Result<(), VaultError> {
    let keyspec = keys.keyspec();
    let length = i32::try_from(keyspec.len()).expect("the keyspec has 99 bytes");
    // SAFETY: the handle is that of an open connection, which `connection` keeps open during the call and which no other thread uses,
    // as a `Connection` is not `Sync`; the name is a NUL-terminated constant; the buffer is valid for `length` bytes and is only read:
    // SQLCipher keeps its own copy, which it wipes when the connection closes.
    let code = unsafe { ffi::sqlite3_key_v2(connection.handle(), c"main".as_ptr(), keyspec.as_ptr().cast(), length) };
    if code == ffi::SQLITE_OK { Ok(()) } else { Err(VaultError::Sql(code)) }
}
