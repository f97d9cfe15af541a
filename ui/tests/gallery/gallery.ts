/** Shows any page with the fake behind it: `?page=person&id=0193-person-0001&lang=en&theme=dark&size=huge&people=60`. */
import '../../src/styles/tokens.css'
import '../../src/styles/element.css'
import '../../src/styles/base.css'
import '../../src/styles/lock.css'

import { setCall } from '../../src/api'
import { readAppearance, setAppearance, startAppearance } from '../../src/app/appearance'
import { resetRoute, type Route } from '../../src/app/route'
import { fakeCall, makeWorld, type FakeOptions } from '../fake'
import { advance } from '../fake_handover'

const asked = new URLSearchParams(location.search)
const number = (key: string) => (asked.has(key) ? Number(asked.get(key)) : undefined)
const page = asked.get('page') ?? 'today'

const state: FakeOptions['state'] = page === 'lock' ? 'locked' : page === 'first-run' ? 'none' : 'open'
const world = makeWorld({ state, people: number('people'), events: asked.get('events') !== '0', crowd: number('crowd'), full: asked.get('full') === '1', broken: number('broken'), ways: (asked.get('ways') as FakeOptions['ways']) ?? undefined, backups: number('backups'), remind: asked.get('remind')?.split(',') as FakeOptions['remind'] })
const handover = asked.get('handover')
if (handover) advance(world, handover as Parameters<typeof advance>[1])
setCall(fakeCall(world))

startAppearance()
setAppearance(readAppearance(location.search.replace('?', '#')))

async function showLock(): Promise<void> {
  const html = await (await fetch('/index.html')).text()
  const lock = new DOMParser().parseFromString(html, 'text/html').getElementById('lock')
  document.body.prepend(document.adoptNode(lock!))
  const { startLock } = await import('../../src/lock')
  await startLock()
}

async function showPage(): Promise<void> {
  const { startApp } = await import('../../src/main')
  const params = Object.fromEntries(['id', 'duty', 'person', 'kind', 'due', 'facet', 'q', 'of', 'tab', 'chapter'].filter((key) => asked.has(key)).map((key) => [key, asked.get(key)]))
  resetRoute({ page, ...params } as Route)
  startApp(world.status, document.getElementById('app')!)
}

/** `click=a,b` presses these in turn, for pictures of what a press shows. */
async function press(): Promise<void> {
  for (const step of asked.get('click')?.split(',') ?? []) {
    await new Promise((done) => setTimeout(done, 250))
    const [testid, text] = step.split('=')
    const element = document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)
    if ((element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) && text !== undefined) {
      element.value = text
      element.dispatchEvent(new Event('input', { bubbles: true }))
      element.dispatchEvent(new Event('change', { bubbles: true }))
    } else element?.click()
  }
}

/** `axe=1` writes into the page what the accessibility checker finds in it. */
async function check(): Promise<void> {
  if (!asked.has('axe')) return
  await new Promise((done) => setTimeout(done, 1500))
  const { default: axe } = await import('axe-core')
  const { violations } = await axe.run()
  const told = document.createElement('pre')
  told.id = 'axe'
  told.textContent = violations.flatMap(({ id, impact, nodes }) => nodes.map((node) => `${impact} ${id}: ${node.target.join(' ')} ${node.failureSummary?.replace(/\s+/g, ' ') ?? ''}`)).join('\n')
  document.body.append(told)
}

void (page === 'lock' ? showLock() : showPage()).then(press).then(check)
