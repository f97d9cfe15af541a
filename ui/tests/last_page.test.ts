import { afterEach, beforeEach, expect, it } from 'vitest'

import { readAppearance, setAppearance } from '../src/app/appearance'
import { lastPage, rememberPage } from '../src/app/last_page'

beforeEach(() => history.replaceState(null, '', '#'))
afterEach(() => history.replaceState(null, '', '#'))

it('is kept beside the appearance, as a line of the navigation and never whose page it was', () => {
  setAppearance({ language: 'zh-CN', theme: 'dark', size: 'huge' })
  rememberPage({ page: 'person', id: '0193-person-0001' })
  expect(location.hash).toBe('#lang=zh-CN&theme=dark&size=huge&page=people')
  expect(lastPage()).toEqual({ page: 'people' })
  rememberPage({ page: 'security' })
  setAppearance({ size: 'large' })
  expect(lastPage()).toEqual({ page: 'settings' })
  expect(readAppearance()).toEqual({ language: 'zh-CN', theme: 'dark', size: 'large' })
})

it('is 今日 when nothing was kept or nonsense was', () => {
  for (const fragment of ['', '#lang=en', '#page=person', '#page=nowhere']) expect(lastPage(fragment)).toEqual({ page: 'today' })
})
