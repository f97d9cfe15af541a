import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'

import { call, type ActivityForm, type ActivityView, type ActivityWho, type SheetOf } from '../../api'
import { setGuard, useRoute } from '../../app/route'
import { onBeforeLock, refreshBadges } from '../../app/session'
import { useDraft } from '../contact/draft'
import { usePreview } from '../contact/preview'
import { usePrinting } from '../paper/printing'
import { ask } from '../shared/ask'
import { notify } from '../shared/toast'
import { useUndo } from '../shared/undo'

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** An activity being planned or noted: a plan is kept as one types, what was held is saved; printed and previewed. */
export function useActivityEditor(showSignIn: () => boolean) {
  const { t } = useI18n()
  const route = useRoute()
  const form = ref<ActivityForm | null>(null)
  const view = shallowRef<ActivityView | null>(null)
  const error = ref<unknown>(null)
  const busy = ref(false)
  const ready = ref(false)
  /** Raised whenever sheets of the activity may have changed. */
  const printedTurn = ref(0)
  const printing = usePrinting()
  const undo = useUndo()

  const state = computed(() => view.value?.row.state ?? 'planned')
  const isPlan = computed(() => state.value === 'planned')

  const draft = useDraft<ActivityForm>({
    form,
    enabled: () => isPlan.value && !busy.value && ready.value && Boolean(form.value?.day),
    keep: async (kept) => {
      view.value = view.value ? await call('activity_edit', { id: view.value.row.id, form: kept }) : await call('activity_create', { form: kept })
      if (showSignIn()) preview.again()
    },
  })
  const preview = usePreview(() => {
    const id = view.value?.row.id ?? null
    if (!form.value?.day) return null
    return id && showSignIn() ? { sheet: 'sign_in', id } : { sheet: 'activity_form', id, form: form.value }
  })

  function open(stored: ActivityView) {
    view.value = stored
    form.value = copy(stored.form)
    draft.settle()
  }

  async function start({ id, kind }: { id?: string; kind?: string }) {
    try {
      if (id) open(await call('activity_get', { id }))
      else {
        form.value = await call('activity_begin', { kind: kind ?? 'committee' })
        draft.settle()
      }
      ready.value = true
    } catch (failure) {
      error.value = failure
    }
  }

  /** Runs one action at a time; whether it went well. */
  async function run(action: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    await draft.idle()
    busy.value = true
    error.value = null
    try {
      await action()
      return true
    } catch (failure) {
      error.value = failure
      return false
    } finally {
      busy.value = false
    }
  }

  async function store(held: boolean) {
    if (!form.value) return
    const was = state.value
    const body = copy(form.value)
    open(view.value ? await call('activity_edit', { id: view.value.row.id, form: body, held }) : await call('activity_create', { form: body, held }))
    printedTurn.value++
    preview.again()
    void refreshBadges()
    if (held) notify(was === 'held' ? t('activities.edit.changed') : t('activities.edit.saved', { number: view.value!.row.number }))
  }

  /** What was held, with its number. */
  const hold = () => run(() => store(true))

  /** Keeps what is written as what it is. */
  const save = () => (isPlan.value ? keepPlan() : hold())

  async function keepPlan(): Promise<boolean> {
    if (view.value === null) return run(() => store(false))
    await draft.flush()
    return !draft.dirty.value
  }

  /** Saves first where needed, as only what is stored is printed. */
  async function withStored(of: 'activity' | 'sign_in', act: (sheet: SheetOf) => Promise<unknown>) {
    if (state.value !== 'cancelled' && (view.value === null || draft.dirty.value) && !(await save())) return
    const id = view.value?.row.id
    if (!id) return
    await run(async () => {
      await act({ sheet: of, id })
      printedTurn.value++
    })
  }
  const print = (of: 'activity' | 'sign_in') => withStored(of, printing.print)
  const savePdf = (of: 'activity' | 'sign_in') => withStored(of, printing.save)

  /** Those who are expected are chosen anew; what is noted of those who stay, stays. */
  async function expect(who: ActivityWho) {
    await run(async () => {
      const into = form.value
      if (!into) return
      const { attendance } = await call('activity_begin', { kind: into.kind, who })
      const kept = new Map(into.attendance.map((one) => [one.person, one]))
      into.attendance = attendance.map((one) => kept.get(one.person) ?? one)
    })
  }

  async function cancel(reason: string) {
    await draft.flush()
    if (!view.value) return
    open(await call('activity_cancel', { id: view.value.row.id, reason }))
    void refreshBadges()
    notify(t('activities.edit.cancelled'))
  }

  const restore = () =>
    run(async () => {
      if (!view.value) return
      open(await call('activity_restore', { id: view.value.row.id }))
      notify(t('activities.edit.restored'))
    })

  /** Throws a plan away; true when it is gone. */
  async function remove(): Promise<boolean> {
    const sure = await ask({ title: t('activities.edit.delete_title'), text: t('activities.edit.delete_text'), yes: t('activities.edit.delete'), no: t('common.cancel'), danger: true })
    if (!sure) return false
    return run(async () => {
      const kept = form.value && copy(form.value)
      if (view.value) {
        await call('activity_delete', { id: view.value.row.id })
        if (kept) undo.offer(t('activities.edit.deleted'), async () => void (await route.go('activity-edit', { id: (await call('activity_create', { form: kept })).row.id })))
      }
      form.value = null
      draft.settle()
      void refreshBadges()
    })
  }

  async function mayLeave(): Promise<boolean> {
    if (!draft.dirty.value || state.value === 'cancelled') return true
    if (isPlan.value) {
      await draft.flush()
      if (!draft.dirty.value) return true
    }
    return ask({ title: t('common.unsaved_title'), text: t('common.unsaved_text'), yes: t('common.unsaved_leave'), no: t('common.unsaved_stay'), danger: true })
  }
  setGuard(mayLeave)
  onScopeDispose(onBeforeLock(async () => void (isPlan.value ? await draft.flush() : draft.dirty.value && (await hold()))))

  return { form, view, error, busy, ready, state, isPlan, draft, preview, printedTurn, start, hold, save, print, savePdf, expect, cancel, restore, remove }
}
