import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'

import { type SheetOf } from '../../api'
import { setGuard, useRoute } from '../../app/route'
import { onBeforeLock, refreshBadges } from '../../app/session'
import { ask } from '../shared/ask'
import type { AnyForm, AnyView, ContactCommands, EditorStart } from './contact_forms'
import { useNames } from '../shared/names'
import { inSheetOrder } from '../rules/own_categories'
import { adoptIds, followPerson, promiseProblem, withoutBlank } from '../promise/promise_lines'
import { usePrinting } from '../paper/printing'
import { notify } from '../shared/toast'
import { useGivenAnswers } from '../promise/given_answers'
import { useDraft } from './draft'
import { useUndo } from '../shared/undo'
import { usePreview } from './preview'
import { useSaved } from './saved'
import { useSettle } from './settle'

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** A talk or visit being written: begun or opened, kept as a draft, previewed, saved, printed. */
export function useContactEditor<Form extends AnyForm, View extends AnyView<Form>>(
  commands: ContactCommands<Form, View>,
) {
  const { t } = useI18n()
  const route = useRoute()
  const form = ref(null) as Ref<Form | null>
  const view = shallowRef<View | null>(null)
  const error = ref<unknown>(null)
  const busy = ref(false)
  const ready = ref(false)
  /** The sheet filled in by hand from which the record is entered. */
  let paper: number | null = null
  /** Raised whenever sheets of the record may have changed. */
  const printedTurn = ref(0)

  const readOnly = computed(() => view.value?.state === 'archived')
  const isDraft = computed(() => view.value === null || view.value.state === 'draft')

  const draft = useDraft<Form>({
    form,
    // A day that is being corrected is no day yet.
    enabled: () => isDraft.value && !busy.value && ready.value && Boolean(form.value?.day),
    keep: async (kept) => {
      const body = withoutBlank(kept)
      view.value = view.value ? await commands.edit(view.value.id, body, true) : await commands.create(body, true, paper)
    },
  })
  const settle = useSettle()
  const answers = useGivenAnswers()
  const saved = useSaved()
  const printing = usePrinting()
  const undo = useUndo()
  const nameOf = useNames(() => (form.value?.persons.length ?? 0) > 1 || Boolean(form.value?.promises.length))
  const preview = usePreview(() => {
    if (!form.value?.day) return null
    return readOnly.value && view.value
      ? commands.sheet(view.value.id)
      : commands.sheetOfForm(view.value?.id ?? null, withoutBlank(form.value))
  })

  /** Categories that are ticked because a duty of theirs is. */
  let follow: Set<number> | null = null
  let reopened = false

  /** Carries the ticked duties and their categories into the form. */
  function carry() {
    const into = form.value
    if (!into || readOnly.value) return
    const now = new Set(settle.categories.value)
    const before = follow ?? (reopened ? now : new Set<number>())
    const kept = into.categories.filter((category) => !before.has(category) || now.has(category))
    const added = [...now].filter((category) => !before.has(category) && !kept.includes(category))
    follow = now
    if (added.length > 0 || kept.length < into.categories.length) {
      into.categories = inSheetOrder([...kept, ...added])
    }
    if (settle.settles.value.join() !== into.settles.join()) into.settles = settle.settles.value
  }

  /** Changes that are not the user's do not make the record unsaved. */
  function quietly(change: () => void) {
    const untouched = !draft.dirty.value
    change()
    if (untouched) draft.settle()
  }

  async function offer() {
    const of = form.value
    if (!of?.day || readOnly.value) return
    await settle.refresh({
      kind: commands.kind,
      persons: [...of.persons],
      day: of.day,
      by: copy(commands.by(of)),
      contact: view.value?.id ?? null,
    })
    quietly(carry)
  }

  function tick(id: string, on: boolean) {
    settle.tick(id, on)
    carry()
  }

  function tickAll(on: boolean) {
    settle.tickAll(on)
    carry()
  }

  function open(stored: View) {
    view.value = stored
    form.value = copy(stored.form)
    follow = null
    reopened = true
    settle.begin(stored.form.settles, { opened: true, draft: stored.state === 'draft' })
    if (stored.state === 'archived') settle.show(stored.settles)
    void answers.read(stored.form.promises)
    draft.settle()
  }

  async function start({ id, duty, person, paper: entered }: EditorStart) {
    error.value = null
    paper = entered ?? null
    try {
      if (id) {
        open(await commands.get(id))
      } else {
        const begun = await commands.begin({ duty: duty ?? null, persons: person ? [person] : [], ...(paper !== null && { paper }) })
        settle.begin(begun.settles, { opened: false, draft: true })
        form.value = begun
        draft.settle()
      }
      ready.value = true
    } catch (failure) {
      error.value = failure
    }
  }

  watch(
    () => form.value && JSON.stringify([form.value.persons, form.value.day, commands.by(form.value)]),
    (asked) => asked && void offer(),
  )
  watch(
    () => form.value?.persons,
    (persons) => form.value && persons && followPerson(form.value.promises, persons, answers.answered.value),
  )
  watch(draft.dirty, (dirty) => dirty && saved.close())

  async function save(): Promise<boolean> {
    if (!form.value || readOnly.value || busy.value) return false
    const code = form.value.day ? (commands.problem?.() ?? promiseProblem(form.value, answers.answered.value)) : 'bad_date'
    if (code) {
      error.value = { code, detail: null }
      return false
    }
    await draft.idle()
    busy.value = true
    error.value = null
    try {
      const sent = JSON.stringify(form.value)
      const body = withoutBlank(JSON.parse(sent) as Form)
      const stored = view.value ? await commands.edit(view.value.id, body, false) : await commands.create(body, false, paper)
      if (JSON.stringify(form.value) === sent) {
        open(stored)
        void offer()
      } else {
        view.value = stored
        adoptIds(form.value.promises, stored.form.promises)
        draft.settle(sent)
      }
      printedTurn.value++
      // The record has its number now, which the sheet prints.
      preview.again()
      void refreshBadges()
      void saved.tell(stored)
      return true
    } catch (failure) {
      error.value = failure
      return false
    } finally {
      busy.value = false
    }
  }

  /** Saves first where needed, as only what is stored is printed. */
  async function withStored(act: (sheet: SheetOf) => Promise<void>) {
    if (busy.value) return
    if (!readOnly.value && (isDraft.value || draft.dirty.value) && !(await save())) return
    if (!view.value) return
    busy.value = true
    error.value = null
    try {
      await act(commands.sheet(view.value.id))
    } catch (failure) {
      error.value = failure
    } finally {
      busy.value = false
    }
  }

  const print = () =>
    withStored(async (sheet) => {
      await printing.print(sheet)
      printedTurn.value++
    })

  const savePdf = () =>
    withStored(async (sheet) => {
      await printing.save(sheet)
      printedTurn.value++
    })

  /** Writes a draft that was thrown away anew, and opens it. */
  async function putBack(kept: Form) {
    const promises = kept.promises.map((line) => ({ ...line, id: null }))
    const { id } = await commands.create(withoutBlank({ ...kept, promises }), true, paper)
    void refreshBadges()
    await route.goContact(commands.kind, { id })
  }

  /** Throws a draft away; true when it is gone. */
  async function discard(): Promise<boolean> {
    const sure = await ask({
      title: t('contacts.discard_title'),
      text: t('contacts.discard_text'),
      yes: t('contacts.discard'),
      no: t('common.cancel'),
      danger: true,
    })
    if (!sure) return false
    await draft.idle()
    busy.value = true
    try {
      const kept = form.value
      if (view.value) {
        await commands.remove(view.value.id)
        if (kept) undo.offer(t('contacts.discarded'), () => putBack(copy(kept) as Form))
      }
      draft.settle()
      form.value = null
      void refreshBadges()
      return true
    } catch (failure) {
      error.value = failure
      return false
    } finally {
      busy.value = false
    }
  }

  async function mayLeave(): Promise<boolean> {
    if (readOnly.value || !draft.dirty.value) return true
    if (isDraft.value) {
      await draft.flush()
      if (!draft.dirty.value) {
        notify(t('contacts.draft_kept'))
        return true
      }
    }
    return ask({
      title: t('common.unsaved_title'),
      text: t('common.unsaved_text'),
      yes: t('common.unsaved_leave'),
      no: t('common.unsaved_stay'),
      danger: true,
    })
  }
  setGuard(mayLeave)

  /** Opens what to have in mind before a contact with this person; back from there leads to this record. */
  async function brief(person: string) {
    if (isDraft.value) await draft.flush()
    const id = view.value?.id
    const edited = `${commands.kind}-edit` as const
    // Otherwise the way back would begin the record anew.
    if (id && !(await route.replace(edited, { id }))) return
    const duty = settle.offers.value.find((offer) => offer.duty.person.id === person && settle.ticked(offer))?.duty
    await route.go('brief', { person, ...(duty && { duty: duty.id }), ...(id && { [commands.kind]: id }) })
  }
  onScopeDispose(onBeforeLock(async () => void (isDraft.value ? await draft.flush() : draft.dirty.value && (await save()))))

  return {
    form, view, error, busy, ready, readOnly, isDraft, draft, settle, answers, saved, nameOf, preview, printedTurn, start, tick, tickAll, save, print,
    savePdf, discard, brief,
  }
}
