// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'

import { setCall } from '../src/api'
import AttachmentPanel from '../src/components/attachment/AttachmentPanel.vue'
import { question } from '../src/composables/shared/ask'
import { useToasts } from '../src/composables/shared/toast'
import EventEditPage from '../src/pages/EventEditPage.vue'
import PersonPage from '../src/pages/PersonPage.vue'
import TalkEditPage from '../src/pages/TalkEditPage.vue'
import VisitEditPage from '../src/pages/VisitEditPage.vue'
import { show } from './help'

afterEach(() => {
  setCall()
  question.value?.answer(false)
  document.body.innerHTML = ''
})

async function open(props: Record<string, unknown>, extra = {}) {
  const page = await show(AttachmentPanel, { props: { to: 'talk', ...props }, extra })
  const press = async (testid: string, at = 0) => {
    await page.all(testid)[at]!.trigger('click')
    await flushPromises()
  }
  return { ...page, press }
}

it('waits for the record to be stored', async () => {
  const { wrapper, by } = await open({ record: null })
  expect(by('attachments').text()).toContain('保存（或草稿自动保存）以后')
  expect(by('attachment-add').exists()).toBe(false)
  await wrapper.setProps({ record: 't9' })
  await flushPromises()
  expect(by('attachments-none').exists()).toBe(true)
  expect(by('attachment-add').exists()).toBe(true)
})

it('lists name, size and day, and says the limits', async () => {
  const { all, by } = await open({ record: 'talk-1' })
  const texts = all('attachment').map((row) => row.text())
  expect(texts[0]).toMatch(/谈话记录表（签字后扫描）\.jpg.*JPG 图片.*1\.4 MB.*11月23日添加/)
  expect(texts[1]).toContain('380 KB')
  expect(by('attachments-count').text()).toBe('3 个，共 11.0 MB')
  for (const limit of ['PDF、JPG、PNG、TIFF', '20 MB', '最多 50 个', '100 MB', '加密']) expect(by('attachments').text()).toContain(limit)
})

it('adds what the user chooses, and nothing when he chooses nothing', async () => {
  const { all, press, wrapper } = await open({ record: 't9' })
  await press('attachment-add')
  expect(all('attachment')).toHaveLength(1)
  expect(useToasts().at(-1)!.text).toContain('已添加附件')
  wrapper.unmount()
  const none = await open({ record: 't9' }, { attachment_add: () => null })
  await none.press('attachment-add')
  expect(none.all('attachment')).toHaveLength(0)
  expect(none.by('error-note').exists()).toBe(false)
})

it('says in words why a file was not taken', async () => {
  const { by, press } = await open({ record: 't9' }, { attachment_add: () => { throw { code: 'attachment_too_large', detail: null } } })
  await press('attachment-add')
  expect(by('error-note').text()).toContain('20 MB')
})

it('shows pictures only, and says of large ones what to do', async () => {
  const { all, by, press } = await open({ record: 'talk-1' })
  expect(all('attachment')[1]!.find('[data-testid="attachment-view"]').exists()).toBe(false)
  await press('attachment-view')
  expect(by('attachment-picture').attributes('src')).toMatch(/^data:image/)
  expect(by('attachment-dialog').text()).toContain('查看已记入操作日志')
  await press('attachment-close')
  expect(by('attachment-dialog').exists()).toBe(false)
  await press('attachment-view', 1)
  expect(by('attachment-picture').exists()).toBe(false)
  expect(by('attachment-no-picture').text()).toContain('超过 8 MB')
})

it('saves one as a file and warns that it is not encrypted', async () => {
  const { press } = await open({ record: 'talk-1' })
  await press('attachment-save', 1)
  expect(useToasts().at(-1)!.text).toMatch(/县人民医院诊断证明书\.pdf.*没有加密/)
})

it('says what deleting means before it deletes', async () => {
  const { all, press } = await open({ record: 'talk-1' })
  await press('attachment-delete')
  expect(question.value!.title).toContain('谈话记录表（签字后扫描）.jpg')
  expect(question.value!.text).toMatch(/不能恢复.*备份.*操作日志/)
  question.value!.answer(false)
  await flushPromises()
  expect(all('attachment')).toHaveLength(3)
  await press('attachment-delete')
  question.value!.answer(true)
  await flushPromises()
  expect(all('attachment')).toHaveLength(2)
})

it('neither adds nor deletes once the record is archived', async () => {
  const { by, all } = await open({ record: 'talk-1', frozen: true })
  expect(by('attachment-add').exists()).toBe(false)
  expect(by('attachment-delete').exists()).toBe(false)
  expect(all('attachment-save')).toHaveLength(3)
  expect(by('attachments').text()).toContain('已经归档')
})

it.each([
  ['a person', PersonPage, { id: 'p2' }, 3],
  ['an event', EventEditPage, { id: 'e1' }, 3],
  ['a draft of a talk', TalkEditPage, { id: 't-draft' }, 3],
  ['a visit', VisitEditPage, { id: 'visit-1' }, 3],
  ['a talk not stored yet', TalkEditPage, { person: 'p1' }, 0],
] as const)('stands on the page of %s', async (_, page, props, count) => {
  const { all, by } = await show(page as never, { props })
  await flushPromises()
  expect(by('attachments').exists()).toBe(true)
  expect(all('attachment')).toHaveLength(count)
})
