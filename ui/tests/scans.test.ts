// @vitest-environment happy-dom
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { setCall, type Call } from '../src/api'
import ScanInbox from '../src/components/scan/ScanInbox.vue'
import ScanPanel from '../src/components/scan/ScanPanel.vue'
import { folderMissing, scanReport, watchFolder } from '../src/composables/scan/scan_folder'
import { question } from '../src/composables/shared/ask'
import { useToasts } from '../src/composables/shared/toast'
import type { Handlers } from './fake_records'
import { show } from './help'

let shown: VueWrapper | null = null
afterEach(() => {
  shown?.unmount()
  shown = null
  question.value?.answer(false)
  scanReport.value = null
  folderMissing.value = false
  vi.useRealTimers()
})

async function open(options: Parameters<typeof show>[1] = {}) {
  const opened = await show(ScanInbox, options)
  shown = opened.wrapper
  const press = async (testid: string, at = 0) => {
    await opened.all(testid)[at]!.trigger('click')
    await flushPromises()
  }
  const submit = async (testid: string) => {
    await opened.by(testid).get('form').trigger('submit')
    await flushPromises()
  }
  return { ...opened, press, submit }
}
const said = () => useToasts().map(({ text }) => text).join(' ')

describe('the inbox of scans', () => {
  it('lists what waits with why and a guess, and the sheets that lack pages', async () => {
    const { all } = await open()
    const rows = all('scan-row').map((row) => row.text())
    expect(rows).toHaveLength(3)
    for (const part of ['扫描_20261123_0001.pdf 第 3 页', '没有二维码', '可能是 000018 第 1 页的背面']) expect(rows[0]).toContain(part)
    expect(rows[2]).toContain('这张表已经作废')
    expect(all('scan-incomplete')[0]!.text()).toContain('缺第 2、3 页，共 3 页')
  })

  it('says in plain words what became of the files', async () => {
    const { by, press } = await open()
    await press('scan-choose')
    const report = by('scan-report').text()
    for (const part of ['读出 6 页，归位 3 页，待认领 1 页', '1 页空白', '000019 的页齐了', '000018 第 1 页是重扫的', '是别的账本印的表', '说明.docx：不是 PDF']) expect(report).toContain(part)
    await press('scan-report-close')
    expect(by('scan-report').exists()).toBe(false)
  })

  it('says nothing when the dialog was closed, and what went wrong otherwise', async () => {
    const closed = await open({ extra: { scan_choose: () => null } as Handlers })
    await closed.press('scan-choose')
    expect(closed.by('scan-report').exists()).toBe(false)
    shown!.unmount()
    const failed = await open({ extra: { scan_choose: () => { throw { code: 'disk_full', detail: null } } } as Handlers })
    await failed.press('scan-choose')
    expect(failed.by('scans-error').text()).toContain('磁盘')
  })

  it('puts a page to the sheet that the guess names', async () => {
    const { all, by, press, submit } = await open()
    await press('scan-claim')
    expect((by('scan-claim-search').element as HTMLInputElement).value).toBe('000018')
    await submit('scan-claim-dialog')
    expect(by('scan-claim-dialog').text()).toContain('请先选一张表')
    await by('scan-sheet-18').trigger('change')
    await submit('scan-claim-dialog')
    expect(said()).toContain('已归入 000018 第 1 页')
    expect(all('scan-row')).toHaveLength(2)
  })

  it('finds sheets by name and says when there is none', async () => {
    const { by, all, press } = await open()
    await press('scan-claim', 1)
    const before = all('scan-claim-dialog').length
    expect(before).toBe(1)
    await by('scan-claim-search').setValue('李志国')
    expect(by('scan-sheet-18').exists()).toBe(true)
    expect(by('scan-sheet-19').exists()).toBe(false)
    await by('scan-claim-search').setValue('没有这个人')
    expect(by('scan-claim-none').exists()).toBe(true)
  })

  it('sets a page aside only with a reason, and takes it back', async () => {
    const { all, by, press, submit } = await open()
    await press('scan-aside', 2)
    await submit('scan-aside-dialog')
    expect(by('scan-aside-dialog').text()).toContain('请写明原因')
    await by('scan-aside-reason').setValue('便条')
    await submit('scan-aside-dialog')
    expect(all('scan-row')).toHaveLength(2)
    await press('scan-aside-list')
    expect(all('scan-set-aside').map((row) => row.text()).join()).toContain('便条')
    await press('scan-back')
    expect(all('scan-row')).toHaveLength(3)
  })

  it('shows a page, turned and enlarged', async () => {
    const { by, press } = await open()
    await press('scan-show')
    expect(by('scan-picture').attributes('src')).toContain('data:image')
    await press('scan-turn')
    await press('scan-full')
    expect(by('scan-picture').element.parentElement!.className).toMatch(/full.*turned-1/)
    await press('scan-close')
    expect(by('scan-dialog').exists()).toBe(false)
  })

  it('warns that a watched folder is readable, and looks until nothing new is there', async () => {
    const page = { index: 1, id: 'scan-20', became: 'blank' as const }
    const one = { files: [{ file: '0001.pdf', problem: null, known: false, not_removed: false, pages: [page] }], read: 1, filed: 0, unclaimed: 0, duplicates: 0, blank: 1, failed: 0, stopped: false }
    const nothing = { ...one, files: [], read: 0, blank: 0 }
    const answers = [one, one, nothing, nothing]
    const { by, press } = await open({ extra: { scan_folder_check: () => answers.shift()! } as Handlers })
    await press('scan-folder-choose')
    expect(by('scan-folder').text()).toContain('没有加密')
    await press('scan-folder-check')
    expect(by('scan-report').text()).toContain('读出 2 页')
    await press('scan-folder-check')
    expect(said()).toContain('没有新的扫描件')
    await press('scan-folder-clear')
    expect(by('scan-folder-check').exists()).toBe(false)
  })

  it('says when the watched folder is gone', async () => {
    const gone = () => { throw { code: 'not_found', detail: 'scan_folder' } }
    const { by, press } = await open({ extra: { scan_folder_check: gone } as Handlers })
    await press('scan-folder-choose')
    await press('scan-folder-check')
    expect(by('scan-folder-missing').text()).toContain('找不到监视的文件夹')
  })
})

describe('the watched folder', () => {
  it('is looked at every half minute, sooner while there is more, until one stops', async () => {
    vi.useFakeTimers()
    const found = { files: [{ file: '0001.pdf', problem: null, known: false, not_removed: false, pages: [] }], read: 3, filed: 2, unclaimed: 1, duplicates: 0, blank: 0, failed: 0, stopped: false }
    let looks = 0
    setCall((async (name: string) => {
      if (name !== 'scan_folder_check') throw { code: 'unknown_command', detail: null }
      looks += 1
      if (looks === 2) throw { code: 'locked', detail: null }
      return looks === 3 ? found : { ...found, files: [] }
    }) as unknown as Call)
    const told: number[] = []
    const stop = watchFolder(({ read }) => told.push(read))
    await vi.advanceTimersByTimeAsync(60_000)
    expect([looks, told]).toEqual([2, []])
    await vi.advanceTimersByTimeAsync(31_000)
    expect([looks, told]).toEqual([4, [3]])
    stop()
    await vi.advanceTimersByTimeAsync(90_000)
    expect([looks, scanReport.value]).toEqual([4, null])
  })
})

describe('the scans of a record', () => {
  it('lists them with sheet, page and version, the replaced one marked', async () => {
    const { wrapper, all } = await show(ScanPanel, { props: { record: 'talk-1' } })
    shown = wrapper
    const rows = all('panel-scan').map((row) => row.text())
    expect(rows[0]).toContain('已有新的扫描')
    expect(rows[1]).toContain('表 000018 第 1 页')
    expect(rows[1]).toContain('第 2 次扫描')
  })

  it('gives a page back only while the record is not archived', async () => {
    const { wrapper, by, all } = await show(ScanPanel, { props: { record: 'talk-1' } })
    shown = wrapper
    await all('panel-scan-back')[1]!.trigger('click')
    question.value!.answer(true)
    await flushPromises()
    expect(all('panel-scan')).toHaveLength(1)
    await wrapper.setProps({ frozen: true })
    expect(by('panel-scan-back').exists()).toBe(false)
    expect(by('panel-scan-show').exists()).toBe(true)
  })

  it('is not there for a record without any', async () => {
    const { wrapper, by } = await show(ScanPanel, { props: { record: 'talk-9' } })
    shown = wrapper
    expect(by('scan-panel').exists()).toBe(false)
  })
})
