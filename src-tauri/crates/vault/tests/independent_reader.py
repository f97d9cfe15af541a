"""Reads a ledger or a backup by FORMAT.md alone: python3 independent_reader.py FOLDER_OR_FILE PASSWORD, or FOLDER_OR_FILE --recovery TEXT

Needs argon2-cffi, cryptography and sqlcipher3; shares no code with the program. Prints the persons' names, or says what is wrong.
"""

import hashlib
import hmac
import json
import struct
import sys
import tempfile
import uuid
import zipfile
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlcipher3 import dbapi2 as sqlcipher


def hchacha20(key, nonce):
    """The subkey of XChaCha20 (draft-irtf-cfrg-xchacha §2.2)."""
    s = list(struct.unpack("<4I8I4I", b"expand 32-byte k" + key + nonce))

    def quarter(a, b, c, d):
        for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            s[x] = (s[x] + s[y]) & 0xFFFFFFFF
            s[z] ^= s[x]
            s[z] = (s[z] << turn | s[z] >> (32 - turn)) & 0xFFFFFFFF

    for _ in range(10):
        for i in range(4):
            quarter(i, 4 + i, 8 + i, 12 + i)
        for i in range(4):
            quarter(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return struct.pack("<8I", *s[:4], *s[12:])


def read_key_file(data):
    body, checksum = data[:-64], data[-64:-32]
    if hashlib.sha256(body).digest() != checksum or body[:8] != b"ZHIXINKY":
        raise ValueError("damaged key file")
    head = struct.Struct(">8sHI16sQq4sQ32sB")
    _, version, length, vault, sequence, _, database, log_seq, log_hash, count = head.unpack_from(body)
    if version != 1 or length != len(data):
        raise ValueError("another version")
    slots, at = [], head.size
    for _ in range(count):
        slot, kind, size = struct.unpack_from(">16sBH", body, at)
        slots.append((slot, kind, body[at + 19 : at + 19 + size]))
        at += 19 + size
    assert at == len(body)
    return {"data": data, "vault": vault, "sequence": sequence, "database": database.hex(),
            "head": (log_seq, log_hash), "slots": slots}


def open_wrap(wrapping, nonce, wrapped, aad):
    cipher = ChaCha20Poly1305(hchacha20(wrapping, nonce[:16]))
    return cipher.decrypt(bytes(4) + nonce[16:], wrapped, aad)


def unwrap(key_file, password):
    for slot, kind, body in key_file["slots"]:
        if kind not in (1, 3):
            continue
        memory, passes, lanes, salt, nonce, wrapped = struct.unpack(">III16s24s48s", body)
        wrapping = hash_secret_raw(password.encode(), salt, passes, memory, lanes, 32, Type.ID)
        aad = struct.pack(">H", 1) + key_file["vault"] + slot + bytes([kind]) + body[:12] + salt
        try:
            return open_wrap(wrapping, nonce, wrapped, aad)
        except InvalidTag:
            pass
    sys.exit("wrong password")


def read_recovery_text(text):
    alphabet, label = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", b"zhixin recovery 1"
    text = "".join(text.upper().split()).replace("-", "").translate(str.maketrans("OIL", "011"))
    if len(text) != 64:
        sys.exit("the recovery text has 64 characters")
    digits = ""
    for number in range(4):
        line, check = text[16 * number : 16 * number + 14], text[16 * number + 14 : 16 * number + 16]
        total = hashlib.sha256(label + bytes([number + 1]) + line.encode()).digest()
        bits = int.from_bytes(total[:2], "big") >> 6
        if check != alphabet[bits >> 5] + alphabet[bits & 31]:
            sys.exit(f"line {number + 1} is mistyped")
        digits += line
    value = 0
    for digit in digits:
        value = value << 5 | alphabet.index(digit)
    carried = value.to_bytes(35, "big")
    if hashlib.sha256(label + carried[:32]).digest()[:3] != carried[32:]:
        sys.exit("the recovery text is mistyped")
    return carried[:32]


def unwrap_by_recovery(key_file, private):
    own = X25519PrivateKey.from_private_bytes(private)
    for slot, kind, body in key_file["slots"]:
        if kind != 2:
            continue
        public, ephemeral, nonce, wrapped = struct.unpack(">32s32s24s48s", body)
        if own.public_key().public_bytes_raw() != public:
            continue
        shared = own.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        wrapping = HKDF(SHA256(), 32, ephemeral + public, b"zhixin/1/recovery").derive(shared)
        aad = struct.pack(">H", 1) + key_file["vault"] + slot + bytes([kind]) + public + ephemeral
        return open_wrap(wrapping, nonce, wrapped, aad)
    sys.exit("another recovery sheet")


def audit_keys(db, present):
    """The key of each entry: those of before a re-encryption are in the table meta."""
    row = db.execute("SELECT value FROM meta WHERE key = 'audit_before'").fetchone()
    former = list(struct.iter_unpack(">Q32s", row[0])) if row else []
    return lambda number: next((key for last, key in former if number <= last), present)


def check_log(db, audit, vault, head):
    part = lambda x: struct.pack(">Q", len(x)) + x
    key_of = audit_keys(db, audit)
    previous = hashlib.sha256(b"zhixin log 1" + vault).digest()
    found = head[0] == 0
    rows = db.execute("SELECT seq, at_utc, action, object, body_hash, prev, mac FROM log ORDER BY seq")
    for number, (seq, at, action, obj, body, prev, mac) in enumerate(rows, 1):
        texts = b"".join(part(x.encode()) for x in (at, action, obj)) + part(body or b"")
        canonical = b"zhixin log 1" + prev + struct.pack(">Q", seq) + texts
        right = seq == number and prev == previous and hmac.digest(key_of(number), canonical, "sha256") == mac
        if not right:
            sys.exit(f"the log is broken at entry {number}")
        previous = hashlib.sha256(canonical + mac).digest()
        found = found or (seq, previous) == head
    if not found:
        sys.exit("the database is older than the key files")


def check_sum(db):
    """Whether the records and the log's head are those that the last transaction left."""
    part = lambda kind, x: kind + struct.pack(">Q", len(x)) + x

    def value(x):
        if x is None:
            return part(b"n", b"")
        if isinstance(x, int):
            return part(b"i", struct.pack(">q", x))
        if isinstance(x, float):
            return part(b"r", struct.pack(">d", x))
        return part(b"t", x.encode()) if isinstance(x, str) else part(b"b", x)

    total = 0
    for name, kind in db.execute("SELECT name, type FROM pragma_table_list WHERE schema = 'main'").fetchall():
        if kind != "table" or name.startswith("sqlite_") or name in ("meta", "log"):
            continue
        columns = db.execute("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid", (name,)).fetchall()
        listed = ", ".join(f'"{column}"' for (column,) in columns)
        for row in db.execute(f'SELECT {listed} FROM "{name}"'):
            hashed = hashlib.sha256(b"zhixin row 1" + part(b"t", name.encode()) + b"".join(map(value, row)))
            total ^= int.from_bytes(hashed.digest(), "big")
    seq, prev, mac, at, action, obj, body = db.execute(
        "SELECT seq, prev, mac, at_utc, action, object, body_hash FROM log ORDER BY seq DESC LIMIT 1").fetchone()
    long = lambda x: struct.pack(">Q", len(x)) + x
    texts = b"".join(long(x.encode()) for x in (at, action, obj)) + long(body or b"")
    head = hashlib.sha256(b"zhixin log 1" + prev + struct.pack(">Q", seq) + texts + mac).digest()
    kept = db.execute("SELECT value FROM meta WHERE key = 'records_sum'").fetchone()
    if kept != (total.to_bytes(32, "big") + struct.pack(">Q", seq) + head,):
        sys.exit("the records are not those that were written last")


def read_folder(folder):
    """The key file that counts, and the path of the database."""
    copies = []
    for name in ("keys.a", "keys.b"):
        try:
            copies.append(read_key_file((folder / name).read_bytes()))
        except (OSError, ValueError) as e:
            print(f"{name}: {e}", file=sys.stderr)
    if not copies:
        sys.exit("no key file")
    key_file = max(copies, key=lambda copy: copy["sequence"])
    return key_file, folder / f"data.{key_file['database']}.db"


def read_backup(file, scratch):
    """The same of a backup, with the manifest's bytes, what they say, and their MAC."""
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        if names != ["manifest.json", "manifest.mac", "keys", "data.db"]:
            sys.exit(f"no backup: {names}")
        manifest_bytes, mac, keys = (archive.read(name) for name in names[:3])
        manifest = json.loads(manifest_bytes)
        if manifest["format"] != 1:
            sys.exit("another format")
        database = scratch / "data.db"
        database.write_bytes(archive.read("data.db"))
    for name, data in (("keys", keys), ("data.db", database.read_bytes())):
        part = manifest["parts"][name]
        if part != {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}:
            sys.exit(f"damaged: {name}")
    return read_key_file(keys), database, manifest_bytes, manifest, mac


def main(place, *secret):
    scratch = tempfile.TemporaryDirectory()
    manifest = None
    if place.is_dir():
        key_file, database = read_folder(place)
    else:
        key_file, database, manifest_bytes, manifest, mac = read_backup(place, Path(scratch.name))
    if secret[0] == "--recovery":
        data_key = unwrap_by_recovery(key_file, read_recovery_text(" ".join(secret[1:])))
    else:
        data_key = unwrap(key_file, secret[0])
    derive = lambda label, n: HKDF(SHA256(), n, key_file["vault"], b"zhixin/1/" + label).derive(data_key)
    data = key_file["data"]
    if hmac.digest(derive(b"slots", 32), data[:-32], "sha256") != data[-32:]:
        sys.exit("forged key file")
    head = key_file["head"]
    if manifest:
        if hmac.digest(derive(b"backup", 32), manifest_bytes, "sha256") != mac:
            sys.exit("forged manifest")
        if uuid.UUID(manifest["vault"]).bytes != key_file["vault"]:
            sys.exit("the backup of another ledger")
        head = (manifest["log"]["seq"], bytes.fromhex(manifest["log"]["hash"]))
    db = sqlcipher.connect(database)
    spec = (derive(b"database", 32) + derive(b"salt", 16)).hex()
    db.execute(f"PRAGMA key = \"x'{spec}'\"")
    assert db.execute("PRAGMA application_id").fetchone() == (0x5A58494E,)
    if db.execute("PRAGMA cipher_integrity_check").fetchall() or db.execute("PRAGMA foreign_key_check").fetchall():
        sys.exit("damaged database")
    check_log(db, derive(b"audit", 32), key_file["vault"], head)
    schema = db.execute("PRAGMA user_version").fetchone()[0]
    if manifest:
        assert schema == manifest["schema"]
        for table, rows in manifest["counts"].items():
            assert db.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (rows,), table
    if schema >= 4:
        check_sum(db)
    if schema >= 3:
        pieces = "SELECT bytes FROM attachment_pieces WHERE attachment = ? ORDER BY position"
        for number, name, sha256 in db.execute("SELECT n, name, sha256 FROM attachments").fetchall():
            if hashlib.sha256(b"".join(row[0] for row in db.execute(pieces, (number,)))).digest() != sha256:
                sys.exit(f"damaged attachment {name}")
    for number, name in db.execute("SELECT id, name FROM persons ORDER BY n"):
        print(uuid.UUID(bytes=number), name)
    db.close()


main(Path(sys.argv[1]), *sys.argv[2:])
