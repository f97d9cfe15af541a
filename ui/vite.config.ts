import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/**
 * The chart library sets `constructor` on a plain object, which throws where `Object.prototype` is frozen, as it is in the window.
 * Defining the property does the same; when the library changes there, the build stops.
 */
const forFrozenPrototypes: Plugin = {
  name: 'for-frozen-prototypes',
  transform(code, id) {
    if (!id.endsWith('echarts/lib/core/Scheduler.js')) return
    const assigned = 'target[name_1] = noop;'
    if (!code.includes(assigned)) throw new Error('echarts no longer assigns there')
    return { code: code.replace(assigned, 'Object.defineProperty(target, name_1, { value: noop, writable: true });'), map: null }
  },
}

/** One entry, everything local: the page policy allows only files that come with the program. */
export default defineConfig({
  plugins: [vue(), forFrozenPrototypes],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_JIT_COMPILATION__: 'true',
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  clearScreen: false,
  // The gallery's fake reads the shipped rule pack.
  server: { port: 5173, strictPort: true, fs: { allow: ['..'] } },
  build: {
    target: 'safari16',
    outDir: 'dist',
    emptyOutDir: true,
    // Inlined files would be data: addresses, which the policy refuses for fonts and scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    // Lists of thousands take their time where the processors are shared with a build.
    testTimeout: 60_000,
    // The test of contrast reads the colours.
    css: { include: [/tokens\.css/] },
    server: { deps: { inline: ['element-plus'] } },
  },
})
