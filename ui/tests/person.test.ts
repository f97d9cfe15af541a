import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'

import { setCall } from '../src/api'
import { useRoute } from '../src/app/route'
import { entryOf, EMPTY_PERSON, formOf, isIdNumber, otherIdBirthday, personFaults } from '../src/composables/person/person_form'
import { useToasts } from '../src/composables/shared/toast'
import PeoplePage from '../src/pages/PeoplePage.vue'
import PersonPage from '../src/pages/PersonPage.vue'
import { show } from './help'

afterEach(() => {
  setCall()
  document.body.innerHTML = ''
})

describe('form of a person', () => {
  const entry = () => entryOf({ ...EMPTY_PERSON, name: '李志国', birth: '1981-10' })

  it('needs the name only', () => {
    expect(personFaults(entryOf(EMPTY_PERSON))).toEqual({ name: 'name_missing' })
    expect(personFaults(entry())).toEqual({})
  })

  it('refuses dates that are none', () => {
    expect(personFaults({ ...entry(), birth: '1981.13', party_since: '很久以前' })).toEqual({ birth: 'bad_date', party_since: 'bad_date' })
  })

  it('checks the ID number', () => {
    // 990000 is no region, so the number belongs to nobody.
    expect(isIdNumber('990000198110050010')).toBe(isIdNumber('990000198110050010 '))
    const body = '99000019811005001'
    const right = [...'0123456789X'].filter((check) => isIdNumber(body + check))
    expect(right).toHaveLength(1)
    expect(isIdNumber(`99000019811305001${right[0]}`)).toBe(false)
    expect(personFaults({ ...entry(), id_number: '123' })).toEqual({ id_number: 'bad_id_number' })
  })

  it('sends trimmed texts and ISO dates', () => {
    const form = formOf({ ...entry(), name: ' 李志国 ', birth: '1981年10月', work_since: '', phone: '13800001001 ' })
    expect(form).toMatchObject({ name: '李志国', birth: '1981-10', work_since: null, phone: '13800001001', sex: null })
  })
})

describe('lunar birthday', () => {
  const entry = () => entryOf({ ...EMPTY_PERSON, name: '李志国' })
  const lunar = { year: '', month: 8, leap: false, day: 15 }

  it('is sent as chosen, and not at all when no month is chosen', () => {
    expect(formOf(entry()).lunar_birthday).toBeNull()
    expect(formOf({ ...entry(), lunar }).lunar_birthday).toEqual({ year: null, month: 8, leap: false, day: 15 })
    expect(formOf({ ...entry(), lunar: { ...lunar, year: '1965年' } }).lunar_birthday).toMatchObject({ year: 1965 })
    expect(entryOf(formOf({ ...entry(), lunar: { ...lunar, year: '1965' } })).lunar).toEqual({ ...lunar, year: '1965' })
  })

  it('needs both month and day, and a day that the year has', () => {
    expect(personFaults({ ...entry(), lunar: { ...lunar, day: 0 } })).toEqual({ lunar_birthday: 'lunar_incomplete' })
    // 2025 had a leap sixth month, 2026 has none.
    const sixth = { month: 6, leap: true, day: 1 }
    expect(personFaults({ ...entry(), lunar: { ...sixth, year: '2025' } })).toEqual({})
    expect(personFaults({ ...entry(), lunar: { ...sixth, year: '2026' } })).toEqual({ lunar_birthday: 'bad_lunar' })
    expect(personFaults({ ...entry(), lunar: { ...sixth, year: '' } })).toEqual({})
    expect(personFaults({ ...entry(), lunar: { ...lunar, year: '6五' } })).toEqual({ lunar_birthday: 'bad_lunar' })
  })

  it('stands beside the birthday of the papers only where that is another day', () => {
    // 15 October 1981 was the eighteenth of the ninth lunar month.
    const number = '990000198110150014'
    expect(otherIdBirthday(number, { month: 9, leap: false, day: 18 })).toBeNull()
    expect(otherIdBirthday(number, { month: 10, leap: false, day: 15 })).toBe('1981-10-15')
    expect(otherIdBirthday(number, null)).toBeNull()
    expect(otherIdBirthday('', { month: 10, leap: false, day: 15 })).toBeNull()
  })

  it('is chosen in words in the form, and shown with the papers on the page', async () => {
    const { by, world } = await show(PersonPage, { props: { id: 'p2' } })
    expect(by('person-details').text()).toContain('证件生日1981.10.15')
    await by('person-edit').trigger('click')
    expect(by('person-lunar-words').text()).toBe('农历十月十五　证件生日 1981年10月15日')
    await by('person-lunar-month').setValue('9')
    await by('person-lunar-day').setValue('18')
    expect(by('person-lunar-words').text()).toBe('农历九月十八')
    await by('person-save').trigger('submit')
    await flushPromises()
    expect(world.people[1]!.form.lunar_birthday).toEqual({ year: 1981, month: 9, leap: false, day: 18 })
    expect(by('person-details').text()).not.toContain('证件生日')
  })
})

describe('person page', () => {
  it('shows head, what is owed and the history', async () => {
    const { by, all, wrapper } = await show(PersonPage, { props: { id: 'p2' } })
    expect(by('person-name').text()).toBe('李志国')
    expect(wrapper.text()).toContain('1981.10（45岁）')
    expect(all('timeline-row').map((row) => row.attributes('data-what'))).toEqual(['event', 'talk', 'visit', 'back', 'left'])
    expect(all('timeline-row')[0]!.text()).toContain('应访　11月23日前')
    expect(all('timeline-row')[4]!.text()).toContain('离开：借调')
    expect(by('person-owed').text()).toContain('生病')
    expect(by('person-phone').text()).toContain('138****1001')
    await by('person-phone').find('button').trigger('click')
    expect(by('person-phone').text()).toContain('13800001001')
  })

  it('adds a person and goes to the page of it', async () => {
    const { by, world } = await show(PersonPage, { props: {} })
    await by('person-save').trigger('submit')
    await flushPromises()
    expect(by('person-field-name').attributes('aria-invalid')).toBe('true')
    await by('person-field-name').setValue('新来的人')
    await by('person-field-birth').setValue('1999.07')
    await by('person-save').trigger('submit')
    await flushPromises()
    const added = world.people.at(-1)!
    expect(added.form).toMatchObject({ name: '新来的人', birth: '1999-07' })
    expect(useRoute().current.value).toEqual({ page: 'person', id: added.id })
  })
})

describe('who left', () => {
  const departed = async () => {
    const page = await show(PersonPage, { props: { id: 'p3' } })
    await page.by('person-more').trigger('click')
    await page.by('person-leave').trigger('click')
    await page.by('person-leave-day').setValue('2026-11-20')
    await page.by('person-leave-dialog').find('form').trigger('submit')
    await flushPromises()
    return page
  }

  it('owes nothing any more, and the page says that he left', async () => {
    const { by, all } = await departed()
    expect(by('person-left').text()).toContain('2026年11月20日调离')
    expect(all('person-duty')).toHaveLength(0)
    expect(all('timeline-row')[0]!.text()).toContain('离开：调离')
    expect(by('person-more').exists()).toBe(false)
  })

  it('never left when that was a mistake: what was withdrawn is owed again', async () => {
    const { by, all, world } = await departed()
    await by('person-return').trigger('click')
    await by('person-return-dialog').find('form').trigger('submit')
    expect(by('person-return-dialog').text()).toContain('请先选是哪一种情况')
    await by('person-return-mistake').setValue(true)
    expect(by('person-return-dialog').text()).toContain('应谈应访恢复')
    await by('person-return-dialog').find('form').trigger('submit')
    await flushPromises()
    expect(by('person-left').exists()).toBe(false)
    expect(all('person-duty')).toHaveLength(1)
    expect(world.people[2]!.absences).toEqual([])
  })

  it('comes back on a day after leaving, and what was withdrawn stays so', async () => {
    const { by, all, wrapper } = await departed()
    await by('person-return').trigger('click')
    await by('person-return-back').setValue(true)
    await by('person-return-day').setValue('2026-11-19')
    await by('person-return-dialog').find('form').trigger('submit')
    await flushPromises()
    expect(by('person-return-dialog').text()).toContain('返回日期要在 2026年11月20日 到今天之间')
    await by('person-return-day').setValue('2026-11-23')
    await by('person-return-dialog').find('form').trigger('submit')
    await flushPromises()
    expect(all('timeline-row').map((row) => row.attributes('data-what'))).toEqual(['back', 'left', 'event'])
    expect(all('person-duty')).toHaveLength(0)
    expect(useToasts().at(-1)?.text).toContain('请另记事由')
    expect(wrapper.text()).not.toMatch(/person\.|knowing\.|common\./)
  })
})

describe('people page', () => {
  it('lists, searches and opens', async () => {
    const { by, all } = await show(PeoplePage)
    expect(all('person-row')).toHaveLength(23)
    expect(all('person-row-known')[1]!.text()).toBe('5/6')
    await by('people-search').setValue('征收')
    await new Promise((done) => setTimeout(done, 150))
    await flushPromises()
    expect(all('person-row').map((row) => row.attributes('data-person'))).toEqual(['周刚华', '钱小梅', '何静'])
    await all('person-row')[0]!.trigger('click')
    await flushPromises()
    expect(useRoute().current.value).toEqual({ page: 'person', id: 'p3' })
  })

  it('leads to the knowing map', async () => {
    const { by } = await show(PeoplePage)
    await by('people-tab-knowing').trigger('click')
    await flushPromises()
    expect(useRoute().current.value).toEqual({ page: 'knowing' })
  })
})
