import { afterEach, describe, expect, it } from 'vitest'

import { setCall, type Offer, type SettleOffer } from '../src/api'
import { useSettle } from '../src/composables/contact/settle'

afterEach(() => setCall())

const offer = (id: string, category: number, refused: string | null = null, suggested = true) =>
  ({ duty: { id, category }, late_workdays: 0, suggested, refused }) as unknown as Offer
const asked = (persons: string[] = ['p1']): SettleOffer => ({ kind: 'talk', persons, day: '2026-11-23', by: [], contact: null })
const answering = (offers: Offer[]) => setCall((async () => offers) as never)

describe('what a record settles', () => {
  it('is, in a new record, everything that it can', async () => {
    answering([offer('a', 2), offer('b', 5), offer('c', 6, 'avoidance')])
    const settle = useSettle()
    settle.begin(['a'], { opened: false, draft: true })
    expect(settle.settles.value).toEqual(['a'])
    await settle.refresh(asked())
    expect(settle.settles.value).toEqual(['a', 'b'])
    expect(settle.categories.value).toEqual([2, 5])
  })

  it('is, in a stored record, what it names', async () => {
    answering([offer('a', 2), offer('b', 5)])
    const settle = useSettle()
    settle.begin(['b'], { opened: true, draft: false })
    await settle.refresh(asked())
    expect(settle.settles.value).toEqual(['b'])
  })

  it('follows the user, whatever is offered afterwards', async () => {
    answering([offer('a', 2), offer('b', 5)])
    const settle = useSettle()
    settle.begin([], { opened: false, draft: true })
    await settle.refresh(asked())
    settle.tick('a', false)
    expect(settle.settles.value).toEqual(['b'])
    answering([offer('a', 2), offer('b', 5), offer('d', 1)])
    await settle.refresh(asked(['p1', 'p2']))
    expect(settle.settles.value).toEqual(['b', 'd'])
  })

  it('loses a duty that is refused on another day, and has it again on a fitting one', async () => {
    answering([offer('a', 2)])
    const settle = useSettle()
    settle.begin(['a'], { opened: false, draft: true })
    await settle.refresh(asked())
    answering([offer('a', 2, 'too_early')])
    await settle.refresh(asked())
    expect(settle.settles.value).toEqual([])
    answering([offer('a', 2)])
    await settle.refresh(asked())
    expect(settle.settles.value).toEqual(['a'])
  })

  it('keeps what a reopened draft left unticked, and ticks what comes with another person', async () => {
    answering([offer('a', 2), offer('b', 5)])
    const settle = useSettle()
    settle.begin(['a'], { opened: true, draft: true })
    await settle.refresh(asked())
    expect(settle.settles.value).toEqual(['a'])
    answering([offer('a', 2), offer('b', 5), offer('e', 1)])
    await settle.refresh(asked(['p1', 'p2']))
    expect(settle.settles.value).toEqual(['a', 'e'])
  })

  it('leaves to the user what takes a talk of its own, unless the record was begun for it', async () => {
    answering([offer('a', 2), offer('own', 0, null, false)])
    const settle = useSettle()
    settle.begin([], { opened: false, draft: true })
    await settle.refresh(asked())
    expect(settle.settles.value).toEqual(['a'])
    settle.tick('own', true)
    expect(settle.settles.value).toEqual(['a', 'own'])

    const begunForIt = useSettle()
    begunForIt.begin(['own'], { opened: false, draft: true })
    await begunForIt.refresh(asked())
    expect(begunForIt.settles.value).toEqual(['a', 'own'])
  })

  it('ticks everything at once but what takes a talk of its own and what is refused', async () => {
    answering([offer('a', 2), offer('b', 3), offer('own', 0, null, false), offer('no', 6, 'kin')])
    const settle = useSettle()
    settle.begin([], { opened: false, draft: true })
    await settle.refresh(asked())
    settle.tickAll(false)
    expect(settle.settles.value).toEqual([])
    settle.tickAll(true)
    expect(settle.settles.value).toEqual(['a', 'b'])
  })

  it('takes the latest answer only', async () => {
    const answers: ((offers: Offer[]) => void)[] = []
    setCall((() => new Promise((done) => answers.push(done))) as never)
    const settle = useSettle()
    settle.begin([], { opened: false, draft: true })
    const first = settle.refresh(asked())
    const second = settle.refresh(asked(['p2']))
    answers[1]!([offer('new', 1)])
    answers[0]!([offer('old', 2)])
    await Promise.all([first, second])
    expect(settle.settles.value).toEqual(['new'])
  })
})
