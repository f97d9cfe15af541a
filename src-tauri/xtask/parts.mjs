// What the two shipped programs are made of: the list that the settings page shows, the SBOM (CycloneDX), the texts of the licences.
//
//   node parts.mjs list | sbom | texts      to standard output
//
// It reads what cargo and npm have locked and nothing else, so the same sources always give the same answer.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const read = (file) => readFileSync(join(root, file), 'utf8')
const cargo = (...args) =>
  execFileSync(process.env.CARGO ?? 'cargo', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 })

/** Crates of both programs on all three systems, procedural macros among them; without what only builds or tests them. */
function crates() {
  const lines = cargo('tree', '--locked', '-p', 'zhixin-app', '-p', 'cli', '-e', 'normal', '--target', 'all', '--prefix', 'none', '--format', '{p}|{l}')
  const metadata = JSON.parse(cargo('metadata', '--locked', '--format-version', '1'))
  const folders = new Map(metadata.packages.map((one) => [`${one.name} ${one.version}`, dirname(one.manifest_path)]))
  const sums = checksums()
  const found = new Map()
  for (const line of lines.split('\n')) {
    // Members of the workspace carry their folder.
    const [, name, version, licence] = /^(\S+) v(\S+)(?: \(proc-macro\))?\|(.*?)(?: \(\*\))?$/.exec(line) ?? []
    if (!name) continue
    const key = `${name} ${version}`
    found.set(key, { name, version, licence, purl: `pkg:cargo/${name}@${version}`, sha256: sums.get(key), folder: folders.get(key) })
  }
  return [...found.values()]
}

/** SHA-256 of each locked crate. */
function checksums() {
  const sums = new Map()
  for (const block of read('Cargo.lock').split('[[package]]').slice(1)) {
    const field = (name) => new RegExp(`^${name} = "(.*)"$`, 'm').exec(block)?.[1]
    sums.set(`${field('name')} ${field('version')}`, field('checksum'))
  }
  return sums
}

/** Packages of the page, as locked; what only builds or tests it is marked so in the lock file. */
function packages() {
  const all = Object.entries(JSON.parse(read('ui/package-lock.json')).packages)
  return all
    .filter(([path, part]) => path && !part.dev && !part.devOptional && !part.optional)
    .map(([path, part]) => {
      const name = path.replace(/^.*node_modules\//, '')
      const purl = `pkg:npm/${name.replace('@', '%40')}@${part.version}`
      return { name, version: part.version, licence: part.license ?? '?', purl, sha512: part.integrity, folder: join(root, 'ui', path) }
    })
}

/** What some crates bring along in another language; the crate's own version tells which. */
function brought() {
  const locked = [...checksums().keys()].join('\n')
  const version = (pattern) => new RegExp(pattern, 'm').exec(locked)?.[1] ?? fail(`no version of ${pattern}`)
  const part = (name, version, licence) => ({ name, version, licence, purl: `pkg:generic/${name.toLowerCase().replaceAll(' ', '-')}@${version}` })
  return [
    part('OpenSSL', version('^openssl-src \\S*\\+(\\S+)$'), 'Apache-2.0'),
    part('SQLCipher', version('^sqlcipher-src \\S*sqlcipher-([0-9.]+)'), 'BSD-3-Clause'),
    part('SQLite', version('^sqlcipher-src \\S*sqlite-([0-9.]+)'), 'blessing'),
    part('LibTomCrypt', version('^sqlcipher-src \\S*libtomcrypt-([0-9.]+)'), 'Unlicense'),
    part('Noto Serif SC', JSON.parse(read('ui/package.json')).dependencies['@expo-google-fonts/noto-serif-sc'], 'OFL-1.1'),
  ]
}

function fail(why) {
  throw new Error(why)
}

const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1)
/** Each once, wherever it is installed how often. */
const parts = () => [...new Map([...crates(), ...packages(), ...brought()].map((one) => [one.purl, one])).values()].sort(byName)

/** One part a line. */
const list = () => parts().map((one) => `${one.name} ${one.version}  ${one.licence}\n`).join('')

/** Old manifests part licences by a stroke, which SPDX calls OR. */
const expression = (licence) => licence.replaceAll(/\s*\/\s*/g, ' OR ')

const hex = (integrity) => Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex')

function component(one) {
  const hashes = []
  if (one.sha256) hashes.push({ alg: 'SHA-256', content: one.sha256 })
  if (one.sha512?.startsWith('sha512-')) hashes.push({ alg: 'SHA-512', content: hex(one.sha512) })
  return {
    type: 'library', 'bom-ref': one.purl, name: one.name, version: one.version, purl: one.purl,
    licenses: [{ expression: expression(one.licence) }], ...(hashes.length ? { hashes } : {}),
  }
}

function sbom() {
  const version = /^version = "(.*)"$/m.exec(read('Cargo.toml'))[1]
  const components = parts().map(component)
  const self = {
    type: 'application', 'bom-ref': `zhixin@${version}`, name: 'zhixin', version, licenses: [{ expression: 'MIT OR Apache-2.0' }],
  }
  const bom = {
    bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata: { component: self }, components,
    dependencies: [{ ref: self['bom-ref'], dependsOn: components.map((one) => one['bom-ref']) }],
  }
  return `${JSON.stringify(bom, null, 1)}\n`
}

/** The licence files that a part brings; the same text is printed once, with all whom it covers. */
function texts() {
  const covered = new Map()
  for (const one of parts()) {
    if (!one.folder || !existsSync(one.folder)) continue
    const files = readdirSync(one.folder).filter((file) => /^(licen[cs]e|copying|notice|unlicense|ofl)/i.test(file)).sort()
    for (const file of files) {
      const place = join(one.folder, file)
      let text
      try {
        text = readFileSync(place, 'utf8').replaceAll('\r\n', '\n').trim()
      } catch {
        continue // A folder of licences; its part names them in its manifest.
      }
      covered.set(text, [...(covered.get(text) ?? []), `${one.name} ${one.version}`])
    }
  }
  const rule = '='.repeat(100)
  const blocks = [...covered].map(([text, names]) => `${rule}\n${[...new Set(names)].join(', ')}\n${rule}\n\n${text}\n`)
  return `What the programs of Zhixin hold by others, and under which licences.\n\n${list()}\n${blocks.join('\n')}`
}

const made = { list, sbom, texts }[process.argv[2]]
if (!made) {
  console.error('node parts.mjs list | sbom | texts')
  process.exit(2)
}
process.stdout.write(made())
