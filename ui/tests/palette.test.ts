// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { setCall, type Call } from '../src/api'
import App from '../src/app/App.vue'
import { setAppearance } from '../src/app/appearance'
import { COMMANDS } from '../src/app/commands'
import { resetRoute, useRoute } from '../src/app/route'
import { setStatus } from '../src/app/session'
import { keyName, SHORTCUTS } from '../src/app/shortcuts'
import { findCommands } from '../src/composables/search/find_commands'
import { opened, recent } from '../src/composables/search/palette'
import { initialsOf } from '../src/composables/shared/initials'
import { notify, useToasts } from '../src/composables/shared/toast'
import { makeI18n } from '../src/i18n'
import en from '../src/i18n/en/palette'
import zh from '../src/i18n/zh-CN/palette'
import { fakeCall, makeWorld } from './fake'

const routes = import.meta.glob('../src/app/route.ts', { query: '?raw', import: 'default', eager: true }) as Record<string, string>
const sources = import.meta.glob('../src/**/*.{vue,ts}', { query: '?raw', import: 'default', eager: true }) as Record<string, string>

let app: VueWrapper
/** Answers of the search wait while this is set. */
let held: Promise<void> | null = null

beforeEach(() => {
  vi.useFakeTimers()
  setAppearance({ language: 'zh-CN', theme: 'system', size: 'normal' })
  recent.value = []
  opened.value = null
  held = null
})
afterEach(() => {
  app?.unmount()
  vi.useRealTimers()
  setCall()
  document.body.innerHTML = ''
})

async function after(ms = 300) {
  await flushPromises()
  await vi.advanceTimersByTimeAsync(ms)
  await flushPromises()
}

async function start() {
  const world = makeWorld()
  const fake = fakeCall(world)
  const call: Call = async (name, request) => {
    if (name === 'search_find' && held) await held
    return fake(name, request)
  }
  setCall(call)
  setStatus(world.status)
  resetRoute()
  app = mount(App, { global: { plugins: [makeI18n()] }, attachTo: document.body })
  await after()
  return world
}

const by = (testid: string) => app.find(`[data-testid="${testid}"]`)
const press = (key: string, init: KeyboardEventInit & { keyCode?: number } = {}) =>
  dispatchEvent(Object.assign(new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true, ...init }), init.keyCode ? { keyCode: init.keyCode } : {}))
const page = () => useRoute().current.value.page

async function open() {
  press('k', { ctrlKey: true })
  await vi.waitFor(() => expect(by('palette-field').exists()).toBe(true))
  await after()
}

async function type(text: string, ms = 300) {
  await by('palette-field').setValue(text)
  await after(ms)
}

const key = (name: string, init: Record<string, unknown> = {}) => by('palette-field').trigger('keydown', { key: name, ...init })
const chosen = () => app.get('[aria-selected="true"]').attributes('data-testid')

describe('palette', () => {
  it('runs a command found by characters, pinyin, initials and English', async () => {
    const title = (id: string, language: 'zh-CN' | 'en') => (language === 'en' ? en : zh).commands[id as keyof typeof zh.commands]
    const first = (text: string) => findCommands(text, title)[0]?.id
    for (const text of ['记事由', 'jishiyou', 'ji shi you', 'jsy', 'Record an event', 'record an', 'ＪＳＹ']) expect(first(text), text).toBe('event')
    for (const text of ['备份', 'beifen', 'bf', 'back']) expect(findCommands(text, title).map(({ id }) => id), text).toContain('backup')
    expect(first('改密码')).toBe('password')
    expect(first('gmm')).toBe('password')
    expect(first('深色')).toBe('dark')
    expect(findCommands('没有这样的事', title)).toEqual([])
    await start()
    await open()
    await type('jsy')
    expect(chosen()).toBe('palette-event')
    await key('Enter')
    await after()
    expect(page()).toBe('event-edit')
    expect(by('palette').exists()).toBe(false)
  })

  it('opens a person found by initials, or logs an event for him', async () => {
    await start()
    await open()
    await type('lzg')
    expect(chosen()).toMatch(/^palette-person-/)
    await key('Enter')
    await after()
    expect(useRoute().current.value).toEqual({ page: 'person', id: 'p2' })
    await open()
    expect(chosen()).toBe('palette-person-p2')
    await key('Enter', { ctrlKey: true })
    await after()
    expect(useRoute().current.value).toEqual({ page: 'event-edit', person: 'p2' })
  })

  it('finds records, and the whole ledger has the rest', async () => {
    await start()
    await open()
    await type('住院')
    const kinds = app.findAll('[role="option"]').map((one) => one.attributes('data-testid'))
    expect(kinds.filter((one) => one?.startsWith('palette-visit-')).length).toBeGreaterThan(0)
    expect(kinds.at(-1)).toBe('palette-whole')
    await by('palette-whole').trigger('click')
    await after()
    expect(useRoute().current.value).toEqual({ page: 'search', q: '住院' })
  })

  it('goes through all lines by the arrow keys, round and round', async () => {
    await start()
    await open()
    const lines = app.findAll('[role="option"]').length
    expect(lines).toBe(COMMANDS.length)
    await key('ArrowUp')
    expect(chosen()).toBe(`palette-${COMMANDS.at(-1)!.id}`)
    await key('ArrowDown')
    expect(chosen()).toBe(`palette-${COMMANDS[0]!.id}`)
    const field = by('palette-field')
    expect(document.getElementById(field.attributes('aria-activedescendant')!)?.dataset.testid).toBe(chosen())
  })

  it('waits for the answer to what was typed before Enter opens anything', async () => {
    await start()
    await open()
    await type('陈敏')
    const before = chosen()
    let answer = () => {}
    held = new Promise((done) => (answer = done))
    await by('palette-field').setValue('周刚华')
    await key('Enter')
    await after()
    expect(by('palette').exists()).toBe(true)
    expect(page()).toBe('today')
    answer()
    await after()
    expect(before).not.toBe('palette-person-p3')
    expect(useRoute().current.value).toEqual({ page: 'person', id: 'p3' })
  })

  it('leaves the Enter and the Esc of an input method alone', async () => {
    await start()
    await open()
    await type('jsy')
    await key('Enter', { keyCode: 229 })
    await after()
    expect(page()).toBe('today')
    await key('Escape', { keyCode: 229 })
    await by('palette').trigger('cancel')
    expect(by('palette').exists()).toBe(true)
    await key('Escape')
    await by('palette').trigger('cancel')
    await after()
    expect(by('palette').exists()).toBe(false)
  })

  it('changes how things look, and shows what was used lately first', async () => {
    await start()
    await open()
    await type('tdz')
    await key('Enter')
    await after()
    expect(document.documentElement.classList.contains('size-huge')).toBe(true)
    await open()
    expect(chosen()).toBe('palette-huge')
  })

  it('sends a page to do its errand, once', async () => {
    await start()
    await open()
    await type('打印空白谈话表')
    await key('Enter')
    await vi.waitFor(() => expect(by('sheet-dialog').exists()).toBe(true))
    await by('sheet-dialog-close').trigger('click')
    await useRoute().go('today')
    await after()
    await useRoute().go('talks')
    await after()
    expect(by('talk-blanks').exists()).toBe(true)
    expect(by('sheet-dialog').exists()).toBe(false)
  })

  it('lies under no dialog that waits for an answer', async () => {
    await start()
    const dialog = document.createElement('dialog')
    dialog.setAttribute('open', '')
    document.body.append(dialog)
    press('k', { ctrlKey: true })
    await after()
    expect(by('palette').exists()).toBe(false)
    dialog.remove()
    await open()
    expect(by('palette').exists()).toBe(true)
  })
})

describe('commands', () => {
  it('have a title in both languages, and the sounds of the Chinese one', () => {
    expect(Object.keys(zh.commands).sort()).toEqual(COMMANDS.map(({ id }) => id).sort())
    expect(Object.keys(en.commands).sort()).toEqual(Object.keys(zh.commands).sort())
    for (const { id, pinyin } of COMMANDS) {
      const syllables = pinyin.split(' ')
      const title = zh.commands[id as keyof typeof zh.commands]
      expect(syllables.length, title).toBe([...title].length)
      for (const one of syllables) expect(one, title).toMatch(/^(?:[bpmfdtnlgkhjqxzcsryw]|[zcs]h)?[aeiouv]{1,3}(?:n|ng|r)?$/)
      expect(syllables.map((one) => one[0]).join(''), title).toBe([...title].map((one) => initialsOf(`甲${one}`).at(-1)).join(''))
    }
  })

  it('reach every page that can be opened by itself', () => {
    const named = [...routes['../src/app/route.ts']!.matchAll(/\| \{ page: '([\w-]+)'/g)].map((match) => match[1]!)
    expect(named.length).toBeGreaterThan(25)
    // These are of one person, one routine or one activity.
    const ofOne = ['routine', 'brief', 'activity-edit']
    const commands = sources['../src/app/commands.ts']!
    for (const name of named.filter((one) => !ofOne.includes(one))) expect(commands, name).toContain(`page: '${name}'`)
  })
})

describe('shortcuts', () => {
  it('are all bound where they say, and nothing else is', () => {
    const known = new Set<string>(SHORTCUTS.map(({ key }) => key))
    const bound = new Map<string, string[]>()
    for (const [file, text] of Object.entries(sources)) {
      for (const match of text.matchAll(/'((?:ctrl|alt)\+[^']+)':/g)) bound.set(match[1]!, [...(bound.get(match[1]!) ?? []), file])
    }
    for (const [key, files] of bound) expect(known.has(key), `${key} in ${files.join()}`).toBe(true)
    for (const { key, everywhere } of SHORTCUTS) if (everywhere && !/alt\+[1-9]|^f1$/.test(key)) expect(bound.get(key), key).toContain('../src/app/frame_keys.ts')
  })

  it('do on every page what the list says', async () => {
    const world = await start()
    const codeOf = (key: string) => (/^\d$/.test(key) ? `Digit${key}` : '')
    const does: Record<string, () => Promise<void> | void> = {
      palette: () => vi.waitFor(() => expect(by('palette').exists()).toBe(true)),
      help: () => vi.waitFor(() => expect(page()).toBe('manual')),
      new: () => expect(page()).toBe('event-edit'),
      save: () => expect(useToasts().at(-1)?.text).toBe(zh.nothing_to_save),
      print: () => expect(useToasts().at(-1)?.text).toBe(zh.nothing_to_print),
      find: () => vi.waitFor(() => expect(by('palette').exists()).toBe(true)),
      undo: () => expect(undone).toHaveBeenCalledOnce(),
      pages: () => expect(page()).toBe('today'),
      settings: () => expect(page()).toBe('settings'),
      back: () => expect(page()).toBe('people'),
      keys: () => vi.waitFor(() => expect(app.findAll('[data-testid="shortcut"]').length).toBe(SHORTCUTS.length)),
      lock: () => expect(world.status.unlocked).toBe(false),
    }
    const undone = vi.fn()
    vi.spyOn(location, 'reload').mockImplementation(() => {})
    const everywhere = SHORTCUTS.filter((one) => one.everywhere)
    // Locking ends it.
    for (const { id, key } of [...everywhere.filter((one) => one.id !== 'lock'), everywhere.find((one) => one.id === 'lock')!]) {
      resetRoute({ page: 'people' })
      await useRoute().go('logbook')
      await after()
      const parts = key.split('+')
      const last = parts.at(-1)!
      const named = { arrowleft: 'ArrowLeft', f1: 'F1' }[last] ?? last
      // The page of the log has a field to find by.
      if (id === 'undo') notify('已删除', { label: '撤销', run: undone })
      if (id === 'find') resetRoute({ page: 'settings' })
      await after()
      expect(press(named, { ctrlKey: parts.includes('ctrl'), altKey: parts.includes('alt'), code: codeOf(last) }), `${id} is taken`).toBe(false)
      await after()
      await does[id]!()
      opened.value = null
      await after()
    }
  })

  it('do nothing under a dialog but lock, and nothing while an input method composes', async () => {
    await start()
    const dialog = document.createElement('dialog')
    dialog.setAttribute('open', '')
    document.body.append(dialog)
    for (const key of ['n', 's', 'p', 'f', '/']) press(key, { ctrlKey: true })
    await after()
    expect(page()).toBe('today')
    dialog.remove()
    for (const { key } of SHORTCUTS) press(key.split('+').at(-1)!, { ctrlKey: key.startsWith('ctrl'), altKey: key.startsWith('alt'), keyCode: 229 })
    await after()
    expect(page()).toBe('today')
    expect(opened.value).toBeNull()
  })

  it('are listed by ? outside of fields, and by Ctrl /', async () => {
    await start()
    press('?')
    await vi.waitFor(() => expect(by('shortcuts').exists()).toBe(true))
    await by('shortcuts-close').trigger('click')
    expect(by('shortcuts').exists()).toBe(false)
    const field = document.createElement('input')
    document.body.append(field)
    field.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true, cancelable: true }))
    await after()
    expect(by('shortcuts').exists()).toBe(false)
  })

  it('are named as they stand on the keys', () => {
    expect(keyName('ctrl+k')).toBe('Ctrl K')
    expect(keyName('alt+arrowleft')).toBe('Alt ←')
    expect(keyName('f1')).toBe('F1')
  })
})
