import { computed, ref } from 'vue'

import { call, type DutyView, type Offer, type SettleOffer } from '../../api'

/**
 * The duties that a record could settle, and which are ticked.
 *
 * In a record that is new, whatever the program suggests is ticked; in one that is opened again, what it names.
 * What takes a talk of its own is never ticked by itself.
 * What the user ticks or unticks stands, whatever is offered afterwards.
 */
export function useSettle() {
  const offers = ref<Offer[]>([])
  const error = ref<unknown>(null)
  const chosen = ref(new Map<string, boolean>())
  const named = ref(new Set<string>())
  const atFirst = ref<Set<string> | null>(null)
  let tickNew = true
  let keepNamed = false
  let newest = 0

  /** `opened`: a stored record is opened again; `draft`: it settles nothing yet, so later offers are ticked too. */
  function begin(settles: string[], { opened, draft }: { opened: boolean; draft: boolean }) {
    named.value = new Set(settles)
    chosen.value = new Map()
    atFirst.value = null
    offers.value = []
    keepNamed = opened
    tickNew = draft
  }

  /** Shows what a frozen record settled; nothing is asked any more. */
  function show(duties: DutyView[]) {
    newest++
    offers.value = duties.map((duty) => ({ duty, late_workdays: 0, suggested: true, refused: null }))
    atFirst.value = named.value = new Set(duties.map((duty) => duty.id))
  }

  async function refresh(request: SettleOffer) {
    const mine = ++newest
    if (request.persons.length === 0) {
      offers.value = []
      return
    }
    try {
      const answer = await call('settle_offer', request)
      if (mine !== newest) return
      offers.value = answer
      atFirst.value ??= new Set(answer.map((offer) => offer.duty.id))
      error.value = null
    } catch (failure) {
      if (mine === newest) error.value = failure
    }
  }

  function ticked(offer: Offer): boolean {
    if (offer.refused) return false
    const id = offer.duty.id
    const byUser = chosen.value.get(id)
    if (byUser !== undefined) return byUser
    if (named.value.has(id)) return true
    return tickNew && offer.suggested && !(keepNamed && atFirst.value?.has(id))
  }

  function tick(id: string, on: boolean) {
    chosen.value = new Map(chosen.value).set(id, on)
  }

  /** Ticks or unticks everything that the record can settle and that needs no talk of its own. */
  function tickAll(on: boolean) {
    for (const { duty, suggested, refused } of offers.value) if (!refused && (suggested || !on)) tick(duty.id, on)
  }

  const settles = computed(() =>
    atFirst.value === null ? [...named.value] : offers.value.filter(ticked).map((offer) => offer.duty.id),
  )
  const categories = computed(() => {
    const of = offers.value.filter(ticked).map((offer) => offer.duty.category)
    return [...new Set(of)].sort((a, b) => a - b)
  })

  return { offers, error, settles, categories, begin, show, refresh, ticked, tick, tickAll }
}
