/** What the page tests share. */
import { flushPromises, mount } from '@vue/test-utils'
import type { Component } from 'vue'

import { setCall } from '../src/api'
import { setAppearance, type Language } from '../src/app/appearance'
import { resetRoute } from '../src/app/route'
import { setStatus } from '../src/app/session'
import { makeI18n } from '../src/i18n'
import { fakeCall, makeWorld, type FakeOptions } from './fake'
import type { Handlers } from './fake_records'

export interface ShowOptions {
  world?: FakeOptions
  props?: Record<string, unknown>
  language?: Language
  extra?: Handlers
}

/** Mounts a page over the fake and waits until it has read what it shows. */
export async function show(page: Component, { world: options, props, language = 'zh-CN', extra }: ShowOptions = {}) {
  const world = makeWorld(options)
  setCall(fakeCall(world, extra))
  setStatus(world.status)
  setAppearance({ language })
  resetRoute()
  const wrapper = mount(page, { props: props ?? {}, global: { plugins: [makeI18n()] }, attachTo: document.body })
  await flushPromises()
  const by = (testid: string) => wrapper.find(`[data-testid="${testid}"]`)
  const all = (testid: string) => wrapper.findAll(`[data-testid="${testid}"]`)
  return { world, wrapper, by, all }
}
