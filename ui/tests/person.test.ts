import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'

import { setCall } from '../src/api'
import { useRoute } from '../src/app/route'
import { entryOf, EMPTY_PERSON, formOf, isIdNumber, personFaults } from '../src/composables/person_form'
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

describe('person page', () => {
  it('shows head, what is owed and the history', async () => {
    const { by, all, wrapper } = await show(PersonPage, { props: { id: 'p2' } })
    expect(by('person-name').text()).toBe('李志国')
    expect(wrapper.text()).toContain('1981.10（45岁）')
    expect(all('timeline-row')).toHaveLength(3)
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

describe('people page', () => {
  it('lists, searches and opens', async () => {
    const { by, all } = await show(PeoplePage)
    expect(all('person-row')).toHaveLength(23)
    await by('people-search').setValue('征收')
    await new Promise((done) => setTimeout(done, 150))
    await flushPromises()
    expect(all('person-row').map((row) => row.attributes('data-person'))).toEqual(['周刚华', '钱小梅', '何静'])
    await all('person-row')[0]!.trigger('click')
    await flushPromises()
    expect(useRoute().current.value).toEqual({ page: 'person', id: 'p3' })
  })
})
